"""A file's code alone: comments and strings blotted out in place, every logical line on one line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from amends.text.lexer import Kind, Lexed, Token

_CONTINUED = re.compile(rb"\\\r?\n")
_IMPORT = re.compile(rb"^[^\n]*\bimport\b[^\n]*", re.MULTILINE)
_FLAT = rb"[^\[\](){}\r\n]*"
_BRACKET = re.compile(rb"[\[\](){}]")
# one that is not closed on its line, as far as one sees at once
_OPEN = re.compile(rb"[\[({](?!%b(?:[\[({]%b[\])}]%b)*[\])}])" % (_FLAT, _FLAT, _FLAT))


@dataclass(frozen=True, eq=False)
class Code:
    """A file's bytes, the comments and strings in them, and the `text` that is left of it: as long as the bytes.

    In `text` a comment is a run of `#`, a string with its prefix one of `"`; a line end is one of a logical line.
    `facts` holds what was found out about the code.
    """

    data: bytes
    lexed: Lexed
    text: bytes
    facts: dict[object, object] = field(default_factory=dict[object, object], repr=False)

    @classmethod
    def of(cls, data: bytes, lexed: Lexed | None = None) -> Code:
        """Blot out what is no code in bytes whose encoding extends ASCII byte by byte."""
        known = lexed or Lexed.of(data.decode("latin-1"))
        return cls(data, known, _masked(data, known.tokens))

    @cached_property
    def imports(self) -> bytes:
        """The import statements, a line each."""
        return b"\n".join(_IMPORT.findall(self.text))


def _masked(data: bytes, tokens: Sequence[Token]) -> bytes:
    pieces: list[bytes] = []
    done = 0
    for kind, start, end in tokens:
        pieces += (data[done:start], (b"#" if kind is Kind.COMMENT else b'"') * (end - start))
        done = end
    code = b"".join((*pieces, data[done:]))
    return _unbroken(_CONTINUED.sub(lambda found: b" " * len(found[0]), code) if b"\\" in code else code)


def _unbroken(code: bytes) -> bytes:
    """Return the code without the line ends inside brackets."""
    joined = bytearray(code)
    end = 0
    while opening := _OPEN.search(code, end):
        start, end = opening.start(), _closing(code, opening.start())
        if code.find(b"\n", start, end) >= 0:
            joined[start:end] = code[start:end].replace(b"\n", b" ").replace(b"\r", b" ")
    return bytes(joined)


def _closing(code: bytes, opening: int) -> int:
    """Return where the bracket that opens at an offset is closed; if it never is, where it stands."""
    depth = 0
    for bracket in _BRACKET.finditer(code, opening):
        depth += 1 if bracket[0] in b"([{" else -1
        if not depth:
            return bracket.end()
    return opening + 1
