"""What tells how an attempt went, or that it was the last: a flag, a check after the loop, what was tried before."""

from __future__ import annotations

import libcst as cst

from amends.fallbacks import failed_before
from amends.source import Source, dotted
from amends_codemods.swallowed_exception import outlook, reading
from amends_codemods.swallowed_exception.detector import Swallowed, small_statements
from amends_codemods.swallowed_exception.logger_names import LEVELS
from amends_codemods.swallowed_exception.places import last_name, loops_of, own_nodes, siblings_after, siblings_before

_FLAGS = frozenset({"True", "False"})
_TELLING = frozenset({"print", "print_exc", *LEVELS})


def is_second(source: Source, swallowed: Swallowed) -> bool:
    """Whether this is the last attempt at what has failed already, and nobody hears of the failure either."""
    first = failed_before(source, swallowed.tried)
    if first is None:
        return False
    before = siblings_before(source, swallowed.tried)
    is_told = any(_TELLING.intersection(reading.called(each)) for each in before) or any(map(_raises, first.handlers))
    return not is_told and not _concerned(first.body).isdisjoint(_concerned(swallowed.tried.body))


def _concerned(block: cst.BaseSuite) -> set[str]:
    """Return what a block sets, and the variables that it hands to what it calls."""
    calls = (node for node in own_nodes(block) if isinstance(node, cst.Call))
    given = {arg.value.value for call in calls for arg in call.args if isinstance(arg.value, cst.Name)}
    return given | set(reading.targets(block))


def fails_if_none_succeeds(source: Source, swallowed: Swallowed) -> bool:
    """Whether a loop collects what succeeds, and the function raises behind it if that is nothing."""
    loop = next(loops_of(source, swallowed.handler), None)
    if loop is None:
        return False
    body = swallowed.tried.body
    items = (target.target for node in own_nodes(body) if isinstance(node, cst.Assign) for target in node.targets)
    filled = (dotted(item.value) or "" for item in items if isinstance(item, cst.Subscript))
    collected = set(map(_root, (*reading.called_for_effect(body), *reading.targets(body), *filled)))
    checks = (each for each in siblings_after(source, loop) if isinstance(each, cst.If))
    return any(_raises(each.body) and collected.intersection(map(_root, reading.spelled(each.test))) for each in checks)


def _root(name: str) -> str:
    return name.partition(".")[0]


def _raises(block: cst.CSTNode) -> bool:
    return any(isinstance(node, cst.Raise) for node in own_nodes(block))


def says_by_flag(source: Source, swallowed: Swallowed) -> bool:
    """Whether the last that is tried sets a flag, which had a value before: `is_there = True`."""
    *_, last = small_statements(swallowed.tried.body)
    if not isinstance(last, cst.Assign) or not isinstance(last.value, cst.Name) or last.value.value not in _FLAGS:
        return False
    flags = reading.targets(last)
    return all(
        outlook.is_set_before(source, swallowed.tried, flag)
        and outlook.is_asked_for_after(source, swallowed.tried, flag)
        for flag in flags
    )


def loses_record(source: Source, swallowed: Swallowed) -> bool:
    """Whether a loop goes on without what it could not make of one of those that it goes through."""
    loop = next(loops_of(source, swallowed.handler), None)
    if not isinstance(loop, cst.For) or not isinstance(swallowed.last, cst.Continue):
        return False
    made = set(reading.targets(swallowed.tried.body))
    kept = (node for each in siblings_after(source, swallowed.tried) for node in own_nodes(each))
    calls = (node for node in kept if isinstance(node, cst.Call) and last_name(node.func) in {"append", "add"})
    return any(isinstance(arg.value, cst.Name) and arg.value.value in made for call in calls for arg in call.args)


def in_test(source: Source, _swallowed: Swallowed) -> bool:
    """Whether a test goes on."""
    return source.context.is_test
