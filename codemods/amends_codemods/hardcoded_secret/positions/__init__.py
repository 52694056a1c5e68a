"""Where a text stands: under which name, whose it is, and by what syntax."""
