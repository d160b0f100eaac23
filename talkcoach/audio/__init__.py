"""Sound: decoding files into samples, and what the samples themselves tell."""
