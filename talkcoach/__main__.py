"""``python -m talkcoach``."""

from talkcoach.cli import main

main()
