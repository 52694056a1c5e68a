"""The front door, for the tests of everything behind it."""

from __future__ import annotations

import gc
import io
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from types import ModuleType
from typing import Any, TypeAlias

import pytest

from amends.cli import main
from amends.codemod import Codemod, Trigger
from amends.context import Context
from amends.model import Decision, Finding
from amends.project import Project
from amends.source import Source


@dataclass(frozen=True, slots=True)
class Ran:
    """How a run of the command line ended, and what it printed."""

    code: int
    out: bytes
    err: str


Amends: TypeAlias = Callable[..., Ran]


@pytest.fixture
def amends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]) -> Amends:
    """Run the command line in an empty folder, which is then the current one."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str, stdin: bytes = b"") -> Ran:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        with pytest.raises(SystemExit) as ended:
            main(arguments)
        gc.enable()  # which a process that is about to end goes without
        out, err = capfdbinary.readouterr()
        assert isinstance(ended.value.code, int)
        return Ran(ended.value.code, out, err.decode())

    return run


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> None:
    """Put the clock ahead, so that every file has been what it is for long."""
    now = time.time_ns()
    monkeypatch.setattr(time, "time_ns", lambda: now + 3_600_000_000_000)


def parsed(text: str, path: str = "code.py") -> Source:
    """Return a source around which nothing is known."""
    return Source.parse(text, Context(PurePosixPath(path), Project.nothing()))


Detect: TypeAlias = Callable[[Source], "list[Finding[Any]]"]
Transform: TypeAlias = Callable[[Source, Finding[Any]], Decision]
Make: TypeAlias = Callable[[Detect, Transform], Codemod]


@pytest.fixture
def codemod(monkeypatch: pytest.MonkeyPatch) -> Make:
    """Make a codemod of two functions, as if there were a package `acme.<name>` with them."""

    def make(detect: Detect, transform: Transform) -> Codemod:
        made: dict[str, object] = {"": None, ".detector": detect, ".transformer": transform}
        for name, function in made.items():
            module = ModuleType(f"acme{name}", "What it is.")
            module.__dict__.update(detect=function, transform=function)
            monkeypatch.setitem(sys.modules, module.__name__, module)
        return Codemod("acme", title="an acme", cwe=1, codes=("B999",), triggers=(Trigger(()),))

    return make
