"""What a name means at a place, what is called, and how a qualified name is written there."""

from __future__ import annotations

import importlib
import inspect

import libcst as cst
import pytest

from amends.source import Certainty, Inexact, Unparsable
from conftest import parsed


def called(text: str, *names: str) -> list[str]:
    """Return how certain each call found is."""
    return [site.certainty.name for site in parsed(text).calls(*names)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("import yaml\nyaml.load(f)\n", ["CERTAIN"]),
        ("import yaml as y\ny.load(f)\n", ["CERTAIN"]),
        ("from yaml import load\nload(f)\n", ["CERTAIN"]),
        ("from yaml import load as l\nl(f)\n", ["CERTAIN"]),
        ("import yaml\nl = yaml.load\nl(f)\n", ["CERTAIN"]),
        ("def f():\n    import yaml\n    yaml.load(f)\n", ["CERTAIN"]),
        ("try:\n    import yaml\nexcept ImportError:\n    yaml = None\nyaml.load(f)\n", ["CERTAIN"]),
        ("from yaml import *\nload(f)\n", ["UNRESOLVED"]),
        ("yaml.load(f)\n", ["UNRESOLVED"]),
        ("import yaml\ndef f(yaml):\n    yaml.load(f)\n", []),
        ("import yaml\ndef f():\n    yaml = g()\n    yaml.load(f)\n", []),
        ("import yaml\nclass yaml:\n    pass\nyaml.load(f)\n", ["POSSIBLE"]),
        ("import other as yaml\nyaml.load(f)\n", []),
        ("from .yaml import load\nload(f)\n", []),
        ("[load(f) for load in loaders]\n", []),
        ("import yaml\n[yaml.load(f) for yaml in loaders]\n", []),
        ("import yaml\nlambda yaml: yaml.load(f)\n", []),
        ("import yaml\nclass A:\n    yaml = 1\n    def f(self):\n        yaml.load(f)\n", ["CERTAIN"]),
        ("import yaml\ndef f():\n    global yaml\n    yaml.load(f)\n", ["CERTAIN"]),
        ("self.yaml.load(f)\n", []),
    ],
)
def test_calls_by_what_a_name_means(text: str, found: list[str]) -> None:
    assert called(text, "yaml.load") == found
    assert {certainty.name for certainty in Certainty} >= set(found)


def test_builtins_are_names_too() -> None:
    assert called("eval(x)\n", "builtins.eval") == ["CERTAIN"]
    assert called("def eval(x): ...\neval(x)\n", "builtins.eval") == []
    assert called("import builtins\nbuiltins.eval(x)\n", "builtins.eval") == ["CERTAIN"]
    assert called("frame.eval(x)\n", "builtins.eval") == []


def test_calls_on_what_a_call_returns() -> None:
    assert called("from hub import Api\nApi().get(x)\n", "hub.Api().get") == ["CERTAIN"]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("x = 'a'\nf(x)\n", "a"),
        ("x = 'a' 'b'\nf(x)\n", "ab"),
        ("x = 'a' + 'b'\nf(x)\n", "ab"),
        ("x: str = 'a'\nf(x)\n", "a"),
        ("x = b'a'\nf(x)\n", b"a"),
        ("x = -1\nf(x)\n", -1),
        ("x = 'a'\ny = x\nf(y)\n", "a"),
    ],
)
def test_constants(text: str, value: object) -> None:
    source = parsed(text)
    (call,) = source.nodes(cst.Call)
    assert source.constant(call.args[0].value) == value


@pytest.mark.parametrize(
    "text", ["x = 'a'\nx = 'b'\nf(x)\n", "f(x)\n", "def g(x='a'):\n    f(x)\n", "x = f'{y}'\nf(x)\n"]
)
def test_no_constants(text: str) -> None:
    source = parsed(text)
    *_, call = source.nodes(cst.Call)
    assert not isinstance(source.constant(call.args[0].value), (str, bytes, int))


@pytest.mark.parametrize(
    ("text", "written", "imports"),
    [
        ("here\n", "os.environ", ["import os"]),
        ("import os\nhere\n", "os.environ", []),
        ("import os as o\nhere\n", "o.environ", []),
        ("from os import environ\nhere\n", "environ", []),
        ("from os import environ as e\nhere\n", "e", []),
        ("def f(os):\n    here\n", "_os.environ", ["import os as _os"]),
        ("import os\ndef f(os):\n    here\n", "_os.environ", ["import os as _os"]),
        ("os = 1\nhere\n", "_os.environ", ["import os as _os"]),
        ("if x:\n    import os\nhere\n", None, None),
        ("here\nimport os\n", None, None),
        ("import os\ndef f():\n    here\n", "os.environ", []),
        ("def f():\n    here\nimport os\n", "os.environ", []),
    ],
)
def test_how_a_name_is_written_at_a_place(text: str, written: str | None, imports: list[str] | None) -> None:
    source = parsed(text)
    place = next(name for name in source.nodes(cst.Name) if name.value == "here")
    reference = source.refer("os.environ", at=place)
    if written is None:
        assert reference.imports  # the import that is there cannot be relied on
        return
    assert reference.text == written
    assert [each.statement for each in reference.imports] == imports


@pytest.mark.parametrize(
    ("text", "line"),
    [("x = (\n", 2), ("x = 1\n  y = 2\n", 2), ("print 'x'\n", 1)],
)
def test_what_cannot_be_parsed_is_told_with_its_line(text: str, line: int) -> None:
    with pytest.raises(Unparsable) as raised:
        parsed(text)
    assert abs(raised.value.line - line) <= 1


def names_are_found(text: str, *, backwards: bool) -> bool:
    """Whether each name is told to stand where it does, the last being asked for first or last."""
    source = parsed(text)
    names = sorted(source.nodes(cst.Name), key=source.tree.order, reverse=backwards)
    return all(source.text[slice(*source.inner_span(name))] == name.value for name in names)


@pytest.mark.parametrize("backwards", [False, True])
@pytest.mark.parametrize("module", ["argparse", "ast", "asyncio.base_events", "tarfile", "typing", "zipfile"])
def test_names_are_found_at_their_places(module: str, *, backwards: bool) -> None:
    assert names_are_found(inspect.getsource(importlib.import_module(module)), backwards=backwards)


@pytest.mark.parametrize("backwards", [False, True])
@pytest.mark.parametrize(
    "text",
    [
        "if a:\n  x\nelse:\n    y\n    z\n",
        "try:\n    x\nexcept A: y\nfinally:\n    z",
        "def f(x=y): return z\n",
        "if a: x\nelif b:\n    y\nelse:\n    if c:\n        z\n",
        "if a:\n        x\nelse:\n    y\n    if b:\n        x\n",
        "for x in y:\n\n    # z\n    z\n    # z\nelse:\n    while a: z\n",
        "@a\nclass A:\n    @b\n    async def f(self):\n        async with x: y\n        return [\n  z]\n",
        "match a:\n    case b:\n        x\n    case c: y\n",
    ],
)
def test_names_are_found_in_every_layout_of_a_block(text: str, *, backwards: bool) -> None:
    assert names_are_found(text, backwards=backwards)


def test_what_libcst_would_change_is_refused() -> None:
    source = parsed("x = 1\n\x0cy = 2\r")
    with pytest.raises(Inexact):
        [source.span(name) for name in source.nodes(cst.Name)]


def test_changes_keep_the_layout() -> None:
    source = parsed("def f():\r\n\tx = 1  # why\r\n\ty = 2\r\n")
    first = next(iter(source.nodes(cst.SimpleStatementLine)))
    change = source.insert_after(first, "if x:\n    pass")
    assert change.text == "\tif x:\r\n\t    pass\r\n"
    assert source.text[: change.start].endswith("# why\r\n")
    assert source.insert_before(first, "z = 3").start == source.text.index("\tx")
