"""The part of a file that decides what is found in it: cut out for parsing, put back when it is rewritten.

What is left out leaves a comment in its place, so that nothing has to be kept in step: no rewriting may lose a
comment, and where it stands in the result the left-out lines belong.
"""

from __future__ import annotations

import builtins
import keyword
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from amends.text.code import Code
from amends.text.outline import Line
from amends.text.parts import Part
from amends.text.relevance import Selection, Share

_SIGN = b"#\x01"
_GAP = re.compile(rb"#\x01(\d+)\n")
_NAME = re.compile(rb"(?<![.\w\x80-\xff])[A-Za-z_\x80-\xff][\w\x80-\xff]*")


@dataclass(frozen=True, slots=True)
class Excerpt:
    """The bytes to parse, what was left out of them, and the lines here and in the file on which pieces start.

    `code` is the code alone of what is to be parsed, `unseen` that of what was left out.
    """

    data: bytes
    code: bytes
    gaps: tuple[bytes, ...]
    lines: tuple[tuple[int, int], ...]
    unseen: bytes

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
        if rewritten != self.data and self._is_concerned(_names(self.code), _names(Code.of(rewritten).text)):
            return None
        return _GAP.sub(lambda found: self.gaps[int(found[1])], rewritten)

    def _is_concerned(self, before: frozenset[bytes], after: frozenset[bytes]) -> bool:
        """Whether what was left out knows a name that went, or one that came: a builtin only if it is bound there."""
        if before == after:
            return False
        known = _names(self.unseen)
        came = (after - before) & known
        return not known.isdisjoint(before - after) or any(
            name not in _BUILTINS or re.search(_BINDING % (name, name), self.unseen) for name in came
        )


def is_excerpt(text: str) -> bool:
    """Whether a text is that of an excerpt, so that what it does not speak of may be spoken of elsewhere."""
    return _SIGN.decode() in text


_KEYWORDS = frozenset(word.encode() for word in keyword.kwlist)
_BUILTINS = frozenset(name.encode() for name in dir(builtins))
_KEYWORD_OF_ARGUMENT = re.compile(rb"([(,][ \t]*)[A-Za-z_\x80-\xff][\w\x80-\xff]*[ \t]*=(?!=)")
_BINDING = rb"\b(?:def|class|import|as|for|global)\b[^\n]*\b%b\b|(?m:^)[^\n=(]*\b%b\b[^\n=(]*=(?!=)"


def _names(code: bytes) -> frozenset[bytes]:
    """Return the names in masked code, but for attributes and the keywords of arguments."""
    return frozenset(_NAME.findall(_KEYWORD_OF_ARGUMENT.sub(rb"\1", code))) - _KEYWORDS


def excerpt(whole: Code, all_parts: Sequence[Part], kept: Selection) -> Excerpt | None:
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
    return Excerpt(b"".join(pieces), b"".join(masked), tuple(gaps), tuple(lines), b"".join(unseen))


def _stretches(all_parts: Iterable[Part], kept: Selection) -> Iterator[tuple[bool, int, int]]:
    for part in all_parts:
        share = kept.shares.get(part, Share.NOTHING)
        if share is Share.LINES:
            yield from _between(part, kept.lines[part])
            continue
        yield share is Share.WHOLE, part.start, part.end


def _between(part: Part, lines: Sequence[Line]) -> Iterator[tuple[bool, int, int]]:
    """Yield the stretches of a part of which these lines are kept, and what stands above the first of them."""
    done = part.start
    for number, line in enumerate(lines):
        start = line.start - len(line.indent) if number else part.start
        yield False, done, start
        yield True, start, line.end
        done = line.end
    yield False, done, part.end


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
