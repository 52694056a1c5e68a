"""What is found in an excerpt, behind the prescreen, is what is found in the whole file: nothing less, nothing else."""

from __future__ import annotations

import ast
import sys
import sysconfig
from pathlib import Path, PurePosixPath

import pytest

from amends import engine
from amends.codemod import Codemod
from amends.context import Context
from amends.disk.encoding import Undecodable, decode
from amends.model import Outcome
from amends.prescreen import candidates
from amends.project import Project
from amends.registry import installed
from amends.survey import survey

OWN = tuple(c for c in installed() if c.module.startswith("amends_codemods."))
FIXTURES = Path(__file__).parent.parent / "fixtures"
STDLIB = Path(sysconfig.get_path("stdlib"))
PADDING = b"".join(
    b"\n\ndef unrelated_%d(first, second):\n    total = first + second\n    return total * %d\n" % (n, n)
    for n in range(60)
)


def context(path: Path) -> Context:
    return Context(PurePosixPath(path.name), Project.nothing())


def differing(data: bytes, path: Path, codemods: tuple[Codemod, ...] = OWN) -> str:
    """Say where the engine's outcome is not the one of the whole file without any screening."""
    try:
        text, encoding = decode(data)
    except Undecodable:
        return ""
    untouched = Outcome(path.name, data, data)
    whole = engine.treat_whole(untouched, text, encoding, context(path), codemods)
    found = engine.run(data, context(path), codemods)
    if whole.problem is not None and not found.results:
        return ""
    if (found.results, found.claims, found.after, found.problem) == (
        whole.results, whole.claims, whole.after, whole.problem,
    ):  # fmt: skip
        return ""
    return "\n".join(map(str, set(found.results) ^ set(whole.results))) or "the texts differ"


def sample() -> list[Path]:
    files = sorted(path for path in STDLIB.glob("**/*.py") if "site-packages" not in path.parts)
    sized = [path for path in files if 4_000 < path.stat().st_size < 40_000]
    return sized[:: max(1, len(sized) // 40)]


@pytest.mark.parametrize("path", sample(), ids=lambda path: str(path.relative_to(STDLIB)))
def test_standard_library(path: Path) -> None:
    assert not differing(path.read_bytes(), path)


def fixtures() -> list[Path]:
    return sorted(path for path in FIXTURES.rglob("before.py") if path.parts[-2] != "cr_only")


@pytest.mark.parametrize("path", fixtures(), ids=lambda path: str(path.relative_to(FIXTURES).parent))
def test_fixture_among_unrelated_code(path: Path) -> None:
    """A fixture is padded with functions that are left out, and must become what it becomes as a whole."""
    data = path.read_bytes()
    if b"\r" in data:
        pytest.skip("the padding ends its lines otherwise")
    codemods = tuple(c for c in OWN if c.id.replace("-", "_") == path.relative_to(FIXTURES).parts[0])
    assert not differing(data + (b"" if data.endswith(b"\n") else b"\n") + PADDING, path, codemods)


def lengthened(text: str) -> str:
    """Give every function statements at its end that have nothing to do with the others."""
    nodes = ast.walk(ast.parse(text))
    functions = [node for node in nodes if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))]
    lines = text.split("\n")
    for function in sorted(functions, key=lambda node: -(node.end_lineno or 0)):
        last = function.body[-1]
        if last.lineno > function.lineno and not lines[(last.end_lineno or 1) - 1].endswith("\\"):
            indent = " " * function.body[0].col_offset
            lines[last.end_lineno : last.end_lineno] = [f"{indent}padding_{n} = spare_{n} + {n}" for n in range(60)]
    return "\n".join(lines)


@pytest.mark.parametrize("path", fixtures(), ids=lambda path: str(path.relative_to(FIXTURES).parent))
def test_fixture_in_long_functions(path: Path) -> None:
    """What a function holds besides is left out where a codemod says that it has no say."""
    data = path.read_bytes()
    try:
        text = data.decode("utf-8-sig")
        longer = lengthened(text)
    except (SyntaxError, UnicodeDecodeError):
        pytest.skip("this Python does not parse it, or not in this encoding")
    if "\r" in text or "\t" in text:
        pytest.skip("the padding is laid out otherwise")
    codemods = tuple(c for c in OWN if c.id.replace("-", "_") == path.relative_to(FIXTURES).parts[0])
    assert not differing(longer.encode() + PADDING, path, codemods)


def test_unrelated_functions_are_left_out() -> None:
    data = b"import yaml\n\n\ndef load(stream):\n    return yaml.load(stream)\n" + PADDING
    found = candidates(data, OWN, {})
    seen = survey(data, decode(data)[1], found)
    assert seen.excerpt is not None
    assert len(seen.excerpt.data) < 1000
    assert seen.excerpt.restored(seen.excerpt.data) == data
    outcome = engine.run(data, context(Path("a.py")), OWN)
    assert outcome.after == data.replace(b"yaml.load(", b"yaml.safe_load(")
    assert [result.line for result in outcome.results] == [5]


def test_lines_are_those_of_the_file() -> None:
    data = b"import yaml\n" + PADDING + b"\n\ndef load(stream):\n    return yaml.load(stream)\n"
    outcome = engine.run(data, context(Path("a.py")), OWN)
    assert [result.line for result in outcome.results] == [data.count(b"\n")]


def test_a_name_that_what_is_left_out_defines_is_not_taken() -> None:
    data = b'def connect(password="kJ8#mP2$xQ9v"):\n    return password\n' + PADDING + b"\n\ndef os():\n    return 1\n"
    outcome = engine.run(data, context(Path("a.py")), OWN)
    assert b"import os\n" not in outcome.after
    assert not differing(data, Path("a.py"))


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
@pytest.mark.parametrize("head", ["", "\ufeff", "# -*- coding: latin-1 -*-\n# \xe9\n", "# \u20ac\n"])
def test_encodings_and_line_ends(ending: str, head: str) -> None:
    text = head + "import yaml\n" + PADDING.decode() + "\n\ndef load(stream):  # \xe9\n    return yaml.load(stream)\n"
    data = text.replace("\n", ending).encode("latin-1" if "latin" in head else "utf-8")
    outcome = engine.run(data, context(Path("a.py")), OWN)
    assert outcome.after == data.replace(b"yaml.load(", b"yaml.safe_load(")


def main() -> None:
    """Compare over the files that the command line names: python tests/test_excerpts.py PATHS."""
    for folder in map(Path, sys.argv[1:]):
        for path in sorted(folder.rglob("*.py")):
            if found := differing(path.read_bytes(), path):
                print(f"{path}:\n{found}")  # noqa: T201 - what the command is for


if __name__ == "__main__":
    main()
