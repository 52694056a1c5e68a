"""Files that would bring libCST down are named, quickly, and the process lives on."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest

from amends import engine
from amends.context import Context
from amends.model import ProblemKind
from amends.project import Project
from amends.registry import installed

CONTEXT = Context(PurePosixPath("a.py"), Project.nothing())

HOSTILE = {
    "parentheses": "x = eval(" + "(" * 5000 + "1" + ")" * 5000 + ")\n",
    "lists": "x = eval('1')\ny = " + "[" * 3000 + "]" * 3000 + "\n",
    "sum": "x = eval('1')\ny = " + "+".join(["1"] * 20_000) + "\n",
    "boolean": "x = eval('1')\ny = " + " and ".join(["a"] * 20_000) + "\n",
    "attributes": "x = eval('1')\ny = a" + ".b" * 20_000 + "\n",
    "strings": "x = eval('1')\ny = (" + " 'a'" * 20_000 + ")\n",
    "elif": "x = eval('1')\nif a:\n    b\n" + "elif a:\n    b\n" * 5_000,
    "minus": "x = eval('1')\ny = " + "-" * 20_000 + "1\n",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=list(HOSTILE))
def test_what_would_end_the_process_is_named(text: str) -> None:
    outcome = engine.run(text.encode(), CONTEXT, installed())
    assert outcome.problem is not None
    assert outcome.problem.kind is ProblemKind.TOO_LARGE
    assert outcome.after == outcome.before


def test_a_large_file_is_treated_by_its_excerpt() -> None:
    function = "\n\ndef f_%d(a, b):\n    total = a + b\n    return total * %d\n"
    padding = "".join(function % (n, n) for n in range(60_000))
    text = "import yaml\n" + padding + "\n\ndef load(stream):\n    return yaml.load(stream)\n"
    outcome = engine.run(text.encode(), CONTEXT, installed())
    assert outcome.problem is None
    assert outcome.after == text.replace("yaml.load(", "yaml.safe_load(").encode()


def test_a_file_that_is_too_large_says_what_to_do() -> None:
    text = "x = eval(y)\n" * 200_000
    problem = engine.run(text.encode(), CONTEXT, installed()).problem
    assert problem is not None
    assert problem.kind is ProblemKind.TOO_LARGE
    assert "raise max-size" in problem.message
