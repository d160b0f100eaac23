"""Alignment: which slide was up, and which part of the talk was spoken, when."""
