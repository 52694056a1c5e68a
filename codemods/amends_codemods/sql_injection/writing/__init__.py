"""How a query and its parameters are written again."""
