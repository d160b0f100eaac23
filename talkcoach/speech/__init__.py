"""Speech: from samples, or from somebody else's subtitles, to a `Transcript`."""
