"""Whether a value may be None: the text of that is 'None', but the parameter is NULL."""

from __future__ import annotations

import libcst as cst

from amends.source import Binding, Source
from amends_codemods.sql_injection.texts.pieces import Hole

_ASKING = (cst.Comparison, cst.BooleanOperation, cst.UnaryOperation, cst.If, cst.IfExp, cst.While, cst.Assert)
_OPTIONAL = "typing.Optional"


def may_be_none(source: Source, hole: Hole) -> bool:
    """Whether None is what a parameter is by default or may be by its annotation, or what a `get` may give.

    Not where the program has asked for it before.
    """
    value = hole.expression
    if not hole.is_whole or not hole.is_plain:
        return False
    if not isinstance(value, cst.Name):
        return _gets(source, value)
    bindings = source.bindings(value)
    return any(_is_optional(source, binding) for binding in bindings) and not _is_asked_for(source, value)


def _is_optional(source: Source, binding: Binding) -> bool:
    if not isinstance(binding.node, cst.Param):
        return binding.value is not None and _gets(source, binding.value)
    default, annotation = binding.node.default, binding.node.annotation
    return (default is not None and _is_none(default)) or (
        annotation is not None and _takes_none(source, annotation.annotation)
    )


def _takes_none(source: Source, annotation: cst.BaseExpression) -> bool:
    if isinstance(annotation, cst.BinaryOperation):
        return any(_takes_none(source, side) for side in (annotation.left, annotation.right))
    if isinstance(annotation, cst.Subscript):
        return _OPTIONAL in source.names(annotation.value)
    return _is_none(annotation)


def _is_none(value: cst.BaseExpression) -> bool:
    return isinstance(value, cst.Name) and value.value == "None"


def _gets(source: Source, value: cst.BaseExpression) -> bool:
    """Whether a value is looked up by a key, and None where there is no such key."""
    if not isinstance(value, cst.Call) or len(value.args) != 1:
        return False
    is_get = isinstance(value.func, cst.Attribute) and value.func.attr.value == "get"
    is_key = isinstance(source.constant(value.args[0].value), str)
    return (is_get and is_key) or "os.getenv" in source.names(value.func)


def _is_asked_for(source: Source, name: cst.Name) -> bool:
    scope = source.scope(name).visible(name.value)
    uses = source.uses(scope, name.value) if scope is not None else ()
    here = source.tree.order(name)
    return any(isinstance(source.parent(use), _ASKING) for use in uses if source.tree.order(use) < here)
