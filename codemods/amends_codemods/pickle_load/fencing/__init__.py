"""Whether an unpickler of the file lets nothing through but what stands in a table."""
