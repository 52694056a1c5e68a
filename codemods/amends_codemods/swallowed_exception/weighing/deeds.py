"""What is done in a try statement, and whether its failure is a loss: each a question about the statement."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from amends.source import MISSING, Source, dotted
from amends_codemods.swallowed_exception import reading
from amends_codemods.swallowed_exception.detector import Swallowed, small_statements
from amends_codemods.swallowed_exception.places import function_of, lends, loops_of, siblings_after, siblings_before
from amends_codemods.swallowed_exception.weighing import subjects
from amends_codemods.swallowed_exception.words import (
    CLEANUP,
    CLEANUP_CALLS,
    DISPOSABLE,
    LOOKUPS,
    MAKING,
    NEUTRAL,
    OF_REQUESTS,
    PROBING,
    REMOVAL,
    SERVICES,
    TAKING,
    TESTS,
    WORK,
    words,
)


def cleans_up(_source: Source, swallowed: Swallowed) -> bool:
    """Whether all that is done for its effect is cleanup."""
    return _is_cleanup(swallowed, CLEANUP)


def removes(source: Source, swallowed: Swallowed) -> bool:
    """Whether something is removed that may be gone already."""
    return not cleans_up(source, swallowed) and _is_cleanup(swallowed, CLEANUP | REMOVAL)


def makes_room(source: Source, swallowed: Swallowed) -> bool:
    """Whether something is removed so that it can be made anew, or is lent out unused."""
    if not (removes(source, swallowed) or cleans_up(source, swallowed)):
        return False
    function = function_of(source, swallowed.handler)
    if function is None or lends(function):
        return function is not None
    owners = {_owner(call) for call in _calls(swallowed.tried.body)} - {()}
    made = (call for following in siblings_after(source, swallowed.tried) for call in _calls(following))
    return any(_owner(call) in owners and MAKING.intersection(verb(reading.dotted_callee(call))) for call in made)


def _calls(suite: cst.CSTNode) -> Iterator[cst.Call]:
    return (node for node in reading.own_nodes(suite) if isinstance(node, cst.Call))


def _owner(call: cst.Call) -> tuple[str, ...]:
    """Return the names in front of the first method: of `self.volumes.get(name).remove()` self and volumes."""
    names: list[str] = []
    here: cst.BaseExpression = call
    while isinstance(here, (cst.Attribute, cst.Call)):
        if isinstance(here, cst.Call):
            names, here = [], here.func
        else:
            names, here = [*names, here.attr.value], here.value
    return (here.value, *reversed(names[1:])) if isinstance(here, cst.Name) and names else ()


def _is_cleanup(swallowed: Swallowed, verbs: frozenset[str]) -> bool:
    done = [deed for deed in reading.deeds(swallowed.tried.body) if not is_neutral(deed.name)]
    return bool(done) and all(deed.name in CLEANUP_CALLS or _undoes(deed, verbs) for deed in done)


def _undoes(deed: reading.Deed, verbs: frozenset[str]) -> bool:
    does = frozenset(verb(deed.name))
    if _gives_back(deed):
        return True
    disposes = bool(REMOVAL & does) and bool(DISPOSABLE.intersection(words(deed.name)))
    return disposes or (bool(verbs & does) and subjects.is_own(deed, verbs & does))


def _gives_back(deed: reading.Deed) -> bool:
    """Whether a process is sent a signal, or a variable of the context set back to what a token stands for."""
    resets = verb(deed.name) == ("reset",) and len(deed.given) == 1 and "token" in words(deed.given[0])
    return resets or verb(deed.name) == ("send", "signal")


def is_neutral(name: str) -> bool:
    """Whether a call of that name goes along with others without being work of its own."""
    return NEUTRAL.issuperset(verb(name)) or reading.tells(name)


def verb(name: str) -> tuple[str, ...]:
    """Return the words of the last part of a dotted name, which says what is done."""
    return words(name.rpartition(".")[2])


def waits_for_the_end(source: Source, swallowed: Swallowed) -> bool:
    """Whether nothing is done but to wait for a task that may have been cancelled."""
    lines = swallowed.tried.body.body
    if len(lines) != 1 or reading.called(swallowed.tried.body):
        return False
    awaits = any(isinstance(node, cst.Await) for node in reading.own_nodes(lines[0]))
    others = (h.type for h in swallowed.handlers if h.type is not None and h is not swallowed.handler)
    told = any("cancel" in reading.called(each) for each in siblings_before(source, swallowed.tried))
    return awaits and (told or any("CancelledError" in " ".join(reading.spelled(caught)) for caught in others))


def only_asks(source: Source, swallowed: Swallowed) -> bool:
    """Whether the try does nothing but ask, guess and calculate."""
    body = swallowed.tried.body
    done = [name for name in reading.called_for_effect(body) if not is_neutral(name)]
    if works(source, swallowed) or not TESTS.issuperset(done) or _is_told(body):
        return False
    asking = [name for name in reading.called(body) if not is_neutral(name)]
    if not asking and (collects(body) or any(subjects.grows_elsewhere(source, deed) for deed in reading.deeds(body))):
        return False
    if any(map(subjects.takes_too_few, reading.deeds(body))):
        return False
    return all(PROBING.intersection(words(name)) for name in asking) and (bool(asking) or _reads_only(swallowed))


def names_only(source: Source, swallowed: Swallowed) -> bool:
    """Whether nothing is done but to name something that not every Python has, `range = xrange`, or a constant."""
    statements = tuple(small_statements(swallowed.tried.body))
    assigned = (target.target for each in statements if isinstance(each, cst.Assign) for target in each.targets)
    return all(isinstance(target, cst.Name) for target in assigned) and all(
        isinstance(each, (cst.Assign, cst.Expr))
        and (isinstance(each.value, cst.Name) or source.constant(each.value) is not MISSING)
        for each in statements
    )


def tries_out(_source: Source, swallowed: Swallowed) -> bool:
    """Whether nothing is wanted of what is called but that it succeeds: it goes to a name that says so."""
    statements = tuple(small_statements(swallowed.tried.body))
    assigned = [target.target for each in statements if isinstance(each, cst.Assign) for target in each.targets]
    return len(assigned) == len(statements) and all(dotted(target) == "_" for target in assigned)


def only_decides(_source: Source, swallowed: Swallowed) -> bool:
    """Whether nothing depends on the try but whether the loop or the function goes on here."""
    statements = swallowed.tried.body.body
    asked = statements[0] if len(statements) == 1 else None
    if not isinstance(asked, cst.If) or asked.orelse is not None:
        return False
    return all(isinstance(each, (cst.Continue, cst.Break, cst.Pass)) for each in small_statements(asked.body))


def reads_arguments(source: Source, swallowed: Swallowed) -> bool:
    """Whether an argument of the command line is read that the user may have left out."""
    nodes = reading.own_nodes(swallowed.tried.body)
    taken = (node.value for node in nodes if isinstance(node, cst.Subscript))
    return any("sys.argv" in source.names(each) for each in taken) and not works(source, swallowed)


def waits_in_a_loop(source: Source, swallowed: Swallowed) -> bool:
    """Whether a loop takes, for a while or not at all, what may not have come yet, before it does anything."""
    first = next(iter(small_statements(swallowed.tried.body)), None)
    taken = first.value if isinstance(first, (cst.Assign, cst.Expr)) else None
    taken = taken.expression if isinstance(taken, cst.Await) else taken
    in_loop = any(isinstance(loop, cst.While) for loop in loops_of(source, swallowed.handler))
    is_caught_before = any(swallowed.handler is handler for handler in swallowed.handlers[1:])
    if not in_loop or is_caught_before or not isinstance(taken, cst.Call):
        return False
    does = set(verb(reading.dotted_callee(taken)))
    limited = any(arg.keyword is not None and arg.keyword.value == "timeout" for arg in taken.args)
    return bool(TAKING & does) and (limited or "nowait" in does)


def decodes_records(source: Source, swallowed: Swallowed) -> bool:
    """Whether what a loop goes through is decoded piece by piece: what is no JSON there is a piece that is lost."""
    pieces = {n for loop in loops_of(source, swallowed.handler) for n in reading.targets_of_loop(loop)}
    loaded = (call for call in _calls(swallowed.tried.body) if verb(reading.dotted_callee(call)) == ("loads",))
    return any(not pieces.isdisjoint(reading.spelled(arg.value)) for call in loaded for arg in call.args[:1])


def _is_told(body: cst.BaseSuite) -> bool:
    """Whether what is asked for is put into an object, but for items that are handed on and may be missing."""
    assigned = [node.value for node in reading.own_nodes(body) if isinstance(node, cst.Assign)]
    hands_on = not reading.called(body) and all(isinstance(value, cst.Subscript) for value in assigned)
    return reading.changes_something(body) and (reading.sets_items(body) or not hands_on)


def collects(body: cst.BaseSuite) -> bool:
    """Whether a block collects something in a loop."""
    loops = any(isinstance(node, (cst.For, cst.While)) for node in reading.own_nodes(body))
    return loops and bool({"add", "append", "extend", "update"}.intersection(reading.called(body)))


def _reads_only(swallowed: Swallowed) -> bool:
    nodes = reading.own_nodes(swallowed.tried.body)
    return any(isinstance(node, (cst.Subscript, cst.Attribute)) for node in nodes)


def works(_source: Source, swallowed: Swallowed) -> bool:
    """Whether something is done whose failure is a loss."""
    body = swallowed.tried.body
    if any(verb(deed.name) == ("insert",) and subjects.takes_too_few(deed) for deed in reading.deeds(body)):
        return True
    return any(_is_work(reading.dotted_callee(call)) or _is_request(call) for call in _calls(body))


def _is_request(call: cst.Call) -> bool:
    named = {argument.keyword.value for argument in call.args if argument.keyword is not None}
    return verb(reading.dotted_callee(call)) in {("get",), ("head",)} and bool(OF_REQUESTS & named)


def _is_work(name: str) -> bool:
    if reading.tells(name):
        return False
    *receiver, last = name.split(".")
    does = words(last)
    gets = does[:1] == ("get",) and not {"or", "and"}.intersection(does)  # get_handle handles nothing
    if not gets and does[:2] not in LOOKUPS and WORK.intersection(does):
        return True
    return any(SERVICES.intersection(words(part)[-1:]) for part in receiver)


def callees(swallowed: Swallowed) -> Iterator[str]:
    """Yield what the try calls, with the names in front of it."""
    return (reading.dotted_callee(call) for call in _calls(swallowed.tried.body))
