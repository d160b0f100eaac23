"""Questions: what the panel is likely to ask."""
