"""Sound: files decoded to samples, the recorder, and acoustic features of a recording."""
