"""The pages that a researcher uses in the browser; they hold layout and state, and no analysis."""
