"""The recorder, a process that records a microphone into a rehearsal's folder, and the client that controls it."""
