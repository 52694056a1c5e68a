"""What does without an eval: another function in its place, or another expression."""
