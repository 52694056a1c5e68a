"""The lines of a function that have a say in what becomes of some, and as few others as leave it valid Python."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from amends.text.outline import Line, first_word, heads

_WORD = re.compile(rb"[A-Za-z_\x80-\xff][\w\x80-\xff]*")
_HEADER = re.compile(
    rb"(?:async[ \t]+)?(?:for|with|def|class|import|from|except|global|nonlocal|del|match|case)\b[^\n]*"
)
_TARGETS = re.compile(rb"([^\n=\"#]*?)(?::[^\n=]*)?(?:[-+*/|&^%@]|//|\*\*|<<|>>)?=(?!=)")
_WALRUS = re.compile(rb"([\w\x80-\xff]+)[ \t]*:=")


@dataclass(frozen=True, slots=True)
class Wish:
    """Offsets in a function whose lines are needed, with what gives the names on them their values.

    Lines that bind a name with an ending from `beside` are needed as well; with `uses` those that mention a name which
    is bound there, with `results` those that return something.
    """

    offsets: Sequence[int]
    beside: tuple[bytes, ...] = ()
    uses: bool = False
    results: bool = False


def thinned(code: bytes, lines: Sequence[Line], wishes: Iterable[Wish]) -> Iterator[Line]:
    """Yield the logical lines of a function that its wishes call for, and those without which they could not stand."""
    wanted = sorted({number for wish in wishes for number in _needed(code, lines, wish)})
    return _kept(code, lines, [lines[number].start for number in wanted])


def _needed(code: bytes, lines: Sequence[Line], wish: Wish) -> set[int]:
    texts = [code[line.start : line.end] for line in lines]
    starts = [line.start for line in lines]
    wanted = {max(0, bisect_left(starts, offset + 1) - 1) for offset in wish.offsets}
    bound = [_bound(text) for text in texts]
    wanted |= {number for number, names in enumerate(bound) if any(n.lower().endswith(wish.beside) for n in names)}
    if wish.results:
        wanted |= {number for number, text in enumerate(texts) if text.startswith((b"return ", b"yield "))}
    if wish.uses:
        names = {name for number in wanted for name in bound[number]}
        wanted |= {number for number, text in enumerate(texts) if not names.isdisjoint(_WORD.findall(text))}
    return wanted | _sources(texts, bound, wanted)


def _sources(texts: Sequence[bytes], bound: Sequence[frozenset[bytes]], wanted: set[int]) -> set[int]:
    """Return the lines that bind a name which is mentioned on a wanted line, or on one of these."""
    found: set[int] = set()
    names: set[bytes] = set()
    new = wanted
    while new:
        names |= {word for number in new for word in _WORD.findall(texts[number])}
        binding = {number for number, here in enumerate(bound) if not names.isdisjoint(here)}
        new = binding - wanted - found
        found |= new
    return found


def _bound(text: bytes) -> frozenset[bytes]:
    """Return the names that a line may bind."""
    targets = _HEADER.match(text) or _TARGETS.match(text)
    return frozenset(_WORD.findall(targets[0] if targets else b"") + _WALRUS.findall(text))


def _kept(code: bytes, lines: Sequence[Line], wanted: Sequence[int]) -> Iterator[Line]:
    """Yield the lines of a statement that hold one of the sorted offsets, and what holds them.

    A compound statement keeps all its clauses, and of a clause in which nothing is wanted the first statement.
    """
    if len(lines) == 1:
        yield lines[0]
        return
    for header, block in _clauses(lines):
        yield header
        statements = list(_statements(code, block))
        needed = [each for each in statements if _holds(each, wanted)]
        for statement in needed or statements[:1]:
            yield from _kept(code, statement, wanted)


def _clauses(lines: Sequence[Line]) -> Iterator[tuple[Line, Sequence[Line]]]:
    """Yield the header lines of a compound statement, decorators included, each with the lines of its block."""
    indent = lines[0].indent
    starts = [number for number, line in enumerate(lines) if line.indent == indent]
    for start, end in pairwise((*starts, len(lines))):
        yield lines[start], lines[start + 1 : end]


def _statements(code: bytes, block: Sequence[Line]) -> Iterator[Sequence[Line]]:
    aligned = [number for number, line in enumerate(block) if line.indent == block[0].indent]
    starts = ((number, first_word(code, block[number])) for number in aligned)
    numbers = [number for number, _, _ in heads(starts)]
    for start, end in pairwise((*numbers, len(block))):
        yield block[start:end]


def _holds(lines: Sequence[Line], wanted: Sequence[int]) -> bool:
    index = bisect_left(wanted, lines[0].start)
    return index < len(wanted) and wanted[index] < lines[-1].end
