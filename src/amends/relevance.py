"""Which parts of a file have a say in what becomes of its candidates; the others need not be parsed.

A name is a name here, whatever its scope, and an attribute is one whatever it belongs to: rather too much is kept
than too little.
"""

from __future__ import annotations

import enum
import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from amends.outline import Statement, members, statements

_WORD = re.compile(rb"[A-Za-z_\x80-\xff][\w\x80-\xff]*")
_ATTRIBUTE = re.compile(rb"\.\s*([\w\x80-\xff]+)")
_ATTRIBUTE_BOUND = re.compile(rb"\.([\w\x80-\xff]+)[ \t]*(?::[^=\n]*)?=(?!=)")
_GLOBAL = re.compile(rb"global[ \t]+([^\n;#]+)")
_IMPORTED = re.compile(rb"import\b([^\n;#]+)")
_CLAUSE = re.compile(rb"[^,()\s][^,()]*")
_ALIAS = re.compile(rb"([\w\x80-\xff]+)[ \t]*(?::[^=\n]*)?=(?!=)")
_LONG_CLASS = 2_000


class Share(enum.IntEnum):
    """How much of a part is kept."""

    NOTHING = 0
    HEADER = 1
    WHOLE = 2


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """A statement, a member of a long class, or the header of such a class, the `owner` of its members."""

    start: int
    end: int
    statement: Statement
    is_header: bool = False
    owner: Part | None = None


@dataclass(frozen=True, slots=True)
class Marks:
    """Offsets in a file: of the candidates, of those whose attributes have a say, and of other words that have one."""

    candidates: Sequence[int]
    followed: Sequence[int]
    clues: Sequence[int]


def parts(code: bytes) -> list[Part]:
    """Return the parts of masked code, which together make up all of it."""
    return [part for statement in statements(code) for part in _parted(code, statement, None)]


def _parted(code: bytes, statement: Statement, owner: Part | None) -> Iterator[Part]:
    inner = members(code, statement) if statement.is_class and statement.end - statement.start > _LONG_CLASS else []
    if not inner:
        yield Part(statement.start, statement.end, statement, owner=owner)
        return
    header = Part(statement.start, inner[0].start, statement, is_header=True, owner=owner)
    yield header
    for member in inner:
        yield from _parted(code, member, header)


def shares(code: bytes, all_parts: Sequence[Part], marks: Marks) -> dict[Part, Share]:
    """Return how much is kept of the parts of masked code; one that is not mentioned is not needed."""
    index = _Index(code, all_parts)
    marked = index.marked(marks.candidates)
    wanted = _Wanted(index)
    for part in (*marked, *map(index.at, marks.clues), *index.imports(), *_head(index, all_parts)):
        wanted.keep(part, Share.WHOLE)
    followed = index.marked(marks.followed)
    attributes = {name for part in followed for name in _ATTRIBUTE.findall(index.text(part))}
    for part in index.binding(attributes):
        wanted.keep(part, Share.WHOLE)
    first = next((part for part in all_parts if part.statement.name), None)
    if first is not None:
        wanted.keep(first, Share.HEADER)
    wanted.settle()
    return wanted.shares


def _head(index: _Index, all_parts: Sequence[Part]) -> Iterator[Part]:
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


class _Index:
    """Where the names of a file stand: the parts to ask for when a name is needed."""

    def __init__(self, code: bytes, all_parts: Sequence[Part]) -> None:
        self._code = code
        self._parts = all_parts
        self._starts = [part.start for part in all_parts]
        self.plain: defaultdict[Part | None, list[Part]] = defaultdict(list)
        self.first_member: dict[Part, Part] = {}
        self.by_name: defaultdict[bytes, list[tuple[Part, Share]]] = defaultdict(list)
        self.words: dict[Part, frozenset[bytes]] = {}
        for part in all_parts:
            self._add(part)

    def _add(self, part: Part) -> None:
        statement = part.statement
        if part.owner is not None:
            self.first_member.setdefault(part.owner, part)
        if not statement.name:
            self.plain[part.owner].append(part)
            self.words[part] = frozenset(_WORD.findall(self.text(part)))
        if not statement.name and part.owner is None:
            for word in self.words[part]:
                self.by_name[word].append((part, Share.WHOLE))
        elif statement.is_class:
            self.by_name[statement.name].append((part, Share.WHOLE))
        elif part.owner is None:
            self.by_name[statement.name].append((part, Share.HEADER))
        for found in _GLOBAL.findall(self.text(part)) if statement.is_function else ():
            for word in _WORD.findall(found):
                self.by_name[word].append((part, Share.WHOLE))

    def at(self, offset: int) -> Part:
        """Return the part at an offset."""
        return self._parts[max(0, bisect_right(self._starts, offset) - 1)]

    def text(self, part: Part) -> bytes:
        """Return the masked code of a part."""
        return self._code[part.start : part.end]

    def is_import(self, part: Part) -> bool:
        """Whether a part imports something, be it on a condition."""
        return part in self.words and b"import" in self.words[part]

    def imports(self) -> Iterator[Part]:
        """Yield the imports, and the assignments to `__all__`."""
        return (part for part, words in self.words.items() if b"import" in words or b"__all__" in words)

    def binding(self, attributes: set[bytes]) -> Iterator[Part]:
        """Yield the functions that give one of these attributes a value."""
        for part in self._parts:
            if part.statement.is_function and not attributes.isdisjoint(_ATTRIBUTE_BOUND.findall(self.text(part))):
                yield part

    def marked(self, marks: Iterable[int]) -> set[Part]:
        """Return the parts at these offsets, and all that use a name which such a part imports or is an alias for."""
        found: set[Part] = set()
        places = self._places(marks)
        while places:
            found.update(places)
            names = {name for part, offsets in places.items() for name in self._spread(part, offsets)}
            places = {part: at for part, at in self._places(self._mentions(names)).items() if part not in found}
        return found

    def _places(self, offsets: Iterable[int]) -> dict[Part, list[int]]:
        places: defaultdict[Part, list[int]] = defaultdict(list)
        for offset in offsets:
            places[self.at(offset)].append(offset)
        return places

    def _mentions(self, names: Iterable[bytes]) -> Iterator[int]:
        wanted = b"|".join(map(re.escape, sorted(names)))
        return (found.start() for found in re.finditer(rb"\b(?:%b)\b" % wanted, self._code)) if wanted else iter(())

    def _spread(self, part: Part, marks: Sequence[int]) -> Iterator[bytes]:
        """Yield the names that a part with `marks` may give a meaning which is looked for."""
        if part.statement.name:
            return
        if alias := _ALIAS.match(self._code, part.statement.code):
            yield alias[1]
        for found in _IMPORTED.finditer(self._code, part.start, part.end) if self.is_import(part) else ():
            clauses = list(_CLAUSE.finditer(self._code, *found.span(1)))
            hit = [clause for clause in clauses if any(clause.start() <= mark < clause.end() for mark in marks)]
            for clause in hit or clauses:
                yield clause[0].split()[-1].partition(b".")[0]


class _Wanted:
    """How much of each part is kept so far, and the names that the kept parts mention."""

    def __init__(self, index: _Index) -> None:
        self.shares: dict[Part, Share] = {}
        self._index = index
        self._names: set[bytes] = set()
        self._new: list[bytes] = []

    def keep(self, part: Part, share: Share) -> None:
        """Keep a part, and the header of the class that it belongs to."""
        before = self.shares.get(part, Share.NOTHING)
        if share <= before:
            return
        self.shares[part] = share
        if share is Share.WHOLE or not part.statement.is_function:
            self._mention(_WORD.findall(self._index.text(part)))
        if part.owner is not None:
            self.keep(part.owner, Share.WHOLE)
        if part.is_header and not before:
            self._keep_members(part)

    def _keep_members(self, header: Part) -> None:
        self.keep(self._index.first_member[header], Share.HEADER)
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
            word = self._new.pop()
            for part, share in self._index.by_name.get(word, ()):
                self.keep(part, share)
            for header in [part for part in self.shares if part.is_header]:
                for member in self._index.plain[header]:
                    if word in self._index.words[member]:
                        self.keep(member, Share.WHOLE)
