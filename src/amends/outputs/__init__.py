"""What a run has to tell, and the formats in which it is told."""
