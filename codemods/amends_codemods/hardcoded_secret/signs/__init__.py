"""What tells a secret from a text that only looks like one, and what each sign weighs."""
