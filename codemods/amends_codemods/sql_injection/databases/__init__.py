"""Which library runs a text, and how that takes its parameters."""
