"""The statements that a file is made of and the extents of each, told from its bytes without parsing.

Python's layout is regular once strings and comments are out of the way: a logical line that is indented like its
block starts a statement, unless it goes on with the one before (`else:`) or follows its decorator.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

_FIRST_WORD = re.compile(rb"@|[^\s(:;#'\"]*")
_NAME = re.compile(rb"(?:async\s+)?(?:def|class)\s+([^\s(:\[]+)")
_BLANK_LINES = re.compile(rb"(?:[ \t\f]*\r?\n)*")
_HASH = ord("#")
_GOES_ON = frozenset({b"elif", b"else", b"except", b"except*", b"finally"})
_DEFINES = frozenset({b"def", b"class", b"async"})


class Line(NamedTuple):
    """A logical line: where its code starts (behind the indent) and where the next line begins."""

    start: int
    end: int
    indent: bytes


@dataclass(frozen=True, slots=True)
class Statement:
    """A whole statement: from the comments above it to the blank lines below it.

    `code` is where its first token stands, and `word` its first keyword or name, behind the decorators. `name` is
    that of a class or function. `lines` are its logical lines.
    """

    start: int
    end: int
    code: int
    word: bytes
    name: bytes
    lines: Sequence[Line]

    @property
    def is_class(self) -> bool:
        """Whether its block holds members."""
        return self.word == b"class"

    @property
    def is_function(self) -> bool:
        """Whether its block is one that runs later."""
        return bool(self.name) and not self.is_class


def statements(code: bytes) -> list[Statement]:
    """Return the statements at the top level of masked code."""
    return list(_grouped(code, list(_lines(code)), 0, len(code)))


def members(code: bytes, parent: Statement) -> list[Statement]:
    """Return the statements directly in the block of a class, or none if it has its body on its first line."""
    header = next(n for n, line in enumerate(parent.lines) if not code.startswith(b"@", line.start))
    body = parent.lines[header + 1 :]
    return list(_grouped(code, body, parent.lines[header].end, parent.end)) if body else []


def _lines(code: bytes) -> Iterator[Line]:
    start = 0
    for text in code.splitlines(keepends=True):
        stripped = text.lstrip(b" \t\f\r\n")
        if stripped and stripped[0] != _HASH:
            indent = len(text) - len(stripped)
            yield Line(start + indent, start + len(text), text[:indent])
        start += len(text)


def _grouped(code: bytes, lines: Sequence[Line], start: int, end: int) -> Iterator[Statement]:
    """Yield the statements that the logical lines of one block form; together they fill it from `start` to `end`."""
    heads = list(_heads(code, lines))
    for this, following in pairwise((*heads, len(lines))):
        own = lines[this:following]
        below = _BLANK_LINES.match(code, own[-1].end)
        stop = below.end() if below and following < len(lines) else end
        yield _statement(code, own, start, stop)
        start = stop


def _heads(code: bytes, lines: Sequence[Line]) -> Iterator[int]:
    """Yield the numbers of the lines with which statements of the block start."""
    indent = lines[0].indent if lines else b""
    is_decorated = False
    for number, line in enumerate(lines):
        if line.indent != indent:
            continue
        word = _word(code, line)
        if not is_decorated and word not in _GOES_ON:
            yield number
        is_decorated = word == b"@"


def _statement(code: bytes, lines: Sequence[Line], start: int, end: int) -> Statement:
    first = next((line for line in lines if not code.startswith(b"@", line.start)), lines[0])
    word = _word(code, first)
    name = _NAME.match(code, first.start) if word in _DEFINES else None
    return Statement(start, end, lines[0].start, word, name[1] if name else b"", lines)


def _word(code: bytes, line: Line) -> bytes:
    found = _FIRST_WORD.match(code, line.start)
    return found[0] if found else b""
