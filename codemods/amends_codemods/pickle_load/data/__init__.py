"""What the pickles of a file hold, as far as the file tells."""
