"""What becomes of the values that are put into a text: bound, and as what, or left, and why."""
