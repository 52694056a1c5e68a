"""What pickle-load rewrites still loads plain data, and refuses what an attacker pickles."""

from __future__ import annotations

import contextlib
import datetime as dt
import decimal
import fractions
import io
import ipaddress
import pickle
import sys
import uuid
from array import array
from collections import Counter, OrderedDict, defaultdict, deque
from pathlib import Path, PurePosixPath
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from amends import engine
from amends.context import Context
from amends.project import Project
from amends_codemods.pickle_load import CODEMOD
from pickles import FIXTURES, Attack, amended, namespace

PLAIN: list[Any] = [
    {"a": [1, 2.5, None, True], "b": ("x", b"y"), 3: {4, 5}},
    frozenset({1}), bytearray(b"z"), complex(1, 2), slice(1, 2), range(3), 2**100, "é",
    OrderedDict(a=1), Counter("aab"), defaultdict(list, {1: [2]}), deque([1], 3),
    dt.datetime(2024, 2, 29, 12, tzinfo=dt.timezone.utc), dt.date(2024, 2, 29), dt.time(1, 2), dt.timedelta(1),
    decimal.Decimal("1.5"), fractions.Fraction(1, 3), uuid.UUID(int=5), array("d", [1.5]), SimpleNamespace(a=1),
    PurePosixPath("a/b"), Path("c"), ipaddress.ip_address("192.0.2.1"), ipaddress.ip_network("2001:db8::/32"),
]  # fmt: skip


class Recorder(pickle.Unpickler):
    """Notes which classes are asked for."""

    asked_for: set[tuple[str, str]]

    def find_class(self, module: str, name: str, /) -> object:
        """Note a class, and give it back."""
        self.asked_for.add((module, name))
        return super().find_class(module, name)


def asked_for(data: bytes) -> set[tuple[str, str]]:
    recorder = Recorder(io.BytesIO(data))
    recorder.asked_for = set()
    recorder.load()
    return recorder.asked_for


PROTOCOLS = range(pickle.HIGHEST_PROTOCOL + 1)
ASKED_FOR = {pair for value in PLAIN for protocol in PROTOCOLS for pair in asked_for(pickle.dumps(value, protocol))}

LOOSE = {
    "deny-list": (
        "        if (module, name) in {('os', 'popen'), ('subprocess', 'Popen')}: raise pickle.UnpicklingError(name)\n"
        "        return super().find_class(module, name)\n"
    ),
    "prefix": (
        "        if not module.startswith(('posix', 'nt', '__builtin__', 'builtins', 'c', 'd', 'f', 'u', '_', 'a', 'i',"
        " 'p', 't')): raise pickle.UnpicklingError(name)\n"
        "        return super().find_class(module, name)\n"
    ),
    "another error": (
        "        try: return super().find_class(module, name)\n"
        "        except AttributeError: raise pickle.UnpicklingError(name)\n"
    ),
    "early return": (
        "        if module: return super().find_class(module, name)\n"
        "        if (module, name) not in {('collections', 'OrderedDict')}: raise pickle.UnpicklingError(name)\n"
        "        return super().find_class(module, name)\n"
    ),
}

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
        f"        if (module, name) in {sorted(ASKED_FOR)}:\n"
        "            return super().find_class(module, name)\n"
        "        raise pickle.UnpicklingError(f'{name} is not admitted')\n"
        "def read(data): return pickle.loads(data)\n"
    ),
    **{
        f"own unpickler: {how}": (
            "import pickle\n"
            "class Loose(pickle.Unpickler):\n"
            f"    def find_class(self, module, name):\n{body}"
            "def read(data): return pickle.loads(data)\n"
        )
        for how, body in LOOSE.items()
    },
    "multi-line": "import pickle\ndef read(data):\n    return pickle.loads(\n        data,  # bytes\n    )\n",
}


@pytest.mark.parametrize("protocol", PROTOCOLS)
@pytest.mark.parametrize("program", OF_BYTES.values(), ids=OF_BYTES)
def test_plain_data_loads_as_before(program: str, protocol: int) -> None:
    before, after = namespace(program)["read"], namespace(amended(program))["read"]
    for value in PLAIN:
        data = pickle.dumps(value, protocol)
        assert after(data) == before(data) == value


@pytest.mark.parametrize("protocol", PROTOCOLS)
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
        b"ccopyreg\n_reconstructor\n(cos\n_wrap_close\ncbuiltins\nobject\nNtR.",
        b"ccopy_reg\n_reconstructor\n(c__builtin__\nobject\ncsubprocess\nPopen\nS'true'\ntR.",
        b"carray\n_array_reconstructor\n(cos\nsystem\nS'd'\nI0\nS''\ntR.",
        b"\x80\x04\x8c\x08zoneinfo\x8c\x12ZoneInfo._unpickle\x93.",
    ],
    ids=["eval", "getattr", "dotted method", "dotted module", "class", "base", "type of an array", "zone"],
)
def test_ways_around_the_table_are_refused(data: bytes) -> None:
    read = namespace(amended(OF_BYTES["loads"]))["read"]
    with pytest.raises(pickle.UnpicklingError, match="is not admitted"):
        read(data)


def fenced_unpicklers() -> list[type[pickle.Unpickler]]:
    names = namespace((FIXTURES / "unpicklers_with_tables" / "before.py").read_text("utf-8"))
    return [value for value in names.values() if isinstance(value, type) and issubclass(value, pickle.Unpickler)]


@pytest.mark.parametrize("unpickler", fenced_unpicklers(), ids=lambda unpickler: unpickler.__name__)
@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_what_is_taken_for_restricted_refuses_an_attack(
    unpickler: type[pickle.Unpickler], protocol: int, tmp_path: Path
) -> None:
    marker = tmp_path / "attacked"
    attacks = (pickle.dumps(Attack(f"touch {marker}"), protocol), b"cbuiltins\neval\n(S'1'\ntR.", b"csys\nmodules\n.")
    for data in attacks:
        with contextlib.suppress(pickle.UnpicklingError, TypeError):
            assert unpickler(io.BytesIO(data)).load() not in (1, sys.modules)
    assert not marker.exists()


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


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_what_own_classes_hold_loads_as_before(protocol: int, monkeypatch: pytest.MonkeyPatch) -> None:
    module = ModuleType("program")
    monkeypatch.setitem(sys.modules, "program", module)
    program = (FIXTURES / "own_classes_hold_others" / "before.py").read_text("utf-8")
    exec(compile(amended(program), "program.py", "exec"), module.__dict__)
    names = vars(module)
    line = names["Line"](names["Point"](1, 2), names["Point"](3, 4), names["Style"](fill={"a": names["Fill"]()}))
    loaded = names["receive"](Received(pickle.dumps([line, names["Colour"].RED, names["Unused"]], protocol)))
    assert loaded[0].start == line.start
    assert loaded[0].style.weight is names["Weight"].THIN
    assert loaded[0].unit is names["Unit"].METRE
    assert loaded[1:] == [names["Colour"].RED, names["Unused"]]
    with pytest.raises(pickle.UnpicklingError):
        names["receive"](Received(pickle.dumps(Attack("true"), protocol)))


class Received:
    """A socket that has got this."""

    def __init__(self, data: bytes) -> None:
        self.data = data

    def recv(self, _: int) -> bytes:
        """Return all of it."""
        return self.data


def test_numpy_arrays_load_as_before() -> None:
    numpy = pytest.importorskip("numpy")
    read = namespace(amended("import pickle\nimport numpy as np\ndef read(data): return pickle.loads(data)\n"))["read"]
    for values in (numpy.arange(6).reshape(2, 3), numpy.array(["a"]), numpy.array([{1: 2}], dtype=object)):
        for protocol in PROTOCOLS:
            assert (read(pickle.dumps(values, protocol)) == values).all()
    assert read(pickle.dumps(numpy.float64(1.5))) == 1.5


def test_buffers_outside_the_pickle_are_passed_on() -> None:
    program = "import pickle\ndef read(data, buffers): return pickle.loads(data, buffers=buffers)\n"
    buffers: list[pickle.PickleBuffer] = []
    data = pickle.dumps(pickle.PickleBuffer(b"abc"), protocol=5, buffer_callback=buffers.append)
    assert bytes(namespace(amended(program))["read"](data, buffers)) == b"abc"


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
