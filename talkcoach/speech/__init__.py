"""Speech recognition: from samples, or from a subtitle file, to a `Transcript`."""
