"""Models whose weights ship with talkcoach, and what they predict. NumPy and ONNX Runtime only."""
