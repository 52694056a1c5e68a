"""Gives a mapping a secret only where it has none: `d.setdefault(key, …)` would read it in any case."""

from __future__ import annotations

import libcst as cst

from amends.model import Change
from amends.source import Source, dotted
from amends.text.lexer import comments
from amends_codemods.hardcoded_secret.positions.owners import callee
from amends_codemods.hardcoded_secret.positions.sinks import WRAPPERS

_THROUGH = WRAPPERS | {"encode", "decode", "strip"}


def set_where_missing(source: Source, node: cst.BaseExpression) -> cst.Call | None:
    """Return the statement `d.setdefault(key, …)` by which a text is set where nothing else is."""
    calls = (above for above in source.ancestors(node) if isinstance(above, cst.Call))
    call = next((one for one in calls if callee(one) not in _THROUGH), None)
    is_statement = call is not None and isinstance(source.parent(call), cst.Expr)
    return call if call is not None and is_statement and callee(call) == "setdefault" else None


def made_conditional(source: Source, call: cst.Call) -> tuple[Change, Change] | None:
    """Return the changes before and behind the value that make it `if key not in d: d[key] = …`, on two lines.

    None where the line holds more than the call, or what would have to be written twice is no mere name.
    """
    line = source.statement(call)
    held = dotted(call.func.value) if isinstance(call.func, cst.Attribute) else None
    plain = [arg.value for arg in call.args if not (arg.star or arg.keyword)]
    if held is None or len(plain) != 2 or len(call.args) != 2:  # noqa: PLR2004 - key and value
        return None
    if not isinstance(line, cst.SimpleStatementLine) or len(line.body) > 1 or not source.stands_alone(line):
        return None
    key, value = plain
    (start, end), (begin, stop) = source.span(call), source.span(value)
    if not isinstance(key, (cst.SimpleString, cst.Name)) or comments(source.text[start:begin] + source.text[stop:end]):
        return None
    written, indent = source.code(key), source.indent(line) + source.module.default_indent
    head = f"if {written} not in {held}:{source.newline}{indent}{held}[{written}] = "
    return Change(start, begin, head), Change(stop, end, "")
