"""The outline agrees with Python's own parser on where statements begin."""

from __future__ import annotations

import ast
import sysconfig
import tokenize
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import pytest

from amends.text.code import Code
from amends.text.outline import Statement, members, statements

STDLIB = sorted(Path(sysconfig.get_path("stdlib")).glob("*.py"))


def outlined(text: str) -> tuple[bytes, list[Statement]]:
    code = Code.of(text.encode("latin-1")).text
    return code, statements(code)


def expected(body: Sequence[ast.stmt]) -> list[int]:
    lines = (min([s.lineno, *(d.lineno for d in getattr(s, "decorator_list", []))]) for s in body)
    return sorted(set(lines))


def lines_of(code: bytes, text: str, found: Sequence[Statement]) -> list[int]:
    assert len(code) == len(text)
    return [text.count("\n", 0, statement.code) + 1 for statement in found]


@pytest.mark.parametrize("path", STDLIB[::2], ids=lambda path: path.name)
def test_standard_library(path: Path) -> None:
    with tokenize.open(path) as file:
        text = file.read().encode("utf-8").decode("latin-1")
    tree = ast.parse(text)
    code, found = outlined(text)
    assert lines_of(code, text, found) == expected(tree.body)
    assert [s.name.decode() for s in found if s.is_class] == [n.name for n in tree.body if isinstance(n, ast.ClassDef)]
    classes = [node for node in tree.body if isinstance(node, ast.ClassDef)]
    for node, statement in zip(classes, (s for s in found if s.is_class), strict=True):
        inner = members(code, statement)
        if inner:
            assert lines_of(code, text, inner) == expected(node.body)
            assert inner[-1].end == statement.end


@pytest.mark.parametrize(
    ("text", "starts"),
    [
        ("", []),
        ("x = (1,\n2\n)\ny = 3\n", [1, 4]),
        ("x = 1 + \\\n2\ny = 3\n", [1, 3]),
        ('"""a\nb\n"""\nx = 1\n', [1, 4]),
        ("if a:\n    b\nelif c:\n    d\nelse:\n    e\nf\n", [1, 7]),
        ("try:\n    a\nexcept X:\n    b\nfinally:\n    c\n", [1]),
        ("@a\n@b(\n1)\n# c\ndef f():\n    pass\nclass A: pass\n", [1, 7]),
        ("# c\n\nx = f'''{\na}\n'''\ny\n", [3, 6]),
        ("a; b\r\nc\r\n", [1, 2]),
        ("def f(\n): return [\n]\nx", [1, 4]),
    ],
)
def test_shapes(text: str, starts: list[int]) -> None:
    code, found = outlined(text)
    assert lines_of(code, text, found) == starts
    assert all(before.end == after.start for before, after in pairwise(found))
    assert not found or (found[0].start, found[-1].end) == (0, len(text))
