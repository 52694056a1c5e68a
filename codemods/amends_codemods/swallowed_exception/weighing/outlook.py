"""What stands around a try statement: what has a value before it, and what is done with that behind it."""

from __future__ import annotations

import libcst as cst

from amends.facts.remembering import remembered
from amends.source import BindingKind, Source
from amends_codemods.swallowed_exception import reading
from amends_codemods.swallowed_exception.places import function_of, siblings_after, siblings_before


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
    if len(bound) == 1 and target in _targets(source, statement):
        return False
    here = statement
    for above in source.ancestors(statement):
        if any(target in _targets(source, earlier) for earlier in siblings_before(source, here)):
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
            if any(target in _spelled(source, other) and target not in _targets(source, other) for other in near):
                return True
        if above is function:
            return False
        here = above
    return False


def is_needed_by_next(source: Source, statement: cst.CSTNode, target: str) -> bool:
    """Whether one of the statements behind this one in its block reads a target before any gives it a value."""
    for following in siblings_after(source, statement):
        if target in _targets(source, following):
            return False
        if target in _spelled(source, following):
            return True
    return False


@remembered
def set_to_nothing(source: Source, statement: cst.CSTNode) -> frozenset[str]:
    """Return what a statement sets to None, False or something empty, if it sets nothing else."""
    return _targets(source, statement) if reading.assigns_nothing(statement) else frozenset()


@remembered
def _targets(_source: Source, statement: cst.CSTNode) -> frozenset[str]:
    return frozenset(reading.targets(statement))


@remembered
def _spelled(_source: Source, statement: cst.CSTNode) -> frozenset[str]:
    return reading.spelled(statement)
