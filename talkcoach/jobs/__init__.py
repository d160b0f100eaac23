"""Work in processes of its own: starting it, seeing how far it is, and ending it, the same on every system."""
