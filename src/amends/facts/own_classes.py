"""Tells the classes that a module makes without a class statement, and the enumerations among all of them."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from amends.facts.lineage import lineage
from amends.source import Source

_ENUMERATIONS = frozenset(f"enum.{name}" for name in ("Enum", "Flag", "IntEnum", "IntFlag", "ReprEnum", "StrEnum"))
_MAKERS = _ENUMERATIONS | {"collections.namedtuple", "dataclasses.make_dataclass", "typing.NamedTuple"}


def is_made_by_call(source: Source, name: cst.BaseExpression) -> bool:
    """Whether a name of the module is bound to a class that a function makes: `Point = namedtuple("Point", "x y")`."""
    made = source.value(name) if isinstance(name, cst.Name) else None
    at_top = isinstance(name, cst.Name) and name.value in source.scopes.module.bindings
    return at_top and isinstance(made, cst.Call) and bool(source.names(made.func) & _MAKERS)


def enumeration_of(source: Source, member: cst.CSTNode) -> cst.Name | None:
    """Return the enumeration that a member is one of, as in `Colour.RED` or `Colour["RED"]`.

    Of a class from elsewhere it can only be told by the customs of spelling that it is one.
    """
    owner = member.value if isinstance(member, (cst.Attribute, cst.Subscript)) else None
    if not isinstance(owner, cst.Name):
        return None
    is_one = any(source.names(base) & _ENUMERATIONS for base in _bases(source, owner))
    return owner if is_one or _is_spelled_as_one(source, owner, member) else None


def _is_spelled_as_one(source: Source, owner: cst.Name, member: cst.CSTNode) -> bool:
    is_constant = isinstance(member, cst.Attribute) and member.attr.value.isupper()
    is_class = owner.value[:1].isupper() and not owner.value.isupper()
    bindings = source.bindings(owner)
    return is_constant and is_class and bool(bindings) and all(binding.imported for binding in bindings)


def _bases(source: Source, name: cst.Name) -> Iterator[cst.BaseExpression]:
    """Yield what a class of this file derives from, directly or not."""
    bindings = source.bindings(name)
    class_ = bindings[0].node if len(bindings) == 1 else None
    if isinstance(class_, cst.ClassDef):
        yield from (base.value for each in lineage(source, class_) for base in each.bases)
    elif is_made_by_call(source, name) and isinstance(made := bindings[0].value, cst.Call):
        yield made.func
