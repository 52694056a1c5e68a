"""Runs a function of a case against the stand-ins, before and after it is rewritten, and compares what was sent."""

from __future__ import annotations

import asyncio
import builtins
import copy
import importlib.util
import inspect
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from types import MappingProxyType
from typing import Any, cast

import sqlglot

from amends import engine
from amends.context import Context
from amends.model import Outcome
from amends.project import Project
from amends_codemods.sql_injection import CODEMOD
from oracle.libraries import LIBRARIES
from oracle.standins import Journal, Sent, Thing, module

ATTACKS = ("x' OR '1'='1", "'; DROP TABLE users; --", "1 OR 1=1", '" OR ""="', "%' OR name LIKE '%", "\\' OR 1=1 #")
FIXED, PARTIAL, ANY = "fixed", "partial", "any"  # ANY: fixed or left, but never wrong
ADVICE, HARMLESS, NOTHING, LEFT = "advice", "harmless", "nothing", "left"


@dataclass(frozen=True, slots=True)
class Case:
    """A module with a function `run`, and the arguments to call it with.

    Parameters of `run` that no call gives are objects of the library `driver`. `expect` is what becomes of it.
    `kept` names the arguments that go into the text for good (a table, a column).
    """

    name: str
    code: str
    calls: tuple[Mapping[str, Any], ...] = ()
    driver: str = "sqlite3"
    expect: str = FIXED
    kept: frozenset[str] = frozenset()
    options: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    project: frozenset[str] = frozenset()


def rewritten(case: Case) -> Outcome:
    """Return what the engine makes of a case."""
    context = Context(PurePosixPath("app.py"), Project(dependencies=case.project), options=case.options)
    return engine.run(case.code.encode(), context, (CODEMOD,))


def sent(case: Case, code: str, arguments: Mapping[str, Any]) -> tuple[list[Sent], object]:
    """Run a case's code with these arguments; return what it sent, and what `run` returned."""
    journal = Journal()
    own = LIBRARIES[case.driver]

    def load(name: str, _globals: Any = None, _locals: Any = None, names: Sequence[str] = (), level: int = 0) -> Any:
        root = name.partition(".")[0]
        if level == 0 and root not in _ROOTS and importlib.util.find_spec(root) is not None:
            return builtins.__import__(name, None, None, names)
        return module(name if names else root, own, journal)

    namespace: dict[str, Any] = {"__builtins__": {**vars(builtins), "__import__": load}, "__name__": "app"}
    exec(compile(code, f"<{case.name}>", "exec", dont_inherit=True), namespace)
    run = namespace["run"]
    arguments = copy.deepcopy(dict(arguments))
    given = {name: arguments.get(name, Thing(own, journal)) for name in inspect.signature(run).parameters}
    result = run(**given)
    if inspect.iscoroutine(result):
        result = asyncio.run(cast("Any", result))
    return journal.sent, result


_ALLOWED = {ADVICE: {ADVICE}, HARMLESS: {HARMLESS}, NOTHING: {HARMLESS}, LEFT: {ADVICE, HARMLESS}}
_ROOTS = frozenset(name.partition(".")[0] for name in LIBRARIES)


def check(case: Case) -> None:
    """Raise AssertionError unless the case is rewritten (or left) as it must be."""
    outcome = rewritten(case)
    assert outcome.problem is None, outcome.problem
    statuses = {result.status.value for result in outcome.results}
    after = outcome.after.decode()
    if case.expect in _ALLOWED:
        assert after == case.code
        assert statuses <= _ALLOWED[case.expect], [(r.status.value, r.reason) for r in outcome.results]
        assert statuses or case.expect in {NOTHING, LEFT}
        return
    if case.expect == ANY and after == case.code:
        return
    assert after != case.code, f"not rewritten: {[(r.status.value, r.reason) for r in outcome.results]}"
    assert case.expect in {PARTIAL, ANY} or statuses <= {FIXED, HARMLESS}, [r.reason for r in outcome.results]
    assert case.calls
    for arguments in case.calls:
        compare(case, after, arguments)


def compare(case: Case, after: str, arguments: Mapping[str, Any]) -> None:
    """Hold the rewritten code to the original, and its text to be the same whatever the arguments are."""
    expected, result = sent(case, case.code, arguments)
    found, result_after = sent(case, after, arguments)
    assert expected, f"{case.name} sends nothing"
    assert [canonical(s) for s in found] == [canonical(s) for s in expected], after
    assert result == result_after
    for changed in (_other(case, arguments), *(_attack(case, arguments, attack) for attack in ATTACKS)):
        again, _ = sent(case, after, changed)
        assert [s.text for s in again] == [s.text for s in found], after


def canonical(query: Sent) -> tuple[tuple[str, ...], ...]:
    """Return the tokens of each filled-in text; a number and the same number in quotes count as one."""
    return tuple(tuple(_tokens(text)) for text in query.filled)


def _tokens(text: str) -> list[str]:
    literals = {sqlglot.TokenType.STRING, sqlglot.TokenType.NUMBER}
    found = sqlglot.tokenize(text)
    return [f"value {t.text}" if t.token_type in literals else t.text.upper() for t in found]


def _other(case: Case, arguments: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value if name in case.kept else _varied(value) for name, value in arguments.items()}


def _varied(value: Any) -> Any:
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, (int, float)):
        return value + 1 if value else value
    if isinstance(value, str):
        return f"{value}x" if value else value
    if isinstance(value, (list, tuple, set, frozenset)):
        return type(cast("Any", value))(_varied(item) for item in cast("Any", value))
    if isinstance(value, dict):
        return {key: _varied(item) for key, item in cast("dict[str, Any]", value).items()}
    return value


def _attack(case: Case, arguments: Mapping[str, Any], attack: str) -> dict[str, Any]:
    return {name: value if name in case.kept else _attacked(value, attack) for name, value in arguments.items()}


def _attacked(value: Any, attack: str) -> Any:
    if isinstance(value, str):
        return attack if value else value
    if isinstance(value, (list, tuple)):
        return type(cast("Any", value))(_attacked(item, attack) for item in cast("Any", value))
    if isinstance(value, dict):
        return {key: _attacked(item, attack) for key, item in cast("dict[str, Any]", value).items()}
    return value
