"""Logical lines: which physical lines a simple statement or a block's header spans, told without parsing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from amends.text.lexer import Kind, Lexed

if TYPE_CHECKING:
    from collections.abc import Iterator

_LINE_END = re.compile(r"\r\n?|\n")
_BRACKET_OR_LINE_END = re.compile(r"[][(){}]|\r\n?|\n")


@dataclass(frozen=True, slots=True)
class LogicalLine:
    """The physical lines `first` to `last` (1-based), the first of which is indented by `indent`."""

    first: int
    last: int
    indent: str


def line_starts(text: str) -> list[int]:
    """Return the offsets at which the physical lines start."""
    return [0, *(match.end() for match in _LINE_END.finditer(text))]


def logical_lines(text: str) -> Iterator[LogicalLine]:
    """Yield the logical lines that hold code: no blank ones, and none of comments alone."""
    start, first = 0, 1
    for end, last in _ends(text):
        line = text[start:end]
        code = line.lstrip(" \t\f")
        if code and code[0] not in "#\r\n":
            yield LogicalLine(first, last, line[: len(line) - len(code)])
        start, first = end, last + 1


def _ends(text: str) -> Iterator[tuple[int, int]]:
    """Yield for each logical line the offset behind it, and the number of its last physical line."""
    lexed = Lexed.of(text)
    line, depth = 0, 0
    for match in _BRACKET_OR_LINE_END.finditer(text):
        offset, found = match.start(), match[0]
        is_code = lexed.kind_at(offset) is Kind.CODE
        if found in "\r\n":
            line += 1
            is_continued = offset > 0 and text[offset - 1] == "\\" and lexed.kind_at(offset - 1) is Kind.CODE
            if is_code and not depth and not is_continued:
                yield match.end(), line
        elif is_code:
            depth = max(0, depth + (1 if found in "([{" else -1))
    yield len(text), line + 1
