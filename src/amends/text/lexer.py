"""Tell comments and strings from code, quickly and in text that need not even parse.

The one place where regular expressions read Python: they know how a string ends, and nothing else. Offsets
are those of the text; for bytes of an encoding that extends ASCII byte by byte (UTF-8, Latin-1) the tokens of
`data.decode("latin-1")` have the offsets of the bytes.
"""

from __future__ import annotations

import enum
import functools
import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator


class Kind(enum.Enum):
    """What a character belongs to. TEXT is literal text of an f- or t-string, with its prefix and quotes."""

    CODE = "code"
    COMMENT = "comment"
    STRING = "string"
    TEXT = "text"


class Token(NamedTuple):  # and not a dataclass: a file has thousands, and tuples are made three times as fast
    """The characters from `start` up to `end`, which are no code."""

    kind: Kind
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Lexed:
    """The tokens of a text, ready to be asked about single offsets."""

    tokens: tuple[Token, ...]
    starts: tuple[int, ...]

    @classmethod
    def of(cls, text: str) -> Lexed:
        """Lex `text`."""
        found = tuple(tokens(text))
        return cls(found, tuple(token.start for token in found))

    def kind_at(self, offset: int) -> Kind:
        """Return what the character at `offset` belongs to."""
        token = self.token_at(offset)
        return token.kind if token is not None else Kind.CODE

    def token_at(self, offset: int) -> Token | None:
        """Return the token that covers an offset, or None for code."""
        index = bisect_right(self.starts, offset) - 1
        return self.tokens[index] if index >= 0 and offset < self.tokens[index].end else None


def tokens(text: str) -> list[Token]:
    """Return all that is no code, in order and without overlap.

    An f-string comes in pieces: its literal text, and the strings and comments of its replacement fields.
    A string that lacks its end stops where its line does, or with the text if it has three quotes.
    """
    return list(_tokens(text))


def comments(text: str) -> list[Token]:
    """Return the comments, those in the replacement fields of f-strings included."""
    if "#" not in text:
        return []
    return [token for token in _tokens(text) if token.kind is Kind.COMMENT]


# A raw string ends where the same string without its `r` would: a backslash guards the next quote in both. So
# prefixes do not matter here, and every alternative starts with a literal, which makes the search fast.
_COMMENT_OR_STRING = re.compile(
    r'''
    \#[^\r\n]*
    | """ [^"\\]* (?: (?: \\.? | "(?!"") ) [^"\\]* )* (?:""")?
    | \'\'\' [^'\\]* (?: (?: \\.? | '(?!'') ) [^'\\]* )* (?:\'\'\')?
    | " [^"\\\r\n]* (?: \\(?:\r\n|.)? [^"\\\r\n]* )* "?
    | ' [^'\\\r\n]* (?: \\(?:\r\n|.)? [^'\\\r\n]* )* '?
    ''',
    re.VERBOSE | re.DOTALL,
)
_PREFIXES = frozenset({"r", "b", "u", "f", "t", "br", "rb", "fr", "rf", "tr", "rt", "ur"})
_PREFIX_LETTERS = frozenset("rbuftRBUFT")
_LONGEST_PREFIX = 2


def _tokens(text: str) -> Iterator[Token]:
    position = 0
    while position < len(text):
        for match in _COMMENT_OR_STRING.finditer(text, position):
            start, end = match.span()
            if text[start] == "#":
                yield Token(Kind.COMMENT, start, end)
                continue
            prefixed = _prefixed(text, start) if start and text[start - 1] in _PREFIX_LETTERS else start
            if prefixed == start or not _is_formatted(text[prefixed:start]):
                yield Token(Kind.STRING, prefixed, end)
                continue
            position = yield from _formatted(text, prefixed, start)
            if position != end:
                break  # same quotes are nested in it: the match ended too early, so search anew
        else:
            return


def _prefixed(text: str, quote: int) -> int:
    """Return where the prefix of the string starts whose first quote is at `quote`."""
    start = quote
    while start and quote - start <= _LONGEST_PREFIX and f"_{text[start - 1]}".isidentifier():
        start -= 1
    return start if text[start:quote].lower() in _PREFIXES else quote


def _is_formatted(prefix: str) -> bool:
    return any(letter in "fFtT" for letter in prefix)


class _Mode(enum.Enum):
    """What surrounds a place within an f-string."""

    TEXT = enum.auto()
    FIELD = enum.auto()
    BRACKET = enum.auto()
    SPEC = enum.auto()


class _Frame(NamedTuple):
    """Something open: an f-string, its replacement field, a bracket in that, or a format specification."""

    mode: _Mode
    quotes: str
    raw: bool


_IN_FIELD = re.compile(r"""[][(){}:"']|#[^\r\n]*""")


def _formatted(text: str, start: int, quote: int) -> Generator[Token, None, int]:
    """Yield the pieces of the f-string at `start` as PEP 701 reads it, and return where it ends."""
    stack: list[_Frame] = []
    position = yield from _opened(text, start, quote, stack)
    while stack and position < len(text):
        is_text = stack[-1].mode in {_Mode.TEXT, _Mode.SPEC}
        position = yield from (_text if is_text else _field)(text, position, stack)
    return position


def _opened(text: str, start: int, quote: int, stack: list[_Frame]) -> Generator[Token, None, int]:
    """Step over the prefix and the quotes that open an f-string."""
    quotes = text[quote] * (3 if text.startswith(text[quote] * 3, quote) else 1)
    stack.append(_Frame(_Mode.TEXT, quotes, raw="r" in text[start:quote].lower()))
    yield Token(Kind.TEXT, start, quote + len(quotes))
    return quote + len(quotes)


def _text(text: str, position: int, stack: list[_Frame]) -> Generator[Token, None, int]:
    """Step over literal text, up to and including a brace or the end of the string."""
    frame = stack[-1]
    match = _literal(frame).match(text, position)
    end = match.end() if match else position
    brace = text[end : end + 1] if text.startswith(("{", "}"), end) else ""
    if brace == "{":
        stack.append(frame._replace(mode=_Mode.FIELD))
    elif brace == "}":
        stack.pop()
    else:
        end += len(frame.quotes) if text.startswith(frame.quotes, end) else 0
        while stack.pop().mode is not _Mode.TEXT:
            pass
    if end > position:
        yield Token(Kind.TEXT, position, end)
    return end + len(brace)


def _field(text: str, position: int, stack: list[_Frame]) -> Generator[Token, None, int]:
    """Step over code, up to and including the next bracket, colon, comment or string."""
    match = _IN_FIELD.search(text, position)
    if match is None:
        return len(text)
    found, frame = match[0], stack[-1]
    if found in {'"', "'"}:
        return (yield from _nested(text, match.start(), stack))
    if found[0] == "#":
        yield Token(Kind.COMMENT, *match.span())
    elif found in "([{":
        stack.append(frame._replace(mode=_Mode.BRACKET))
    elif found in ")]}":
        stack.pop()
    elif frame.mode is _Mode.FIELD:
        stack[-1] = frame._replace(mode=_Mode.SPEC)
    return match.end()


def _nested(text: str, quote: int, stack: list[_Frame]) -> Generator[Token, None, int]:
    """Step over a string in a field, or into it if it is an f-string too."""
    start = _prefixed(text, quote)
    if _is_formatted(text[start:quote]):
        return (yield from _opened(text, start, quote, stack))
    match = _COMMENT_OR_STRING.match(text, quote)
    end = match.end() if match else quote + 1
    yield Token(Kind.STRING, start, end)
    return end


@functools.cache
def _literal(frame: _Frame) -> re.Pattern[str]:
    """Return the pattern of literal text: up to a field, the closing quotes, or the line end of one quote.

    A backslash guards anything but a brace. In a specification `{{` is no escape, and `}` is its end.
    """
    quote, is_triple = frame.quotes[0], len(frame.quotes) > 1
    alternatives = [
        rf"[^\\{{}}{quote}]+" if is_triple else rf"[^\\{{}}{quote}\r\n]+",
        rf"{quote}(?!{quote * 2})" if is_triple else r"\\\r\n",
        *(() if frame.raw else (r"\\N\{[\w -]+\}",)),
        r"\\[^{}]",
        r"\\",
        *(() if frame.mode is _Mode.SPEC else (r"\{\{", r"\}")),
    ]
    return re.compile(f"(?:{'|'.join(alternatives)})*")
