"""What the code around a text tells about it."""
