"""Tells which loads of a file load the same data: out of the same place, or into the same name."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from typing import Final

import libcst as cst

from amends.facts.remembering import remembered
from amends.facts.results import targets
from amends.source import Source, descend, dotted
from amends_codemods.pickle_load.origins import opened_path, says_which

# Names that any data may bear for a moment.
_PASSING: Final = frozenset({
    "content", "contents", "data", "entry", "item", "items", "loaded", "message", "msg", "obj", "object", "output",
    "payload", "raw", "record", "records", "res", "resp", "response", "result", "results", "ret", "retval", "row",
    "rows", "table", "temp", "thing", "tmp", "val", "value", "values",
})  # fmt: skip
_SHORTEST: Final = 3


def others_of_same_data(source: Source, call: cst.Call, loads: Iterable[cst.Call]) -> Iterator[cst.Call]:
    """Yield those of the loads that load the same as a call does."""
    yield from (other for other in loads if other is not call and _are_alike(source, call, other))


def _are_alike(source: Source, one: cst.Call, other: cst.Call) -> bool:
    """Whether two loads have one origin, or, unless that is seen to be another, give one name to what they load."""
    origins = _origins(source, one), _origins(source, other)
    if all(origins):
        return not origins[0].isdisjoint(origins[1])
    return not _names(source, one).isdisjoint(_names(source, other))


@remembered
def _origins(source: Source, call: cst.Call) -> frozenset[Hashable]:
    stream = call.args[0].value if call.args else None
    origin = opened_path(source, stream) or stream
    return frozenset(_of_origin(source, origin) if origin is not None else ())


@remembered
def _names(source: Source, call: cst.Call) -> frozenset[Hashable]:
    return frozenset(_of_targets(source, call))


def _of_targets(source: Source, call: cst.Call) -> Iterator[Hashable]:
    for target in targets(source, call):
        name = dotted(target) or ""
        if isinstance(target, cst.Attribute):
            yield _of_attribute(source, target)
        elif name.lower() not in _PASSING and len(name) >= _SHORTEST:
            yield name


def _of_origin(source: Source, origin: cst.BaseExpression) -> Iterator[Hashable]:
    value = source.constant(origin)
    if isinstance(value, str):
        yield "path", value
    elif isinstance(origin, cst.Attribute):
        yield _of_attribute(source, origin)
    elif isinstance(origin, cst.Name):
        made = source.value(origin)
        yield from _of_origin(source, made) if made is not None else ()
    elif any(says_which(text) for text in _texts(origin)):
        yield "path", source.code(origin)
    elif isinstance(origin, cst.Call):
        yield from (("read by", name, _class_of(source, origin, name)) for name in _own_function(source, origin))


def _of_attribute(source: Source, attribute: cst.Attribute) -> Hashable:
    name = dotted(attribute)
    return ("attribute", name, _class_of(source, attribute, name)) if name else ("attribute", attribute)


def _class_of(source: Source, node: cst.CSTNode, name: str) -> cst.ClassDef | None:
    return source.enclosing(node, cst.ClassDef) if name.startswith("self.") else None


def _texts(expression: cst.BaseExpression) -> Iterator[str]:
    for node in descend(expression):
        if isinstance(node, (cst.SimpleString, cst.FormattedStringText)):
            yield node.value.strip("rbuf\"'")


def _own_function(source: Source, call: cst.Call) -> Iterator[str]:
    """Yield the function of this file, or the method of the same object, that a call gets the data by."""
    name = dotted(call.func) or ""
    is_own = name.removeprefix("self.").isidentifier() and name.startswith("self.")
    if is_own or (name.isidentifier() and f"<local>.{name}" in source.names(call.func)):
        yield name
