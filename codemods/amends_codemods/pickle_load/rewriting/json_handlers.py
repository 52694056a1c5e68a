"""The handlers around what becomes JSON, where a broken file raises ValueError instead of pickle's own errors."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain

import libcst as cst

from amends.model import Change
from amends.source import Source
from amends_codemods.pickle_load.loaders import PICKLE_MODULES

_ERRORS = frozenset(
    f"{module}.{name}" for module in PICKLE_MODULES for name in ("PickleError", "PicklingError", "UnpicklingError")
)
# What loading a pickle raises besides, where the file is empty, cut off, or from another version of the program.
_OF_BROKEN_FILES = frozenset(
    f"builtins.{name}" for name in ("AttributeError", "EOFError", "ImportError", "IndexError", "ModuleNotFoundError")
)
_OF_ALL = frozenset({"builtins.BaseException", "builtins.Exception", "builtins.ValueError"})


def handled(source: Source, loads: Sequence[cst.Call], opened: Sequence[cst.Call]) -> tuple[Change, ...] | None:
    """Return what lets the handlers around loads catch what JSON raises; None if that cannot be had for certain."""
    replaced: list[cst.BaseExpression] = []
    for load in loads:
        for tried in _tries(source, load):
            errors = _types_of(source, tried, _ERRORS)
            if errors and not _is_alone(source, tried, (*loads, *opened)):
                return None
            replaced += errors
        calls = (load, *_calls_of_function(source, load))
        if any(_misses(source, tried) for call in calls for tried in _tries(source, call)):
            return None
    if any(node not in replaced for node in _mentions(source)):
        return None
    if any(source.scope(error).visible("ValueError") for error in replaced):
        return None
    return tuple(source.replace(error, "ValueError") for error in dict.fromkeys(replaced))


def _tries(source: Source, call: cst.Call) -> Iterator[cst.Try | cst.TryStar]:
    """Yield the try statements of a function whose handlers catch what a call raises."""
    for above in source.ancestors(call):
        if isinstance(above, (cst.FunctionDef, cst.Lambda, cst.ClassDef)):
            return
        if isinstance(above, (cst.Try, cst.TryStar)) and above.body in source.ancestors(call):
            yield above


def _types(tried: cst.Try | cst.TryStar) -> Iterator[cst.BaseExpression]:
    for handler in tried.handlers:
        if isinstance(handler.type, cst.Tuple):
            yield from (element.value for element in handler.type.elements)
        elif handler.type is not None:
            yield handler.type


def _types_of(source: Source, tried: cst.Try | cst.TryStar, errors: frozenset[str]) -> list[cst.BaseExpression]:
    return [caught for caught in _types(tried) if source.names(caught) & errors]


def _misses(source: Source, tried: cst.Try | cst.TryStar) -> bool:
    """Whether handlers are there for a broken file, but none that would catch a ValueError."""
    if any(handler.type is None for handler in tried.handlers):
        return False
    return bool(_types_of(source, tried, _OF_BROKEN_FILES)) and not _types_of(source, tried, _OF_ALL | _ERRORS)


def _is_alone(source: Source, tried: cst.Try | cst.TryStar, calls: Sequence[cst.Call]) -> bool:
    """Whether nothing is called in a try statement that could raise a ValueError of its own."""
    inside = (node for node in source.nodes(cst.Call) if tried.body in source.ancestors(node))
    return isinstance(tried, cst.Try) and all(node in calls for node in inside)


def _calls_of_function(source: Source, load: cst.Call) -> Iterator[cst.Call]:
    function = source.enclosing(load, cst.FunctionDef)
    if function is not None:
        yield from (site.call for site in source.calls(f"<local>.{function.name.value}"))
        yield from source.method_calls(function.name.value)


def _mentions(source: Source) -> Iterator[cst.CSTNode]:
    """Yield where pickle's errors are named, other than where they are imported."""
    for node in chain(source.nodes(cst.Attribute), source.nodes(cst.Name)):
        is_part = isinstance(source.parent(node), (cst.Attribute, cst.ImportAlias, cst.AsName))
        if not is_part and source.names(node) & _ERRORS:
            yield node
