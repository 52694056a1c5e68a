"""Moves what the file registers on unsafe loaders along to the safe one that it will load with."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

import libcst as cst

from amends.model import Change
from amends.source import CallSite, Source, argument
from amends_codemods.yaml_load.loaders import REGISTRARS, TABLES, YAML_OBJECTS
from amends_codemods.yaml_load.naming import Renaming, renamed, sister
from amends_codemods.yaml_load.origins import Origin, origins

# Where neither a `Loader` argument nor a `yaml_loader` attribute is given.
DEFAULT_LOADERS = frozenset({"Loader", "FullLoader", "UnsafeLoader"})
METHODS = tuple(sorted({name.rpartition(".")[2] for name in REGISTRARS}))
_RESOLVERS = ("add_implicit_resolver", "add_path_resolver")


def moved(source: Source, loaders: frozenset[str], safe: str) -> Iterator[Renaming]:
    """Yield the renamings that register on `safe` whatever the file registers on one of the unsafe `loaders`."""
    for site in source.calls(*REGISTRARS):
        given = registered_on(site)
        if given:
            yield from _renamed(source, origins(source, given.value), loaders)
        elif loaders & DEFAULT_LOADERS and not site.has_stars:
            end = source.span(site.call.args[-1])[1] if site.call.args else 0
            loader = sister(source, site.call.func, safe, f"yaml.{safe}")
            yield Renaming((*loader.changes, Change(end, end, f", Loader={loader.text}")), loader.imports)
    for receiver in _receivers(source):
        direct = (origin for origin in origins(source, receiver) if origin.node is receiver)
        yield from _renamed(source, direct, loaders)
    for class_ in source.nodes(cst.ClassDef):
        if any(source.names(base.value) & YAML_OBJECTS for base in class_.bases):
            yield from _of_yaml_object(source, class_, loaders, safe)


def _receivers(source: Source) -> Iterator[cst.BaseExpression]:
    """Yield what something is registered on by a method, or through one of the tables that hold it."""
    for call in source.method_calls(*METHODS):
        yield call.func.value if isinstance(call.func, cst.Attribute) else call.func
    yield from (node.value for node in source.nodes(cst.Attribute) if node.attr.value in TABLES)


def _of_yaml_object(source: Source, class_: cst.ClassDef, loaders: frozenset[str], safe: str) -> Iterator[Renaming]:
    given = [b.value for b in source.scopes.own(class_).bindings.get("yaml_loader", ()) if b.value]
    for value in given:
        for element in value.elements if isinstance(value, (cst.List, cst.Tuple)) else (cst.Element(value),):
            yield from _renamed(source, origins(source, element.value), loaders)
    if given or not loaders & DEFAULT_LOADERS or not isinstance(class_.body, cst.IndentedBlock):
        return
    loader = sister(source, class_.bases[0].value, safe, f"yaml.{safe}")
    attribute = f"yaml_loader = {loader.text}"
    tag = next((b.node for b in source.scopes.own(class_).bindings.get("yaml_tag", ())), None)
    place = source.insert_before(source.statement(tag), attribute) if tag else None
    yield Renaming((*loader.changes, place or source.insert_after(class_.body.body[0], attribute)), loader.imports)


def _renamed(source: Source, found: Iterable[Origin], loaders: frozenset[str]) -> Iterator[Renaming]:
    for origin in found:
        if origin.loader and origin.is_unsafe and origin.loader.name in loaders:
            yield renamed(source, origin.node, origin.loader.safe, f"yaml.{origin.loader.safe}")


def registered_on(site: CallSite) -> cst.Arg | None:
    """Return the loader that a registration is told."""
    return site.argument("Loader", 3 if site.name.endswith(_RESOLVERS) else 2)


def follows(source: Source, renamed: Collection[cst.CSTNode]) -> bool:
    """Whether something is registered, by another name, on the unsafe loader that one of the renamed places names."""
    found = (origin for receiver in _receivers(source) for origin in origins(source, receiver))
    return any(origin.is_unsafe and origin.subclass is None and origin.node in renamed for origin in found)


def python_tags(source: Source) -> bool:
    """Whether the file builds Python objects from tags on its own, or calls the methods that do."""
    if "t_python" in source.text or "d_python" in source.text:  # a search through all attributes takes much longer
        names = (attribute.attr.value for attribute in source.nodes(cst.Attribute))
        if any(name.startswith(("construct_python", "find_python")) for name in names):
            return True
    calls = source.method_calls("add_constructor", "add_multi_constructor")
    return any(_builds_objects(source, call) for call in calls)


def _builds_objects(source: Source, call: cst.Call) -> bool:
    tag = argument(call, "tag", 0) or argument(call, "tag_prefix")
    text = source.constant(tag.value) if tag else None
    return isinstance(text, str) and any(f"python/{kind}" in text for kind in ("object", "name", "module"))
