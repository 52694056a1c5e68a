"""What stands around a try statement: what has a value before it, and what is done with that behind it."""

from __future__ import annotations

import libcst as cst

from amends.source import BindingKind, Source
from amends_codemods.swallowed_exception.places import function_of, siblings_after, siblings_before
from amends_codemods.swallowed_exception.reading import spelled, targets


def stands_in(source: Source, node: cst.CSTNode, *kinds: type[cst.CSTNode]) -> bool:
    """Whether `node` stands in a block of one of these kinds, within the same function."""
    for above in source.ancestors(node):
        if isinstance(above, (cst.FunctionDef, cst.ClassDef)):
            return False
        if isinstance(above, kinds):
            return True
    return False


def something_follows(source: Source, statement: cst.CSTNode) -> bool:
    """Whether anything but the end of the function comes after a statement."""
    here = statement
    for above in source.ancestors(statement):
        if siblings_after(source, here):
            return True
        if isinstance(above, (cst.FunctionDef, cst.ClassDef)):
            return False
        here = above
    return False


def is_set_before(source: Source, statement: cst.CSTNode, target: str) -> bool:
    """Whether something has a value already when a statement begins: a parameter, or assigned above it."""
    function = function_of(source, statement)
    bound = source.scopes.own(function).bindings.get(target, ()) if function else ()
    if any(binding.kind is BindingKind.PARAMETER for binding in bound):
        return True
    if len(bound) == 1 and target in targets(statement):
        return False
    here = statement
    for above in source.ancestors(statement):
        if any(target in targets(earlier) for earlier in siblings_before(source, here)):
            return True
        if isinstance(above, (cst.FunctionDef, cst.ClassDef, cst.Module)):
            return False
        here = above
    return False


def is_asked_for_after(source: Source, statement: cst.CSTNode, target: str) -> bool:
    """Whether anything behind a statement may look at a target; of what is not the function's own, anybody may."""
    function = function_of(source, statement)
    if "." in target or function is None or target not in source.scopes.own(function).bindings:
        return True
    here = statement
    for above in source.ancestors(statement):
        if isinstance(above, cst.IndentedBlock):
            loops = isinstance(source.parent(above), (cst.For, cst.While))
            near = (*siblings_after(source, here), *(siblings_before(source, here) if loops else ()))
            if any(target in spelled(other) and target not in targets(other) for other in near):
                return True
        if above is function:
            return False
        here = above
    return False


def is_needed_by_next(source: Source, statement: cst.CSTNode, target: str) -> bool:
    """Whether one of the statements behind this one in its block reads a target before any gives it a value."""
    for following in siblings_after(source, statement):
        if target in targets(following):
            return False
        if target in spelled(following):
            return True
    return False
