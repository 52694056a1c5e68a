"""Holds a codemod's fixtures to its promises and to the laws: one folder a case, text in and text out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from amends import engine, settings
from amends.codemod import Codemod
from amends.context import Context
from amends.dependencies import MARKERS
from amends.model import Level, Outcome
from amends.project import Project

# `# expect: yaml-load` behind a line, or `# expect-next: yaml-load` above it; several ids, each with what becomes
# of the finding in brackets unless it is fixed: `# expect: yaml-load, yaml-load[advice]`.
_BEHIND = re.compile(rb"[ \t]*# expect: ([^\r\n]*)")
_ABOVE = re.compile(rb"[ \t]*# expect-next: ([^\r\n]*)\r?\n")

Marks = Counter[tuple[int, str]]


@dataclass(frozen=True, slots=True)
class Case:
    """A folder with a `before.py` (at its top, or deeper where the path matters) and what is to become of it."""

    folder: Path
    before: Path

    @property
    def path(self) -> PurePosixPath:
        """The path of the file as the engine is told it: that within the case's folder."""
        return PurePosixPath(self.before.relative_to(self.folder).as_posix())

    def read(self) -> tuple[bytes, Marks]:
        """Return the text without its marks, and the marks: line and status of each expected finding."""
        lines: list[bytes] = []
        marks: Marks = Counter()
        for line in self.before.read_bytes().splitlines(keepends=True):
            above = _ABOVE.fullmatch(line)
            if above:
                marks.update((len(lines) + 1, mark) for mark in _listed(above[1]))
                continue
            behind = _BEHIND.search(line)
            if behind:
                marks.update((len(lines) + 1, mark) for mark in _listed(behind[1]))
                line = line[: behind.start()] + line[behind.end() :]  # noqa: PLW2901 - the same line
            lines.append(line)
        return b"".join(lines), marks

    def expected(self, level: Level) -> bytes | None:
        """Return what the file must become at a level; None if it must stay as it is."""
        for known in range(level, 0, -1):
            file = self.before.with_name(f"after.{Level(known).name.lower()}{self.before.suffix}")
            if file.exists():
                return file.read_bytes()
        return None

    def context(self, level: Level, codemod: Codemod) -> Context:
        """Return the surroundings: settings and project are those in the case's folder, if it has any."""
        has_settings = (self.folder / "pyproject.toml").exists()
        found = settings.load(self.folder, (codemod,)) if has_settings else settings.Settings()
        has_project = any((self.folder / marker).exists() for marker in MARKERS)
        project = Project.of(self.folder) if has_project else Project.nothing()
        return Context(self.path, project, level, found.options)


def _listed(marks: bytes) -> list[str]:
    return [mark.strip() for mark in marks.decode().split(",")]


def cases(folder: Path) -> Iterator[Case]:
    """Yield the cases of one codemod, in the order of their names."""
    for case in sorted(folder.iterdir()) if folder.is_dir() else ():
        for before in sorted((*case.rglob("before.py"), *case.rglob("before.pyi"))):
            yield Case(case, before)


def run(case: Case, codemod: Codemod, level: Level) -> Outcome:
    """Return what the engine makes of a case."""
    return engine.run(case.read()[0], case.context(level, codemod), (codemod,))


def check(case: Case, codemod: Codemod, level: Level) -> None:
    """Raise AssertionError unless the case becomes what its folder says, and then stays as it is."""
    data, marks = case.read()
    outcome = run(case, codemod, level)
    assert outcome.problem is None, outcome.problem
    expected = case.expected(level)
    assert outcome.after.decode("latin-1") == (data if expected is None else expected).decode("latin-1")
    if level is Level.REVIEW:
        assert found(outcome) == marks
    again = engine.run(outcome.after, case.context(level, codemod), (codemod,))
    assert again.problem is None, again.problem
    assert again.after == outcome.after, "a second run changes the file again"


def found(outcome: Outcome) -> Marks:
    """Return the findings of an outcome in the form of the marks."""
    return Counter(
        (result.line, result.codemod if result.status.value == "fixed" else f"{result.codemod}[{result.status.value}]")
        for result in outcome.results
    )
