"""All that reads or writes files: finding them, their encodings, and putting them back whole."""
