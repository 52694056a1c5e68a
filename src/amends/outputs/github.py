"""Renders a report as workflow commands, which GitHub Actions shows beside the lines they name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from amends.model import Status

if TYPE_CHECKING:
    from collections.abc import Iterator

    from amends.model import Result
    from amends.outputs.report import Report


def render(report: Report) -> str:
    """Return one command per finding that is left and per file with a problem."""
    return "".join(f"{command}\n" for command in _commands(report))


def _commands(report: Report) -> Iterator[str]:
    for path, problem in report.problems:
        place = {"file": path, "line": str(problem.line or 1), "title": f"amends: {problem.kind.value}"}
        yield _command("error", place, problem.message)
    for path, result in report.of(Status.ADVICE):
        yield _warning(path, result, result.reason)
    if not report.applied:
        for path, result in report.of(Status.FIXED):
            yield _warning(path, result, f"amends fix --apply: {result.title}")


def _warning(path: str, result: Result, way_out: str) -> str:
    message = f"{result.message}\n{way_out}" if way_out else result.message
    title = f"{result.codemod} ({result.code})"
    place = {"file": path, "line": str(result.line), "col": str(result.column), "title": title}
    return _command("warning", place, message)


def _command(name: str, properties: dict[str, str], message: str) -> str:
    listed = ",".join(f"{key}={_escaped_property(value)}" for key, value in properties.items())
    return f"::{name} {listed}::{_escaped(message)}"


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _escaped_property(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")
