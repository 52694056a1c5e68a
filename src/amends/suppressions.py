"""Which findings the comments of a file ask not to be told about."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from amends.peers.bandit import TESTS
from amends.peers.dialects import WORDS, Reach, Wish, wishes
from amends.text.lexer import comments
from amends.text.logical import LogicalLine, line_starts, logical_lines

_Lines = tuple[int, int]
_NOWHERE: _Lines = (0, -1)
_EVERYWHERE: _Lines = (0, 1 << 60)


@dataclass(frozen=True, slots=True)
class _Comment:
    """A wish and where it stands; `indent` is None behind code."""

    text: str
    wish: Wish
    line: int
    indent: str | None


@dataclass(frozen=True, slots=True)
class _Silence:
    """The physical lines on which a comment is obeyed."""

    comment: _Comment
    first: int
    last: int

    def covers(self, first: int, last: int, codes: Collection[str]) -> bool:
        """Whether a finding that goes by `codes` on these lines is meant."""
        wanted = self.comment.wish.codes
        return self.first <= last and first <= self.last and (wanted is None or not wanted.isdisjoint(codes))


@dataclass(frozen=True, slots=True)
class Suppressions:
    """All that a file's comments ask not to be told about."""

    silences: tuple[_Silence, ...]

    @classmethod
    def of(cls, text: str) -> Suppressions:
        """Read the comments of `text`."""
        lowered = text.lower()
        if not any(word in lowered for word in WORDS):
            return cls(())
        found = tuple(_comments(text))
        if all(comment.wish.reach is Reach.LINE for comment in found):
            return cls(tuple(_Silence(comment, comment.line, comment.line) for comment in found))
        lines = tuple(logical_lines(text))
        return cls(tuple(_Silence(comment, *_lines(comment, lines, found)) for comment in found))

    def covering(self, first_line: int, last_line: int, codes: Collection[str]) -> str | None:
        """Return the comment that silences a finding on these lines, or None.

        `codes` are what the finding goes by: its Bandit id (Ruff's twin is derived), its codemod's id.
        """
        known = {*codes, *(f"S{code[1:]}" for code in codes if code in TESTS)}
        obeyed = (silence.comment.text for silence in self.silences if silence.covers(first_line, last_line, known))
        return next(obeyed, None)


def _comments(text: str) -> Iterator[_Comment]:
    starts = line_starts(text)
    for token in comments(text):
        comment = text[token.start : token.end].rstrip()
        for wish in wishes(comment):
            line = bisect_right(starts, token.start)
            before = text[starts[line - 1] : token.start]
            yield _Comment(comment, wish, line, None if before.strip() else before)


def _lines(comment: _Comment, lines: tuple[LogicalLine, ...], others: tuple[_Comment, ...]) -> _Lines:
    """Return the first and last physical line on which a comment is obeyed."""
    reach, own = comment.wish.reach, (comment.line, comment.line)
    if reach is Reach.LINE:
        return own
    if reach is Reach.CODE:
        return own if comment.indent is None else _below(comment.line, lines)
    if reach is Reach.FILE:
        return _NOWHERE if comment.indent is None else _EVERYWHERE
    if reach is Reach.MODULE:
        return _EVERYWHERE if comment.indent == "" else _NOWHERE
    return _up_to_stop(comment, lines, others) if reach is Reach.START and comment.indent is not None else _NOWHERE


def _below(line: int, lines: tuple[LogicalLine, ...]) -> _Lines:
    """Return the logical line below a comment, or the physical one if the comment stands inside a statement."""
    index = bisect_right(lines, line, key=lambda logical: logical.first) - 1
    if index >= 0 and lines[index].last >= line:
        return line, line + 1
    if index + 1 == len(lines):
        return _NOWHERE
    return lines[index + 1].first, lines[index + 1].last


def _up_to_stop(start: _Comment, lines: tuple[LogicalLine, ...], others: tuple[_Comment, ...]) -> _Lines:
    """Return the lines from a `disable` to its `enable`, or to the end of the block that it stands in."""
    ends = [
        other.line
        for other in others
        if other.wish.reach is Reach.STOP
        and other.line > start.line
        and other.indent == start.indent
        and other.wish.listed == start.wish.listed
    ]
    after = bisect_left(lines, start.line, key=lambda logical: logical.first)
    outer = (line.first - 1 for line in lines[after:] if len(line.indent) < len(start.indent or ""))
    return start.line, min(*ends, next(outer, _EVERYWHERE[1]), _EVERYWHERE[1])
