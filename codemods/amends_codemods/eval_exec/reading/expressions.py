"""Tells expressions that people write from data: those in a template, those typed at a prompt such as Python's own."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from amends.source import BindingKind, Source, descend

_SUBSTITUTING = frozenset({"sub", "subn"})
_PROMPTS = frozenset({"input", "raw_input", "prompt"})
_TABLES = frozenset({"df", "frame", "dataframe"})


def is_expression(source: Source, call: cst.Call, text: cst.BaseExpression) -> bool:
    """Whether a text is in all likelihood an expression, be it of names."""
    return _is_typed_as_code(source, text) or _is_in_template(source, text) or _picks_from_table(source, call)


def _is_typed_as_code(source: Source, text: cst.BaseExpression) -> bool:
    """Whether a text is asked for with the prompt of Python."""
    made = source.value(text) if isinstance(text, cst.Name) else text
    if not isinstance(made, cst.Call) or not isinstance(made.func, cst.Name) or made.func.value not in _PROMPTS:
        return False
    prompt = source.constant(made.args[0].value) if made.args else None
    return isinstance(prompt, str) and ">>>" in prompt


def _is_in_template(source: Source, text: cst.BaseExpression) -> bool:
    """Whether a text is part of a match whose place in a template the result takes: `re.sub(…, lambda m: …, text)`."""
    made = source.value(text) if isinstance(text, cst.Name) else text
    names = (node for node in descend(made or text) if isinstance(node, cst.Name))
    params = (b.node for name in names for b in source.bindings(name) if b.kind is BindingKind.PARAMETER)
    return any(_is_substitute(source, function) for param in params for function in _functions(source, param))


def _functions(source: Source, param: cst.CSTNode) -> Iterator[cst.CSTNode]:
    """Yield what hands on the function that has a parameter: the lambda itself, or the uses of its name."""
    function = source.enclosing(param, cst.Lambda, cst.FunctionDef)
    if isinstance(function, cst.Lambda):
        yield function
    elif isinstance(function, cst.FunctionDef):
        scope = source.scope(function)
        yield from source.uses(scope, function.name.value)


def _is_substitute(source: Source, function: cst.CSTNode) -> bool:
    arg = source.parent(function)
    call = source.parent(arg) if isinstance(arg, cst.Arg) else None
    if not isinstance(call, cst.Call):
        return False
    name = call.func.attr if isinstance(call.func, cst.Attribute) else call.func
    return isinstance(name, cst.Name) and name.value in _SUBSTITUTING


def _picks_from_table(source: Source, call: cst.Call) -> bool:
    """Whether the result picks rows of a data frame: `df[eval(text)]`."""
    element = source.parent(source.parent(call) or call)
    table = source.parent(element) if isinstance(element, cst.SubscriptElement) else None
    is_table = isinstance(table, cst.Subscript) and isinstance(table.value, cst.Name)
    return is_table and isinstance(table, cst.Subscript) and source.code(table.value) in _TABLES
