"""The logger that an object or a class carries itself, as `self.logger`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import libcst as cst

from amends.facts.remembering import remembered
from amends.source import Source, dotted
from amends_codemods.swallowed_exception.detector import small_statements
from amends_codemods.swallowed_exception.logs.logger_names import FACTORIES, LOGGER_NAMES, STDLIB, Dialect
from amends_codemods.swallowed_exception.logs.proofs import proof_of
from amends_codemods.swallowed_exception.places import class_of, functions_of

_BEFORE_ATTRIBUTES: Final = frozenset({
    "__delattr__", "__getattr__", "__getattribute__", "__new__", "__setattr__", "__setstate__",
})  # fmt: skip
"""Methods that run while an object may have no attributes yet, or for each of them."""


@dataclass(frozen=True, slots=True)
class OwnLogger:
    """An attribute that holds a logger, as it is written in a method."""

    text: str
    dialect: Dialect
    takes_arguments: bool = True


def own_logger(source: Source, place: cst.CSTNode) -> OwnLogger | None:
    """Return the logger of the object whose method holds a place."""
    for method in functions_of(source, place):
        owner = class_of(source, method)
        receiver = _receiver(method) if owner and method.name.value not in _BEFORE_ATTRIBUTES else None
        if owner is None or receiver is None:
            continue
        if source.scope(place).visible(receiver) is not source.scopes.own(method):
            return None
        for attribute in LOGGER_NAMES:
            if found := _logger_in(source, owner, method, place, f"{receiver}.{attribute}"):
                return found
    return None


def _receiver(method: cst.FunctionDef) -> str | None:
    if any(dotted(decorator.decorator) == "staticmethod" for decorator in method.decorators):
        return None
    first = next(iter((*method.params.posonly_params, *method.params.params)), None)
    return first.name.value if first and first.name.value in {"self", "cls"} else None


def _logger_in(
    source: Source, owner: cst.ClassDef, method: cst.FunctionDef, place: cst.CSTNode, text: str
) -> OwnLogger | None:
    attribute = text.partition(".")[2]
    if any(isinstance(s, cst.FunctionDef) and s.name.value == attribute and not s.decorators for s in owner.body.body):
        return None
    of_class = list(_values_in_class(owner, attribute))
    of_object = list(_values_in_methods(source, owner, attribute)) if text.startswith("self.") else []
    in_time = [v for v, where in of_object if _is_set_in_time(source, v, where, method, place)]
    values = [*of_class, *(v for v, _ in of_object)]
    dialects = {_made_by(source, value) for value in values}
    if (of_class or in_time) and len(dialects) == 1 and (known := dialects.pop()):
        return OwnLogger(text, known)
    is_none = any(isinstance(value, cst.Name) and value.value == "None" for value in values)
    if is_none or (values and not (of_class or in_time)):
        return None
    proof = proof_of(source, text)
    is_inherited = bool(values) or (bool(owner.bases) and method.name.value != "__init__")
    return OwnLogger(text, STDLIB, proof.takes_arguments) if proof and is_inherited else None


def _values_in_class(owner: cst.ClassDef, attribute: str) -> Iterator[cst.BaseExpression]:
    for statement in small_statements(owner.body):
        if isinstance(statement, cst.Assign) and any(dotted(t.target) == attribute for t in statement.targets):
            yield statement.value
        if isinstance(statement, cst.AnnAssign) and dotted(statement.target) == attribute and statement.value:
            yield statement.value


def _values_in_methods(
    source: Source, owner: cst.ClassDef, attribute: str
) -> Iterator[tuple[cst.BaseExpression, cst.FunctionDef]]:
    for value in _values_by_target(source).get(f"self.{attribute}", ()):
        method = source.enclosing(value, cst.FunctionDef)
        if method is not None and class_of(source, method) is owner:
            yield value, method


@remembered
def _values_by_target(source: Source) -> Mapping[str | None, Sequence[cst.BaseExpression]]:
    found: defaultdict[str | None, list[cst.BaseExpression]] = defaultdict(list)
    for assign in source.nodes(cst.Assign, cst.AnnAssign):
        targets = [t.target for t in assign.targets] if isinstance(assign, cst.Assign) else [assign.target]
        if assign.value is not None:
            for target in dict.fromkeys(map(dotted, targets)):
                found[target].append(assign.value)
    return found


def _is_set_in_time(
    source: Source, value: cst.BaseExpression, where: cst.FunctionDef, method: cst.FunctionDef, place: cst.CSTNode
) -> bool:
    """Whether the attribute has its value at the place: set by the constructor, or above in the same method."""
    if where is method:
        around = set(source.ancestors(place))
        between = [above for above in source.ancestors(value) if above not in around]
        direct = not any(isinstance(above, (cst.If, cst.For, cst.While)) for above in between)
        return direct and source.tree.order(value) < source.tree.order(place)
    return where.name.value in {"__init__", "__new__", "__attrs_post_init__", "__post_init__", "setUp", "setup_method"}


def _made_by(source: Source, value: cst.BaseExpression) -> Dialect | None:
    if isinstance(value, cst.BooleanOperation):
        return _made_by(source, value.right)
    dialects = {FACTORIES.get(name) for name in source.names(value)}
    return dialects.pop() if len(dialects) == 1 else None
