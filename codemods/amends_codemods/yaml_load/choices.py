"""Tells where the code itself chooses between a safe load and one that builds objects, as its user asks for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import libcst as cst

from amends.segments import segments
from amends.source import BindingKind, Source, descend
from amends_codemods.yaml_load.detector import Load, is_plainly_safe, loads
from amends_codemods.yaml_load.loaders import SAFE_FUNCTIONS

_TRUST = frozenset({"unsafe", "insecure", "trusted", "trust"})
_ABOUT_LIBRARY = frozenset({"yaml", "pyyaml", "ruamel", "version", "hasattr"})
_LEAVING = (cst.Return, cst.Raise, cst.Continue, cst.Break)


def is_chosen(source: Source, load: Load) -> bool:
    """Whether a condition asks for this load, or its loader, instead of a safe one."""
    return _picks_loader(source, load) or is_in_chosen_branch(source, load.site.call, _safe_loads(source, load))


def is_in_chosen_branch(source: Source, node: cst.CSTNode, others: Sequence[cst.CSTNode]) -> bool:
    """Whether a condition leads to a node that leads to one of the others if it fails, or that speaks of trust."""
    for test, instead in _alternatives(source, node):
        words = set(_words(source, test))
        if not words.isdisjoint(_TRUST):
            return True
        is_there = any(block is other or block in source.ancestors(other) for block in instead for other in others)
        if is_there and words.isdisjoint(_ABOUT_LIBRARY):
            return True
    return False


def is_picked_function(source: Source, function: cst.BaseExpression) -> bool:
    """Whether a condition picks a load function, `unsafe_load if trusted else safe_load`, instead of a safe one."""
    picked = source.parent(function)
    others = (picked.body, picked.orelse) if isinstance(picked, cst.IfExp) else ()
    safe = [other for other in others if source.names(other) & frozenset(SAFE_FUNCTIONS)]
    return is_in_chosen_branch(source, function, safe)


def branches(source: Source, expression: cst.BaseExpression) -> tuple[cst.BaseExpression, ...]:
    """Return what a conditional expression chooses between, or the expression itself; by way of a name as well."""
    value = source.value(expression) if isinstance(expression, cst.Name) else None
    chosen = value if isinstance(value, cst.IfExp) else expression
    return (chosen.body, chosen.orelse) if isinstance(chosen, cst.IfExp) else (chosen,)


def _picks_loader(source: Source, load: Load) -> bool:
    """Whether `A if condition else B`, or an if statement, asks for an unsafe loader or for a safe one."""
    names = {origin.loader.name for origin in load.origins if origin.loader}
    replaced = {origin.loader.safe for origin in load.origins if origin.loader and origin.is_unsafe}
    if load.loader is None or names.isdisjoint(replaced):
        return False
    return len(branches(source, load.loader.value)) > 1 or _is_set_by_condition(source, load.loader.value)


def _is_set_by_condition(source: Source, loader: cst.BaseExpression) -> bool:
    """Whether a name is set in an if statement, rather than in a try that asks what the library has."""
    bindings = source.bindings(loader) if isinstance(loader, cst.Name) else ()
    places = (source.enclosing(b.node, cst.If, cst.Try) for b in bindings if b.kind is BindingKind.ASSIGNMENT)
    tests = [place.test for place in places if isinstance(place, cst.If)]
    return bool(tests) and all(_ABOUT_LIBRARY.isdisjoint(_words(source, test)) for test in tests)


def _safe_loads(source: Source, load: Load) -> Sequence[cst.Call]:
    """Return the safe loads of the same stream, and of as many documents."""
    stream = load.site.argument("stream", 0)
    if stream is None:
        return ()
    plainly = (other.site for other in loads(source) if is_plainly_safe(other))
    sites = (*source.calls(*SAFE_FUNCTIONS), *plainly)
    code = source.code(stream.value)
    alike = (site for site in sites if site.name.endswith("_all") == load.row.name.endswith("_all"))
    return [site.call for site in alike if (arg := site.argument("stream", 0)) and source.code(arg.value) == code]


def _alternatives(source: Source, node: cst.CSTNode) -> Iterator[tuple[cst.BaseExpression, Sequence[cst.CSTNode]]]:
    """Yield the tests on which it depends that a node is reached, and what is reached otherwise."""
    inner = node
    for above in source.ancestors(node):
        if isinstance(above, (cst.FunctionDef, cst.Lambda, cst.ClassDef)):
            return
        if isinstance(above, cst.IfExp) and inner is not above.test:
            yield above.test, (above.orelse if inner is above.body else above.body,)
        elif isinstance(above, cst.If) and inner is not above.test:
            yield above.test, _otherwise(source, above, inner)
        elif isinstance(above, (cst.IndentedBlock, cst.Module)) and isinstance(inner, cst.BaseStatement):
            yield from _left_before(above.body, inner)
        inner = above


def _otherwise(source: Source, chosen: cst.If, branch: cst.CSTNode) -> Sequence[cst.CSTNode]:
    if branch is not chosen.body:
        return (chosen.body,)
    if chosen.orelse is not None:
        return (chosen.orelse,)
    block = source.parent(chosen)
    statements = list(block.body) if isinstance(block, (cst.IndentedBlock, cst.Module)) else []
    return statements[statements.index(chosen) + 1 :] if chosen in statements and _leaves(chosen.body) else ()


def _left_before(
    block: Sequence[cst.BaseStatement | cst.BaseSmallStatement], statement: cst.BaseStatement
) -> Iterator[tuple[cst.BaseExpression, Sequence[cst.CSTNode]]]:
    """Yield the tests above a statement in its block which, where they hold, lead away from it."""
    for earlier in block:
        if earlier is statement:
            return
        if isinstance(earlier, cst.If) and earlier.orelse is None and _leaves(earlier.body):
            yield earlier.test, (earlier.body,)


def _leaves(body: cst.BaseSuite) -> bool:
    last = body.body[-1] if body.body else None
    return isinstance(last.body[-1] if isinstance(last, cst.SimpleStatementLine) else last, _LEAVING)


def _words(source: Source, test: cst.BaseExpression) -> Iterator[str]:
    """Yield the words of the names and the texts in a test, in lower case."""
    for node in descend(test):
        if isinstance(node, cst.Name):
            yield from segments(node.value)
        elif isinstance(node, cst.SimpleString) and isinstance(text := source.constant(node), str):
            yield from segments(text)
