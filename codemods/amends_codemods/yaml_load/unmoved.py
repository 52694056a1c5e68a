"""Finds what may be registered on an unsafe loader in a way that cannot be moved to the safe one with certainty."""

from __future__ import annotations

from collections.abc import Collection, Iterator

import libcst as cst

from amends.facts.loops import looped
from amends.facts.passing import passed
from amends.source import Binding, BindingKind, Source
from amends_codemods.yaml_load.detector import loads
from amends_codemods.yaml_load.loaders import REGISTRARS, TABLES
from amends_codemods.yaml_load.origins import Origin, origins
from amends_codemods.yaml_load.registrations import DEFAULT_LOADERS, METHODS, registered_on

# of a YAML() of ruamel, or of the class around: what is registered there is not registered on a loader of the module
_APART = frozenset({"self", "cls", "constructor", "resolver", "representer"})


def unmoved(source: Source, loaders: frozenset[str], renamed: Collection[cst.CSTNode]) -> cst.CSTNode | None:
    """Return the first place that registers, or may, on one of the `loaders` and that no renaming reaches.

    `renamed` are the places at which the loader is made a safe one for the load itself.
    """
    by_default = _by_default(source) if loaders & DEFAULT_LOADERS else ()
    by_argument = _by_argument(source, loaders)
    by_method = _by_method(source, loaders, renamed)
    places = [*by_default, *by_argument, *_handed_on(source), *_given(source, loaders), *by_method]
    return min(places, key=source.tree.order, default=None)


def _by_default(source: Source) -> Iterator[cst.CSTNode]:
    """Yield the registrations whose arguments are not seen."""
    yield from (site.call for site in source.calls(*REGISTRARS) if site.has_stars)


def _by_argument(source: Source, loaders: frozenset[str]) -> Iterator[cst.CSTNode]:
    """Yield the registrations on what may be an unsafe loader, where following its name is not enough to tell."""
    for site in source.calls(*REGISTRARS):
        if (given := registered_on(site)) is None:
            continue
        moved = {origin.node for origin in origins(source, given.value) if origin.loader}
        found = (origin for origin in _receivers(source, given.value) if origin.node not in moved)
        if any(not origin.loader or _is_one_of(origin, loaders) for origin in found):
            yield site.call


def _handed_on(source: Source) -> Iterator[cst.CSTNode]:
    """Yield the places that name a function or a method that registers, but do not call it."""
    for node in source.nodes(cst.Attribute):
        if node.attr.value in METHODS and not _is_called(source, node):
            yield node
    for site in source.calls("builtins.getattr"):
        name = site.argument(None, 1)
        if name is not None and source.constant(name.value) in METHODS:
            yield site.call


def _is_called(source: Source, node: cst.Attribute) -> bool:
    """Whether an attribute is called where it stands, or given a name that is called and nothing else."""
    parent = source.parent(node)
    if isinstance(parent, cst.Call):
        return True
    target = parent.targets[0].target if isinstance(parent, cst.Assign) else None
    if not isinstance(target, cst.Name) or not source.names(node) & REGISTRARS:
        return False
    uses = source.uses(source.scope(target), target.value)
    return source.value(target) is node and all(isinstance(source.parent(use), cst.Call) for use in uses)


def _given(source: Source, loaders: frozenset[str]) -> Iterator[cst.CSTNode]:
    """Yield the calls that are given an unsafe loader for what they do, as nothing is done with their result."""
    known = {site.call for site in source.calls(*REGISTRARS)} | {load.site.call for load in loads(source)}
    for arg in source.nodes(cst.Arg):
        call = source.parent(arg)
        if not isinstance(call, cst.Call) or call in known or not isinstance(source.parent(call), cst.Expr):
            continue
        if isinstance(arg.value, (cst.Name, cst.Attribute)):
            yield from (call for origin in origins(source, arg.value) if _is_one_of(origin, loaders))


def _by_method(source: Source, loaders: frozenset[str], renamed: Collection[cst.CSTNode]) -> Iterator[cst.CSTNode]:
    """Yield the calls of methods that register, and the tables, of what may be an unsafe loader by another name."""
    calls = (call.func for call in source.method_calls(*METHODS))
    tables = (node for node in source.nodes(cst.Attribute) if node.attr.value in TABLES)
    for member in (*calls, *tables):
        if not isinstance(member, cst.Attribute) or source.names(member) & REGISTRARS or _is_apart(member.value):
            continue
        found = (o for o in _receivers(source, member.value) if o.node is not member.value and o.node not in renamed)
        if any(not origin.loader or _is_one_of(origin, loaders) for origin in found):
            yield member


def _is_apart(receiver: cst.BaseExpression) -> bool:
    name = receiver.attr if isinstance(receiver, cst.Attribute) else receiver
    return isinstance(name, cst.Name) and name.value in _APART


def _is_one_of(origin: Origin, loaders: frozenset[str]) -> bool:
    return origin.is_unsafe and origin.subclass is None and origin.loader is not None and origin.loader.name in loaders


def _receivers(source: Source, receiver: cst.BaseExpression) -> Iterator[Origin]:
    """Yield the origins of what something is registered on, through loops and parameters."""
    bindings = source.bindings(receiver) if isinstance(receiver, cst.Name) else ()
    found = [list(_brought(source, binding)) for binding in bindings]
    if found and all(found):
        for expression in (each for brought in found for each in brought):
            yield from origins(source, expression)
    else:
        yield from origins(source, receiver)


def _brought(source: Source, binding: Binding) -> Iterator[cst.BaseExpression]:
    """Yield what a loop, an assignment or a call gives to a name; nothing where that is not all to be seen."""
    if isinstance(binding.node, (cst.For, cst.CompFor)):
        yield from looped(source, binding.node, binding.name)
    elif binding.kind is BindingKind.PARAMETER and isinstance(binding.node, cst.Param):
        yield from passed(source, binding.node)
    elif binding.value is not None:
        yield binding.value
