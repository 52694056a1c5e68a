"""Parses text with holes in it as Python, each hole standing as part of an identifier."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from amends.source import Source
from amends_codemods.eval_exec.reading.spelling import Hole, Piece, Quote

MARKER = "HOLE_"
_MARKER = re.compile(rf"{MARKER}(\d+)_")
_QUOTE = Quote()


@dataclass(frozen=True, slots=True)
class Marked:
    """A text whose holes have become markers such as `HOLE_0_`, and the syntax tree of it."""

    text: str
    tree: ast.Module | ast.Expression
    holes: tuple[Hole, ...]
    quote: Quote = _QUOTE

    def code(self, source: Source, name: str) -> str | None:
        """Return the expression for a name that may hold markers; None if a hole cannot be written there."""
        parts = _MARKER.split(name)
        if len(parts) == 1:
            return f"{self.quote.sign}{name}{self.quote.sign}"
        if parts == ["", parts[1], ""] and self.holes[int(parts[1])].is_plain:
            return source.code(self.holes[int(parts[1])].expression)
        return self.text_code(source, name)

    def text_code(self, source: Source, text: str) -> str | None:
        """Return the f-string for a text that holds markers; None if a hole or the text cannot be written in one."""
        parts = _MARKER.split(text)
        holes = [self.holes[int(number)] for number in parts[1::2]]
        codes = [source.code(hole.expression) + (f":{hole.spec}" if hole.spec else "") for hole in holes]
        if any(sign in code for code in (*codes, *parts[::2]) for sign in "\"'{}\\\n"):
            return None
        filled = (f"{{{code}}}{rest}" for code, rest in zip(codes, parts[2::2], strict=True))
        return f"{self.quote.prefix}{self.quote.sign}{parts[0]}{''.join(filled)}{self.quote.sign}"

    def holes_of(self, name: str) -> tuple[Hole, ...]:
        """Return the holes of which a name has the markers."""
        return tuple(self.holes[int(number)] for number in _MARKER.findall(name))


def marked(text: Sequence[Piece], mode: Literal["eval", "exec"], quote: Quote = _QUOTE) -> Marked | None:
    """Return a text with its holes marked, or None where it is no Python or a format changes a hole's text."""
    holes = tuple(piece for piece in text if isinstance(piece, Hole))
    constant = "".join(piece for piece in text if isinstance(piece, str))
    if not all(hole.is_plain or hole.spec for hole in holes) or MARKER in constant:
        return None
    numbers = {hole: number for number, hole in enumerate(holes)}
    whole = "".join(p if isinstance(p, str) else f"{MARKER}{numbers[p]}_" for p in text).strip()
    try:
        tree = ast.parse(whole, mode=mode)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    return Marked(whole, tree, holes, quote) if isinstance(tree, (ast.Module, ast.Expression)) else None


def has_marker(text: str) -> bool:
    """Whether a name or a text holds a marker."""
    return _MARKER.search(text) is not None
