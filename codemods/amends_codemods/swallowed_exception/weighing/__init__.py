"""Whether a thrown away exception was a failure or a way of asking."""
