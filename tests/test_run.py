"""A run over many files: the same with workers and without, each secret in a variable of its own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import libcst as cst
import pytest

from amends.disk.files import File
from amends.model import Claim, Decision, Edit, Finding, Level, Outcome, Secret
from amends.registry import installed
from amends.run import Plan, outcomes
from amends.settings import Settings
from amends.source import Source
from conftest import Amends, Make

UNSAFE = "import yaml\n\n\ndef load(file):\n    return yaml.load(file)\n"


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[File]:
    monkeypatch.chdir(tmp_path)
    texts = [UNSAFE, "x = 1\n", "import yaml\nyaml.load(\n", f"# {'ä' * 9}\n{UNSAFE}"]
    for number in range(40):
        (tmp_path / f"f{number:02}.py").write_text(texts[number % len(texts)], encoding="utf-8")
    return [File(name, name, explicit=False) for name in sorted(path.name for path in tmp_path.iterdir())]


def run(files: list[File], jobs: int, codemods: str = "yaml-load") -> list[Outcome]:
    chosen = tuple(codemod for codemod in installed() if codemod.id == codemods)
    return list(outcomes(files, Plan(chosen, Settings(), Level.REVIEW, jobs)))


def test_workers_change_nothing_but_the_time(files: list[File]) -> None:
    assert run(files, 3) == run(files, 1)
    assert [outcome.path for outcome in run(files, 2)] == [file.display for file in files]


def test_a_file_that_vanishes_is_named(files: list[File]) -> None:
    files[0].path.unlink()
    first = run(files, 1)[0]
    assert first.problem
    assert first.problem.message == "cannot be read: No such file or directory"


def test_different_secrets_have_different_variables_in_the_whole_run(amends: Amends, tmp_path: Path) -> None:
    one, other = "sk_test_4eC39HqLyjWDarjtT1zdp7dc", "sk_test_BQokikJOvBiI2HlWgH4olfQ2"
    for name, value in zip("abc", (one, other, one), strict=True):
        (tmp_path / f"{name}.py").write_text(f'API_SECRET = "{value}"\n')
    amends("fix", "--apply", "--env-file", ".env", "--gitignore", "--select", "hardcoded-secret")
    texts = [(tmp_path / f"{name}.py").read_text() for name in "abc"]
    assert texts[0] == texts[2] != texts[1]
    kept = (tmp_path / ".env").read_text().splitlines()
    assert len(kept) == len({line.partition("=")[0] for line in kept}) == 2


def test_a_file_that_insists_on_a_variable_of_another_secret_is_left_alone(codemod: Make, tmp_path: Path) -> None:
    def transform(source: Source, finding: Finding[Any]) -> Decision:
        claim = Claim("KEY", Secret(str(source.context.path)))
        return Edit("Do it", Level.SAFE, (source.replace(finding.node, "2"),), claims=(claim,))

    def detect(source: Source) -> list[Finding[Any]]:
        return [Finding(node, None, "B999", "m") for node in source.nodes(cst.Integer) if node.value == "1"]

    made = codemod(detect, transform)
    files = [File(str(tmp_path / name), name, explicit=False) for name in ("a.py", "b.py")]
    for file in files:
        file.path.write_text("x = 1\n")
    first, second = outcomes(files, Plan((made,), Settings(), Level.REVIEW, 1))
    assert (first.problem, first.after) == (None, b"x = 2\n")
    assert second.problem
    assert "KEY would stand for two different secrets" in second.problem.message
    assert not second.changed


def test_each_file_has_the_project_around_it(amends: Amends, tmp_path: Path) -> None:
    """One package of a repository must still run on a Python that knows no usedforsecurity."""
    for name, python in (("old", "3.8"), ("new", "3.10")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "pyproject.toml").write_text(f"[project]\nrequires-python = '>={python}'\n")
        (tmp_path / name / "code.py").write_text(
            "import hashlib\n\n\ndef etag(body):\n    return hashlib.md5(body).hexdigest()\n"
        )
    patch = amends("fix", "--select", "weak-hash").out
    assert b"b/new/code.py" in patch
    assert b"b/old/code.py" not in patch
