"""Where a try statement stands and what follows it: each sign a question about the statement."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice, takewhile

import libcst as cst

from amends.source import Source, last_name
from amends_codemods.swallowed_exception import reading
from amends_codemods.swallowed_exception.detector import Swallowed, Tried, small_statements
from amends_codemods.swallowed_exception.places import (
    function_of,
    functions_of,
    lends,
    loops_of,
    siblings_after,
    siblings_before,
)
from amends_codemods.swallowed_exception.weighing import outlook
from amends_codemods.swallowed_exception.weighing.attempts import only_reports
from amends_codemods.swallowed_exception.weighing.deeds import is_neutral
from amends_codemods.swallowed_exception.words import (
    ASKING,
    CANDIDATES,
    CLICKS,
    FAILURES,
    FINDING_OUT,
    HANDLES_ERRORS,
    LENIENT,
    SPEAKING_OF,
    SUPPRESSING,
    TEARDOWN,
    TESTS,
    words,
)

_MANY = 3


def in_finally(source: Source, swallowed: Swallowed) -> bool:
    """Whether this stands in a finally."""
    return outlook.stands_in(source, swallowed.tried, cst.Finally)


def in_handler(source: Source, swallowed: Swallowed) -> bool:
    """Whether another exception is being handled."""
    return outlook.stands_in(source, swallowed.tried, cst.ExceptHandler, cst.ExceptStarHandler)


def in_teardown(source: Source, swallowed: Swallowed) -> bool:
    """Whether the function around is there to clean up, or to do so after it has lent something out."""
    function = function_of(source, swallowed.handler)
    if function is None:
        return False
    name = words(function.name.value)
    tears_down = bool(TEARDOWN.intersection(name)) and not SPEAKING_OF.intersection(name[:1])
    return tears_down or (
        lends(function) and any(reading.yields(each) for each in siblings_before(source, swallowed.tried))
    )


def answers_inside(source: Source, swallowed: Swallowed) -> bool:
    """Whether a return or break in the try makes what follows the second choice."""
    if not reading.leaves(swallowed.tried.body) and not _ends_with_continue(swallowed):
        follows = any(loops_of(source, swallowed.handler)) or outlook.something_follows(source, swallowed.tried)
        return reading.returns(swallowed.tried.body) and follows
    return any(loops_of(source, swallowed.handler)) or outlook.something_follows(source, swallowed.tried)


def _ends_with_continue(swallowed: Swallowed) -> bool:
    """Whether the last thing that the try does is to go on with the loop, and only the try does so."""
    return not _goes_on(swallowed) and reading.goes_on(swallowed.tried.body.body[-1])


def _goes_on(swallowed: Swallowed) -> bool:
    """Whether the handler itself goes on with the loop, so that nothing else is done for what failed."""
    return isinstance(swallowed.last, cst.Continue)


def takes_first(source: Source, swallowed: Swallowed) -> bool:
    """Whether a loop goes on to the next after a failure, and ends after the first success."""
    loop = next(loops_of(source, swallowed.handler), None)
    last = siblings_after(source, swallowed.tried)[-1:]
    if isinstance(loop, cst.While):
        last = tuple(each for each in last if isinstance(each, cst.SimpleStatementLine))
    return loop is not None and any(reading.leaves(each) and _is_about(swallowed, each) for each in last)


def _is_about(swallowed: Swallowed, statement: cst.CSTNode) -> bool:
    """Whether a statement is no question, or one about what the try has found."""
    if not isinstance(statement, cst.If):
        return True
    return not reading.spelled(statement.test).isdisjoint(reading.targets(swallowed.tried.body))


def nothing_but_none_follows(source: Source, swallowed: Swallowed) -> bool:
    """Whether the function, which would have returned what the try found, then returns None or False."""
    if not reading.leaves(swallowed.tried.body):
        return False
    doing = (each for each in siblings_after(source, swallowed.tried) if not reading.only_tells(each))
    after = list(islice(doing, 2))
    return not swallowed.has_else and len(after) == 1 and reading.returns_nothing(after[0])


def has_default(source: Source, swallowed: Swallowed) -> bool:
    """Whether what the try sets has a value already."""
    return any(_defaulted(source, swallowed))


def _defaulted(source: Source, swallowed: Swallowed) -> Iterator[str]:
    """Yield what the try sets that has a value already, and is asked for later."""
    skipped = next(loops_of(source, swallowed.handler), None) if _goes_on(swallowed) else None
    behind = skipped or swallowed.tried
    for target in reading.replaced(swallowed.tried.body):
        is_default = outlook.is_set_before(source, behind, target) and not only_reports(source, swallowed, target)
        if is_default and outlook.is_asked_for_after(source, behind, target):
            yield target


def default_is_nothing(source: Source, swallowed: Swallowed) -> bool:
    """Whether what the try sets was None or empty before."""
    defaults = set(_defaulted(source, swallowed))
    if not defaults:
        return False
    before = siblings_before(source, swallowed.tried)
    return defaults <= frozenset[str]().union(*(outlook.set_to_nothing(source, each) for each in before))


def lacks_value(source: Source, swallowed: Swallowed) -> bool:
    """Whether what follows needs a name that has no value if the try fails."""
    if _goes_on(swallowed):
        return False
    unset = (t for t in reading.targets(swallowed.tried.body) if not outlook.is_set_before(source, swallowed.tried, t))
    return any("." not in target and outlook.is_needed_by_next(source, swallowed.tried, target) for target in unset)


def asked_after(source: Source, swallowed: Swallowed) -> bool:
    """Whether the next statement looks whether the try has set something, and does something else if not."""
    following = next(iter(siblings_after(source, swallowed.tried)), None)
    if not isinstance(following, cst.If) or _goes_on(swallowed):
        return False
    if following.orelse is None and isinstance(following.test, (cst.Name, cst.Attribute)):
        return False
    asked = reading.spelled(following.test)
    return any(
        target in asked and ("." in target or outlook.is_set_before(source, swallowed.tried, target))
        for target in reading.targets(swallowed.tried.body)
    )


def next_attempt(source: Source, swallowed: Swallowed) -> bool:
    """Whether the next statement tries to get the same."""
    following = next(iter(siblings_after(source, swallowed.tried)), None)
    if not isinstance(following, (cst.Try, cst.TryStar)):
        return False
    same = set(reading.targets(swallowed.tried.body)) & set(reading.targets(following.body))
    return bool(same) or (reading.leaves(swallowed.tried.body) and reading.leaves(following.body))


def offers_elsewhere(source: Source, swallowed: Swallowed) -> bool:
    """Whether the statement beside this one tries to give the same value to something else."""
    offered = _offered(swallowed.tried)
    before, after = siblings_before(source, swallowed.tried), siblings_after(source, swallowed.tried)
    beside = (_offered(each) for each in (*before[-1:], *after[:1]) if isinstance(each, (cst.Try, cst.TryStar)))
    return offered is not None and any(other is not None and offered.deep_equals(other) for other in beside)


def _offered(tried: Tried) -> cst.Name | None:
    """Return the name whose value is given to something, as it is or converted, if nothing else is tried."""
    statements = tuple(small_statements(tried.body))
    value = statements[0].value if len(statements) == 1 and isinstance(statements[0], cst.Assign) else None
    if isinstance(value, cst.Call) and len(value.args) == 1 and last_name(value.func) in TESTS:
        value = value.args[0].value
    return value if isinstance(value, cst.Name) else None


def last_attempt(source: Source, swallowed: Swallowed) -> bool:
    """Whether the statement before is an attempt that would have left just as this one."""
    before = siblings_before(source, swallowed.tried)[-1:]
    return reading.leaves(swallowed.tried.body) and any(
        isinstance(each, (cst.Try, cst.TryStar)) and reading.leaves(each.body) for each in before
    )


def tries_until(source: Source, swallowed: Swallowed) -> bool:
    """Whether the loop goes on until the try has set what it asks for."""
    loop = next(loops_of(source, swallowed.handler), None)
    if not isinstance(loop, cst.While):
        return False
    return not reading.spelled(loop.test).isdisjoint(reading.targets(swallowed.tried.body))


def goes_through_candidates(source: Source, swallowed: Swallowed) -> bool:
    """Whether the loop goes through candidates, or they are collected."""
    loops = [loop for loop in loops_of(source, swallowed.handler) if isinstance(loop, cst.For)]
    looped = (name for loop in loops for name in reading.spelled(loop.iter))
    names = (*reading.called_for_effect(swallowed.tried.body), *looped)
    written = any(isinstance(loop.iter, (cst.List, cst.Tuple)) for loop in loops)
    clicks = written and not CLICKS.isdisjoint(reading.called(swallowed.tried.body))
    return clicks or any(CANDIDATES.intersection(words(name)) for name in names)


def one_of_many(source: Source, swallowed: Swallowed) -> bool:
    """Whether the statements right beside this one try to set other fields of the same thing, one each."""
    whose = _only_field(swallowed.tried)
    before, after = siblings_before(source, swallowed.tried), siblings_after(source, swallowed.tried)
    alike = [list(takewhile(lambda each: _only_field(each) == whose, side)) for side in (reversed(before), after)]
    return whose != "" and sum(map(len, alike)) + 1 >= _MANY


def _only_field(tried: cst.CSTNode) -> str:
    """Return whose field or entry the only statement in a try sets; nothing where it does something else."""
    statements = tuple(small_statements(tried.body)) if isinstance(tried, (cst.Try, cst.TryStar)) else ()
    assign = statements[0] if len(statements) == 1 else None
    target = assign.targets[0].target if isinstance(assign, cst.Assign) else None
    return last_name(target.value) if isinstance(target, (cst.Attribute, cst.Subscript)) else ""


def has_else(_source: Source, swallowed: Swallowed) -> bool:
    """Whether what needs the success stands in an else."""
    return swallowed.has_else


def means_to_fail(_source: Source, swallowed: Swallowed) -> bool:
    """Whether what is tried is to fail: where it does not, something is raised right after it."""
    *others, last = small_statements(swallowed.tried.body)
    return bool(others) and isinstance(last, cst.Raise)


def function_asks(source: Source, swallowed: Swallowed) -> bool:
    """Whether the name of the function is a question, and it has an answer in which the try has a say."""
    function = function_of(source, swallowed.handler)
    if function is None or not ASKING.intersection(words(function.name.value)) or not reading.answers(function.body):
        return False
    return not all(map(_only_does, small_statements(swallowed.tried.body)))


def _only_does(statement: cst.CSTNode) -> bool:
    """Whether a statement calls something for its effect, and tells nothing by it."""
    done = reading.called_for_effect(statement) if isinstance(statement, cst.Expr) else ()
    return bool(done) and not any(map(is_neutral, done))


def function_finds_out(source: Source, swallowed: Swallowed) -> bool:
    """Whether the function is there to find out what there is."""
    function = function_of(source, swallowed.handler)
    return function is not None and not FINDING_OUT.isdisjoint(words(function.name.value)[:1])


def function_suppresses(source: Source, swallowed: Swallowed) -> bool:
    """Whether the name of the function says that it lets no failure out."""
    return any(SUPPRESSING.intersection(words(each.name.value)) for each in functions_of(source, swallowed.handler))


def is_on_purpose(_source: Source, swallowed: Swallowed) -> bool:
    """Whether somebody has written that failures are suppressed, rather than nothing where something belongs."""
    return isinstance(swallowed.tried, cst.With)


def is_asked_to(source: Source, swallowed: Swallowed) -> bool:
    """Whether this is only done where failures are to be ignored, as a condition around it says."""
    block = source.parent(swallowed.tried)
    branch = source.parent(block) if isinstance(block, cst.IndentedBlock) else None
    if not isinstance(branch, cst.If) or branch.body is not block or isinstance(branch.test, cst.UnaryOperation):
        return False
    said = [set(words(name.rpartition(".")[2])) for name in reading.spelled(branch.test)]
    return any(each & LENIENT and each & FAILURES for each in said)


def function_handles_errors(source: Source, swallowed: Swallowed) -> bool:
    """Whether the function is there to deal with an exception."""
    function = function_of(source, swallowed.handler)
    name = set(words(function.name.value)) if function else set[str]()
    return any(handling <= name for handling in HANDLES_ERRORS)


def is_closed_early(_source: Source, swallowed: Swallowed) -> bool:
    """Whether the closing of the generator is caught as well."""
    return reading.yields(swallowed.tried.body) and swallowed.catch.takes_exits
