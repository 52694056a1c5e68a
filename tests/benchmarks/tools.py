"""The tools that are compared, each installed by pip in an environment of its own, and what a run of one costs."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import venv
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from benchmarks.corpus import HOME

_RULES = "S102,S105,S106,S107,S110,S112,S301,S302,S303,S307,S324,S506,S608,S610,S611"
_TESTS = "B105,B106,B107,B102,B307,B301,B302,B303,B324,B506,B608,B610,B611,B110,B112,B614,B615,B403"


@dataclass(frozen=True, slots=True)
class Cost:
    """What one run took: seconds on the clock and of the processors, and mebibytes of its largest process."""

    wall: float
    processor: float
    memory: float


@dataclass(frozen=True, slots=True)
class Tool:
    """A program with the flags by which it looks for the same eight things; `{cache}` is a folder of its own.

    Of the `packages` to install the first brings the program; amends, without any, is the one of this very Python.
    """

    name: str
    packages: tuple[str, ...]
    words: tuple[str, ...]

    def command(self, folder: Path) -> list[str] | None:
        """Return the command for a folder, or None where the tool cannot be installed."""
        program = self._program()
        kept = HOME / "caches" / self.name / folder.parent.name / folder.name
        return program and [*program, *(word.format(cache=kept) for word in self.words), str(folder)]

    def _program(self) -> list[str] | None:
        if not self.packages:
            return [sys.executable, "-m", "amends"]
        program = _installed(self.packages)
        return [str(program)] if program.exists() else None


@cache
def _installed(packages: tuple[str, ...]) -> Path:
    """Return where the program of a package is, if it can be had; an installation that was cut short is resumed."""
    folder = HOME / "peers" / packages[0]
    program = folder / ("Scripts" if sys.platform == "win32" else "bin") / packages[0]
    if not program.exists():
        print(f"installing {packages[0]}")
        venv.create(folder, with_pip=True)
        pip = [str(program.with_name("python")), "-m", "pip", "install", "--quiet", *packages]
        subprocess.run(pip, check=False)
    return program


_AMENDS = ("fix", "--dry-run", "--exit-zero")
_RUFF = ("check", "--isolated", "--exit-zero", "--quiet", "--select", _RULES)

AMENDS = Tool("amends", (), (*_AMENDS, "--no-cache"))
RUFF = Tool("ruff", ("ruff",), (*_RUFF, "--no-cache"))
AMENDS_AGAIN = Tool("amends again", (), (*_AMENDS, "--cache-dir", "{cache}"))
RUFF_AGAIN = Tool("ruff again", ("ruff",), (*_RUFF, "--cache-dir", "{cache}"))
BANDIT = Tool("bandit", ("bandit",), ("-q", "-r", "--exit-zero", "-t", _TESTS))
FIXIT = Tool("fixit", ("fixit",), ("--quiet", "lint"))
_CODEMODS = ",".join(
    f"pixee:python/{name}" for name in ("harden-pickle-load", "harden-pyyaml", "harden-ruamel", "sql-parameterization")
)
CODEMODDER = Tool(
    "codemodder", ("codemodder", "semgrep"), ("--dry-run", "--output", os.devnull, "--codemod-include", _CODEMODS)
)
# compiled modules are kept, and semgrep, which codemodder runs, waits for nobody to answer
_SURROUNDINGS = {"PYTHONDONTWRITEBYTECODE": "", "SEMGREP_ENABLE_VERSION_CHECK": "0", "SEMGREP_SEND_METRICS": "off"}


def run(command: Sequence[str]) -> Cost:
    """Run a command to its end, in a folder without settings, and measure it."""
    started = time.perf_counter()
    path = f"{Path(command[0]).parent}{os.pathsep}{os.environ['PATH']}"  # for the programs that it starts itself
    quiet, surroundings = subprocess.DEVNULL, {**os.environ, **_SURROUNDINGS, "PATH": path}
    process = subprocess.Popen(command, cwd=HOME, stdout=quiet, stderr=quiet, env=surroundings)
    _, _, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - started
    memory = usage.ru_maxrss / (1024 * 1024 if sys.platform == "darwin" else 1024)
    return Cost(wall, usage.ru_utime + usage.ru_stime, memory)
