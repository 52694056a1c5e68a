"""How results put what they speak of into words."""

from __future__ import annotations

from typing import Final

_ROOM: Final = 60  # characters: what fits into a sentence


def brief(code: str) -> str:
    """Return code as a sentence shows it: on one line, and if it is long its beginning."""
    line = " ".join(code.split())
    return line if len(line) <= _ROOM else f"{line[: _ROOM - 1]}…"
