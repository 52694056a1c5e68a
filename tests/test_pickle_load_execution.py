"""What pickle-load rewrites still loads plain data, and refuses what an attacker pickles."""

from __future__ import annotations

import datetime as dt
import decimal
import fractions
import os
import pickle
import sys
import uuid
from collections import Counter, OrderedDict, defaultdict, deque
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from types import ModuleType
from typing import Any

import pytest

from amends import engine
from amends.context import Context
from amends.project import Project
from amends_codemods.pickle_load import CODEMOD

PLAIN: list[Any] = [
    {"a": [1, 2.5, None, True], "b": ("x", b"y"), 3: {4, 5}},
    frozenset({1}), bytearray(b"z"), complex(1, 2), slice(1, 2), range(3), 2**100, "é",
    OrderedDict(a=1), Counter("aab"), defaultdict(list, {1: [2]}), deque([1], 3),
    dt.datetime(2024, 2, 29, 12, tzinfo=dt.timezone.utc), dt.date(2024, 2, 29), dt.time(1, 2), dt.timedelta(1),
    decimal.Decimal("1.5"), fractions.Fraction(1, 3), uuid.UUID(int=5),
]  # fmt: skip

OF_BYTES = {
    "loads": "import pickle\ndef read(data): return pickle.loads(data)\n",
    "alias": "import pickle as pkl\ndef read(data): return pkl.loads(data, encoding='ascii')\n",
    "from-import": "from pickle import loads\ndef read(data): return loads(data)\n",
    "load": "import io, pickle\ndef read(data): return pickle.load(io.BytesIO(data), fix_imports=True)\n",
    "either pickle": (
        "try:\n    import cPickle as pickle\nexcept ImportError:\n    import pickle\n"
        "def read(data): return pickle.loads(data)\n"
    ),
    "local import": "def read(data):\n    import pickle\n    return pickle.loads(data)\n",
    "Unpickler": "import io, pickle\ndef read(data): return pickle.Unpickler(io.BytesIO(data)).load()\n",
    "after a function": "def f(): pass\nimport pickle\ndef read(data): return pickle.loads(data)\n",
    "async": (
        "import asyncio, pickle\nasync def later(data): return data\n"
        "async def wait(data): return pickle.loads(await later(data))\n"
        "def read(data): return asyncio.run(wait(data))\n"
    ),
    "lambda": "import pickle\nread = lambda data: pickle.loads(data)\n",
    "_pickle": "import _pickle\ndef read(data): return _pickle.loads(data)\n",
    "name is taken": "import pickle\nclass RestrictedUnpickler: pass\ndef read(data): return pickle.loads(data)\n",
    "own unpickler": (
        "import io, pickle\n"
        "class Plain(pickle.Unpickler):\n"
        "    def find_class(self, module, name):\n"
        "        if module in {'builtins', '__builtin__', 'collections', 'datetime', 'decimal', 'fractions', 'uuid',\n"
        "                      '_codecs'} and name not in {'eval', 'exec', 'getattr'}:\n"
        "            return super().find_class(module, name)\n"
        "        raise pickle.UnpicklingError(f'{name} is not admitted')\n"
        "def read(data): return pickle.loads(data)\n"
    ),
    "multi-line": "import pickle\ndef read(data):\n    return pickle.loads(\n        data,  # bytes\n    )\n",
}

NO_OPTIONS: Mapping[str, object] = {}


class Attack:
    """Runs a command when it is unpickled."""

    def __init__(self, command: str) -> None:
        self.command = command

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.system, (self.command,)  # pyright: ignore[reportDeprecated] - what the article attacks with


def amended(program: str, options: Mapping[str, object] = NO_OPTIONS) -> str:
    context = Context(PurePosixPath("program.py"), Project.nothing(), options=options)
    outcome = engine.run(program.encode(), context, (CODEMOD,))
    assert outcome.problem is None
    assert outcome.changed
    return outcome.after.decode()


def namespace(program: str) -> dict[str, Any]:
    names: dict[str, Any] = {"__name__": "program"}
    exec(compile(program, "program.py", "exec"), names)
    return names


@pytest.mark.parametrize("protocol", range(2, pickle.HIGHEST_PROTOCOL + 1))
@pytest.mark.parametrize("program", OF_BYTES.values(), ids=OF_BYTES)
def test_plain_data_loads_as_before(program: str, protocol: int) -> None:
    before, after = namespace(program)["read"], namespace(amended(program))["read"]
    for value in PLAIN:
        data = pickle.dumps(value, protocol)
        assert after(data) == before(data) == value


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
@pytest.mark.parametrize("program", OF_BYTES.values(), ids=OF_BYTES)
def test_an_attack_works_before_and_fails_after(program: str, protocol: int, tmp_path: Path) -> None:
    marker = tmp_path / "attacked"
    data = pickle.dumps(Attack(f"touch {marker}"), protocol)
    namespace(program)["read"](data)
    assert marker.exists()
    marker.unlink()
    with pytest.raises(pickle.UnpicklingError, match="system is not admitted"):
        namespace(amended(program))["read"](data)
    assert not marker.exists()


@pytest.mark.parametrize(
    "data",
    [
        b"cbuiltins\neval\n(S'1'\ntR.",
        b"cbuiltins\ngetattr\n(cbuiltins\ndict\nS'fromkeys'\ntR.",
        b"\x80\x04\x8c\x08builtins\x8c\x0ddict.fromkeys\x93.",
        b"\x80\x04\x8c\x0bcollections\x8c\x0esys.modules.os\x93.",
        b"ccopyreg\n_reconstructor\n(cbuiltins\nobject\ncbuiltins\nobject\nNtR.",
    ],
    ids=["eval", "getattr", "dotted method", "dotted module", "reconstructor"],
)
def test_ways_around_the_table_are_refused(data: bytes) -> None:
    read = namespace(amended(OF_BYTES["loads"]))["read"]
    with pytest.raises(pickle.UnpicklingError, match="is not admitted"):
        read(data)


def test_handlers_of_unpickling_errors_keep_working() -> None:
    program = (
        "import pickle\ndef read(data):\n    try:\n        return pickle.loads(data)\n"
        "    except pickle.UnpicklingError:\n        return 'refused'\n"
    )
    read = namespace(amended(program))["read"]
    assert read(pickle.dumps(Attack("true"))) == read(b"not a pickle") == "refused"


def test_classes_of_the_file_that_it_pickles_load_as_before(monkeypatch: pytest.MonkeyPatch) -> None:
    program = (
        "import io, pickle\nfrom dataclasses import dataclass\n"
        "@dataclass\nclass Item:\n    name: str\n"
        "@dataclass\nclass Basket:\n    items: list[Item]\n"
        "def write(basket: Basket) -> bytes: return pickle.dumps(basket)\n"
        "def read(data) -> Basket: return pickle.loads(data)\n"
    )
    module = ModuleType("program")
    monkeypatch.setitem(sys.modules, "program", module)
    exec(compile(amended(program), "program.py", "exec"), module.__dict__)
    names = vars(module)
    basket = names["Basket"]([names["Item"]("a")])
    assert names["read"](names["write"](basket)) == basket
    with pytest.raises(pickle.UnpicklingError):
        names["read"](pickle.dumps(Attack("true")))


def test_numpy_arrays_load_as_before() -> None:
    numpy = pytest.importorskip("numpy")
    read = namespace(amended("import pickle\nimport numpy as np\ndef read(data): return pickle.loads(data)\n"))["read"]
    for array in (numpy.arange(6).reshape(2, 3), numpy.array(["a"]), numpy.array([{1: 2}], dtype=object)):
        for protocol in range(2, pickle.HIGHEST_PROTOCOL + 1):
            assert (read(pickle.dumps(array, protocol)) == array).all()
    assert read(pickle.dumps(numpy.float64(1.5))) == 1.5


def test_literals_come_back_from_json(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = (
        "import pickle\n"
        "def save():\n    with open('s.pkl', 'wb') as f:\n        pickle.dump({'a': [1, 2.5, None, True, 'é']}, f)\n"
        "def load():\n    with open('s.pkl', 'rb') as f:\n        return pickle.load(f)\n"
    )
    monkeypatch.chdir(tmp_path)
    results: list[object] = []
    for text in (program, amended(program)):
        names = namespace(text)
        names["save"]()
        results.append(names["load"]())
    assert results[0] == results[1]
    assert Path("s.pkl").read_text("utf-8").startswith("{")


def test_buffers_outside_the_pickle_are_passed_on() -> None:
    program = "import pickle\ndef read(data, buffers): return pickle.loads(data, buffers=buffers)\n"
    buffers: list[pickle.PickleBuffer] = []
    data = pickle.dumps(pickle.PickleBuffer(b"abc"), protocol=5, buffer_callback=buffers.append)
    assert bytes(namespace(amended(program))["read"](data, buffers)) == b"abc"


def test_json_in_the_place_of_a_pickle_runs_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = (
        "import pickle\n"
        "def save():\n    with open('s.pkl', 'wb') as f:\n        pickle.dump({'a': 1}, f)\n"
        "def load():\n    with open('s.pkl', 'rb') as f:\n        return pickle.load(f)\n"
    )
    monkeypatch.chdir(tmp_path)
    Path("s.pkl").write_bytes(pickle.dumps(Attack("touch attacked"), 0))
    namespace(program)["load"]()
    assert Path("attacked").exists()
    Path("attacked").unlink()
    with pytest.raises(ValueError, match="Expecting value"):
        namespace(amended(program))["load"]()
    assert not Path("attacked").exists()


@pytest.mark.parametrize(
    ("path", "program", "status"),
    [
        ("test.py", "import torch\nnet.load_state_dict(torch.load('net.pt'))\n", "fixed"),
        ("net_test.py", "import torch\ndef run(path): return torch.load(path)\n", "fixed"),
        ("test.py", "import torch\ndef test_net(path): return torch.load(path)\n", "harmless"),
        ("test_net.py", "import pytest\nimport torch\ndef run(path): return torch.load(path)\n", "harmless"),
        ("tests/net.py", "import torch\ndef run(path): return torch.load(path)\n", "harmless"),
    ],
)
def test_only_a_test_is_left_alone_as_one(path: str, program: str, status: str) -> None:
    outcome = engine.run(program.encode(), Context(PurePosixPath(path), Project.nothing()), (CODEMOD,))
    assert [result.status.value for result in outcome.results] == [status]


def test_torch_loads_weights_and_no_objects(tmp_path: Path) -> None:
    torch = pytest.importorskip("torch", reason="torch is not installed")
    program = "import torch\ndef read(path): return torch.load(path, map_location='cpu', weights_only=False)\n"
    before, after = namespace(program)["read"], namespace(amended(program))["read"]
    weights, attack, marker = tmp_path / "weights.pt", tmp_path / "attack.pt", tmp_path / "attacked"
    torch.save({"w": torch.ones(2), "step": 3}, weights)
    torch.save(Attack(f"touch {marker}"), attack)
    assert after(weights)["step"] == before(weights)["step"] == 3
    assert torch.equal(after(weights)["w"], before(weights)["w"])
    before(attack)
    assert marker.exists()
    marker.unlink()
    with pytest.raises(pickle.UnpicklingError):
        after(attack)
    assert not marker.exists()


def test_fickling_loads_plain_data_and_refuses_an_attack(tmp_path: Path) -> None:
    fickling = pytest.importorskip("fickling.exception", reason="fickling is not installed")
    program = "import io, pickle\ndef read(data): return pickle.load(io.BytesIO(data))\n"
    before, after = namespace(program)["read"], namespace(amended(program, {"pickle.strategy": "fickling"}))["read"]
    value, marker = {"a": [1, "x"]}, tmp_path / "attacked"
    assert after(pickle.dumps(value)) == before(pickle.dumps(value)) == value
    data = pickle.dumps(Attack(f"touch {marker}"))
    before(data)
    assert marker.exists()
    marker.unlink()
    with pytest.raises(fickling.UnsafeFileError):
        after(data)
    assert not marker.exists()
