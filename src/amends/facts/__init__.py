"""What codemods ask of a source again and again, answered in one place and once for each file."""
