"""Which calls run SQL text, through what object, and what tells which driver reads the placeholders."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import libcst as cst

from amends.source import Source, argument
from amends_codemods.sql_injection.databases.choice import Chooser
from amends_codemods.sql_injection.databases.drivers import DRIVERS
from amends_codemods.sql_injection.databases.interfaces import Driver, Kind, Method, Passing, Slot
from amends_codemods.sql_injection.databases.sinks import Sink
from amends_codemods.sql_injection.databases.verdicts import Ground, Verdict
from amends_codemods.sql_injection.databases.wrappers import Wrapper, calls_of, wrappers

__all__ = ["Ground", "Sink", "sinks"]

_ANY = frozenset(Kind)
_UNTOLD = (
    Method("execute", Slot(0, "sql"), Slot(1, "parameters"), _ANY),
    Method("executemany", Slot(0, "sql"), Slot(1, "parameters"), _ANY, many=True),
    Method("executescript", Slot(0, "sql_script"), None, _ANY),
)
_NAMES = frozenset(m.name for d in DRIVERS for m in d.methods if "." not in m.name) | {m.name for m in _UNTOLD}
_FUNCTIONS = {m.name: (d, m) for d in DRIVERS for m in d.methods if "." in m.name}
_SLOTS = [slot for d in DRIVERS for m in d.methods for slot in (m.query, m.parameters) if slot is not None]
_KEYWORDS_OF_DRIVERS = frozenset(slot.keyword for slot in _SLOTS if slot.keyword) | {
    "binary", "bind_arguments", "execution_options", "external_tables", "multi", "prepare", "query_id", "record_class",
    "settings", "timeout", "trace",
}  # fmt: skip
_COMPOSING = frozenset({"filter", "where", "having", "and_", "or_", "not_", "from_statement", "from_self"})


def sinks(source: Source) -> Iterator[Sink]:
    """Yield every call that may run SQL text, in source order, with all that is known about it."""
    chooser = Chooser(source)
    found: defaultdict[cst.Call, list[Sink]] = defaultdict(list)
    for call in source.method_calls(*_NAMES):
        found[call] += _of_method(call, chooser)
    for site in source.calls(*_FUNCTIONS):
        driver, method = _FUNCTIONS[site.name]
        if method.passing is not Passing.BINDPARAMS or _is_free(source, site.call):
            found[site.call] = list(_of_function(site.call, driver, method, chooser))
            if method.passing is Passing.BINDPARAMS and (holder := _holder(source, site.call)):
                found[holder] = []  # it takes the text with what is bound to it
    direct = [sink for several in found.values() for sink in several]
    for call, wrapper in calls_of(source, wrappers(source, direct), chooser.definitions):
        found[call] = list(_of_wrapper(call, wrapper))
    for call in sorted(found, key=source.tree.order):
        yield from found[call]


def _is_free(source: Source, call: cst.Call) -> bool:
    """Whether a `text(…)` is a condition of a statement that is put together by methods, which may have parameters."""
    statement = _holder(source, call)
    if statement is None:
        return False
    if source.names(statement.func) == frozenset({"alembic.op.execute"}):
        return True
    callee = statement.func.attr if isinstance(statement.func, cst.Attribute) else statement.func
    return isinstance(callee, cst.Name) and callee.value in _COMPOSING


def _holder(source: Source, call: cst.Call) -> cst.Call | None:
    """Return the call of which this one is a positional argument."""
    arg = source.parent(call)
    above = source.parent(arg) if isinstance(arg, cst.Arg) and arg.keyword is None else None
    return above if isinstance(above, cst.Call) else None


def _of_method(call: cst.Call, chooser: Chooser) -> Iterator[Sink]:
    if not isinstance(call.func, cst.Attribute):
        return
    name, receiver = call.func.attr.value, call.func.value
    verdict = chooser.of_object(receiver, name, call)
    if verdict is None:
        return
    for method in _methods(verdict, name):
        yield from _sink(call, method, verdict, receiver)


def _methods(verdict: Verdict, name: str) -> list[Method]:
    rows = verdict.rows or ((verdict.driver,) if verdict.driver else ())
    own = [method for row in rows[:1] for method in row.methods if method.name == name]
    fitting = [method for method in own if verdict.kind in method.on] or own
    if len({method.query for method in fitting}) > 1:  # `.extra` takes texts in two places
        return fitting
    return (fitting or [method for method in _UNTOLD if method.name == name])[:1]


def _of_function(call: cst.Call, driver: Driver, method: Method, chooser: Chooser) -> Iterator[Sink]:
    if method.through is None:
        verdict = Verdict(driver, Kind.FUNCTION, Ground.RECEIVER, f"{method.name} belongs to {driver.name}")
    else:
        connection = argument(call, method.through.keyword, method.through.position)
        if connection is None:
            return
        verdict = chooser.of_connection(connection.value, call)
    yield from _sink(call, method, verdict, None)


def _of_wrapper(call: cst.Call, wrapper: Wrapper) -> Iterator[Sink]:
    inner = wrapper.sink
    reason = f"{wrapper.method.name} hands the query on, and {inner.reason}"
    verdict = Verdict(inner.driver, Kind.FUNCTION, inner.ground, reason)
    receiver = call.func.value if isinstance(call.func, cst.Attribute) else None
    yield from _sink(call, wrapper.method, verdict, receiver)


def _sink(call: cst.Call, method: Method, verdict: Verdict, receiver: cst.BaseExpression | None) -> Iterator[Sink]:
    query = argument(call, method.query.keyword, method.query.position)
    if query is None:
        return
    driver, ground, reason = verdict.driver, verdict.ground, verdict.reason
    if method.raw:
        driver, ground, reason = verdict.below
    if ground > Ground.METHOD and (foreign := _foreign_keyword(call, method)):
        driver, reason = None, f"no driver's {method.name}() takes {foreign}, so this may be no database"
    yield Sink(
        call, method, driver, verdict.kind, ground, query, _parameters(call, method, query, driver), receiver, reason
    )  # fmt: skip


def _foreign_keyword(call: cst.Call, method: Method) -> str | None:
    """Return a keyword that drivers do not know; None for functions, and where the parameters go by keywords."""
    if method.through is not None or method.passing is Passing.KEYWORDS:
        return None
    own = {slot.keyword for slot in (method.query, method.parameters) if slot is not None}
    given = (arg.keyword.value for arg in call.args if arg.keyword is not None)
    return next((keyword for keyword in given if keyword not in own | _KEYWORDS_OF_DRIVERS), None)


def _parameters(call: cst.Call, method: Method, query: cst.Arg, driver: Driver | None) -> cst.Arg | None:
    """Return the argument that brings parameters already, be it by a star."""
    slot = method.parameters
    if slot is None:
        return None
    given = argument(call, slot.keyword, slot.position)
    passing = method.passing or (driver.passing if driver else Passing.SEQUENCE)
    if given is None and passing is Passing.KEYWORDS:
        given = next((arg for arg in call.args if arg is not query and arg.keyword is not None), None)
    return given or next((arg for arg in call.args if arg.star and arg is not query), None)
