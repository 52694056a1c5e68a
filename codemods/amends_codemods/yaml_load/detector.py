"""Finds calls of PyYAML and ruamel.yaml that can build arbitrary objects, and what looks like them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import libcst as cst

from amends.facts.remembering import remembered
from amends.model import Finding
from amends.source import CallSite, Certainty, Source, dotted
from amends_codemods.yaml_load.loaders import FUNCTIONS, Kind, LoadFunction
from amends_codemods.yaml_load.origins import Origin, origins
from amends_codemods.yaml_load.ruamel import unsafe_types

_CODE = "B506"
_TRUSTED_NAMES = frozenset({"SafeLoader", "CSafeLoader"})
_HANDING_ON = (cst.Arg, cst.Assign, cst.AnnAssign, cst.DictElement, cst.Element, cst.Return, cst.Param, cst.IfExp)


@dataclass(frozen=True, slots=True, eq=False)
class Load:
    """A call of a load function, or a `functools.partial` of one, with its loader followed to its origins.

    `function` is the expression that names the load function. Without a loader, `origins` is empty.
    """

    site: CallSite
    row: LoadFunction
    function: cst.BaseExpression
    loader: cst.Arg | None
    origins: tuple[Origin, ...]

    @property
    def is_partial(self) -> bool:
        """Whether the stream comes later, when the partial function is called."""
        return self.function is not self.site.call.func


@dataclass(frozen=True, slots=True, eq=False)
class HandedOn:
    """A load function that is passed, stored or returned instead of called."""

    function: cst.BaseExpression
    row: LoadFunction
    qualified: str


@dataclass(frozen=True, slots=True, eq=False)
class UnsafeType:
    """A ruamel `YAML(typ="unsafe")`; `spelled` is what says so, there or elsewhere."""

    call: cst.Call
    spelled: cst.BaseExpression


@dataclass(frozen=True, slots=True, eq=False)
class Lookalike:
    """A call of something else that is spelled like PyYAML's load; `origin` is the module it comes from, if any."""

    text: str
    origin: str


Evidence: TypeAlias = Load | HandedOn | UnsafeType | Lookalike


def detect(source: Source) -> Iterator[Finding[Evidence]]:
    """Yield every load that is not given a safe loader by its own name, and everything spelled `yaml.load`."""
    for load in loads(source):
        if not is_plainly_safe(load):
            message = f"{load.site.name if not load.is_partial else load.row.name} can build any Python object"
            yield Finding(load.site.call, load, _CODE, message)
    for handed in _handed_on(source):
        yield Finding(handed.function, handed, _CODE, f"{handed.qualified} can build any Python object")
    for call, spelled in unsafe_types(source):
        yield Finding(call, UnsafeType(call, spelled), _CODE, 'YAML(typ="unsafe") can build any Python object')
    for call, lookalike in _lookalikes(source):
        yield Finding(call, lookalike, _CODE, f"{lookalike.text} is spelled like PyYAML's")


@remembered
def loads(source: Source) -> Sequence[Load]:
    """Return every call of a load function, safe ones too."""
    return tuple(_loads(source))


def _loads(source: Source) -> Iterator[Load]:
    for site in source.calls(*FUNCTIONS):
        yield _load(source, site, FUNCTIONS[site.name], site.call.func, 1)
    for site in source.calls("functools.partial"):
        function = site.argument(None, 0)
        named = sorted(source.names(function.value) & FUNCTIONS.keys()) if function else []
        if function and named:
            yield _load(source, site, FUNCTIONS[named[0]], function.value, 2)


def _load(source: Source, site: CallSite, row: LoadFunction, function: cst.BaseExpression, position: int) -> Load:
    loader = site.argument("Loader", position) if row.takes_loader else None
    if loader and isinstance(loader.value, cst.Name) and loader.value.value == "None":
        return Load(site, row, function, loader, ())
    return Load(site, row, function, loader, origins(source, loader.value) if loader else ())


def is_plainly_safe(load: Load) -> bool:
    """Whether the call itself spells PyYAML's own safe loader, so that no tool would report it."""
    spelled = dotted(load.loader.value) if load.loader else None
    known = bool(load.origins) and all(origin.loader and origin.loader.kind is Kind.SAFE for origin in load.origins)
    certain = load.site.certainty is Certainty.CERTAIN
    return certain and known and spelled is not None and spelled.rpartition(".")[2] in _TRUSTED_NAMES


def _handed_on(source: Source) -> Iterator[HandedOn]:
    short = {name.rpartition(".")[2] for name in FUNCTIONS}
    attributes = (node for node in source.nodes(cst.Attribute) if node.attr.value in short)
    for node in (*attributes, *_imported_names(source)):
        named = sorted(source.names(node) & FUNCTIONS.keys())
        if named and isinstance(source.parent(node), _HANDING_ON) and not _is_accounted_for(source, node):
            yield HandedOn(node, FUNCTIONS[named[0]], named[0])


def _imported_names(source: Source) -> Iterator[cst.Name]:
    for statement in source.nodes(cst.ImportFrom):
        if dotted(statement.module) in {"yaml", "ruamel.yaml"} and not isinstance(statement.names, cst.ImportStar):
            for alias in statement.names:
                bound = alias.asname.name if alias.asname else alias.name
                yield from source.uses(source.scope(alias), dotted(bound) or "")


def _is_accounted_for(source: Source, node: cst.CSTNode) -> bool:
    """Whether the function goes into a `partial`, or to a name whose calls are found as its own."""
    parent = source.parent(node)
    if isinstance(parent, cst.Arg):
        call = source.parent(parent)
        partial = isinstance(call, cst.Call) and source.names(call.func) == frozenset({"functools.partial"})
        return partial and isinstance(call, cst.Call) and call.args[0] is parent
    target = parent.targets[0].target if isinstance(parent, cst.Assign) else None
    if not isinstance(target, cst.Name) or source.value(target) is not node:
        return False
    uses = source.uses(source.scope(target), target.value)
    return bool(uses) and all(isinstance(call := source.parent(u), cst.Call) and call.func is u for u in uses)


def _lookalikes(source: Source) -> Iterator[tuple[cst.Call, Lookalike]]:
    """Yield the calls of a `load` of something called yaml, in a file that imports PyYAML; Bandit reports them."""
    if not any(dotted(alias.name) == "yaml" for statement in source.nodes(cst.Import) for alias in statement.names):
        return
    known = {site.call for site in source.calls(*FUNCTIONS)}
    for call in source.nodes(cst.Call):
        names = source.names(call.func)
        for text in filter(None, (dotted(call.func), *sorted(names))):
            if call not in known and text.endswith(".load") and "yaml" in text.split("."):
                foreign = sorted(name for name in names if not name.startswith("<local>"))
                yield call, Lookalike(dotted(call.func) or text, foreign[0] if foreign else "")
                break
