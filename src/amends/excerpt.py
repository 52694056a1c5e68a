"""The part of a file that decides what is found in it: cut out for parsing, put back when it is rewritten.

What is left out leaves a comment in its place, so that nothing has to be kept in step: no rewriting may lose a
comment, and where it stands in the result the left-out lines belong.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from amends.code import Code
from amends.relevance import Part, Share

_SIGN = b"#\x01"
_GAP = re.compile(rb"#\x01(\d+)\n")
_NAME = re.compile(rb"(?<![.\w\x80-\xff])[A-Za-z_\x80-\xff][\w\x80-\xff]*")


@dataclass(frozen=True, slots=True)
class Excerpt:
    """The bytes to parse, what was left out of them, and the lines here and in the file on which pieces start.

    `code` is the code alone of what is to be parsed; `unseen` holds the names in what was left out.
    """

    data: bytes
    code: bytes
    gaps: tuple[bytes, ...]
    lines: tuple[tuple[int, int], ...]
    unseen: frozenset[bytes]

    def line(self, number: int) -> int:
        """Return the line of the file that a line of the excerpt is."""
        here, there = self.lines[bisect_right(self.lines, number, key=lambda piece: piece[0]) - 1]
        return there + number - here

    def restored(self, rewritten: bytes) -> bytes | None:
        """Return what the file becomes if the excerpt becomes `rewritten`.

        None if the gaps are not in place, or a name came or went which what was left out also knows.
        """
        numbers = [int(found) for found in _GAP.findall(rewritten)]
        if numbers != list(range(len(self.gaps))) or rewritten.count(_SIGN) != len(self.gaps):
            return None
        if rewritten != self.data and not self.unseen.isdisjoint(_names_in(rewritten) ^ _names_in(self.data)):
            return None
        return _GAP.sub(lambda found: self.gaps[int(found[1])], rewritten)


def _names(code: bytes) -> frozenset[bytes]:
    """Return the names in masked code, but for attributes."""
    return frozenset(_NAME.findall(code))


def _names_in(data: bytes) -> frozenset[bytes]:
    return _names(Code.of(data).text)


def excerpt(whole: Code, all_parts: Sequence[Part], kept: Mapping[Part, Share]) -> Excerpt | None:
    """Leave out what is not kept; None if the file holds the sign of a gap."""
    data, code = whole.data, whole.text
    if _SIGN in data:
        return None
    pieces: list[bytes] = []
    masked: list[bytes] = []
    gaps: list[bytes] = []
    unseen: list[bytes] = []
    lines: list[tuple[int, int]] = [(1, 1)]
    here = there = 1
    for is_kept, start, end in _merged(_stretches(all_parts, kept)):
        piece = data[start:end] if is_kept else b"%b%d\n" % (_SIGN, len(gaps))
        if not is_kept:
            gaps.append(data[start:end])
            unseen.append(code[start:end])
        here += piece.count(b"\n")
        there += data.count(b"\n", start, end)
        pieces.append(piece)
        masked.append(code[start:end] if is_kept else b"#\n")
        lines.append((here, there))
    return Excerpt(b"".join(pieces), b"".join(masked), tuple(gaps), tuple(lines), _names(b"".join(unseen)))


def _stretches(all_parts: Iterable[Part], kept: Mapping[Part, Share]) -> Iterator[tuple[bool, int, int]]:
    for part in all_parts:
        share = kept.get(part, Share.NOTHING)
        middle = {Share.NOTHING: part.start, Share.HEADER: _behind_header(part), Share.WHOLE: part.end}[share]
        yield True, part.start, middle
        yield False, middle, part.end


def _behind_header(part: Part) -> int:
    """Return where the rest of a function begins: behind the first statement of its block, if that is a simple one."""
    lines = part.statement.lines
    inner = [line for line in lines if len(line.indent) > len(lines[0].indent)]
    if not part.statement.is_function or len(inner) < 2 or inner[1].indent != inner[0].indent:  # noqa: PLR2004 - nothing to leave out
        return part.end
    return inner[0].end


def _merged(stretches: Iterable[tuple[bool, int, int]]) -> Iterator[tuple[bool, int, int]]:
    """Join neighbours that are kept, or left out, alike."""
    current: tuple[bool, int, int] | None = None
    for is_kept, start, end in stretches:
        if start == end:
            continue
        if current is not None and current[0] is is_kept:
            current = (is_kept, current[1], end)
            continue
        if current is not None:
            yield current
        current = (is_kept, start, end)
    if current is not None:
        yield current
