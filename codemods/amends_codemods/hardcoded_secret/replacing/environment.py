"""Reads of environment variables that are already in the code."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from amends.source import Source, argument, dotted

_METHODS = frozenset({"getenv", "get", "setdefault", "pop"})
_GETTERS = frozenset({"os.getenv", "os.environ.get", "os.environ.setdefault", "os.environ.pop"})
_MAPPING = frozenset({"os.environ"})


def _means(source: Source, expression: cst.BaseExpression, wanted: frozenset[str]) -> bool:
    names = source.names(expression)
    if names:
        return names <= wanted
    return source.resolver.spelled(expression) in wanted if dotted(expression) else False


def is_getter(source: Source, call: cst.Call) -> bool:
    """Whether a call reads an environment variable and may fall back to a default."""
    if isinstance(call.func, cst.Attribute) and call.func.attr.value not in _METHODS:
        return False
    return _means(source, call.func, _GETTERS)


def variable_read(source: Source, expression: cst.BaseExpression) -> str | None:
    """Return the variable that an expression reads from the environment, if its name is known."""
    if isinstance(expression, cst.Call) and is_getter(source, expression):
        key = argument(expression, "key", 0)
        return _text(source, key.value) if key else None
    if isinstance(expression, cst.Subscript) and is_environ(source, expression.value):
        return _text(source, index(expression))
    return None


def asks_for(source: Source, test: cst.BaseExpression, variable: str) -> bool:
    """Whether a condition asks if a variable of the environment is set."""
    if isinstance(test, cst.Comparison) and len(test.comparisons) == 1:
        return isinstance(test.comparisons[0].operator, cst.In) and is_sought(source, test, variable)
    return variable_read(source, test) == variable


def is_sought(source: Source, comparison: cst.Comparison, variable: str) -> bool:
    """Whether a variable is looked for in the environment, be it to find it or not."""
    return _text(source, comparison.left) == variable and is_environ(source, comparison.comparisons[0].comparator)


def is_environ(source: Source, expression: cst.BaseExpression) -> bool:
    """Whether an expression is `os.environ`."""
    return dotted(expression) is not None and _means(source, expression, _MAPPING)


def is_update(source: Source, call: cst.Call) -> bool:
    """Whether a call puts a whole mapping into the environment."""
    method = call.func
    return isinstance(method, cst.Attribute) and method.attr.value == "update" and is_environ(source, method.value)


def fills_environment(source: Source, display: cst.Dict) -> bool:
    """Whether a dictionary is put into the environment: `os.environ.update({…})`, `os.environ |= {…}`."""
    holder = source.parent(display)
    if isinstance(holder, cst.AugAssign):
        return isinstance(holder.operator, cst.BitOrAssign) and is_environ(source, holder.target)
    call = source.parent(holder) if isinstance(holder, cst.Arg) and holder.keyword is None else None
    return isinstance(call, cst.Call) and is_update(source, call)


def index(subscript: cst.Subscript) -> cst.BaseExpression | None:
    """Return the only index of a subscript."""
    first = subscript.slice[0].slice
    return first.value if len(subscript.slice) == 1 and isinstance(first, cst.Index) else None


def _text(source: Source, expression: cst.BaseExpression | None) -> str | None:
    value = source.constant(expression) if expression is not None else None
    return value if isinstance(value, str) else None


def variables_read(source: Source) -> Iterator[tuple[str, cst.BaseExpression]]:
    """Yield every variable that the module reads by a known name, and where."""
    expressions: list[cst.BaseExpression] = [*source.nodes(cst.Call), *source.nodes(cst.Subscript)]
    for expression in expressions:
        variable = variable_read(source, expression)
        if variable is not None:
            yield variable, expression
