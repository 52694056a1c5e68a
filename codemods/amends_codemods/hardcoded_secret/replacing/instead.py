"""Names that hold a variable of the environment, and are given a text by another statement where that is missing."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from amends.facts.fallbacks import failed_before
from amends.source import Source
from amends_codemods.hardcoded_secret.replacing.environment import asks_for, is_sought, variable_read


def variable_missed(source: Source, node: cst.BaseExpression, target: cst.Name) -> str | None:
    """Return the variable that a name would hold, were it not missing where the name is given a text.

    After `key = os.getenv("KEY")` that is so in `if not key: key = "…"`, or where reading it has failed.
    """
    around = {*source.ancestors(node)}
    found = {
        variable
        for variable, value in _held(source, target)
        if _has_failed(source, node, value) or _is_missing(source, node, around, target.value, variable)
    }
    return next(iter(found)) if len(found) == 1 else None


def _held(source: Source, target: cst.Name) -> Iterator[tuple[str, cst.BaseExpression]]:
    scope = source.scope(target)
    for binding in (scope.visible(target.value) or scope).bindings[target.value]:
        variable = variable_read(source, binding.value) if binding.value is not None else None
        if variable is not None and binding.value is not None:
            yield variable, binding.value


def _has_failed(source: Source, node: cst.CSTNode, read: cst.CSTNode) -> bool:
    tried = failed_before(source, node)
    return tried is not None and tried.body in source.ancestors(read)


def _is_missing(source: Source, node: cst.CSTNode, around: set[cst.CSTNode], name: str, variable: str) -> bool:
    branch = source.enclosing(node, cst.If, cst.FunctionDef, cst.Lambda, cst.ClassDef)
    return isinstance(branch, cst.If) and says_missing(source, branch.test, variable, name, holds=branch.body in around)


def is_given_otherwise(source: Source, node: cst.BaseExpression) -> bool:
    """Whether an expression is only looked at where there is no other value.

    That is so on the right of `or`, in `key if key else DEFAULT`, and in `if key is None: key = DEFAULT`.
    """
    match source.parent(node):
        case cst.BooleanOperation(operator=cst.Or(), right=right):
            return right is node
        case cst.IfExp(test=test, body=cst.Name(value=name), orelse=orelse) if orelse is node:
            return says_missing(source, test, "", name, holds=False)
        case cst.IfExp(test=test, body=body, orelse=cst.Name(value=name)) if body is node:
            return says_missing(source, test, "", name, holds=True)
        case cst.Assign(targets=[cst.AssignTarget(target=cst.Name() as target)]):
            return _is_missing(source, node, {*source.ancestors(node)}, target.value, "")
        case _:
            return False


def says_missing(source: Source, test: cst.BaseExpression, variable: str, name: str = "", *, holds: bool) -> bool:
    """Whether a condition that holds, or does not, says that a variable is missing, or a name that would hold it."""
    while isinstance(test, cst.UnaryOperation) and isinstance(test.operator, cst.Not):
        test, holds = test.expression, not holds
    told = _tells_presence(source, test, name, variable)
    return told is not None and told is not holds


def _tells_presence(source: Source, test: cst.BaseExpression, name: str, variable: str) -> bool | None:
    """Return whether a condition holds if a variable is set, or a name that holds it; None if it is about neither."""
    if isinstance(test, cst.Comparison) and len(test.comparisons) == 1:
        compared = test.comparisons[0]
        if isinstance(compared.operator, (cst.Is, cst.IsNot, cst.Equal, cst.NotEqual)):
            is_absent = isinstance(compared.operator, (cst.Is, cst.Equal))
            about = _is_held(source, test.left, name, variable) and _is_nothing(source, compared.comparator)
            return not is_absent if about else None
        if isinstance(compared.operator, cst.NotIn):
            return False if is_sought(source, test, variable) else None
    return True if _is_held(source, test, name, variable) or asks_for(source, test, variable) else None


def _is_held(source: Source, expression: cst.BaseExpression, name: str, variable: str) -> bool:
    is_name = isinstance(expression, cst.Name) and expression.value == name
    return is_name or variable_read(source, expression) == variable


def _is_nothing(source: Source, expression: cst.BaseExpression) -> bool:
    return source.constant(expression) in {None, ""}
