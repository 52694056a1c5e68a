"""What snippets of everyday code are judged to be: each folder of `verdicts` is a codemod, each file a verdict.

A verdict with many snippets has several files, `fixed_assigned` and `fixed_passed`. Snippets of one line each need no
marks between them.
"""

from __future__ import annotations

from pathlib import Path, PurePosixPath

import pytest

from amends import engine
from amends.context import Context
from amends.model import Level, Result, Status
from amends.project import Project
from amends.registry import installed

VERDICTS = Path(__file__).parent / "verdicts"
CODEMODS = {codemod.id: codemod for codemod in installed()}
HEAD = "import hashlib\nimport hmac\nfrom hashlib import md5\n\n"


def snippets(folder: str, separator: str = "# ---\n") -> list[object]:
    return [
        pytest.param(file.stem.partition("_")[0], snippet, id=f"{file.stem}-{number}")
        for file in sorted((VERDICTS / folder).iterdir())
        for number, snippet in enumerate(file.read_text(encoding="utf-8").rstrip("\n").split(separator))
    ]


def results(codemod: str, text: str) -> tuple[Result, ...]:
    context = Context(PurePosixPath("app.py"), Project.nothing(), Level.REVIEW)
    outcome = engine.run(f"{text}\n".encode(), context, (CODEMODS[codemod],))
    assert outcome.problem is None
    return outcome.results


def purpose(result: Result) -> str:
    if result.status is Status.ADVICE:
        return "password" if "password" in result.reason else "token"
    if result.level is Level.SAFE:
        return "content"
    if "HMAC" in result.title:
        return "identity"
    return "protocol" if "mandates" in result.reason else "unknown"


@pytest.mark.parametrize(("expected", "snippet"), snippets("weak_hash"))
def test_purpose_of_a_digest(expected: str, snippet: str) -> None:
    assert {purpose(result) for result in results("weak-hash", HEAD + snippet)} == {expected}


def fate(statuses: set[Status]) -> str:
    telling = (status.value for status in (Status.FIXED, Status.ADVICE, Status.HARMLESS) if status in statuses)
    return next(telling, "untouched")


@pytest.mark.parametrize(("expected", "snippet"), snippets("hardcoded_secret", separator="\n"))
def test_fate_of_a_text(expected: str, snippet: str) -> None:
    assert fate({result.status for result in results("hardcoded-secret", snippet)}) == expected


@pytest.mark.parametrize(("expected", "snippet"), snippets("swallowed_exception"))
def test_loudness_of_a_swallowed_exception(expected: str, snippet: str) -> None:
    loud = {"error" in result.title for result in results("swallowed-exception", snippet)}
    assert loud == {expected == "loud"}
