"""An argument comes and goes with its comma, and with its line if it has one; comments stay."""

from __future__ import annotations

from pathlib import PurePosixPath

import libcst as cst
import pytest

from amends.arguments import with_argument, without_argument
from amends.context import Context
from amends.project import Project
from amends.source import Source
from amends.splice import splice


def without(text: str) -> str | None:
    """Remove the argument `gone` from the first call of a text."""
    source = Source.parse(text, Context(PurePosixPath("x.py"), Project.nothing()))
    call = next(source.nodes(cst.Call))
    change = without_argument(source, call, next(a for a in call.args if "gone" in source.code(a)))
    return None if change is None else splice(text, [change])


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("f(a, gone)\n", "f(a)\n"),
        ("f(gone)\n", "f()\n"),
        ("f(gone, a)\n", "f(a)\n"),
        ("f(a, gone, b)\n", "f(a, b)\n"),
        ("f(a, gone=1,)\n", "f(a,)\n"),
        ("f(\n    a,\n    gone=1,\n)\n", "f(\n    a,\n)\n"),
        ("f(\r\n    a,\r\n    gone=1\r\n)\r\n", "f(\r\n    a\r\n)\r\n"),
        ("f(\n    a,  # kept\n    gone=1,\n)\n", "f(\n    a,  # kept\n)\n"),
        ("f(\n    a,  # kept\n    gone=1,  # too\n)\n", "f(\n    a,  # kept\n    # too\n)\n"),
        ("f(\n    # one\n    gone=1,\n    # two\n    a=2,\n)\n", "f(\n    # one\n    # two\n    a=2,\n)\n"),
        ("f(a,  # kept\n  gone)\n", "f(a,  # kept\n  )\n"),
    ],
)
def test_an_argument_goes_and_comments_stay(before: str, after: str) -> None:
    assert without(before) == after


def test_an_argument_with_a_comment_inside_stays() -> None:
    assert without("f(a, (  # why\n    gone))\n") is None


def added(text: str) -> str | None:
    """Add an argument to the first call of a text."""
    source = Source.parse(text, Context(PurePosixPath("x.py"), Project.nothing()))
    change = with_argument(source, next(source.nodes(cst.Call)), "new=1")
    return None if change is None else splice(text, [change])


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("f()\n", "f(new=1)\n"),
        ("(f())\n", "(f(new=1))\n"),
        ("f(a)\n", "f(a, new=1)\n"),
        ("f(a,)\n", "f(a, new=1)\n"),
        ("f(a, )\n", "f(a, new=1)\n"),
        ("f( a )\n", "f( a, new=1 )\n"),
        ("f(*a, **b)\n", "f(*a, **b, new=1)\n"),
        ("f((x for x in y))\n", "f((x for x in y), new=1)\n"),
        ("f(\n    a,\n)\n", "f(\n    a,\n    new=1,\n)\n"),
        ("f(\n\ta\n)\n", "f(\n\ta,\n\tnew=1\n)\n"),
        ("f(\r\n    a,  # kept\r\n)\r\n", "f(\r\n    a,  # kept\r\n    new=1,\r\n)\r\n"),
        ("f(\n  a  # kept\n)\n", "f(\n  a,  # kept\n  new=1\n)\n"),
        ("f(a,\n  b)\n", "f(a,\n  b,\n  new=1)\n"),
        ("f(a, [\n    b,\n])\n", "f(a, [\n    b,\n], new=1)\n"),
        ("f(  # kept\n)\n", "f(  # kept\nnew=1)\n"),
    ],
)
def test_an_argument_comes(before: str, after: str) -> None:
    assert added(before) == after


def test_a_bare_generator_expression_stays_alone() -> None:
    assert added("f(x for x in y)\n") is None
