"""What unpinned-download pins gets the same model tomorrow, also if somebody else has moved the branch by then."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import PurePosixPath
from types import ModuleType
from typing import Any

import pytest

from amends import engine
from amends.context import Context
from amends.project import Project
from amends_codemods.unpinned_download import CODEMOD
from amends_codemods.unpinned_download.transformer import PLACEHOLDER

REVIEWED = "86b5e0934494bd15c9632b12f734a8a67f723594"
ATTACK = "ffffffffffffffffffffffffffffffffffffffff"
PINS: Mapping[str, object] = {"huggingface.revisions": {"org/name": REVIEWED}}
NO_PINS: Mapping[str, object] = {}

# Each loads "org/name" with the signature of its library; the result is the commit that was downloaded.
PROGRAMS = {
    "model": 'from transformers import AutoModel\ndef read(): return AutoModel.from_pretrained("org/name")\n',
    "branch": (
        "import transformers as tf\n"
        'def read(): return tf.AutoModel.from_pretrained("org/name", revision="main", trust_remote_code=True)\n'
    ),
    "pipeline": (
        'from transformers import pipeline\ndef read(): return pipeline("fill-mask", model="org/name", device=0)\n'
    ),
    "constant": (
        "from diffusers import DiffusionPipeline\nclass Painter:\n    NAME = 'org/name'\n"
        "    def load(self): return DiffusionPipeline.from_pretrained(self.NAME)\n"
        "def read(): return Painter().load()\n"
    ),
    "adapter": 'from peft import PeftModel\ndef read(): return PeftModel.from_pretrained(None, "org/name")\n',
    "sentences": (
        "from sentence_transformers import SentenceTransformer\n"
        'def read(): return SentenceTransformer("org/name", device="cpu").commit\n'
    ),
    "dataset": 'from datasets import load_dataset\ndef read(): return load_dataset("org/name", "en", split="train")\n',
    "file": (
        "from huggingface_hub import hf_hub_download\n"
        "def read():\n    return hf_hub_download(\n"
        '        repo_id="org/name",\n        filename="config.json",  # the settings\n    )\n'
    ),
    "api": (
        "from huggingface_hub import HfApi\nclass Fetcher:\n    def __init__(self): self.api = HfApi()\n"
        '    def fetch(self): return self.api.snapshot_download("org/name")\n'
        "def read(): return Fetcher().fetch()\n"
    ),
    "metric": 'import evaluate\ndef read(): return evaluate.load("org/name")\n',
    "torch": 'import torch\ndef read(): return torch.hub.load("org/name", "resnet18", pretrained=True)\n',
    "torch, tag": 'import torch\ndef read(): return torch.hub.load("org/name:v1", "resnet18")\n',
}


# The libraries, as far as their signatures go; `get` is what fetches.
MODEL = """
class {name}:
    @classmethod
    def from_pretrained(cls, pretrained_model_name_or_path, *args, revision="main", **kwargs):
        return get(pretrained_model_name_or_path, revision)
"""
LIBRARIES = {
    "transformers": MODEL.format(name="AutoModel") + """
def pipeline(task=None, model=None, config=None, *, revision=None, device=None):
    return get(model, revision)
""",
    "diffusers": MODEL.format(name="DiffusionPipeline"),
    "peft": """
class PeftModel:
    @classmethod
    def from_pretrained(cls, model, model_id, adapter_name="default", *, revision=None):
        return get(model_id, revision)
""",
    "sentence_transformers": """
class SentenceTransformer:
    def __init__(self, model_name_or_path=None, modules=None, device=None, *, revision=None):
        self.commit = get(model_name_or_path, revision)
""",
    "datasets": """
def load_dataset(path, name=None, *, split=None, revision=None):
    return get(path, revision)
""",
    "huggingface_hub": """
def hf_hub_download(repo_id, filename, *, revision=None):
    return get(repo_id, revision)

class HfApi:
    def snapshot_download(self, repo_id, *, revision=None):
        return get(repo_id, revision)
""",
    "evaluate": """
def load(path, config_name=None, *, revision=None):
    return get(path, revision)
""",
    "torch": """
class hub:
    @staticmethod
    def load(repo_or_dir, model, *args, source="github", skip_validation=False, **kwargs):
        name, _, ref = repo_or_dir.partition(":")
        if not skip_validation and ref not in {"", "v1", get(name, None)}:
            raise ValueError(f"Cannot find {ref}")
        return get(name, ref)
""",
}  # fmt: skip


class Hub:
    """One repository, whose owner may move its branches and tags, and whoever takes over the owner's account."""

    def __init__(self) -> None:
        self.head = REVIEWED

    def get(self, name: str | None, revision: str | None) -> str:
        """Return the commit that is downloaded."""
        assert name == "org/name"
        if revision in {None, "", "main", "v1"}:
            return self.head
        if revision in {REVIEWED, ATTACK}:
            return str(revision)
        raise OSError(f"{revision} is not a valid git identifier")


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch) -> Hub:
    made = Hub()
    for name, text in LIBRARIES.items():
        module = ModuleType(name)
        vars(module)["get"] = made.get
        exec(text, vars(module))
        monkeypatch.setitem(sys.modules, name, module)
    return made


def amended(program: str, options: Mapping[str, object]) -> str:
    context = Context(PurePosixPath("program.py"), Project.nothing(), options=options)
    outcome = engine.run(program.encode(), context, (CODEMOD,))
    assert outcome.problem is None
    assert outcome.changed
    return outcome.after.decode()


def read(program: str) -> str:
    names: dict[str, Any] = {"__name__": "program"}
    exec(compile(program, "program.py", "exec"), names)
    return str(names["read"]())


@pytest.mark.parametrize("program", PROGRAMS.values(), ids=PROGRAMS)
def test_a_moved_branch_works_before_and_is_not_followed_after(program: str, hub: Hub) -> None:
    after = amended(program, PINS)
    assert read(after) == read(program) == REVIEWED
    hub.head = ATTACK
    assert read(program) == ATTACK
    assert read(after) == REVIEWED


@pytest.mark.parametrize("program", PROGRAMS.values(), ids=PROGRAMS)
def test_a_placeholder_that_nobody_filled_in_fails_loudly(program: str, hub: Hub) -> None:
    assert hub.head == REVIEWED
    with pytest.raises((OSError, ValueError), match=PLACEHOLDER):
        read(amended(program, NO_PINS))
