"""Fixes of swallowed exceptions, run before and after: the same results, and now somebody learns of the failure."""

from __future__ import annotations

import logging
from pathlib import PurePosixPath
from typing import Any

import pytest

from amends import engine
from amends.context import Context
from amends.model import Level
from amends.project import Project
from amends.registry import installed

SWALLOWED = next(codemod for codemod in installed() if codemod.id == "swallowed-exception")

WORK = "def work(x):\n    if x == 'bad':\n        raise ValueError('boom')\n    return x * 2\n\n"

FUNCTIONS = {
    "last": """\
def f(name):
    try:
        return work(name)
    except Exception:
        pass
""",
    "one_line": """\
def f(name):
    try: return work(name)
    except: pass
""",
    "loop": """\
def f(name):
    done = []
    for item in [name, 'good']:
        try:
            done.append(work(item))
        except Exception:
            continue
        done.append('after')
    return done
""",
    "default": """\
def f(name):
    result = 'default'
    try:
        result = work(name)
    except Exception: pass
    return result
""",
    "cleanup": """\
def f(name):
    def close():
        return work(name)
    try:
        return 'done'
    finally:
        try:
            close()
        except Exception:
            pass
""",
    "method": """\
class Job:
    def run(self, name):
        try:
            return work(name)
        except Exception as e:
            # nobody cares
            pass


f = Job().run
""",
    "generator": """\
def made(name):
    try:
        yield work(name)
    except Exception:
        pass
    yield 'end'


def f(name):
    return list(made(name))
""",
    "suppressed": """\
from contextlib import suppress

send = work


def f(name):
    with suppress(Exception): sent = send(name); return sent
""",
    "suppressed_in_a_loop": """\
import contextlib

send = work


def f(name):
    done = []
    for item in [name, 'good']:
        with contextlib.suppress(BaseException):
            send(item)
            done.append('sent')
        done.append('after')
    return done
""",
    "await": """\
import asyncio


async def g(name):
    try:
        return work(name)
    except Exception:
        pass


def f(name):
    return asyncio.run(g(name))
""",
}


def amended(before: str) -> str:
    context = Context(PurePosixPath("app.py"), Project.nothing(), Level.REVIEW)
    outcome = engine.run(before.encode(), context, (SWALLOWED,))
    assert outcome.problem is None
    assert outcome.changed
    return outcome.after.decode()


def call(text: str, argument: str) -> Any:
    names: dict[str, Any] = {"__name__": "app"}
    exec(compile(text, "app.py", "exec"), names)
    return names["f"](argument)


@pytest.mark.parametrize("argument", ["good", "bad"])
@pytest.mark.parametrize("name", FUNCTIONS)
def test_result_stays_the_same_and_the_failure_is_told(
    name: str, argument: str, caplog: pytest.LogCaptureFixture
) -> None:
    before = WORK + FUNCTIONS[name]
    after = amended(before)
    caplog.set_level(logging.DEBUG)
    expected = call(before, argument)
    assert not [record for record in caplog.records if record.name == "app"]
    assert call(after, argument) == expected
    told = [record for record in caplog.records if record.name == "app"]
    assert len(told) == (argument == "bad")
    for record in told:
        assert record.exc_info is not None
        assert isinstance(record.exc_info[1], ValueError)


def test_message_names_function_and_argument(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    call(amended(WORK + FUNCTIONS["last"]), "bad")
    assert [(r.levelname, r.getMessage()) for r in caplog.records] == [("ERROR", "f failed for bad")]


@pytest.mark.parametrize("name", ["default", "cleanup"])
def test_probes_and_cleanup_are_quiet(name: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    call(amended(WORK + FUNCTIONS[name]), "bad")
    assert [record.levelname for record in caplog.records] == ["DEBUG"]


def test_secrets_are_never_logged(caplog: pytest.LogCaptureFixture) -> None:
    before = (
        "def f(password):\n    connect('ann', password, 1)\n\n\ndef connect(user, password, token, api_key=''):\n"
        "    try:\n        raise OSError(user)\n        print(user, password, token, api_key)\n"
        "    except Exception:\n        pass\n"
    )
    caplog.set_level(logging.DEBUG)
    call(amended(before), "hunter2")
    assert [record.getMessage() for record in caplog.records] == ["connect failed for ann"]


def test_bare_except_keeps_its_reach() -> None:
    before = "def f(name):\n    try:\n        raise KeyboardInterrupt\n    except:\n        pass\n    return name\n"
    assert call(amended(before), "kept") == call(before, "kept") == "kept"
