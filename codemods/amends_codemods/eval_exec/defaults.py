"""The constant texts that a file gives to what it evaluates elsewhere: defaults of options, fields and parameters."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from amends.source import Source
from amends_codemods.eval_exec.evidence import strings


def known_texts(source: Source, text: cst.BaseExpression) -> Iterator[str]:
    """Yield the constant texts that the file gives to something of the same name: defaults, keywords, constants."""
    name = _last_name(source, text)
    if not name:
        return
    for param in source.nodes(cst.Param):
        if param.name.value == name and param.default is not None:
            yield from _constant(source, param.default)
    for arg in source.nodes(cst.Arg):
        if arg.keyword is not None and arg.keyword.value == name:
            yield from _constant(source, arg.value)
    for assignment in source.nodes(cst.AnnAssign):
        if _last_name(source, assignment.target) == name and assignment.value is not None:
            yield from _constant(source, assignment.value)
    for plain in source.nodes(cst.Assign):
        if any(_last_name(source, target.target) == name for target in plain.targets):
            yield from _constant(source, plain.value)
    yield from _option_defaults(source, name)


def _option_defaults(source: Source, name: str) -> Iterator[str]:
    for call in source.method_calls("add_argument", "option"):
        flags = {str(source.constant(arg.value)).lstrip("-").replace("-", "_") for arg in call.args if not arg.keyword}
        if name in flags:
            yield from (
                text for arg in call.args if arg.keyword and arg.keyword.value == "default"
                for text in _constant(source, arg.value)
            )  # fmt: skip


def _constant(source: Source, expression: cst.BaseExpression) -> Iterator[str]:
    value = source.constant(expression)
    if isinstance(value, str) and value.strip():
        yield value


def _last_name(source: Source, expression: cst.BaseExpression) -> str:
    if isinstance(expression, cst.Name):
        return expression.value
    if isinstance(expression, cst.Attribute):
        return expression.attr.value
    if isinstance(expression, cst.Subscript):
        return next(strings(source, expression), "")
    return ""
