"""Slide decks: one reader per file format behind `read_deck`, and pictures of slides."""

from talkcoach.decks.narrated import Narration
from talkcoach.decks.readers import is_presentation, read_deck, read_narration

__all__ = ["Narration", "is_presentation", "read_deck", "read_narration"]
