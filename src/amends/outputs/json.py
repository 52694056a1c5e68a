"""Renders a report as JSON for programs; its layout changes only together with `schema_version`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from amends import __version__
from amends.model import Status

if TYPE_CHECKING:
    from amends.model import Claim, Outcome, Problem, Result
    from amends.outputs.report import Report

SCHEMA_VERSION = 1


def render(report: Report) -> str:
    """Return the report as one JSON document; of a secret it holds the masked form alone."""
    document = {
        "schema_version": SCHEMA_VERSION,
        "tool": {"name": "amends", "version": __version__},
        "applied": report.applied,
        "summary": {
            "files": report.files,
            "changed": report.changed,
            "problems": len(report.problems),
            **{status.value: len(report.of(status)) for status in Status},
        },
        "files": [_file(outcome) for outcome in report.outcomes],
    }
    return json.dumps(document, indent=2) + "\n"


def _file(outcome: Outcome) -> dict[str, object]:
    return {
        "path": outcome.path,
        "problem": _problem(outcome.problem) if outcome.problem else None,
        "results": [_result(result) for result in outcome.results],
        "variables": [_claim(claim) for claim in outcome.claims],
    }


def _problem(problem: Problem) -> dict[str, object]:
    return {"kind": problem.kind.value, "message": problem.message, "line": problem.line or None}


def _result(result: Result) -> dict[str, object]:
    todos = [{"kind": todo.kind.value, "subject": todo.subject, "note": todo.note} for todo in result.todos]
    return {
        "codemod": result.codemod,
        "code": result.code,
        "line": result.line,
        "column": result.column,
        "status": result.status.value,
        "level": result.level.name.lower(),
        "message": result.message,
        "title": result.title,
        "reason": result.reason,
        "todos": todos,
    }


def _claim(claim: Claim) -> dict[str, object]:
    return {"name": claim.variable, "masked": claim.value.masked}
