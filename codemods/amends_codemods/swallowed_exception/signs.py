"""The signs that tell a probe or cleanup from failed work, each a question about a try statement."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from amends.source import Source, dotted
from amends_codemods.swallowed_exception import reading
from amends_codemods.swallowed_exception.detector import Swallowed
from amends_codemods.swallowed_exception.places import function_of, loops_of, siblings_after
from amends_codemods.swallowed_exception.words import (
    ASKING,
    CLEANUP,
    HANDLES_ERRORS,
    IN_THE_WAY,
    MAKES_FOLDERS,
    NEUTRAL,
    PROBING,
    REMOVAL,
    REMOVES_FILES,
    SERVICES,
    SIDE_SHOW,
    STREAMS,
    SUPPRESSING,
    TEARDOWN,
    TESTS,
    TUNING,
    WORK,
    words,
)


def cleans_up(_source: Source, swallowed: Swallowed) -> bool:
    """Whether all that is done for its effect is cleanup."""
    return _is_cleanup(swallowed, CLEANUP)


def removes(source: Source, swallowed: Swallowed) -> bool:
    """Whether something is removed that may be gone already."""
    return not cleans_up(source, swallowed) and _is_cleanup(swallowed, CLEANUP | REMOVAL)


def _is_cleanup(swallowed: Swallowed, verbs: frozenset[str]) -> bool:
    done = reading.called_for_effect(swallowed.tried.body)
    doing = [name for name in done if not _is_neutral(name)]
    return bool(doing) and all(name in REMOVES_FILES or verbs.intersection(_verb(name)) for name in doing)


def _is_neutral(name: str) -> bool:
    return NEUTRAL.issuperset(_verb(name))


def _verb(name: str) -> tuple[str, ...]:
    """Return the words of the last part of a dotted name, which says what is done."""
    return words(name.rpartition(".")[2])


def in_finally(source: Source, swallowed: Swallowed) -> bool:
    """Whether this stands in a finally."""
    return reading.stands_in(source, swallowed.tried, cst.Finally)


def in_handler(source: Source, swallowed: Swallowed) -> bool:
    """Whether another exception is being handled."""
    return reading.stands_in(source, swallowed.tried, cst.ExceptHandler, cst.ExceptStarHandler)


def in_teardown(source: Source, swallowed: Swallowed) -> bool:
    """Whether the function around is there to clean up."""
    function = function_of(source, swallowed.handler)
    return function is not None and bool(TEARDOWN.intersection(words(function.name.value)))


def answers_inside(source: Source, swallowed: Swallowed) -> bool:
    """Whether a return or break in the try makes what follows the second choice."""
    if not reading.leaves(swallowed.tried.body, with_continue=not _goes_on(swallowed)):
        return reading.returns(swallowed.tried.body) and reading.something_follows(source, swallowed.tried)
    return any(loops_of(source, swallowed.handler)) or reading.something_follows(source, swallowed.tried)


def _goes_on(swallowed: Swallowed) -> bool:
    """Whether the handler itself goes on with the loop, so that nothing else is done for what failed."""
    return isinstance(swallowed.last, cst.Continue)


def takes_first(source: Source, swallowed: Swallowed) -> bool:
    """Whether a loop goes on to the next after a failure, and ends after the first success."""
    loop = next(loops_of(source, swallowed.handler), None)
    last = siblings_after(source, swallowed.tried)[-1:]
    if isinstance(loop, cst.While):
        last = tuple(each for each in last if isinstance(each, cst.SimpleStatementLine))
    return loop is not None and any(reading.leaves(each, with_continue=False) for each in last)


def nothing_but_none_follows(source: Source, swallowed: Swallowed) -> bool:
    """Whether the function then returns None or False, and nothing else."""
    after = siblings_after(source, swallowed.tried)
    return len(after) == 1 and reading.returns_nothing(after[0])


def has_default(source: Source, swallowed: Swallowed) -> bool:
    """Whether what the try sets has a value already."""
    targets = reading.replaced(swallowed.tried.body)
    skipped = next(loops_of(source, swallowed.handler), None) if _goes_on(swallowed) else None
    behind = skipped or swallowed.tried
    return any(
        reading.is_set_before(source, behind, target) and reading.is_asked_for_after(source, behind, target)
        for target in targets
    )


def lacks_value(source: Source, swallowed: Swallowed) -> bool:
    """Whether what follows needs a name that has no value if the try fails."""
    if _goes_on(swallowed):
        return False
    unset = (t for t in reading.targets(swallowed.tried.body) if not reading.is_set_before(source, swallowed.tried, t))
    return any("." not in target and reading.is_needed_by_next(source, swallowed.tried, target) for target in unset)


def asked_after(source: Source, swallowed: Swallowed) -> bool:
    """Whether the next statement looks whether the try has set something."""
    following = next(iter(siblings_after(source, swallowed.tried)), None)
    if not isinstance(following, cst.If) or _goes_on(swallowed):
        return False
    asked = reading.spelled(following.test)
    return any(
        target in asked and ("." in target or reading.is_set_before(source, swallowed.tried, target))
        for target in reading.targets(swallowed.tried.body)
    )


def next_attempt(source: Source, swallowed: Swallowed) -> bool:
    """Whether the next statement tries to get the same."""
    following = next(iter(siblings_after(source, swallowed.tried)), None)
    if not isinstance(following, (cst.Try, cst.TryStar)):
        return False
    same = set(reading.targets(swallowed.tried.body)) & set(reading.targets(following.body))
    return bool(same) or (reading.leaves(swallowed.tried.body) and reading.leaves(following.body))


def polls(source: Source, swallowed: Swallowed) -> bool:
    """Whether the loop around waits between its attempts."""
    return any("sleep" in reading.called(loop.body) for loop in loops_of(source, swallowed.handler))


def only_asks(source: Source, swallowed: Swallowed) -> bool:
    """Whether the try does nothing but ask, guess and calculate."""
    body = swallowed.tried.body
    done = [name for name in reading.called_for_effect(body) if not _is_neutral(name)]
    if works(source, swallowed) or not TESTS.issuperset(done) or reading.changes_something(body):
        return False
    asking = [name for name in reading.called(body) if not _is_neutral(name)]
    return all(PROBING.intersection(words(name)) for name in asking) and (bool(asking) or _reads_only(swallowed))


def _reads_only(swallowed: Swallowed) -> bool:
    nodes = reading.own_nodes(swallowed.tried.body)
    return any(isinstance(node, (cst.Subscript, cst.Attribute)) for node in nodes)


def imports(source: Source, swallowed: Swallowed) -> bool:
    """Whether something is imported that may be missing."""
    found = [n for n in reading.own_nodes(swallowed.tried.body) if isinstance(n, (cst.Import, cst.ImportFrom))]
    return bool(found) and not all(_is_there(source, statement) for statement in found)


def _is_there(source: Source, statement: cst.Import | cst.ImportFrom) -> bool:
    """Whether what is imported is surely installed: of this package, or of one that the module needs anyway."""
    if isinstance(statement, cst.ImportFrom) and statement.relative:
        return True
    needed = {root for line in source.module.body if isinstance(line, cst.SimpleStatementLine) for root in _roots(line)}
    return all(root in needed for root in _roots(statement))


def _roots(node: cst.CSTNode) -> Iterator[str]:
    """Yield the packages that are imported in a line."""
    for inner in reading.own_nodes(node):
        if isinstance(inner, cst.Import):
            yield from ((dotted(alias.name) or "").partition(".")[0] for alias in inner.names)
        elif isinstance(inner, cst.ImportFrom) and not inner.relative:
            yield reading.imported_from(inner).partition(".")[0]


def has_else(_source: Source, swallowed: Swallowed) -> bool:
    """Whether what needs the success stands in an else."""
    return swallowed.tried.orelse is not None


def function_asks(source: Source, swallowed: Swallowed) -> bool:
    """Whether the name of the function is a question."""
    function = function_of(source, swallowed.handler)
    return function is not None and bool(ASKING.intersection(words(function.name.value)))


def function_suppresses(source: Source, swallowed: Swallowed) -> bool:
    """Whether the name of the function says that it lets no failure out."""
    function = function_of(source, swallowed.handler)
    return function is not None and bool(SUPPRESSING.intersection(words(function.name.value)))


def function_handles_errors(source: Source, swallowed: Swallowed) -> bool:
    """Whether the function is there to deal with an exception."""
    function = function_of(source, swallowed.handler)
    name = set(words(function.name.value)) if function else set[str]()
    return any(handling <= name for handling in HANDLES_ERRORS)


def tunes(_source: Source, swallowed: Swallowed) -> bool:
    """Whether nothing is done but to set what not every system has."""
    done = [name for name in reading.called_for_effect(swallowed.tried.body) if not _is_neutral(name)]
    replaced = reading.targets(swallowed.tried.body)
    if not done and replaced:
        return STREAMS.issuperset(replaced)
    return bool(done) and all(TUNING.intersection(words(name)) for name in done)


def makes_folders(_source: Source, swallowed: Swallowed) -> bool:
    """Whether folders are made that may be there already."""
    done = reading.called_for_effect(swallowed.tried.body)
    return bool(done) and MAKES_FOLDERS.issuperset(done)


def clears_the_way(source: Source, swallowed: Swallowed) -> bool:
    """Whether something is clicked away that may not be there."""
    function = function_of(source, swallowed.handler)
    names = [*reading.spelled(swallowed.tried.body), function.name.value if function else ""]
    return any(IN_THE_WAY.intersection(words(name)) for name in names) and "click" in reading.called(
        swallowed.tried.body
    )


def is_about_processes(source: Source, swallowed: Swallowed) -> bool:
    """Whether processes are looked at that may end in the meantime."""
    looped = [reading.spelled(loop.iter) for loop in loops_of(source, swallowed.handler) if isinstance(loop, cst.For)]
    names = frozenset[str]().union(reading.spelled(swallowed.tried.body), *looped)
    return any(name.partition(".")[0] == "psutil" for name in names)


def is_closed_early(_source: Source, swallowed: Swallowed) -> bool:
    """Whether the closing of the generator is caught as well."""
    yields = any(isinstance(node, cst.Yield) for node in reading.own_nodes(swallowed.tried.body))
    return yields and swallowed.catch.takes_exits


def side_show(source: Source, swallowed: Swallowed) -> bool:
    """Whether this is about something that nobody depends on."""
    function = function_of(source, swallowed.handler)
    modules = [reading.imported_from(node) for node in reading.own_nodes(swallowed.tried.body)]
    names = [*_callees(swallowed), *modules, function.name.value if function else "", *source.context.path.parts]
    return any(SIDE_SHOW.intersection(words(name)) for name in names)


def works(_source: Source, swallowed: Swallowed) -> bool:
    """Whether something is done whose failure is a loss."""
    return any(_is_work(name) for name in _callees(swallowed))


def _is_work(name: str) -> bool:
    *receiver, verb = name.split(".")
    does = words(verb)
    gets = does[:1] == ("get",) and not {"or", "and"}.intersection(does)  # get_handle handles nothing
    if not gets and WORK.intersection(does):
        return True
    return any(SERVICES.intersection(words(part)[-1:]) for part in receiver)


def _callees(swallowed: Swallowed) -> Iterator[str]:
    for node in reading.own_nodes(swallowed.tried.body):
        if isinstance(node, cst.Call):
            yield reading.dotted_callee(node)
