"""What tells how an attempt went, or that it was the last: a flag, a check after the loop, what was tried before."""

from __future__ import annotations

import libcst as cst

from amends.facts.fallbacks import failed_before
from amends.source import Source, dotted, last_name
from amends_codemods.swallowed_exception import reading
from amends_codemods.swallowed_exception.detector import Swallowed, small_statements
from amends_codemods.swallowed_exception.logs.logger_names import LEVELS
from amends_codemods.swallowed_exception.places import (
    function_of,
    loops_of,
    own_nodes,
    siblings_after,
    siblings_before,
)
from amends_codemods.swallowed_exception.weighing import outlook
from amends_codemods.swallowed_exception.weighing.deeds import is_neutral, verb
from amends_codemods.swallowed_exception.words import ASKING, PROBING, TESTS, words

_BOTH = frozenset({"True", "False"})
_TELLING = frozenset({"print", "print_exc", *LEVELS})


def is_second(source: Source, swallowed: Swallowed) -> bool:
    """Whether this is the last attempt at what has failed already, and nobody hears of the failure either."""
    first = failed_before(source, swallowed.tried)
    if first is None:
        return False
    before = siblings_before(source, swallowed.tried)
    handler = source.enclosing(swallowed.tried, cst.ExceptHandler)
    raises = handler is not None and _raises(handler.body)
    is_told = raises or any(_TELLING.intersection(reading.called(each)) for each in before)
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
    flags = _flags(swallowed)
    return bool(flags) and all(
        outlook.is_set_before(source, swallowed.tried, flag)
        and outlook.is_asked_for_after(source, swallowed.tried, flag)
        and not only_reports(source, swallowed, flag)
        for flag in flags
    )


def only_reports(source: Source, swallowed: Swallowed, flag: str) -> bool:
    """Whether something was to be done, and a flag reports that it was: nothing else is done where it was not."""
    does = (name for name in reading.called_for_effect(swallowed.tried.body) if not is_neutral(name))
    if flag not in _flags(swallowed) or all(TESTS.union(PROBING).intersection(verb(name)) for name in does):
        return False
    function = function_of(source, swallowed.handler)
    if function is not None and ASKING.intersection(words(function.name.value)):
        return False
    checks = (node for each in siblings_after(source, swallowed.tried) for node in own_nodes(each))
    return not any(isinstance(each, (cst.If, cst.IfExp)) and _decides(each, flag) for each in checks)


def _decides(check: cst.If | cst.IfExp, flag: str) -> bool:
    """Whether something is done where a flag is not set."""
    return flag in reading.spelled(check.test) and (dotted(check.test) is None or check.orelse is not None)


def _flags(swallowed: Swallowed) -> tuple[str, ...]:
    *_, last = small_statements(swallowed.tried.body)
    is_flag = isinstance(last, cst.Assign) and isinstance(last.value, cst.Name) and last.value.value in _BOTH
    return reading.targets(last) if is_flag else ()


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
