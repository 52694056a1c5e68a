"""Functions that return a text that they are given, changed: what they are given tells what the result is."""

from __future__ import annotations

import libcst as cst

from amends.source import Source
from amends_codemods.eval_exec.reading.flow import callees, results

TEXT_METHODS = frozenset({
    "strip", "lstrip", "rstrip", "replace", "lower", "upper", "decode", "encode", "format", "join", "translate",
    "removeprefix", "removesuffix", "casefold", "split", "group",
})  # fmt: skip
# which argument is the text
_FUNCTIONS = {
    "builtins.str": 0, "html.escape": 0, "html.unescape": 0, "re.sub": 2, "textwrap.dedent": 0,
    "unicodedata.normalize": 1, "urllib.parse.unquote": 0, "urllib.parse.unquote_plus": 0,
}  # fmt: skip
_REWRITING = frozenset({"replace", "sub"})  # in the clues, too


def changed_text(source: Source, call: cst.Call) -> cst.BaseExpression | None:
    """Return the text that a call returns in another form; None if it may return anything."""
    position = next((_FUNCTIONS[name] for name in source.names(call.func) if name in _FUNCTIONS), None)
    if position is None and any(_returns_text(source, function) for function in callees(source, call)):
        position = 0
    return call.args[position].value if position is not None and position < len(call.args) else None


def _returns_text(source: Source, function: cst.FunctionDef) -> bool:
    if function.returns is not None:
        return source.code(function.returns.annotation).strip("\"'") == "str"
    return any(_is_text(result) for result in results(source, function))


def _is_text(result: cst.BaseExpression) -> bool:
    if not isinstance(result, cst.Call) or not isinstance(result.func, cst.Attribute):
        return False
    return result.func.attr.value in _REWRITING
