"""Fields of pydantic's settings, which are variables of the environment: a default that one is given simply goes.

pydantic reads the variable by itself, also from a `.env` file
(https://docs.pydantic.dev/latest/concepts/pydantic_settings/).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import libcst as cst

from amends.facts.lineage import lineage
from amends.facts.remembering import remembered
from amends.source import Source, argument
from amends_codemods.hardcoded_secret.positions.owners import callee, spelled, text_of
from amends_codemods.hardcoded_secret.positions.places import Fallback

_SETTINGS = frozenset({
    "pydantic.BaseSettings", "pydantic.v1.BaseSettings", "pydantic.env_settings.BaseSettings",
    "pydantic_settings.BaseSettings", "pydantic_settings.main.BaseSettings",
})  # fmt: skip
_NAMING = ("validation_alias", "alias", "env")  # what a field's variable is called by, the strongest first


def fallback_of_field(source: Source, assign: cst.AnnAssign, value: cst.BaseExpression) -> Fallback | None:
    """Return which variable is read for a field, and the default that stands in for it; None where that is no field."""
    class_ = source.scope(assign.target).node
    if not (isinstance(class_, cst.ClassDef) and isinstance(assign.target, cst.Name)):
        return None
    name = assign.target.value
    if name.startswith("_") or "ClassVar" in spelled(assign.annotation.annotation):
        return None
    if not _is_settings(source, class_):
        return Fallback(None, value) if _is_held_by_settings(source, class_) else None
    if not (isinstance(value, cst.Call) and callee(value) == "Field"):
        return Fallback(_variable(source, class_, name), value, assign)
    default = argument(value, "default", 0)
    named = next((arg for keyword in _NAMING if (arg := argument(value, keyword)) is not None), None)
    variable = text_of(source, named.value) if named else _variable(source, class_, name)
    return Fallback(variable, value, default) if default else None


def _variable(source: Source, class_: cst.ClassDef, name: str) -> str | None:
    """Return the variable by which a field without a name of its own is read."""
    given = _configuration(source, class_)
    prefix = text_of(source, given["env_prefix"]) if "env_prefix" in given else ""
    if prefix is None or "alias_generator" in given or "fields" in given:
        return None
    sensitive = source.constant(given["case_sensitive"]) if "case_sensitive" in given else False
    return f"{prefix}{name}" if sensitive is True else f"{prefix}{name}".upper()


def _configuration(source: Source, class_: cst.ClassDef) -> Mapping[str, cst.BaseExpression]:
    """Return how a class is configured: by `model_config`, by a class `Config`, and by those it derives from."""
    return {key: value for owner in reversed(list(lineage(source, class_))) for key, value in _own(source, owner)}


def _own(source: Source, class_: cst.ClassDef) -> Iterator[tuple[str, cst.BaseExpression]]:
    yield from ((arg.keyword.value, arg.value) for arg in class_.keywords if arg.keyword)
    own = source.scopes.own(class_).bindings
    for binding in own.get("model_config", ()):
        if isinstance(binding.value, cst.Call):
            yield from ((arg.keyword.value, arg.value) for arg in binding.value.args if arg.keyword)
        elif isinstance(binding.value, cst.Dict):
            pairs = (each for each in binding.value.elements if isinstance(each, cst.DictElement))
            yield from ((text_of(source, pair.key) or "", pair.value) for pair in pairs)
    for binding in own.get("Config", ()):
        if isinstance(binding.node, cst.ClassDef):
            inner = source.scopes.own(binding.node).bindings
            yield from ((name, bound[0].value) for name, bound in inner.items() if bound and bound[0].value)


@remembered
def _is_settings(source: Source, class_: cst.ClassDef) -> bool:
    return any(source.names(base.value) & _SETTINGS for owner in lineage(source, class_) for base in owner.bases)


@remembered
def _is_held_by_settings(source: Source, class_: cst.ClassDef) -> bool:
    """Whether settings have a field of this class: how pydantic calls its variables is a matter of their delimiter."""
    if not class_.bases:
        return False
    around = (source.enclosing(use, cst.ClassDef) for use in source.uses(source.scope(class_), class_.name.value))
    return any(isinstance(holder, cst.ClassDef) and _is_settings(source, holder) for holder in around)
