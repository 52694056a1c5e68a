"""A rewritten text keeps the laws, or the file stays as it was and says why."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Any

import libcst as cst
import pytest

from amends import engine
from amends.codemod import Codemod
from amends.context import Context
from amends.model import (
    Advice,
    Change,
    Claim,
    Decision,
    Definition,
    Edit,
    Finding,
    Harmless,
    Import,
    Level,
    Outcome,
    ProblemKind,
    Secret,
    Status,
)  # fmt: skip
from amends.project import Project
from amends.source import Source
from amends.verify import broken_law, is_readable
from conftest import Detect, Make, Transform, parsed

TEXT = '"""Doc."""\nimport os\n\nbad(1)  # why\nos.getcwd()\n'


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("x = 1\n", "x = 2\n", None),
        ("x = 1\n", "x = (\n", "does not compile"),
        ("x = 1\n", "x = 1\nfrom __future__ import annotations\n", "does not compile"),
        ('"""Doc."""\n', 'import os\n"""Doc."""\n', "docstring"),
        ("x = 1  # why\n", "x = 2\n", "the comment '# why' would be lost"),
        ("x = 1  # why\ny = 1  # why\n", "x = 1  # why\n", "# why"),
        ("x = '# why'\n", "x = ''\n", None),
        ("import os\nos.x\n", "os.x\n", "the name 'os' would be undefined"),
        ("x = 1\n", "x = undefined\n", "the name 'undefined' would be undefined"),
        ("x = undefined\n", "y = undefined\n", None),
        ("def f(a):\n    return a\n", "def f(b):\n    return a\n", "'a'"),
        ("x = 1\n", "x = len(__file__)\n", None),
        ("class A:\n    x = 1\n    def f(): 1\n", "class A:\n    x = 1\n    def f(): x\n", "'x'"),
        ("x = [1]\n", "x = [y for y in [1]]\n", None),
        ("def f():\n    global g\n    g = 1\n", "def f():\n    global g\n    g = 1\ng\n", None),
    ],
)
def test_laws(before: str, after: str, said: str | None) -> None:
    broken = broken_law(before, after)
    assert broken is None if said is None else said in str(broken)


FILLING = "\n\ndef f(a):\n    return a\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"{FILLING * 3_000}", True),
        (f"{FILLING * 3_000}\n\ndef g(:\n", False),
        (f"def g(:\n{FILLING * 3_000}", False),
        (f'x = """{FILLING * 3_000}"""\n', True),
        (f'x = """{FILLING * 3_000}\n', False),
        (f"{FILLING * 3_000}\n\ndef g():\n    nonlocal a\n", False),
        (f"if a:\n    pass\n{FILLING * 3_000}\n\n@d\n# why\n\n\ndef g(): pass\n", True),
    ],
    ids=["whole", "error at the end", "error at the start", "text of code", "unfinished text", "scopes", "decorated"],
)
def test_a_long_text_is_readable_if_all_of_it_is(text: str, *, expected: bool) -> None:
    assert is_readable(text) is expected


def test_code_that_this_python_cannot_compile_keeps_its_comments_at_least() -> None:
    newer = "x = 1  # why\nreturn\n"
    assert broken_law(newer, newer.replace("1", "2")) is None
    assert "# why" in str(broken_law(newer, "x = 1\nreturn\n"))


def bad_calls(source: Source) -> list[Finding[None]]:
    return [
        Finding(call, None, "B999", "a bad call")
        for call in source.nodes(cst.Call)
        if isinstance(call.func, cst.Name) and call.func.value == "bad"
    ]


def run(codemod: Codemod, text: str = TEXT, level: Level = Level.REVIEW, **known: Any) -> Outcome:
    context = Context(PurePosixPath("code.py"), Project.nothing(), level, **known)
    return engine.run(text.encode(), context, (codemod,))


def replacing(text: str, **more: Any) -> Transform:
    def transform(source: Source, finding: Finding[None]) -> Decision:
        return Edit("Do it", Level.SAFE, (source.replace(finding.node, text),), **more)

    return transform


def test_a_fix(codemod: Make) -> None:
    outcome = run(codemod(bad_calls, replacing("good(len)", imports=(Import("good", "good"),))))
    assert outcome.problem is None
    assert b"good(len)  # why" in outcome.after
    (result,) = outcome.results
    assert (result.status, result.line, result.column, result.title) == (Status.FIXED, 4, 1, "Do it")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("bad(2)", "a fix left its finding in place"),
        ("bad(2, bad(3))", "left its finding in place or made a new one"),
        ("good(", "does not compile"),
        ("undefined", "would be undefined"),
    ],
)
def test_a_fix_that_breaks_a_law_leaves_the_file_alone(codemod: Make, text: str, said: str) -> None:
    outcome = run(codemod(bad_calls, replacing(text)))
    assert outcome.problem
    assert outcome.problem.kind in {ProblemKind.BROKEN_LAW, ProblemKind.UNPARSABLE}
    assert outcome.problem.kind is ProblemKind.UNPARSABLE or said in outcome.problem.message
    assert not outcome.changed


def test_a_fix_that_never_comes_to_rest_leaves_the_file_alone(codemod: Make) -> None:
    transform = replacing("bad(2)", leaves_open="a placeholder")
    outcome = run(codemod(bad_calls, transform))
    assert outcome.problem
    assert "do not come to rest" in outcome.problem.message


def test_edits_that_overlap_are_made_one_after_the_other(codemod: Make) -> None:
    def transform(source: Source, finding: Finding[None]) -> Decision:
        call = finding.node
        assert isinstance(call, cst.Call)
        inner = ", ".join(source.code(arg) for arg in call.args)
        return Edit("Do it", Level.SAFE, (source.replace(call, f"print({inner})"),))

    outcome = run(codemod(bad_calls, transform), "bad(1, bad(2, bad(3)))\n")
    assert outcome.after == b"print(1, print(2, print(3)))\n"
    assert [result.line for result in outcome.results] == [1, 1, 1]


def test_a_definition_is_made_once(codemod: Make) -> None:
    definition = Definition("good", "def good():\n    return 1")
    outcome = run(codemod(bad_calls, replacing("good()", definitions=(definition,))), "bad(1)\nbad(2)\n")
    assert outcome.after == b"def good():\n    return 1\n\n\ngood()\ngood()\n"


def test_what_wants_review_is_advice_at_level_safe(codemod: Make) -> None:
    def transform(source: Source, finding: Finding[None]) -> Decision:
        return Edit("Do it", Level.REVIEW, (source.replace(finding.node, "len"),))

    made = codemod(bad_calls, transform)
    (result,) = run(made, level=Level.SAFE).results
    assert (result.status, result.level) == (Status.ADVICE, Level.ADVICE)
    assert run(made).changed


@pytest.mark.parametrize(
    ("text", "ignores", "status"),
    [
        ("bad(1)  # nosec B999 is none\n", (), Status.SUPPRESSED),
        ("bad(\n    1,  # noqa: S999\n)\n", (), Status.SUPPRESSED),
        ("bad(1)  # noqa: S105\n", (), Status.FIXED),
        ("bad(1)\n", (("B999", "the settings"),), Status.SUPPRESSED),
        ("bad(1)\n", (("acme", "the settings"),), Status.SUPPRESSED),
        ("bad(1)\n", (("B105", "the settings"),), Status.FIXED),
        ("if bad(1):\n    x = 1  # nosec\n", (), Status.FIXED),
        ("if bad(1):  # nosec\n    x = 1\n", (), Status.SUPPRESSED),
    ],
)
def test_what_is_suppressed_stays(
    codemod: Make, text: str, ignores: tuple[tuple[str, str], ...], status: Status
) -> None:
    outcome = run(codemod(bad_calls, replacing("len")), text, ignores=ignores)
    assert [result.status for result in outcome.results] == [status]
    assert outcome.changed is (status is Status.FIXED)


def test_codes_that_nobody_wants_are_not_mentioned(codemod: Make) -> None:
    outcome = run(codemod(bad_calls, replacing("len")), unwanted=frozenset({"B999"}))
    assert (outcome.changed, outcome.results) == (False, ())


@pytest.mark.parametrize("decision", [Advice("do this"), Harmless("it is none")])
def test_what_is_not_fixed_has_its_reason(codemod: Make, decision: Advice | Harmless) -> None:
    (result,) = run(codemod(bad_calls, lambda _source, _finding: decision)).results
    assert result.reason == decision.reason


def _crashes(_source: Source) -> list[Finding[None]]:
    raise KeyError("s3cret")


@pytest.mark.parametrize("detect", [_crashes, bad_calls])
def test_a_bug_in_a_codemod_costs_one_file_and_tells_no_secret(codemod: Make, detect: Detect) -> None:
    def transform(_source: Source, _finding: Finding[None]) -> Decision:
        raise ValueError("s3cret")

    outcome = run(codemod(detect, transform))
    assert outcome.problem
    assert outcome.problem.kind is ProblemKind.CRASHED
    assert outcome.problem.message.startswith("acme failed with ")
    assert "test_laws.py, line " in outcome.problem.message
    assert "s3cret" not in outcome.problem.message


def test_a_text_that_its_encoding_cannot_hold_leaves_the_file_alone(codemod: Make) -> None:
    text = "# coding: latin-1\n" + TEXT
    outcome = run(codemod(bad_calls, replacing("print('€')")), text)
    assert outcome.problem
    assert "has no '€'" in outcome.problem.message


def test_two_values_of_one_file_never_share_a_variable(codemod: Make) -> None:
    def transform(source: Source, finding: Finding[None]) -> Decision:
        call = finding.node
        assert isinstance(call, cst.Call)
        value = Secret(source.code(call.args[0]))
        name = next(n for n in ("KEY", "KEY_2", "KEY_3") if source.context.taken.get(n, value.digest) == value.digest)
        return Edit("Do it", Level.SAFE, (source.replace(call, f"print('{name}')"),), claims=(Claim(name, value),))

    outcome = run(codemod(bad_calls, transform), "bad(1)\nbad(2)\nbad(1)\n")
    assert outcome.after == b"print('KEY')\nprint('KEY_2')\nprint('KEY')\n"


def test_nothing_outside_the_edits_changes() -> None:
    source = parsed("x = ( 1 )  ;y=2\n")
    assert source.module.code == source.text
    assert Change(0, 1, "z") == source.replace(next(iter(source.nodes(cst.Name))), "z")


def test_of_a_lost_comment_no_more_is_told_than_it_takes_to_find_it() -> None:
    broken = str(broken_law("x = 1  # key = sk_test_4eC39HqLyjWDarjtT1zdp7dc\n", "x = 1\n"))
    assert "# key = sk_test_" in broken
    assert "4eC39" not in broken
