"""What eval_exec makes of code is run: the same results for what is well meant, nothing for what is not."""

from __future__ import annotations

import atexit
import base64
import builtins
import os
import sys
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import PurePosixPath
from types import SimpleNamespace
from typing import Any

import pytest

from amends import engine
from amends.context import Context
from amends.model import Status
from amends.project import Project
from amends.registry import installed

CODEMODS = tuple(codemod for codemod in installed() if codemod.id == "eval-exec")
ATTACK = "__import__('builtins').__dict__.__setitem__('attacked', True)"


def _fixed(text: str) -> str:
    outcome = engine.run(text.encode(), Context(PurePosixPath("app.py"), Project.nothing()), CODEMODS)
    assert outcome.problem is None
    assert {result.status for result in outcome.results} == {Status.FIXED}
    return outcome.after.decode()


def _run(text: str) -> Mapping[str, Any]:
    namespace: dict[str, Any] = {}
    exec(compile(text, "app.py", "exec"), namespace)
    return namespace


def _is_attacked(code: str, function: str, *arguments: object) -> bool:
    builtins.__dict__.pop("attacked", None)
    with suppress(Exception):  # whatever it is: the question is what was run before
        _run(code)[function](*arguments)
    return bool(builtins.__dict__.pop("attacked", False))


def _empty() -> dict[str, object]:
    return {}


def _file(text: str) -> str:
    with tempfile.NamedTemporaryFile("w", suffix=".txt", delete=False, encoding="utf-8") as file:
        file.write(text)
    atexit.register(os.unlink, file.name)
    return file.name


FORMULA = """
def f(formula: str, value: float) -> float:
    return eval(formula.replace("x", str(value)))
"""
CASES: list[Any] = [
    pytest.param(FORMULA, ("2*x + 1", 3.5), (ATTACK, 1.0), id="formula"),
    pytest.param("def f(expression):\n    return eval(expression)\n", ("(1 + 2) * 7 / 2",), (ATTACK,), id="expression"),
    pytest.param(
        "import math\ndef f(expr, x):\n    return eval(expr, {'__builtins__': {}}, {'x': x, 'sqrt': math.sqrt})\n",
        ("sqrt(x) + 1", 16.0),
        ("().__class__.__base__.__subclasses__()[1].__init__.__globals__['attacked']", 1.0),
        id="namespaces",
    ),
    pytest.param("def f(a, op, b):\n    return eval(f'{a} {op} {b}')\n", (6, "*", 7), (ATTACK, "+", 1), id="operator"),
    pytest.param("def f(numbers):\n    return eval('+'.join(numbers))\n", (["1", "2.5"],), (["1", ATTACK],), id="sum"),
    pytest.param(
        "def f(row):\n    return float(eval(row['width']))\n",
        ({"width": "3/4"},),
        ({"width": ATTACK},),
        id="number that becomes a float",
    ),
    pytest.param(
        "def f(x: float, op):\n    return eval(f'x {op} 2')\n",
        (7.0, "**"),
        (1.0, f"and {ATTACK} or"),
        id="names in the text",
    ),
    pytest.param(
        "def f(data, key, name):\n    return eval(f\"data['{key}'].{name}()\")\n",
        ({"a": "x"}, "a", "upper"),
        ({"a": "x"}, f"a'] + {ATTACK} + ['", "upper"),
        id="element",
    ),
    pytest.param(
        "def f(row):\n    return eval(row['tags'])\n", ({"tags": "['a', (1, 2)]"},), ({"tags": ATTACK},), id="literal"
    ),
    pytest.param(
        "def f(obj, name):\n    return eval('obj.' + name)\n", (3 + 4j, "real"), (1, f"real, {ATTACK}"), id="attribute"
    ),
    pytest.param(
        "def tidy(text):\n    return text.replace('^', '**').replace(' and ', ' & ')\n"
        "def f(expr):\n    return eval(tidy(expr))\n",
        ("(2 ^ 3 > 7) and (1 < 2)",),
        (ATTACK,),
        id="formula that a function changes",
    ),
    pytest.param(
        "def f(row):\n    row = eval(row) if isinstance(row, str) else row\n    return row['a']\n",
        ("{'a': 1}",),
        (ATTACK,),
        id="literal or what it spells",
    ),
    pytest.param(
        "def f(name):\n    return eval(f'name.{name}()')\n",
        ("upper",),
        (f"upper() and {ATTACK}",),
        id="method",
    ),
    pytest.param(
        "def f(path):\n    with open(path, 'rb') as file:\n        found = eval(file.read())\n    return found['a']\n",
        (_file("{'a': [1, 2]}\n"),),
        (_file(ATTACK),),
        id="bytes of a file",
    ),
    pytest.param(
        "import base64\ndef f(data):\n    found = eval(base64.b64decode(data))\n    return found[0]\n",
        (base64.b64encode(b"('x', 1)"),),
        (base64.b64encode(ATTACK.encode()),),
        id="decoded bytes",
    ),
    pytest.param("def f(data: bytes):\n    return eval(data)\n", (b"[1]",), (ATTACK.encode(),), id="bytes"),
    pytest.param(
        "import subprocess, sys\ndef f(text):\n"
        "    found = eval(subprocess.check_output([sys.executable, '-c', 'print(' + repr(text) + ')']))\n"
        "    return found['a']\n",
        ("{'a': 1}",),
        (ATTACK,),
        id="bytes of a process",
    ),
    pytest.param(
        "def f(rows):\n    found = [eval(row) for row in rows]\n    return [point[0] for point in found]\n",
        (["(1, 2)", "[3]"],),
        ([ATTACK],),
        id="elements",
    ),
    pytest.param(
        "import argparse\ndef f(*words):\n    parser = argparse.ArgumentParser(exit_on_error=False)\n"
        "    parser.add_argument('--size', type=eval)\n    return parser.parse_args(words).size\n",
        ("--size", "(1, 2)"),
        ("--size", ATTACK),
        id="type of an option",
    ),
    pytest.param(
        "import os\ndef f(name):\n    sizes = eval(os.environ.get(name, '[]'))\n    return len(sizes)\n",
        ("NOT_SET_ANYWHERE",),
        ("ATTACK_OF_EVAL",),
        id="variable with a literal default",
    ),
    pytest.param("def f(values):\n    return list(map(eval, values))\n", (["1", "(2, 3)"],), ([ATTACK],), id="map"),
    pytest.param(
        "def f(module, name):\n    exec(f'from {module} import {name}')\n    return eval(name)\n",
        ("json", "dumps"),
        ("json", f"dumps\n{ATTACK}"),
        # since 3.13 a function's eval() does not see what its exec() bound (PEP 667)
        marks=pytest.mark.skipif(sys.version_info >= (3, 13), reason="the program fails before it is rewritten"),
        id="import",
    ),
    pytest.param(
        "def f(module, into):\n    exec('import ' + module, into)\n    return into[module].__name__\n",
        ("csv", _empty()),
        (f"csv\n{ATTACK}", _empty()),
        id="import into a namespace",
    ),
]


@pytest.fixture(autouse=True)
def _variables(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ATTACK_OF_EVAL", ATTACK)


@pytest.mark.parametrize(("before", "harmless", "attack"), CASES)
def test_same_result_and_no_attack(before: str, harmless: tuple[object, ...], attack: tuple[object, ...]) -> None:
    after = _fixed(before)
    if "numexpr" in after:
        pytest.importorskip("numexpr", reason="numexpr is not installed")
    result = _run(after)["f"](*harmless)
    assert result == _run(before)["f"](*harmless)
    assert type(result) is type(_run(before)["f"](*harmless))
    assert not _is_attacked(after, "f", *attack)


@pytest.mark.parametrize(("before", "harmless", "attack"), [case for case in CASES if case.id != "namespaces"])
def test_the_attack_works_before(before: str, harmless: tuple[object, ...], attack: tuple[object, ...]) -> None:
    del harmless
    assert _is_attacked(before, "f", *attack)


def test_a_value_is_not_put_into_the_middle_of_a_longer_name() -> None:
    pytest.importorskip("numexpr", reason="numexpr is not installed")
    assert _run(_fixed(FORMULA))["f"]("exp(x) * x", 0.0) == 0.0


def test_constants_keep_their_value() -> None:
    before = (
        "a = eval('60 * 60')\nb = eval('-3') ** 2\nc = eval('1, 2')\nd = eval(\"{'k': [1]}\")\ne = eval('[1] * 3')\n"
    )
    wanted, found = _run(before), _run(_fixed(before))
    assert [found[name] for name in "abcde"] == [wanted[name] for name in "abcde"]


@pytest.mark.parametrize("text", ["nowhere", "1 +", "[", "open('x')", "None.x"])
def test_widened_handlers_catch_what_is_refused(text: str) -> None:
    handler = "    except (NameError, SyntaxError):\n        return 'refused'\n"
    before = f"def f(text):\n    try:\n        return eval(text)\n{handler}"
    assert _run(_fixed(before))["f"](text) == "refused"


@pytest.mark.parametrize("text", ["nowhere + 1", "1 +", "open(1)", "a.b.c", "x[0]"])
def test_widened_handlers_catch_what_numexpr_refuses(text: str) -> None:
    pytest.importorskip("numexpr", reason="numexpr is not installed")
    handler = "    except (NameError, SyntaxError):\n        return 'refused'\n"
    before = f"def calculate(expr):\n    try:\n        return eval(expr)\n{handler}"
    assert _run(_fixed(before))["calculate"](text) == "refused"


def test_imports_bind_what_exec_bound() -> None:
    before = (
        "import sys\nfor name in ('csv', 'json'):\n    exec(f'import {name}')\nexec('import ' + name + ' as last')\n"
    )
    found = _run(_fixed(before))
    assert (found["csv"].__name__, found["json"].__name__, found["last"].__name__) == ("csv", "json", "json")


def test_bytes_are_decoded() -> None:
    before = "def f(conn):\n    return eval(conn.recv(10))\n"
    assert _run(_fixed(before))["f"](SimpleNamespace(recv=b"[1, 2]".ljust)) == [1, 2]
