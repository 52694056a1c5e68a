"""What a project says to Bandit, Ruff and other tools, honoured as they honour it."""
