"""What the function around a load says of it: that anything may be in the pickle, or that somebody vouches for it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

import libcst as cst

from amends.source import Source
from amends_codemods.pickle_load.results import is_returned

_WORD: Final = re.compile(r"\w+")
_VOUCHES: Final = re.compile(r"(?i)trust|danger|unsafe|allow_?pickle")
_ANYTHING: Final = re.compile(
    r"(?i)\bpickle?able\b|\b(?:any|arbitrary)\s+(?:kind\s+of\s+)?(?:python\s+|serializable\s+)?objects?\b"
)


def intent(source: Source, load: cst.Call) -> str | None:
    """Return why a table of plain data would go against what the function around a load is for."""
    function = source.enclosing(load, cst.FunctionDef)
    if function is None:
        return None
    if name := next(_vouched_by(source, load, function), None):
        return f"{name} says that whoever calls this trusts the data"
    if _ANYTHING.search(function.get_docstring() or ""):
        return "the docstring says that any object may be in here"
    class_ = source.enclosing(function, cst.FunctionDef, cst.ClassDef)
    if isinstance(class_, cst.ClassDef) and _is_classmethod(function) and is_returned(source, load, function):
        return f"{function.name.value} gives back a whole {class_.name.value}, as a class method that returns it does"
    return None


def _vouched_by(source: Source, load: cst.Call, function: cst.FunctionDef) -> Iterator[str]:
    """Yield the names that decide whether there is a load at all and speak of trust."""
    tests = [above.test for above in source.ancestors(load) if isinstance(above, (cst.If, cst.IfExp))]
    tests += [
        branch.test
        for branch in function.body.body
        if isinstance(branch, cst.If) and any(isinstance(node, cst.Raise) for node in _simple(branch.body))
    ]
    for test in tests:
        yield from (word for word in _WORD.findall(source.code(test)) if _VOUCHES.search(word))


def _simple(block: cst.BaseSuite) -> Iterator[cst.CSTNode]:
    for statement in block.body:
        if isinstance(statement, cst.SimpleStatementLine):
            yield from statement.body


def _is_classmethod(function: cst.FunctionDef) -> bool:
    return any(isinstance(d.decorator, cst.Name) and d.decorator.value == "classmethod" for d in function.decorators)
