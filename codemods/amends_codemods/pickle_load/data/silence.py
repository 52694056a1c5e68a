"""Tells where a handler around a load would swallow what is refused, so that nobody would ever hear of it."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain
from typing import Final

import libcst as cst

from amends.facts.catching import caught_by
from amends.facts.makers import within
from amends.facts.members import held_by
from amends.facts.passing import passed
from amends.facts.results import callers
from amends.source import MISSING, Binding, Source, descend, dotted, last_name
from amends_codemods.pickle_load.data.dumps import paired
from amends_codemods.pickle_load.data.told import annotated
from amends_codemods.pickle_load.loaders import DUMPS, READING, RESTRICT, TORCH_DUMPS

SWALLOWED = (
    "the handler around swallows what is refused, so that a cache would be made anew for ever, or data be missed: let"
    f" pickle.UnpicklingError out of it, or report it there; then {RESTRICT}"
)
SWALLOWED_NOTE = "; the handler around swallows what is refused: report pickle.UnpicklingError there"
_TELLING: Final = frozenset({
    "critical", "echo", "error", "exception", "exit", "fail", "fatal", "info", "log", "print", "secho", "warn",
    "warning", "write",
})  # fmt: skip
_PLAIN_ROOTS: Final = frozenset({
    "array", "builtins", "collections", "datetime", "decimal", "fractions", "ipaddress", "json", "numbers", "numpy",
    "pathlib", "typing", "uuid",
})  # fmt: skip
_ANYTHING: Final = frozenset({"typing.Any", "builtins.object", "typing.TypeVar"})
_DISPLAYS: Final = (
    cst.Dict, cst.List, cst.Set, cst.Tuple, cst.DictComp, cst.ListComp, cst.SetComp, cst.FormattedString,
)  # fmt: skip
_MOST_HOPS: Final = 3


def is_swallowed(source: Source, load: cst.Call) -> bool:
    """Whether an error of a load ends in a handler for all errors that goes on without a word."""
    for place in (load, *callers(source, load)):
        caught = caught_by(source, place)
        if caught is not None:
            return isinstance(caught, cst.With) or not _is_told(caught)
    return False


def is_seen_to_be_plain(source: Source, load: cst.Call) -> bool:
    """Whether the file shows that it pickles plain data, or what class of its own: by types or by all that it dumps."""
    types = tuple(annotated(source, load))
    if types and all(_is_plain_type(source, name) or _is_own(source, name) for name in types):
        return True
    things = paired(source, load, DUMPS - TORCH_DUMPS)
    return bool(things) and all(_is_plain(source, thing, _MOST_HOPS) for thing in things)


def _is_told(handler: cst.ExceptHandler) -> bool:
    """Whether a handler reports the error, or hands it on."""
    name = handler.name.name.value if handler.name and isinstance(handler.name.name, cst.Name) else ""
    for node in descend(handler.body):
        if isinstance(node, cst.Name) and node.value == name:
            return True
        if isinstance(node, cst.Call) and last_name(node.func) in _TELLING:
            return True
    return False


def _is_plain(source: Source, thing: cst.BaseExpression, hops: int) -> bool:
    if isinstance(thing, _DISPLAYS) or source.constant(thing) is not MISSING:
        return True
    if isinstance(thing, cst.Call):
        return _is_plain_type(source, thing.func) or not source.names(thing.func).isdisjoint(READING)
    if isinstance(thing, cst.Attribute):
        class_ = source.enclosing(thing, cst.ClassDef) if dotted(thing.value) == "self" else None
        return class_ is not None and _are_plain(source, held_by(source, class_, thing.attr.value), hops)
    bindings = source.bindings(thing) if isinstance(thing, cst.Name) else ()
    return bool(bindings) and all(_is_bound_to_plain(source, binding, hops) for binding in bindings)


def _is_bound_to_plain(source: Source, binding: Binding, hops: int) -> bool:
    node = binding.node
    if isinstance(node, cst.Param) and node.annotation is None:
        return _are_plain(source, passed(source, node), hops)
    if isinstance(node, (cst.Param, cst.AnnAssign)) and node.annotation is not None:
        types = tuple(within(node.annotation))
        return bool(types) and all(_is_plain_type(source, name) for name in types)
    return isinstance(node, cst.AugAssign) or _are_plain(source, filter(None, (binding.value,)), hops)


def _are_plain(source: Source, values: Iterable[cst.BaseExpression], hops: int) -> bool:
    """Whether there is a value, and all of them are plain."""
    found = tuple(values)
    return bool(found) and bool(hops) and all(_is_plain(source, value, hops - 1) for value in found)


def _is_plain_type(source: Source, name: cst.BaseExpression) -> bool:
    names = source.names(name)
    return not names & _ANYTHING and all(each.partition(".")[0] in _PLAIN_ROOTS for each in names) and bool(names)


def _is_own(source: Source, name: cst.BaseExpression) -> bool:
    bindings = source.bindings(name) if isinstance(name, cst.Name) else ()
    named = chain(bindings, source.scopes.module.bindings.get(dotted(name) or "", ()))
    return any(isinstance(binding.node, cst.ClassDef) for binding in named)
