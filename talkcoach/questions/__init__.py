"""Likely questions of a panel."""
