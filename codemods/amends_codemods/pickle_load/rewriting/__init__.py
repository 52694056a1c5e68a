"""What takes the place of a load: a restricted unpickler, weights alone, JSON."""
