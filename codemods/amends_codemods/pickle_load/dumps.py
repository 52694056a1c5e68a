"""What a file dumps, and which of it may be what a call loads."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from amends.source import Source
from amends_codemods.pickle_load.loaders import PICKLERS
from amends_codemods.pickle_load.origins import opened_path


def dumped(source: Source, load: cst.Call, dumps: frozenset[str]) -> tuple[cst.BaseExpression, ...]:
    """Return what the file dumps, unless it goes to another path for certain."""
    read_from = _path(source, _stream(load))
    return tuple(
        thing
        for thing, file in _dumps(source, dumps)
        if (written_to := _path(source, file)) is None or read_from is None or written_to == read_from
    )


def paired(source: Source, load: cst.Call, dumps: frozenset[str]) -> tuple[cst.BaseExpression, ...]:
    """Return what of that goes to a path that is spelled alike, else what the same class dumps, else all."""
    spelled, class_ = _spelled(source, _stream(load)), source.enclosing(load, cst.ClassDef)
    alike = tuple(thing for thing, file in _dumps(source, dumps) if file and _spelled(source, file) == spelled)
    every = dumped(source, load, dumps)
    beside = tuple(thing for thing in every if class_ and source.enclosing(thing, cst.ClassDef) is class_)
    return alike or beside or every


def _stream(load: cst.Call) -> cst.BaseExpression | None:
    return load.args[0].value if load.args else None


def _dumps(
    source: Source, dumps: frozenset[str]
) -> Iterator[tuple[cst.BaseExpression, cst.BaseExpression | None]]:
    """Yield what is dumped, each time with the file that it goes to, if there is one."""
    for site in source.calls(*dumps):
        thing, file = site.argument("obj", 0), site.argument("file", 1)
        if thing is not None:
            yield thing.value, file.value if file else None
    for call in source.method_calls("dump"):
        owner = call.func.value if isinstance(call.func, cst.Attribute) else call.func
        pickler = source.value(owner) if isinstance(owner, cst.Name) else owner
        if isinstance(pickler, cst.Call) and source.names(pickler.func) & PICKLERS and call.args and pickler.args:
            yield call.args[0].value, pickler.args[0].value


def _spelled(source: Source, stream: cst.BaseExpression | None) -> str:
    path = opened_path(source, stream) or stream
    value = source.value(path) if isinstance(path, cst.Name) else None
    return source.code(value or path) if path else ""


def _path(source: Source, stream: cst.BaseExpression | None) -> str | None:
    path = opened_path(source, stream) or stream
    value = source.constant(path) if path else None
    return value if isinstance(value, str) else None
