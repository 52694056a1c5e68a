"""Follows a parameter to what it is given: its default, and what the calls in the same file pass."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from amends.source import Source, argument


def passed(source: Source, param: cst.Param) -> Iterator[cst.BaseExpression]:
    """Yield the default of a function's parameter, and what the calls of that function in its file give to it."""
    if param.default is not None:
        yield param.default
    function = source.enclosing(param, cst.FunctionDef)
    if function is None or source.enclosing(function, cst.ClassDef, cst.FunctionDef) is not None:
        return
    position = next((number for number, each in enumerate(function.params.params) if each is param), None)
    for site in source.calls(f"<local>.{function.name.value}"):
        given = argument(site.call, param.name.value, position)
        if given is not None:
            yield given.value
