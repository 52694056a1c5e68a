"""What sql-injection rewrites gives the same rows in real databases, and an attacker's text is no more than a text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any

import pytest

from amends import engine as rewriter
from amends.context import Context
from amends.model import Status
from amends.project import Project
from amends_codemods.sql_injection import CODEMOD
from oracle.engines import ENGINES, Engine, skip_if_missing, stop
from oracle.programs import ANYBODY, NOTHING_DROPPED, PROGRAMS, ROWS, Program


@pytest.fixture(scope="session", autouse=True)
def _servers() -> Iterator[None]:
    yield
    stop()


@pytest.fixture(params=ENGINES, ids=lambda engine: engine.name)
def engine(request: pytest.FixtureRequest) -> Engine:
    chosen: Engine = request.param
    skip_if_missing(chosen)
    return chosen


@pytest.fixture(params=PROGRAMS, ids=lambda program: program.name)
def program(request: pytest.FixtureRequest) -> Program:
    chosen: Program = request.param
    return chosen


def _fixed(engine: Engine, program: Program) -> tuple[str, str]:
    before = engine.module(program.body, list(program.arguments))
    context = Context(PurePosixPath("app.py"), Project.nothing())
    outcome = rewriter.run(before.encode(), context, (CODEMOD,))
    assert outcome.problem is None
    assert {result.status for result in outcome.results} == {Status.FIXED}, [r.reason for r in outcome.results]
    return before, outcome.after.decode()


def test_the_same_rows(engine: Engine, program: Program) -> None:
    before, after = _fixed(engine, program)
    rows = engine.rows(before, dict(program.arguments))
    assert len(rows) == program.rows
    assert engine.rows(after, dict(program.arguments)) == rows, after


def test_payloads_find_nothing_and_drop_nothing(engine: Engine, program: Program) -> None:
    before, after = _fixed(engine, program)
    if program.wide:
        assert len(engine.rows(before, dict(program.wide))) == len(ROWS), "the attack does not work on the original"
        assert engine.rows(after, dict(program.wide)) == [], after
    for payload in (ANYBODY, NOTHING_DROPPED):
        attack = _attacked(program.arguments, payload)
        assert len(engine.rows(after, attack)) < len(ROWS), after


def _attacked(arguments: Mapping[str, Any], payload: str) -> dict[str, Any]:
    lists = {"wanted": [payload]} if "wanted" in arguments else {}
    texts = dict.fromkeys((name for name, value in arguments.items() if isinstance(value, str)), payload)
    return {**arguments, **texts, **lists}
