"""Lets `python -m amends` do what `amends` does."""

from __future__ import annotations

from amends.cli import main

main()
