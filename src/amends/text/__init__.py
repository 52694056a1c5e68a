"""What is told of a file from its text alone, without parsing it."""
