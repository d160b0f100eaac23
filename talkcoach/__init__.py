"""talkcoach: rehearse a research job talk and hear the truth about it, on your own machine."""
