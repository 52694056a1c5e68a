"""The parts that a file can be cut into without parsing it, and an index of the names in them.

A name is a name here, whatever its scope, and an attribute is one whatever it belongs to.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from amends.text.outline import Line, Statement, members, statements

WORD = re.compile(rb"[A-Za-z_\x80-\xff][\w\x80-\xff]*")
_ATTRIBUTE_BOUND = re.compile(rb"\.([\w\x80-\xff]+)[ \t]*(?::[^=\n]*)?=(?!=)")
_GLOBAL = re.compile(rb"\bglobal[ \t]+([^\n;#]+)")
_ASIDE = re.compile(rb"\.[ \t]*[A-Za-z_]\w*|(?<=[(,])[ \t]*[A-Za-z_]\w*[ \t]*=(?!=)")
_IMPORTED = re.compile(rb"import\b([^\n;#]+)")
_CLAUSE = re.compile(rb"[^,()\s][^,()]*")
_ALIAS = re.compile(rb"([\w\x80-\xff]+)[ \t]*(?::[^=\n]*)?=(?!=)")
_FUNCTION = re.compile(rb"(?m)^([ \t]*)(?:async[ \t]+)?def[ \t]+([\w\x80-\xff]+)")
_CALLERS = 2  # levels: those who call, and those who call them
_LONG_CLASS = 2_000
_LONG_STATEMENT = 1_000


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """A statement, a member of a long class, or the header of such a class, the `owner` of its members."""

    start: int
    end: int
    statement: Statement
    is_header: bool = False
    owner: Part | None = None


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


class Index:
    """Where the names of a file stand: the parts to ask for when a name is needed.

    `by_name` holds those that define one, each with whether all of it is needed or only that it is there; `plain` the
    statements that define no function or class, by the class that they are members of.
    """

    def __init__(self, code: bytes, all_parts: Sequence[Part]) -> None:
        self.code = code
        self._parts = all_parts
        self._starts = [part.start for part in all_parts]
        self.plain: defaultdict[Part | None, list[Part]] = defaultdict(list)
        self.first_member: dict[Part, Part] = {}
        self.by_name: defaultdict[bytes, list[tuple[Part, bool]]] = defaultdict(list)
        self.words: dict[Part, frozenset[bytes]] = {}
        for part in all_parts:
            self._add(part)
        self._add_globals()

    def _add(self, part: Part) -> None:
        statement = part.statement
        if part.owner is not None:
            self.first_member.setdefault(part.owner, part)
        if not statement.name:
            self.plain[part.owner].append(part)
            self.words[part] = frozenset(WORD.findall(self._spoken(part)))
        elif statement.is_class or part.owner is None:
            self.by_name[statement.name].append((part, statement.is_class))

    def _spoken(self, part: Part) -> bytes:
        """Return the code of a statement; of a long one, such as a table, without attributes and argument keywords."""
        text = self.text(part)
        return _ASIDE.sub(b" ", text) if len(text) > _LONG_STATEMENT else text

    def _add_globals(self) -> None:
        for found in _GLOBAL.finditer(self.code):
            part = self.at(found.start())
            for word in WORD.findall(found[1]) if part.statement.is_function else ():
                self.by_name[word].append((part, True))

    def at(self, offset: int) -> Part:
        """Return the part at an offset."""
        return self._parts[max(0, bisect_right(self._starts, offset) - 1)]

    def text(self, part: Part) -> bytes:
        """Return the masked code of a part."""
        return self.code[part.start : part.end]

    def line(self, line: Line) -> bytes:
        """Return the masked code of a logical line."""
        return self.code[line.start : line.end]

    def is_import(self, part: Part) -> bool:
        """Whether a part imports something, be it on a condition."""
        return part in self.words and b"import" in self.words[part]

    def imports(self) -> Iterator[Part]:
        """Yield the imports, and the assignments to `__all__`."""
        return (part for part, words in self.words.items() if b"import" in words or b"__all__" in words)

    def binding(self, attributes: set[bytes]) -> dict[Part, list[int]]:
        """Return the functions that give one of these attributes a value, each with the places where it does."""
        bound = _ATTRIBUTE_BOUND.finditer(self.code) if attributes else ()
        places = self.places(found.start() for found in bound if found[1] in attributes)
        return {part: offsets for part, offsets in places.items() if part.statement.is_function}

    def methods(self, names: set[bytes]) -> Iterator[Part]:
        """Yield the methods with one of these names."""
        members = (part for part in self._parts if part.owner is not None and part.statement.is_function)
        return (part for part in members if part.statement.name in names)

    def marked(self, marks: Iterable[int]) -> dict[Part, list[int]]:
        """Return the parts at these offsets, and all that use a name which such a part imports or is an alias for.

        With each come the offsets in it that count.
        """
        found: defaultdict[Part, list[int]] = defaultdict(list)
        new = self.places(marks)
        while new:
            names = {name for part, offsets in new.items() if part not in found for name in self._spread(part, offsets)}
            for part, offsets in new.items():
                found[part] += offsets
            new = {part: at for part, at in self.places(self._mentions(names)).items() if part not in found}
        return found

    def callers(self, called: Mapping[Part, Iterable[int]]) -> dict[Part, list[int]]:
        """Return the parts that mention a function which holds one of the offsets, and those that mention these."""
        found: list[int] = []
        offsets = [offset for marked in called.values() for offset in marked]
        for _ in range(_CALLERS):
            offsets = list(self._mentions({name for offset in offsets if (name := self._function_around(offset))}))
            found += offsets
        return self.places(found)

    def _function_around(self, offset: int) -> bytes | None:
        """Return the name of the innermost function that holds an offset; None for those that nobody calls by name."""
        line = self.code.rfind(b"\n", 0, offset) + 1
        indent = offset - line - len(self.code[line:offset].lstrip())
        functions = list(_FUNCTION.finditer(self.code, self.at(offset).start, offset))
        around = (found[2] for found in reversed(functions) if found.start() == line or len(found[1]) < indent)
        name = next(around, b"__")
        return None if name.startswith(b"__") else name

    def places(self, offsets: Iterable[int]) -> dict[Part, list[int]]:
        """Return the parts at these offsets, each with those in it."""
        places: defaultdict[Part, list[int]] = defaultdict(list)
        for offset in offsets:
            places[self.at(offset)].append(offset)
        return places

    def _mentions(self, names: Iterable[bytes]) -> Iterator[int]:
        wanted = b"|".join(map(re.escape, sorted(names)))
        return (found.start() for found in re.finditer(rb"\b(?:%b)\b" % wanted, self.code)) if wanted else iter(())

    def _spread(self, part: Part, marks: Sequence[int]) -> Iterator[bytes]:
        """Yield the names that a part with `marks` may give a meaning which is looked for."""
        if part.statement.name:
            return
        if alias := _ALIAS.match(self.code, part.statement.code):
            yield alias[1]
        for found in _IMPORTED.finditer(self.code, part.start, part.end) if self.is_import(part) else ():
            clauses = list(_CLAUSE.finditer(self.code, *found.span(1)))
            hit = [clause for clause in clauses if any(clause.start() <= mark < clause.end() for mark in marks)]
            for clause in hit or clauses:
                yield clause[0].split()[-1].partition(b".")[0]
