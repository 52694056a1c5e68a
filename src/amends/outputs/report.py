"""Gathers what a run has to tell, and tells it to a person: the summary, what is left, the checklist."""

from __future__ import annotations

import shlex
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from amends.model import Level, Outcome, Problem, ProblemKind, Result, Status, Todo, TodoKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_FAILURES = frozenset({ProblemKind.BROKEN_LAW, ProblemKind.CRASHED, ProblemKind.UNWRITABLE})


@dataclass(frozen=True, slots=True)
class Report:
    """A finished run: the outcomes that hold anything to tell, without the files' bytes, in order of path.

    `applied` tells whether the files were to be rewritten. `files` counts all files that were looked at,
    `changed` those that were, or would be, rewritten.
    """

    outcomes: tuple[Outcome, ...]
    files: int
    changed: int
    applied: bool

    def of(self, status: Status) -> list[tuple[str, Result]]:
        """Return the results with that status, each with the path of its file."""
        every = ((each.path, result) for each in self.outcomes for result in each.results)
        return [(path, result) for path, result in every if result.status is status]

    @property
    def problems(self) -> list[tuple[str, Problem]]:
        """Why some files were left alone as a whole, each with its path."""
        return [(each.path, each.problem) for each in self.outcomes if each.problem]

    @property
    def todos(self) -> list[Todo]:
        """The checklist, in the order of its kinds, every entry once."""
        results = (result for each in self.outcomes for result in each.results)
        todos = dict.fromkeys(todo for result in results for todo in result.todos)
        return sorted(todos, key=lambda todo: list(TodoKind).index(todo.kind))

    @property
    def exit_code(self) -> int:
        """2 if a file could not be written or amends failed over it, 1 if anything is left to do, else 0."""
        if any(problem.kind in _FAILURES for _, problem in self.problems):
            return 2
        left = self.problems or self.of(Status.ADVICE) or (self.changed and not self.applied)
        return 1 if left else 0


def gather(outcomes: Iterable[Outcome], *, applied: bool) -> Report:
    """Make a report of a run's outcomes, keeping only what it needs."""
    kept: list[Outcome] = []
    files = changed = 0
    for outcome in outcomes:
        files += 1
        changed += outcome.changed
        if outcome.results or outcome.problem:
            kept.append(replace(outcome, before=b"", after=b""))
    kept.sort(key=lambda outcome: outcome.path)
    return Report(tuple(kept), files, changed, applied=applied)


def summary(report: Report, arguments: Sequence[str], *, show_skipped: bool = False) -> str:
    """Return the text for a person, ending with what to do next; `arguments` are those of this run."""
    sections = [
        [_headline(report), *_listed(report.of(Status.ADVICE))],
        _section("To review:", _listed(_reviewed(report))),
        _skipped(report, listed=show_skipped),
        _section("Left alone:", (named(*each) for each in report.problems)),
        _checklist(report.todos),
        _next_step(report, arguments),
    ]
    return "\n\n".join("\n".join(lines) for lines in sections if lines) + "\n"


def named(path: str, problem: Problem) -> str:
    """Return the line that names a file with a problem, the place and the reason."""
    place = f"{path}:{problem.line}" if problem.line else path
    return f"  {place}: {problem.kind.value}: {' '.join(problem.message.split())}"


def count(number: int, noun: str) -> str:
    """Return the number with its noun, which takes an s unless there is one."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _headline(report: Report) -> str:
    fixed, advice = report.of(Status.FIXED), report.of(Status.ADVICE)
    read = report.files - len(report.problems)
    if not report.files:
        return "No Python files found."
    if not fixed and not advice:
        return f"Nothing found in {count(read, 'file')}."
    verb = "Fixed" if report.applied else "Would fix"
    done = f"{verb} nothing in {count(read, 'file')}"
    if fixed:
        review = len(_reviewed(report))
        split = _shares({"safe": len(fixed) - review, "to review": review})
        changed = len({path for path, _ in fixed})
        done = f"{verb} {count(len(fixed), 'finding')} in {count(changed, 'file')} ({split})"
    if not advice:
        return f"{done}."
    return f"{done}; {len(advice)} {'needs' if len(advice) == 1 else 'need'} you:"


def _reviewed(report: Report) -> list[tuple[str, Result]]:
    return [(path, result) for path, result in report.of(Status.FIXED) if result.level is Level.REVIEW]


def _skipped(report: Report, *, listed: bool) -> list[str]:
    """Tell of the findings that are none of the user's business: by number, or one by one."""
    harmless, suppressed = report.of(Status.HARMLESS), report.of(Status.SUPPRESSED)
    if listed:
        return _section("Judged harmless:", _listed(harmless)) + _section("Suppressed:", _listed(suppressed))
    shares = _shares({"judged harmless": len(harmless), "suppressed": len(suppressed)})
    return [f"Not counted: {shares} (--show-skipped lists them)."] if shares else []


def _shares(numbers: dict[str, int]) -> str:
    return ", ".join(f"{number} {name}" for name, number in numbers.items() if number)


def _listed(results: Iterable[tuple[str, Result]]) -> Iterator[str]:
    for path, result in results:
        said = result.title if result.status is Status.FIXED else result.message
        place = f"{path}:{result.line}:{result.column}"
        yield f"  {place} {result.codemod} {result.code} {_because(said, result.reason)}"


def _because(said: str, reason: str) -> str:
    return f"{said} - {reason}" if reason else said


def _section(heading: str, lines: Iterable[str]) -> list[str]:
    listed = list(lines)
    return [heading, *listed] if listed else []


def _checklist(todos: Sequence[Todo]) -> list[str]:
    lines = ["Checklist:"] if todos else []
    for kind in dict.fromkeys(todo.kind for todo in todos):
        lines.append(f"  {kind.value}:")
        lines += [f"    [ ] {_because(todo.subject, todo.note)}" for todo in todos if todo.kind is kind]
    return lines


def _next_step(report: Report, arguments: Sequence[str]) -> list[str]:
    if report.applied or not report.changed:
        return []
    return [f"Apply: {shlex.join(['amends', 'fix', '--apply', *arguments])}"]
