"""Renders a report as SARIF 2.1.0 for code scanning services: no source text, hence no secret."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING
from urllib.parse import quote

from amends import __version__
from amends.model import Level, Status

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from amends.codemod import Codemod
    from amends.model import Problem, Result
    from amends.outputs.report import Report

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def render(report: Report, codemods: Sequence[Codemod]) -> str:
    """Return one SARIF run: a rule per codemod, a result per finding that is left or suppressed."""
    order = {codemod.id: index for index, codemod in enumerate(codemods)}
    driver = {"name": "amends", "version": __version__, "rules": [_rule(each) for each in codemods]}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "invocations": [_invocation(report)],
        "results": [_result(path, result, order[result.codemod]) for path, result in _told(report)],
    }
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2) + "\n"


def _told(report: Report) -> Iterator[tuple[str, Result]]:
    """Yield what is in the code now: all but the harmless, and all but what has been fixed by this run."""
    silent = {Status.HARMLESS, Status.FIXED} if report.applied else {Status.HARMLESS}
    for outcome in report.outcomes:
        for result in outcome.results:
            if result.status not in silent:
                yield outcome.path, result


def _rule(codemod: Codemod) -> dict[str, object]:
    tags = ["security", f"external/cwe/cwe-{codemod.cwe:03}"]
    return {
        "id": codemod.id,
        "shortDescription": {"text": codemod.title},
        "help": {"text": codemod.documentation, "markdown": codemod.documentation},
        "defaultConfiguration": {"level": "warning"},
        "properties": {"tags": tags, "codes": list(codemod.codes)},
    }


def _result(path: str, result: Result, rule: int) -> dict[str, object]:
    level = result.level.name.lower()
    told: dict[str, object] = {
        "ruleId": result.codemod,
        "ruleIndex": rule,
        "level": "note" if result.status is Status.SUPPRESSED else "warning",
        "message": {"text": _message(result)},
        "locations": [_location(path, result.line, result.column)],
        "properties": {"code": result.code, "status": result.status.value, "level": level},
    }
    if result.status is Status.SUPPRESSED:
        kind = "inSource" if result.reason.startswith("the comment ") else "external"  # the other are settings
        told["suppressions"] = [{"kind": kind, "justification": result.reason}]
    return told


def _message(result: Result) -> str:
    if result.status is Status.FIXED:
        review = f" (to review: {result.reason})" if result.level is Level.REVIEW and result.reason else ""
        return f"{result.message}. Fixed by `amends fix --apply`: {result.title}{review}."
    return f"{result.message}. {result.reason}" if result.reason else result.message


def _location(path: str, line: int, column: int) -> dict[str, object]:
    region = {"startLine": line, "startColumn": column} if column else {"startLine": line}
    relative = {} if path.startswith("/") else {"uriBaseId": "%SRCROOT%"}
    uri = quote(os.fsencode(path))
    artifact = {"uri": f"file://{uri}" if path.startswith("/") else uri, **relative}
    return {"physicalLocation": {"artifactLocation": artifact, "region": region}}


def _invocation(report: Report) -> dict[str, object]:
    notifications = [_notification(path, problem) for path, problem in report.problems]
    return {"executionSuccessful": not notifications, "toolExecutionNotifications": notifications}


def _notification(path: str, problem: Problem) -> dict[str, object]:
    return {
        "level": "error",
        "message": {"text": f"{problem.kind.value}: {problem.message}"},
        "locations": [_location(path, problem.line or 1, 0)],
    }
