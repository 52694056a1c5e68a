"""How the environment takes the place of a secret."""
