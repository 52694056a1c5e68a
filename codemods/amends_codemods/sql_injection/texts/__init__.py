"""How a text of SQL comes about, and what stands where in it."""
