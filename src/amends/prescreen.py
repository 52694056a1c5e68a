"""Which codemods a file's raw bytes can concern at all, and where: the gate before any parsing.

It may only be wrong by naming too much. A text whose encoding is no superset of ASCII passes unseen, and so does
an identifier in compatibility characters such as full-width letters, which Python reads as the plain ones.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from amends.codemod import Codemod, Trigger

if TYPE_CHECKING:
    from ahocorasick_rs import BytesAhoCorasick

_LINE = re.compile(rb"^", re.MULTILINE)
_WINDOW = 10_000  # bytes that a pattern sees
TRIES = 300  # in one line; in what was written to keep us busy, whatever follows counts

Candidates: TypeAlias = "dict[Codemod, list[tuple[Trigger, int]]]"


class _Screen(NamedTuple):
    """The triggers by their first word, and the automaton that finds all of these words at once, at 450 MB/s."""

    automaton: BytesAhoCorasick
    triggers: tuple[tuple[tuple[Codemod, Trigger], ...], ...]
    wordless: tuple[tuple[Codemod, Trigger], ...]


@lru_cache(maxsize=16)
def _screen(codemods: tuple[Codemod, ...]) -> _Screen:
    from ahocorasick_rs import BytesAhoCorasick  # noqa: PLC0415 - where there is no file, there need be no automaton

    by_word: defaultdict[bytes, list[tuple[Codemod, Trigger]]] = defaultdict(list)
    for codemod in codemods:
        for trigger in codemod.triggers:
            by_word[trigger.words[0].lower() if trigger.words else b""].append((codemod, trigger))
    wordless = tuple(by_word.pop(b"", ()))
    return _Screen(BytesAhoCorasick(by_word), tuple(map(tuple, by_word.values())), wordless)


def candidates(data: bytes, codemods: tuple[Codemod, ...], options: Mapping[str, object]) -> Candidates:
    """Return where in a file of these bytes the codemods may find something, under these settings."""
    screen = _screen(codemods)
    lowered = data.lower()
    places: defaultdict[int, list[int]] = defaultdict(list)
    for word, start, _ in screen.automaton.find_matches_as_indexes(lowered, overlapping=True):
        places[word].append(start)
    found: Candidates = {}
    for word, starts in places.items():
        for codemod, trigger in screen.triggers[word]:
            if trigger.is_armed(options) and all(later in lowered for later in trigger.words[1:]):
                for at in _matches(data, lowered, trigger, starts):
                    found.setdefault(codemod, []).append((trigger, at))
    for codemod, trigger in screen.wordless:
        if trigger.is_armed(options) and _compiled(trigger.pattern).search(data):
            found.setdefault(codemod, []).extend((trigger, line.start()) for line in _LINE.finditer(data))
    return found


def _matches(data: bytes, lowered: bytes, trigger: Trigger, starts: Iterable[int]) -> Iterator[int]:
    """Yield the occurrences of the last word at which the pattern matches; `starts` are those of the first."""
    if len(trigger.words) > 1:
        starts = (match.start() for match in re.finditer(re.escape(trigger.words[-1].lower()), lowered))
    pattern = _compiled(trigger.pattern)
    line, tried = 0, 0
    for at in starts:
        if at >= line:
            end = data.find(b"\n", at)
            line, tried = (end if end >= 0 else len(data)), 0
        tried += 1
        if tried > TRIES or pattern.match(data, at, at + _WINDOW):
            yield at


@lru_cache(maxsize=1024)
def _compiled(pattern: bytes) -> re.Pattern[bytes]:
    """Compile a pattern when a file needs it: few runs need many."""
    return re.compile(pattern)
