"""Finds everything that loads a pickle, the imports that Bandit reports, and what is only spelled like them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

import libcst as cst

from amends.model import Finding
from amends.source import CallSite, Source, dotted
from amends_codemods.pickle_load.loaders import IMPORTED, IMPORTERS, LOADERS, Kind, PickleLoader
from amends_codemods.pickle_load.rewriting.unpickler import is_restricted, is_unpickler

_HANDING_ON = (cst.Arg, cst.Assign, cst.AnnAssign, cst.DictElement, cst.Element, cst.Return, cst.Param, cst.IfExp)
_SHORT = frozenset(name.rpartition(".")[2] for name in LOADERS)
_MODULES = frozenset(name.rpartition(".")[0] for name in LOADERS)


@dataclass(frozen=True, slots=True, eq=False)
class Load:
    """A call that loads a pickle, and the row of the table that knows the function."""

    site: CallSite
    loader: PickleLoader


@dataclass(frozen=True, slots=True, eq=False)
class HandedOn:
    """A loading function that is passed, stored or returned instead of called."""

    loader: PickleLoader
    qualified: str


@dataclass(frozen=True, slots=True, eq=False)
class LooseUnpickler:
    """A class of the file that derives from pickle's Unpickler and refuses nothing."""

    class_: cst.ClassDef


@dataclass(frozen=True, slots=True, eq=False)
class Imported:
    """An import of a pickling module."""


@dataclass(frozen=True, slots=True, eq=False)
class Lookalike:
    """A call of something else that is spelled like one of the loaders; `may_be` if a parameter has that as default."""

    text: str
    may_be: bool


Evidence: TypeAlias = Load | HandedOn | LooseUnpickler | Imported | Lookalike


def detect(source: Source) -> Iterator[Finding[Evidence]]:
    """Yield the loads, whatever becomes of them, and what Bandit takes for one."""
    known: set[cst.Call] = set()
    for site in source.calls(*LOADERS):
        known.add(site.call)
        loader = _loader(source, site)
        if not _is_safe_by_argument(source, site, loader):
            yield Finding(site.call, Load(site, loader), loader.code, f"{site.name} runs whatever code the data names")
    for node, handed in _handed_on(source):
        message = f"{handed.qualified} is handed on, and runs whatever code the data names"
        yield Finding(node, handed, handed.loader.code, message)
    for class_ in source.nodes(cst.ClassDef):
        if is_unpickler(source, class_) and not is_restricted(source, class_):
            message = f"{class_.name.value} is an unpickler that admits {_extent(source, class_)}"
            yield Finding(class_, LooseUnpickler(class_), "B301", message)
    for node in _imports(source):
        yield Finding(node, Imported(), "B403", "a module that loads pickles is imported")
    for call, lookalike in _lookalikes(source, known):
        yield Finding(call, lookalike, "B301", f"{lookalike.text} is spelled like a function that loads pickles")


def _loader(source: Source, site: CallSite) -> PickleLoader:
    """Return the row for a call; of the functions that it may mean, the one that is dealt with most carefully."""
    rows = [LOADERS[name] for name in sorted(source.names(site.call.func) & LOADERS.keys())] or [LOADERS[site.name]]
    return next((row for row in rows if row.kind is Kind.OTHER), rows[0])


def _is_safe_by_argument(source: Source, site: CallSite, loader: PickleLoader) -> bool:
    """Whether the call says itself that it loads no objects, so that no tool reports it."""
    if loader.kind is Kind.TORCH:
        given = site.argument("weights_only")
        return given is not None and source.code(given.value) == "True"
    if loader.kind is not Kind.NUMPY:
        return False
    given = site.argument("allow_pickle", 2)
    return given is None or source.constant(given.value) is False


def _extent(source: Source, class_: cst.ClassDef) -> str:
    is_told = "find_class" in source.scopes.own(class_).bindings
    return "more than a table of harmless classes" if is_told else "every class"


def _handed_on(source: Source) -> Iterator[tuple[cst.CSTNode, HandedOn]]:
    attributes = (node for node in source.nodes(cst.Attribute) if node.attr.value in _SHORT)
    for node in (*attributes, *_imported_names(source)):
        named = sorted(source.names(node) & LOADERS.keys())
        if named and isinstance(source.parent(node), _HANDING_ON) and not _is_alias(source, node):
            loader = LOADERS[named[0]]
            if loader.kind is not Kind.NUMPY and node not in {b.value for b in _bases(source, node)}:
                yield node, HandedOn(loader, named[0])


def _bases(source: Source, node: cst.CSTNode) -> tuple[cst.Arg, ...]:
    class_ = source.enclosing(node, cst.ClassDef)
    return tuple(class_.bases) if class_ else ()


def _imported_names(source: Source) -> Iterator[cst.Name]:
    for statement in source.nodes(cst.ImportFrom):
        if dotted(statement.module) in _MODULES and not isinstance(statement.names, cst.ImportStar):
            for alias in statement.names:
                bound = alias.asname.name if alias.asname else alias.name
                yield from source.uses(source.scope(alias), dotted(bound) or "")


def _is_alias(source: Source, node: cst.CSTNode) -> bool:
    """Whether the function gets another name in this file, under which its calls are found."""
    parent = source.parent(node)
    target = parent.targets[0].target if isinstance(parent, cst.Assign) else None
    return isinstance(target, cst.Name) and source.value(target) is node


def _imports(source: Source) -> Iterator[cst.CSTNode]:
    for statement in source.nodes(cst.Import):
        if any((dotted(alias.name) or "").startswith(IMPORTED) for alias in statement.names):
            yield statement
    for from_import in source.nodes(cst.ImportFrom):
        module, names = dotted(from_import.module), from_import.names
        imported = [] if isinstance(names, cst.ImportStar) else [dotted(alias.name) or "" for alias in names]
        if any(text.startswith(IMPORTED) for text in ([module] if module else imported)):
            yield from_import
    for site in source.calls(*IMPORTERS):
        name = site.argument("name", 0)
        if name and source.constant(name.value) in IMPORTED:
            yield site.call


def _lookalikes(source: Source, known: set[cst.Call]) -> Iterator[tuple[cst.Call, Lookalike]]:
    for call in source.nodes(cst.Call):
        text = dotted(call.func)
        if call in known or text is None or text.rpartition(".")[2] not in _SHORT:
            continue
        names = source.names(call.func)
        spelled = {text, *(name.lstrip(".") for name in names)} & LOADERS.keys()
        if any(LOADERS[name].code in {"B301", "B302"} and LOADERS[name].kind is not Kind.NUMPY for name in spelled):
            yield call, Lookalike(text, _is_default(source, call.func))


def _is_default(source: Source, function: cst.BaseExpression) -> bool:
    """Whether a call is one of a parameter which is the function, or its module, unless a caller says otherwise."""
    root = function
    while isinstance(root, cst.Attribute):
        root = root.value
    bindings = source.bindings(root) if isinstance(root, cst.Name) else ()
    defaults = (b.node.default for b in bindings if isinstance(b.node, cst.Param) and b.node.default is not None)
    return any(source.names(default) & (LOADERS.keys() | _MODULES) for default in defaults)
