"""Analysis: one module per question that is asked of an aligned talk."""
