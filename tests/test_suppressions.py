"""Comments are obeyed as the tools obey them that they were written for."""

from __future__ import annotations

import pytest

from amends.suppressions import Suppressions

CODES = ("B506", "yaml-load")


def silenced(text: str, line: int, codes: tuple[str, ...] = CODES, last: int | None = None) -> bool:
    return Suppressions.of(text).covering(line, last or line, codes) is not None


@pytest.mark.parametrize(
    ("comment", "is_obeyed"),
    [
        ("# nosec", True),
        ("#nosec", True),
        ("# nosec B506", True),
        ("# nosec: B506", True),
        ("# nosec yaml_load", True),
        ("# nosec B105,B506", True),
        ("# nosec B105", False),
        ("# nosec because I say so", True),
        ("# said before # nosec", True),
        ("# noqa", True),
        ("# NOQA", True),
        ("# noqa: S506", True),
        ("# noqa:S506,E501", True),
        ("# noqa: E501 S506", True),
        ("# noqa: E501", False),
        ("# noqa: E501 # nosec", True),
        ("# noqaS506", False),
        ("# ruff: ignore[S506]", True),
        ("# ruff: ignore[S105]", False),
        ("# amends: ignore", True),
        ("# amends: ignore[yaml-load]", True),
        ("# amends: ignore[B506]", True),
        ("# amends: ignore[weak-hash]", False),
        ("# nosemgrep", False),
        ("# pragma: allowlist secret", False),
        ("# nothing", False),
    ],
)
def test_behind_the_code(comment: str, *, is_obeyed: bool) -> None:
    assert silenced(f"x = load(f)  {comment}\n", 1) is is_obeyed
    assert not silenced(f"x = load(f)\ny = 1  {comment}\n", 1)


@pytest.mark.parametrize(
    "comment",
    ["# nosemgrep: some.rule", "# pragma: allowlist secret", "# gitleaks:allow", "# pragma: whitelist secret"],
)
def test_secret_scanners_are_heard_about_secrets(comment: str) -> None:
    assert silenced(f"x = 1  {comment}\n", 1, ("B105", "hardcoded-secret"))


def test_a_comment_alone_speaks_of_the_statement_below() -> None:
    text = "# amends: ignore[yaml-load]\nx = load(\n    f,\n)\ny = load(f)\n"
    assert silenced(text, 2, last=4)
    assert not silenced(text, 5)
    assert not silenced("# nosec\nx = load(f)\n", 2)


def test_a_text_is_no_comment() -> None:
    assert not silenced('x = load("# nosec")\n', 1)


def test_every_line_of_a_statement_counts() -> None:
    text = "x = load(\n    f,  # nosec\n)\n"
    assert silenced(text, 1, last=3)


@pytest.mark.parametrize(
    "comment", ["# ruff: noqa", "# flake8: noqa", "# ruff: noqa: S506", "# ruff: file-ignore[S506]"]
)
def test_a_file_can_be_silenced(comment: str) -> None:
    assert silenced(f"import x\n{comment}\n\nx.load(f)\n", 4)
    assert not silenced(f"import x  {comment}\n\nx.load(f)\n", 3)


def test_from_disable_to_enable_or_the_end_of_the_block() -> None:
    text = (
        "def f():\n    # ruff: disable[S506]\n    a = load()\n    # ruff: enable[S506]\n    b = load()\n\n\n"
        "def g():\n    # ruff: disable[S506]\n    c = load()\n\n\nd = load()\n"
    )
    assert [line for line in (3, 5, 10, 13) if silenced(text, line)] == [3, 10]


def test_the_comment_itself_is_told() -> None:
    assert Suppressions.of("x = 1  # nosec: B506 \n").covering(1, 1, CODES) == "# nosec: B506"
