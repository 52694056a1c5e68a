"""Which logger is spoken to, and what it is told."""
