"""What a run tells: the summary for people, JSON, SARIF and workflow commands for programs; never a secret."""

from __future__ import annotations

import json
import sys
from types import ModuleType

import pytest

from amends.codemod import Codemod
from amends.model import (
    Claim,
    Level,
    Outcome,
    Problem,
    ProblemKind,
    Result,
    Secret,
    Status,
    Todo,
    TodoKind,
)  # fmt: skip
from amends.outputs import github as output_github
from amends.outputs import json as output_json
from amends.outputs import sarif as output_sarif
from amends.outputs.report import Report, gather, summary

SECRET = "sk_test_4eC39HqLyjWDarjtT1zdp7dc"
CODEMODS = (Codemod("x.acme", title="an acme", cwe=89, codes=("B999", "S999"), triggers=()),)


@pytest.fixture(autouse=True)
def _documented(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "x.acme", ModuleType("x.acme", "What it is."))


def result(status: Status, level: Level = Level.ADVICE, line: int = 1, *todos: Todo) -> Result:
    title = "Do it" if status is Status.FIXED else ""
    return Result("acme", "B999", line, 5, status, level, "what is wrong", title, "the reason", todos)


def outcome(path: str, *results: Result, changed: bool = False, problem: Problem | None = None) -> Outcome:
    return Outcome(path, b"old", b"new" if changed else b"old", results, (Claim("KEY", Secret(SECRET)),), problem)


TODO = Todo(TodoKind.SET_VARIABLE, "KEY", "the key")
FIXED = outcome("a.py", result(Status.FIXED, Level.SAFE), result(Status.FIXED, Level.REVIEW, 2, TODO), changed=True)
LEFT = outcome("b, c%.py", result(Status.ADVICE))
QUIET = outcome("d.py", result(Status.HARMLESS), result(Status.SUPPRESSED))
LOST = outcome("e.py", problem=Problem(ProblemKind.UNPARSABLE, "unexpected\nindent", 3))
BROKEN = outcome("f.py", problem=Problem(ProblemKind.BROKEN_LAW, "the law"))
NOTHING = outcome("g.py")


def report(*outcomes: Outcome, applied: bool = False) -> Report:
    return gather(outcomes, applied=applied)


@pytest.mark.parametrize(
    ("outcomes", "applied", "code"),
    [
        ([], False, 0),
        ([NOTHING, QUIET], False, 0),
        ([FIXED], False, 1),
        ([FIXED], True, 0),
        ([LEFT], True, 1),
        ([LOST], True, 1),
        ([BROKEN, LEFT], True, 2),
    ],
)
def test_exit_codes(outcomes: list[Outcome], code: int, *, applied: bool) -> None:
    assert report(*outcomes, applied=applied).exit_code == code


def test_the_summary_ends_with_what_to_do() -> None:
    told = summary(report(LOST, FIXED, LEFT, QUIET, NOTHING), ["a b.py", "--level", "safe"])
    assert told == (
        "Would fix 2 findings in 1 file (1 safe, 1 to review); 1 needs you:\n"
        "  b, c%.py:1:5 acme B999 what is wrong - the reason\n\n"
        "To review:\n  a.py:2:5 acme B999 Do it - the reason\n\n"
        "Not counted: 1 judged harmless, 1 suppressed (--show-skipped lists them).\n\n"
        "Left alone:\n  e.py:3: unparsable: unexpected indent\n\n"
        "Checklist:\n  set the variable:\n    [ ] KEY - the key\n\n"
        "Apply: amends fix --apply 'a b.py' --level safe\n"
    )


def test_the_summary_of_a_finished_run() -> None:
    assert summary(report(FIXED, applied=True), []).startswith("Fixed 2 findings in 1 file (1 safe, 1 to review).\n")
    assert summary(report(NOTHING), []) == "Nothing found in 1 file.\n"
    assert summary(report(), []) == "No Python files found.\n"
    assert "Judged harmless:\n  d.py:1:5 acme B999 " in summary(report(QUIET), [], show_skipped=True)


def test_no_output_holds_a_secret() -> None:
    everything = report(FIXED, LEFT, QUIET, LOST)
    for text in (
        output_json.render(everything),
        output_sarif.render(everything, CODEMODS),
        output_github.render(everything),
        summary(everything, [], show_skipped=True),
        repr(everything),
    ):
        assert SECRET not in text


def test_json() -> None:
    document = json.loads(output_json.render(report(FIXED, LEFT, QUIET, LOST, NOTHING)))
    assert document["schema_version"] == 1
    expected = {"files": 5, "changed": 1, "problems": 1, "fixed": 2, "advice": 1, "harmless": 1, "suppressed": 1}
    assert document["summary"] == expected
    assert [file["path"] for file in document["files"]] == ["a.py", "b, c%.py", "d.py", "e.py"]
    assert document["files"][0]["variables"] == [{"name": "KEY", "masked": "sk_t…7dc"}]
    assert document["files"][0]["results"][1]["todos"] == [
        {"kind": "set the variable", "subject": "KEY", "note": "the key"}
    ]
    assert document["files"][3]["problem"] == {"kind": "unparsable", "message": "unexpected\nindent", "line": 3}


def test_sarif() -> None:
    (run,) = json.loads(output_sarif.render(report(FIXED, LEFT, QUIET, LOST), CODEMODS))["runs"]
    assert run["tool"]["driver"]["rules"][0]["properties"]["tags"] == ["security", "external/cwe/cwe-089"]
    statuses = [each["properties"]["status"] for each in run["results"]]
    assert statuses == ["fixed", "fixed", "advice", "suppressed"]
    assert run["results"][2]["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "b%2C%20c%25.py", "uriBaseId": "%SRCROOT%"},
        "region": {"startLine": 1, "startColumn": 5},
    }
    assert run["results"][3]["suppressions"][0]["kind"] == "external"
    assert run["invocations"][0]["executionSuccessful"] is False


def test_sarif_tells_a_comment_from_a_setting() -> None:
    reason = "the comment '# nosec' asks for it"
    commented = Result("acme", "B999", 1, 1, Status.SUPPRESSED, Level.ADVICE, "m", "", reason)
    (run,) = json.loads(output_sarif.render(report(outcome("a.py", commented)), CODEMODS))["runs"]
    assert run["results"][0]["suppressions"][0]["kind"] == "inSource"


def test_sarif_after_the_deed_tells_what_is_left() -> None:
    (run,) = json.loads(output_sarif.render(report(FIXED, LEFT, applied=True), CODEMODS))["runs"]
    assert [each["properties"]["status"] for each in run["results"]] == ["advice"]


def test_workflow_commands_are_escaped() -> None:
    told = output_github.render(report(FIXED, LEFT, LOST))
    assert told.splitlines() == [
        "::error file=e.py,line=3,title=amends%3A unparsable::unexpected%0Aindent",
        "::warning file=b%2C c%25.py,line=1,col=5,title=acme (B999)::what is wrong%0Athe reason",
        "::warning file=a.py,line=1,col=5,title=acme (B999)::what is wrong%0Aamends fix --apply: Do it",
        "::warning file=a.py,line=2,col=5,title=acme (B999)::what is wrong%0Aamends fix --apply: Do it",
    ]


@pytest.mark.parametrize(("value", "masked"), [(SECRET, "sk_t…7dc"), ("short", "…"), ("", "…")])
def test_masks(value: str, masked: str) -> None:
    assert Secret(value).masked == masked
    assert value in {"", "short"} or value not in repr(Secret(value))
