"""Tells of variables of the environment that other files of a project read already: one value has to serve them all."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeAlias

from amends.disk.files import File, Unreadable, displayed, read
from amends.disk.patterns import slashed
from amends.model import Outcome, Result, Todo, TodoKind
from amends.project import Project, files
from amends.text.lexer import Kind, Lexed

# os.environ["KEY"], os.environ.get("KEY"), getenv("KEY"), and what decouple, environs and the like are asked by
_READ = re.compile(
    rb"""\b(?:environ(?:\.get|\.pop|\.setdefault)?\s*[\[(]|getenv\s*\(|(?:env|config)(?:\.\w+)?\s*\()\s*"""
    rb"""(["'])([A-Z_][A-Z0-9_]*)\1"""
)
_SPEAKS_OF_IT = (b"environ", b"getenv", b"decouple", b"starlette.config")  # one of these stands in every such file

_Readers: TypeAlias = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class AlreadyRead:
    """The variables that projects read, each as it stood when a secret was first found in it.

    Where no project is around a file, the files that the run is about, `found`, are all that is known.
    """

    found: Sequence[File]
    _readers: dict[Path | None, _Readers] = field(default_factory=dict[Path | None, _Readers])

    def told(self, outcome: Outcome, file: File) -> Outcome:
        """Say beside each variable that is to be set which other file reads it, unless this file did so itself."""
        readers, here = self._around(file), slashed(file.absolute)
        variables = {claim.variable for claim in outcome.claims if here not in readers.get(claim.variable, (here,))}
        elsewhere = {variable: readers[variable][0] for variable in variables}
        return replace(outcome, results=tuple(_told(result, elsewhere) for result in outcome.results))

    def _around(self, file: File) -> Mapping[str, Sequence[str]]:
        root = Project.of(file.path).root
        if root not in self._readers:
            self._readers[root] = _index(files(root) if root else (slashed(each.absolute) for each in self.found))
        return self._readers[root]


def _index(paths: Iterable[str]) -> _Readers:
    """Return the files that read each variable, in order; those that cannot be read are told of elsewhere."""
    readers: defaultdict[str, list[str]] = defaultdict(list)
    for path in paths:
        try:
            data = read(path)
        except Unreadable:
            continue
        for variable in set(_variables(data)):
            readers[variable].append(path)
    return dict(readers)


def _variables(data: bytes) -> Iterator[str]:
    places = list(_READ.finditer(data)) if any(word in data for word in _SPEAKS_OF_IT) else []
    if places:
        lexed = Lexed.of(data.decode("latin-1"))
        yield from (place[2].decode() for place in places if lexed.kind_at(place.start()) is Kind.CODE)


def _told(result: Result, elsewhere: Mapping[str, str]) -> Result:
    return replace(result, todos=tuple(_beside(todo, elsewhere) for todo in result.todos))


def _beside(todo: Todo, elsewhere: Mapping[str, str]) -> Todo:
    reader = elsewhere.get(todo.subject) if todo.kind is TodoKind.SET_VARIABLE else None
    if reader is None:
        return todo
    return replace(todo, note=f"{todo.note}; {displayed(reader)} reads it already: rename it here if that is another")
