"""Where a handler stands: the functions and classes around it, the loop, what runs when the module is imported."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import libcst as cst

from amends.source import Source, children, last_name
from amends_codemods.swallowed_exception.words import LENDING

_APART = (cst.FunctionDef, cst.ClassDef, cst.Lambda)


def function_of(source: Source, node: cst.CSTNode) -> cst.FunctionDef | None:
    """Return the function whose body holds `node` directly; None at the level of a module or class."""
    around = source.enclosing(node, cst.FunctionDef, cst.ClassDef)
    return around if isinstance(around, cst.FunctionDef) else None


def functions_of(source: Source, node: cst.CSTNode) -> Iterator[cst.FunctionDef]:
    """Yield all functions around `node`, the innermost first."""
    return (above for above in source.ancestors(node) if isinstance(above, cst.FunctionDef))


def lends(function: cst.FunctionDef) -> bool:
    """Whether a function hands something out and takes it back: a fixture or a context manager."""
    return any(last_name(made_by) in LENDING for made_by in decorators(function))


def decorators(function: cst.FunctionDef) -> Iterator[cst.BaseExpression]:
    """Yield what decorates a function; of one that is called with arguments, what is called."""
    for each in function.decorators:
        yield each.decorator.func if isinstance(each.decorator, cst.Call) else each.decorator


def class_of(source: Source, function: cst.FunctionDef) -> cst.ClassDef | None:
    """Return the class that `function` is a method of."""
    around = source.enclosing(function, cst.FunctionDef, cst.ClassDef)
    return around if isinstance(around, cst.ClassDef) else None


def loops_of(source: Source, node: cst.CSTNode) -> Iterator[cst.For | cst.While]:
    """Yield the loops of the same function around `node`, the innermost first."""
    inner = node
    for above in source.ancestors(node):
        if isinstance(above, (cst.FunctionDef, cst.ClassDef)):
            return
        if isinstance(above, (cst.For, cst.While)) and inner is above.body:
            yield above
        inner = above


@lru_cache(maxsize=64)  # many ask about the same few, one after the other
def own_nodes(node: cst.CSTNode) -> tuple[cst.CSTNode, ...]:
    """Return `node` and what is below it as far as it runs along: not the insides of functions and classes."""
    found: list[cst.CSTNode] = []
    stack = [node]
    while stack:
        here = stack.pop()
        found.append(here)
        if not isinstance(here, _APART):
            stack += reversed(children(here))
    return tuple(found)


def siblings_after(source: Source, statement: cst.CSTNode) -> tuple[cst.CSTNode, ...]:
    """Return the statements behind `statement` in its block."""
    block = source.parent(statement)
    if not isinstance(block, (cst.Module, cst.IndentedBlock)):
        return ()
    index = next(i for i, s in enumerate(block.body) if s is statement)
    return tuple(block.body[index + 1 :])


def siblings_before(source: Source, statement: cst.CSTNode) -> tuple[cst.CSTNode, ...]:
    """Return the statements in front of `statement` in its block."""
    block = source.parent(statement)
    if not isinstance(block, (cst.Module, cst.IndentedBlock)):
        return ()
    index = next(i for i, s in enumerate(block.body) if s is statement)
    return tuple(block.body[:index])
