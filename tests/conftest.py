"""The front door, for the tests of everything behind it."""

from __future__ import annotations

import gc
import io
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import pytest

from amends.cli import main


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
