"""The oracle: what a function sends to a database, before and after it is rewritten, seen from the other side."""
