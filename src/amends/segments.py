"""The words that an identifier or a phrase consists of."""

from __future__ import annotations

import re

_SEGMENT = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")


def segments(name: str) -> tuple[str, ...]:
    """Return the words of an identifier or of a phrase, in lower case."""
    return tuple(segment.lower() for segment in _SEGMENT.findall(name))
