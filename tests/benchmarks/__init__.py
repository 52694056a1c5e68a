"""What amends costs beside its peers, and where the time goes. Nothing here is a test."""
