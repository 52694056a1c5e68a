"""Finds the class that a file imports under the name of what it loads, as pickle needs it: `vocab`, `Vocabulary`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

import libcst as cst

from amends.facts.results import targets
from amends.source import Source, dotted

_WORD: Final = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
_SHORTEST: Final = 4


def namesakes(source: Source, load: cst.Call) -> Iterator[cst.BaseExpression]:
    """Yield the names of imported classes after which what is loaded is called, unless the file makes them itself."""
    named = [_words(name) for target in targets(source, load) if (name := _last(target))]
    for alias in _imported(source):
        class_ = alias.asname.name if alias.asname else alias.name
        if not isinstance(class_, cst.Name) or _is_called(source, class_):
            continue
        if any(_is_called_after(name, _words(class_.value)) for name in named):
            yield class_


def _imported(source: Source) -> Iterator[cst.ImportAlias]:
    for statement in source.nodes(cst.ImportFrom):
        if not isinstance(statement.names, cst.ImportStar):
            yield from (alias for alias in statement.names if (dotted(alias.name) or "")[:1].isupper())


def _is_called(source: Source, class_: cst.Name) -> bool:
    uses = source.uses(source.scope(class_), class_.value)
    return any(isinstance(parent := source.parent(use), cst.Call) and parent.func is use for use in uses)


def _is_called_after(name: Sequence[str], class_: Sequence[str]) -> bool:
    """Whether a name ends with the words of a class, one or several of it, or with the beginning of its only word."""
    if not class_ or not name:
        return False
    tail = [*name[-len(class_) :][:-1], name[-1].removesuffix("s")]
    is_short = len(class_) == 1 and len(tail[0]) >= _SHORTEST and class_[0].startswith(tail[0])
    return is_short or tail in ([*class_[:-1], class_[-1].removesuffix("s")], list(class_))


def _last(target: cst.BaseExpression) -> str:
    return (dotted(target) or "").rpartition(".")[2]


def _words(name: str) -> Sequence[str]:
    return [word.lower() for word in _WORD.findall(name)]
