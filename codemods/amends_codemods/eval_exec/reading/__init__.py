"""How a text that is run comes about, and what it may be."""
