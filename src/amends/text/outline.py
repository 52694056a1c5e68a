"""The statements that a file is made of and the extents of each, told from its bytes without parsing.

Python's layout is regular once strings and comments are out of the way: a logical line that is indented like its
block starts a statement, unless it goes on with the one before (`else:`) or follows its decorator.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import dropwhile, zip_longest
from typing import NamedTuple

_FIRST_WORD = re.compile(rb"(?:@|[^\s(:;#'\"]*)")
_NAME = re.compile(rb"(?:async\s+)?(?:def|class)\s+([^\s(:\[]+)")
_BLANK_LINES = re.compile(rb"(?:[ \t\f]*\r?\n)*")
_BLANK = b" \t\f\r\n"
_HASH = ord("#")
_GOES_ON = frozenset({b"elif", b"else", b"except", b"except*", b"finally"})
_DEFINES = frozenset({b"def", b"class", b"async"})


class Line(NamedTuple):
    """A logical line: where its code starts (behind the indent) and where the next line begins."""

    start: int
    end: int
    indent: bytes


class Statement(NamedTuple):
    """A whole statement: from the comments above it to the blank lines below it.

    `code` is where its first token stands, and `word` its first keyword or name, behind the decorators. `name` is
    that of a class or function.
    """

    start: int
    end: int
    code: int
    word: bytes
    name: bytes

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
    first = next(lines(code, 0, len(code)), None)
    return list(_block(code, first, 0, len(code))) if first else []


def members(code: bytes, parent: Statement) -> list[Statement]:
    """Return the statements directly in the block of a class, or none if it has its body on its first line."""
    below = dropwhile(lambda line: code.startswith(b"@", line.start), lines(code, parent.start, parent.end))
    header, first = next(below), next(below, None)
    return list(_block(code, first, header.end, parent.end)) if first else []


def lines(code: bytes, start: int, end: int) -> Iterator[Line]:
    """Yield the logical lines between two offsets at which lines begin."""
    for text in code[start:end].splitlines(keepends=True):
        stripped = text.lstrip(_BLANK)
        if stripped and stripped[0] != _HASH:
            indent = len(text) - len(stripped)
            yield Line(start + indent, start + len(text), text[:indent])
        start += len(text)


def first_word(code: bytes, line: Line) -> bytes:
    """Return the keyword or name that a line starts with, or the mark of a decorator."""
    found = _FIRST_WORD.match(code, line.start)
    return found[0] if found else b""


def heads(starts: Iterable[tuple[int, bytes]]) -> Iterator[tuple[int, int, bytes]]:
    """Of the lines that are indented like their block, yield those that start a statement.

    They are given by where they start and their first words. With each comes the start of the line behind its
    decorators, and that line's first word. The first is one in any case.
    """
    decorator: int | None = None
    is_first = True
    for start, word in starts:
        if word == b"@":
            decorator = start if decorator is None else decorator
        elif decorator is not None or is_first or word not in _GOES_ON:
            yield start if decorator is None else decorator, start, word
            decorator, is_first = None, False


def _block(code: bytes, first: Line, start: int, end: int) -> Iterator[Statement]:
    """Yield the statements of the block with this first line; together they fill it from `start` to `end`."""
    indent = len(first.indent)
    aligned = re.compile(rb"(?m)^%b(?=[^ \t\f\r\n#])%b" % (re.escape(first.indent), _FIRST_WORD.pattern))
    starts = ((line.start() + indent, line[0][indent:]) for line in aligned.finditer(code, first.start - indent, end))
    found = list(heads(starts))
    for (head, defined, word), following in zip_longest(found, found[1:]):
        stop = _end_above(code, following[0] - indent) if following else end
        name = _NAME.match(code, defined) if word in _DEFINES else None
        yield Statement(start, stop, head, word, name[1] if name else b"")
        start = stop


def _end_above(code: bytes, line: int) -> int:
    """Return where the blank lines end that stand below the last code above a line; what follows are comments."""
    while line:
        above = code.rfind(b"\n", 0, line - 1) + 1
        text = code[above:line].lstrip(_BLANK)
        if text and text[0] != _HASH:
            break
        line = above
    found = _BLANK_LINES.match(code, line)
    return found.end() if found else line
