"""What yaml-load rewrites still loads plain documents, and no longer runs what an attacker writes."""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from typing import Any

import pytest

from amends import engine
from amends.context import Context
from amends.project import Project
from amends_codemods.yaml_load import CODEMOD

yaml = pytest.importorskip("yaml")

PLAIN = "name: demo\nports: [80, 443]\nnested: {ratio: 0.5, on: true, day: 2024-02-29, none: null}\n"

PROGRAMS = {
    "unsafe loader": "import yaml\ndef read(text): return yaml.load(text, Loader=yaml.UnsafeLoader)\n",
    "loader as second argument": "import yaml\ndef read(text): return yaml.load(text, yaml.UnsafeLoader)\n",
    "keywords reversed": "import yaml as y\ndef read(text): return y.load(Loader=y.Loader, stream=text)\n",
    "unsafe_load": "from yaml import unsafe_load\ndef read(text): return unsafe_load(text)\n",
    "from-import": "from yaml import load, UnsafeLoader\ndef read(text): return load(text, Loader=UnsafeLoader)\n",
    "first of all documents": (
        "import yaml\ndef read(text): return next(iter(yaml.load_all(text, Loader=yaml.UnsafeLoader)))\n"
    ),
    "fast loader": "import yaml\ndef read(text): return yaml.load(text, Loader=yaml.CLoader)\n",
    "import pair": (
        "import yaml\n"
        "try:\n    from yaml import CLoader as Loader\nexcept ImportError:\n    from yaml import Loader\n"
        "def read(text): return yaml.load(text, Loader=Loader)\n"
    ),
    "getattr": (
        'import yaml\nL = getattr(yaml, "CLoader", yaml.Loader)\ndef read(text): return yaml.load(text, Loader=L)\n'
    ),
    "subclass": (
        "import yaml\n"
        "class Own(yaml.UnsafeLoader):\n"
        "    def construct_mapping(self, node, deep=False):\n"
        "        return super().construct_mapping(node, deep)\n"
        "def read(text): return yaml.load(text, Loader=Own)\n"
    ),
    "partial": (
        "import functools, yaml\nread_yaml = functools.partial(yaml.load, Loader=yaml.Loader)\n"
        "def read(text): return read_yaml(text)\n"
    ),
    "another name": "import yaml\nloads = yaml.unsafe_load\ndef read(text): return loads(text)\n",
    "local import": "def read(text):\n    import yaml\n    return yaml.load(text, Loader=yaml.Loader)\n",
    "map": "import yaml\ndef read(text): return next(map(yaml.unsafe_load, [text]))\n",
    "unsafe_load_all": "import yaml\ndef read(text): return next(yaml.unsafe_load_all(text))\n",
    "condition": (
        "import yaml\ndef read(text):\n"
        '    return yaml.load(text, Loader=yaml.UnsafeLoader if hasattr(yaml, "UnsafeLoader") else yaml.Loader)\n'
    ),
    "assigned pair": (
        "import yaml\ntry:\n    Loader = yaml.CLoader\nexcept AttributeError:\n    Loader = yaml.Loader\n"
        "def read(text): return yaml.load(text, Loader=Loader)\n"
    ),
    "class attribute": (
        "import yaml\nclass Reader:\n    loader = yaml.UnsafeLoader\n"
        "    def read(self, text): return yaml.load(text, Loader=self.loader)\n"
        "def read(text): return Reader().read(text)\n"
    ),
    "multi-line": (
        "import yaml\n"
        "def read(text):\n    return yaml.load(\n        text,  # text\n        Loader=yaml.Loader,\n    )\n"
    ),
}


# These refuse the attack by themselves, as PyYAML 6 does; what they load stays the same.
HALF_SAFE = {
    "full loader": "import yaml\ndef read(text): return yaml.load(text, Loader=yaml.FullLoader)\n",
    "full_load": "from yaml import full_load as load\ndef read(text): return load(text)\n",
    "full_load_all": "import yaml\ndef read(text): return next(yaml.full_load_all(text))\n",
    "fast full loader": "import yaml\ndef read(text): return yaml.load(text, yaml.CFullLoader)\n",
}


def amended(program: str) -> str:
    context = Context(PurePosixPath("program.py"), Project.nothing())
    outcome = engine.run(program.encode(), context, (CODEMOD,))
    assert outcome.problem is None
    assert outcome.changed
    return outcome.after.decode()


def namespace(program: str) -> dict[str, Any]:
    names: dict[str, Any] = {"__name__": "program"}
    exec(compile(program, "program.py", "exec"), names)
    return names


@pytest.mark.parametrize("program", [*PROGRAMS.values(), *HALF_SAFE.values()], ids=[*PROGRAMS, *HALF_SAFE])
def test_plain_documents_load_as_before(program: str) -> None:
    before, after = namespace(program)["read"], namespace(amended(program))["read"]
    assert after(PLAIN) == before(PLAIN) == yaml.safe_load(PLAIN)


@pytest.mark.parametrize("program", PROGRAMS.values(), ids=PROGRAMS)
def test_an_attack_works_before_and_fails_after(program: str, tmp_path: Path) -> None:
    marker = tmp_path / "attacked"
    attack = f'!!python/object/apply:os.system ["touch {marker}"]'
    namespace(program)["read"](attack)
    assert marker.exists()
    marker.unlink()
    with pytest.raises(yaml.constructor.ConstructorError):
        namespace(amended(program))["read"](attack)
    assert not marker.exists()


def test_tags_that_the_file_registers_itself_still_load() -> None:
    program = (
        "import yaml\n"
        "def upper(loader, node): return loader.construct_scalar(node).upper()\n"
        "yaml.add_constructor('!upper', upper)\n"
        "yaml.FullLoader.add_constructor('!twice', lambda loader, node: loader.construct_scalar(node) * 2)\n"
        "class Point(yaml.YAMLObject):\n"
        "    yaml_tag = '!point'\n"
        "def read(text): return yaml.load(text, Loader=yaml.FullLoader)\n"
    )
    document = "[!upper abc, !twice ab, !point {x: 1}]"
    for text in (program, amended(program)):
        upper, twice, point = namespace(text)["read"](document)
        assert (upper, twice, point.x, type(point).__name__) == ("ABC", "abab", 1, "Point")


@pytest.mark.filterwarnings("ignore::PendingDeprecationWarning")  # for typ='unsafe', which is what is tried
def test_ruamel_loads_plain_documents_as_before_and_no_objects(tmp_path: Path) -> None:
    pytest.importorskip("ruamel.yaml", reason="ruamel.yaml is not installed")
    program = (
        "from ruamel.yaml import YAML\nreader = YAML(typ='unsafe', pure=True)\n"
        "def read(text): return reader.load(text)\n"
    )
    before, after = namespace(program)["read"], namespace(amended(program))["read"]
    assert after(PLAIN) == before(PLAIN)
    marker = tmp_path / "attacked"
    attack = f'!!python/object/apply:os.system ["touch {marker}"]'
    before(attack)
    assert marker.exists()
    marker.unlink()
    with pytest.raises(Exception, match="could not determine a constructor"):
        after(attack)
    assert not marker.exists()
