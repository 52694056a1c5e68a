"""Decides on ruamel's `YAML(typ="unsafe")`, by where its type comes from and what the object is used for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import libcst as cst

from amends.facts.members import attributes
from amends.facts.passing import passed
from amends.facts.results import targets, uses
from amends.model import Advice, Decision, Edit, Harmless, Level
from amends.source import Source, argument, dotted
from amends_codemods.yaml_load.loaders import YAML_CLASSES

_UNSAFE = "unsafe"
_DEFAULT_IS_SECOND = frozenset({"get", "pop", "setdefault", "getenv"})
_DUMPS = frozenset({"dump", "dump_all"})
_LOADS = frozenset({
    "load", "load_all", "compose", "compose_all", "parse", "scan", "constructor", "Constructor",
    "get_constructor_parser",
})  # fmt: skip
_DUMPING = (
    "; tuples, sets and objects are not dumped with Python tags any more: objects are refused with a RepresenterError"
)


def unsafe_types(source: Source) -> Iterator[tuple[cst.Call, cst.BaseExpression]]:
    """Yield the calls of ruamel's YAML whose type is, or may be, "unsafe", with what says so."""
    for site in source.calls(*YAML_CLASSES):
        typ = site.argument("typ", 0)
        spelled = next(_spellings(source, typ.value, 3), None) if typ else None
        if spelled is not None:
            yield site.call, spelled


def decide_type(source: Source, call: cst.Call, spelled: cst.BaseExpression, note: str) -> Decision:
    """Return the edit that makes the type of a YAML() a safe one, or why it stays as it is."""
    used = tuple(_used(source, call))
    if _DUMPS.intersection(used) and not any(name in _LOADS or not name for name in used):
        return Harmless("nothing is loaded with it: it only dumps")
    typ = argument(call, "typ", 0)
    if typ is None or not isinstance(spelled, cst.SimpleString) or not _stands_in(spelled, typ.value):
        return Advice('the type of this YAML() is chosen elsewhere, or by a condition: give it "safe", never "unsafe"')
    text = f"{spelled.prefix}{spelled.quote}safe{spelled.quote}"
    told = note + (_DUMPING if not _DUMPS.isdisjoint(used) else "")
    return Edit('Use YAML(typ="safe")', Level.REVIEW, (source.replace(spelled, text),), note=told)


def _stands_in(spelled: cst.BaseExpression, typ: cst.BaseExpression) -> bool:
    return spelled is typ or any(spelled is element for element in _elements(typ))


def _elements(typ: cst.BaseExpression) -> Sequence[cst.BaseExpression]:
    return [element.value for element in typ.elements] if isinstance(typ, (cst.List, cst.Tuple)) else []


def _spellings(source: Source, typ: cst.BaseExpression, hops: int) -> Iterator[cst.BaseExpression]:
    """Yield the expressions that may give a type and say that it is unsafe."""
    if source.constant(typ) == _UNSAFE:
        yield typ
        return
    for part in (*_elements(typ), *_choices(source, typ)) if hops else ():
        yield from _spellings(source, part, hops - 1)


def _choices(source: Source, typ: cst.BaseExpression) -> Iterator[cst.BaseExpression]:
    """Yield the expressions one of which gives the value of this one, as far as they are seen."""
    if isinstance(typ, cst.IfExp):
        yield from (typ.body, typ.orelse)
    elif isinstance(typ, cst.BooleanOperation):
        yield from (typ.left, typ.right)
    elif isinstance(typ, cst.Call):
        name = typ.func.attr if isinstance(typ.func, cst.Attribute) else typ.func
        is_known = isinstance(name, cst.Name) and name.value in _DEFAULT_IS_SECOND
        yield from (arg.value for arg in typ.args[1:2] if is_known)
    elif isinstance(typ, cst.Attribute):
        yield from _of_class(source, typ)
    elif isinstance(typ, cst.Name):
        for binding in source.bindings(typ):
            if isinstance(binding.node, cst.Param):
                yield from passed(source, binding.node)
            elif binding.value is not None:
                yield binding.value


def _of_class(source: Source, attribute: cst.Attribute) -> Iterator[cst.BaseExpression]:
    """Yield what the class around gives to an attribute of its own, in its body or its methods."""
    class_ = source.enclosing(attribute, cst.ClassDef)
    if class_ is None or dotted(attribute.value) not in {"self", "cls"}:
        return
    bindings = source.scopes.own(class_).bindings.get(attribute.attr.value, ())
    yield from (binding.value for binding in bindings if binding.value is not None)
    yield from (value for target, value in attributes(source, class_) if dotted(target) == dotted(attribute))


def _used(source: Source, call: cst.Call) -> Iterator[str]:
    """Yield the attributes that the code takes of a YAML(); "" for any other use."""
    places = [use for target in targets(source, call) for use in uses(source, target)] or [call]
    for place in places:
        parent = source.parent(place)
        yield parent.attr.value if isinstance(parent, cst.Attribute) and parent.value is place else ""
