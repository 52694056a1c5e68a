"""What a digest is made for, by the names around it and by what is done with it."""
