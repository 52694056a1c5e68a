"""Which parts of a file have a say in what becomes of its candidates; the others need not be parsed.

Rather too much is kept than too little.
"""

from __future__ import annotations

import enum
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from amends.text.outline import Line, lines
from amends.text.parts import WORD, Index, Part
from amends.text.thinning import Wish, thinned

_ATTRIBUTE = re.compile(rb"\.\s*([\w\x80-\xff]+)")
_LONG_FUNCTION = 1_000


class Share(enum.IntEnum):
    """How much of a part is kept; of a function, some of its LINES may be enough."""

    NOTHING = 0
    LINES = 1
    WHOLE = 2


@dataclass(frozen=True, slots=True)
class Marks:
    """Offsets in a file: of candidates, and of other words that have a say.

    Around a candidate the whole function is looked at; around one of the `narrow` ones only what its statement speaks
    of, and what binds names with the endings `beside` it. Who calls the function of a `called` one has a say too, and
    so have the functions that set the attributes beside `followed` ones. `comments` ask for silence elsewhere than on
    their lines.
    """

    candidates: Sequence[int]
    narrow: Sequence[int]
    beside: tuple[bytes, ...]
    called: Sequence[int]
    followed: Sequence[int]
    clues: Sequence[int]
    comments: Sequence[int]


@dataclass(frozen=True, slots=True)
class Selection:
    """How much is kept of the parts, those not mentioned being left out, and the lines of those of which some are."""

    shares: Mapping[Part, Share]
    lines: Mapping[Part, Sequence[Line]]


def selection(code: bytes, all_parts: Sequence[Part], marks: Marks) -> Selection:
    """Return how much is to be kept of the parts of masked code for these marks."""
    index = Index(code, all_parts)
    wanted = _Wanted(index)
    spoken = (*index.marked(marks.candidates), *index.places(marks.comments), *index.imports())
    for part in (*spoken, *_head(index, all_parts)):
        wanted.keep(part, Share.WHOLE)
    for part, offsets in index.marked(marks.narrow).items():
        wanted.keep_around(part, Wish(offsets, marks.beside, uses=True))
    for part, offsets in index.places(marks.clues).items():
        wanted.keep_around(part, Wish(offsets, results=True))
    for part, offsets in index.callers(index.marked(marks.called)).items():
        wanted.keep_around(part, Wish(offsets, uses=True))
    followed = index.marked(marks.followed)
    attributes = {name for part in followed for name in _ATTRIBUTE.findall(index.text(part))}
    for part, offsets in index.binding(attributes).items():
        wanted.keep_around(part, Wish(offsets))
    for part in index.methods(attributes):
        wanted.keep_around(part, Wish((), results=True))
    first = next((part for part in all_parts if part.statement.name), None)
    if first is not None:
        wanted.keep_header(first)
    wanted.settle()
    return Selection(wanted.shares, {part: wanted.lines(part) for part in wanted.wishes})


def _head(index: Index, all_parts: Sequence[Part]) -> Iterator[Part]:
    """Yield the first parts, up to what follows the first imports: new imports go beside these."""
    has_imports = any(True for _ in index.imports())
    begun = False
    for number, part in enumerate(all_parts):
        if part.statement.name:
            return
        yield part
        is_import = index.is_import(part)
        if (begun and not is_import) or (number > 1 and not has_imports):
            return
        begun = begun or is_import


class _Wanted:
    """How much of each part is kept so far, and the names that the kept parts mention."""

    def __init__(self, index: Index) -> None:
        self.shares: dict[Part, Share] = {}
        self.wishes: defaultdict[Part, list[Wish]] = defaultdict(list)
        self._index = index
        self._lines: dict[Part, Sequence[Line]] = {}
        self._names: set[bytes] = set()
        self._new: list[bytes] = []

    def keep(self, part: Part, share: Share) -> None:
        """Keep a part, and the header of the class that it belongs to."""
        before = self.shares.get(part, Share.NOTHING)
        if share <= before:
            return
        self.shares[part] = share
        if share is Share.WHOLE or not part.statement.is_function:
            self._mention(WORD.findall(self._index.text(part)))
        if part.owner is not None:
            self.keep(part.owner, Share.WHOLE)
        if part.is_header and not before:
            self._keep_members(part)

    def keep_header(self, part: Part) -> None:
        """Keep no more of a function than shows that it is there, all of anything else."""
        if part.statement.is_function:
            self.wishes[part] += ()
            self.keep(part, Share.LINES)
        else:
            self.keep(part, Share.WHOLE)

    def keep_around(self, part: Part, wish: Wish) -> None:
        """Keep the lines of a long function that are wished for, all of anything else."""
        if not part.statement.is_function or part.end - part.start < _LONG_FUNCTION:
            self.keep(part, Share.WHOLE)
        elif self.shares.get(part, Share.NOTHING) is not Share.WHOLE:
            self.wishes[part].append(wish)
            self.keep(part, Share.LINES)
            self._mention(word for line in self.lines(part) for word in WORD.findall(self._index.line(line)))

    def lines(self, part: Part) -> Sequence[Line]:
        """Return the lines that are kept of a part because of the wishes."""
        if part not in self._lines:
            self._lines[part] = list(lines(self._index.code, part.start, part.end))
        return list(thinned(self._index.code, self._lines[part], self.wishes[part]))

    def _keep_members(self, header: Part) -> None:
        self.keep_header(self._index.first_member[header])
        for member in self._index.plain[header]:
            if not self._index.words[member].isdisjoint(self._names):
                self.keep(member, Share.WHOLE)

    def _mention(self, words: Iterable[bytes]) -> None:
        new = set(words) - self._names
        self._names |= new
        self._new += new

    def settle(self) -> None:
        """Keep whatever binds or uses a name that a kept part mentions."""
        while self._new:
            words = set(self._new)
            self._new.clear()
            for word in words:
                for part, is_all_needed in self._index.by_name.get(word, ()):
                    self.keep(part, Share.WHOLE) if is_all_needed else self.keep_header(part)
            headers = [part for part in self.shares if part.is_header]
            for owner in (None, *headers):
                for part in self._index.plain.get(owner, ()):
                    if not words.isdisjoint(self._index.words[part]):
                        self.keep(part, Share.WHOLE)
