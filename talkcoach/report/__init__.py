"""The report as data, what changed between two of them, and the words, figures and pictures all formats share."""
