"""Decks: one reader per file format behind `read_deck`."""
