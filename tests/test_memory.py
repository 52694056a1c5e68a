"""What a file came to is remembered with all that it rests on, and without the secrets that it lost."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import libcst as cst
import pytest

from amends.cache import NAME
from amends.codemod import Codemod
from amends.disk.files import File
from amends.model import Decision, Edit, Finding, Harmless, Level, Outcome, ProblemKind
from amends.registry import GROUP, fingerprint, installed
from amends.revisions import Lookup, Pin, in_cache
from amends.run import Plan, outcomes
from amends.settings import Settings
from amends.source import Source
from conftest import Amends, Make

SECRET = "sk_test_4eC39HqLyjWDarjtT1zdp7dc"
PEM = "-----BEGIN EC PRIVATE KEY-----\nMHcCAQEEIBKtbWF0ZSBkb2VzIG5vdCBleGlzdCBhdCBhbGwg\n-----END EC PRIVATE KEY-----\n"


def run(folder: Path, codemods: Sequence[Codemod], lookup: Lookup = in_cache, **options: object) -> list[Outcome]:
    files = [File(str(path), path.name, explicit=True) for path in sorted(folder.glob("*.py"))]
    settings = Settings(options=options)
    plan = Plan(tuple(codemods), settings, Level.REVIEW, 1, revisions=lookup, cache_folder=folder / NAME)
    return list(outcomes(files, plan))


class Asked:
    """A codemod's two functions, which answer by a question of their own and count how often they are asked."""

    def __init__(self, answer: Callable[[Source], str]) -> None:
        self.times = 0
        self._answer = answer

    def detect(self, source: Source) -> list[Finding[Any]]:
        """Find each 1."""
        return [Finding(node, None, "B999", "m") for node in source.nodes(cst.Integer) if node.value == "1"]

    def transform(self, source: Source, _finding: Finding[Any]) -> Decision:
        """Decide by the answer."""
        self.times += 1
        return Harmless(self._answer(source))


@pytest.mark.parametrize(
    "told",
    [
        {"pyproject.toml": "[project]\ndependencies = ['psycopg']\n"},
        {"pyproject.toml": "[project]\nrequires-python = '>=3.8'\n"},
        {"other.py": "import flask\n"},
    ],
    ids=str,
)
@pytest.mark.parametrize("clock", ["later", "tmp_path"], ids=["old files", "new files"])
def test_what_the_project_says_counts(
    codemod: Make, request: pytest.FixtureRequest, tmp_path: Path, told: dict[str, str], clock: str
) -> None:
    request.getfixturevalue(clock)

    def answer(source: Source) -> str:
        project = source.context.project
        return f"{project.requires_python} {sorted(project.dependencies)} {sorted(project.imports)}"

    asked = Asked(answer)
    made = codemod(asked.detect, asked.transform)
    (tmp_path / ".git").mkdir()
    (tmp_path / "a.py").write_text("x = 1\n")
    before = [run(tmp_path, [made])[0] for _ in range(2)]
    assert (asked.times, before[0]) == (1, before[1])
    for name, text in told.items():
        (tmp_path / name).write_text(text)
    forget_projects()
    after = [run(tmp_path, [made])[0] for _ in range(2)]
    assert (asked.times, after[0]) == (2, after[1])
    assert after != before


def forget_projects() -> None:
    """Do what a new process does."""
    for module in ("amends.project", "amends.documents", "amends.disk.seen"):
        for value in vars(sys.modules[module]).values():
            if hasattr(value, "cache_clear"):
                value.cache_clear()


def test_what_the_other_files_import_counts_only_where_it_was_asked_for(codemod: Make, tmp_path: Path) -> None:
    asked = Asked(lambda source: str(source.context.project.requires_python))
    (tmp_path / ".git").mkdir()
    (tmp_path / "a.py").write_text("x = 1\n")
    made = codemod(asked.detect, asked.transform)
    run(tmp_path, [made])
    (tmp_path / "b.py").write_text("import flask\n")
    forget_projects()
    run(tmp_path, [made])
    assert asked.times == 1


def answer_with(pin: Pin | None, *_: str) -> Pin | None:
    return pin


def test_what_was_looked_up_elsewhere_is_looked_up_again(codemod: Make, tmp_path: Path) -> None:
    asked = Asked(lambda source: str(source.context.revisions("org/name", "model", "main")))
    made = codemod(asked.detect, asked.transform)
    (tmp_path / "a.py").write_text("x = 1\n")
    pins: list[Pin | None] = [None, None, Pin("a" * 40, is_in_use=True), Pin("a" * 40, is_in_use=False)]
    reasons = [run(tmp_path, [made], partial(answer_with, pin))[0].results[0].reason for pin in pins]
    assert reasons == [str(pin) for pin in pins]
    assert asked.times == 3


def test_an_option_that_cannot_be_compared_makes_for_no_cache(codemod: Make, tmp_path: Path) -> None:
    asked = Asked(lambda _: "none")
    made = codemod(asked.detect, asked.transform)
    (tmp_path / "a.py").write_text("x = 1\n")
    for _ in range(2):
        run(tmp_path, [made], thing=object())
    assert asked.times == 2
    assert not (tmp_path / NAME).exists()


def test_a_crash_is_not_remembered_and_a_broken_file_is(codemod: Make, tmp_path: Path) -> None:
    def answer(_: Source) -> str:
        raise KeyError("a bug")

    asked = Asked(answer)
    made = codemod(asked.detect, asked.transform)
    (tmp_path / "a.py").write_text("x = 1\n")
    (tmp_path / "b.py").write_text("x = (\n")
    for times in (1, 2):
        problems = [outcome.problem for outcome in run(tmp_path, [made])]
        assert [problem and problem.kind for problem in problems] == [ProblemKind.CRASHED, ProblemKind.UNPARSABLE]
        assert asked.times == times


@pytest.mark.parametrize("text", [f'API_SECRET = "{SECRET}"\n', f"\nSIGNING_KEY = ({PEM!r})\n"])
def test_a_secret_is_remembered_without_being_kept(tmp_path: Path, text: str) -> None:
    chosen = [codemod for codemod in installed() if codemod.id == "hardcoded-secret"]
    (tmp_path / "a.py").write_text(f"# API_SECRET\n{text}OTHER = 'nothing'\n")
    first, second = run(tmp_path, chosen), run(tmp_path, chosen)
    assert first == second
    assert first[0].claims
    value = first[0].claims[0].value.reveal()
    assert value in {SECRET, PEM}
    kept = b"".join(path.read_bytes() for path in tmp_path.glob(f"{NAME}/amends-*/*"))
    assert b"os.environ" in kept
    assert value.encode() not in kept
    assert value.encode("unicode_escape") not in kept


def test_secrets_that_are_remembered_arrive_in_the_env_file(amends: Amends, tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text(f'API_SECRET = "{SECRET}"\n')
    amends("fix")
    assert "Fixed 1 finding" in amends("fix", "--apply", "--env-file", ".env", "--gitignore").err
    assert SECRET in (tmp_path / ".env").read_text()
    assert SECRET not in (tmp_path / "a.py").read_text()


def test_an_edit_is_remembered_in_any_encoding(codemod: Make, tmp_path: Path) -> None:
    def detect(source: Source) -> list[Finding[Any]]:
        return [Finding(node, None, "B999", "m") for node in source.nodes(cst.Integer) if node.value == "1"]

    def transform(source: Source, finding: Finding[Any]) -> Decision:
        return Edit("Do it", Level.SAFE, (source.replace(finding.node, "'é'"),))

    made = codemod(detect, transform)
    (tmp_path / "a.py").write_bytes("# coding: latin-1\r\nä = 1\r\nö = 'ü'\r\nü = 1".encode("latin-1"))
    first, second = run(tmp_path, [made]), run(tmp_path, [made])
    assert first == second
    assert first[0].after.decode("latin-1") == "# coding: latin-1\r\nä = 'é'\r\nö = 'ü'\r\nü = 'é'"


def test_other_code_has_another_fingerprint(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = fingerprint()
    metadata, package = tmp_path / "acme_memo-1.0.dist-info", tmp_path / "acme_memo"
    metadata.mkdir()
    (metadata / "entry_points.txt").write_text(f"[{GROUP}]\nrules = acme_memo\n")
    package.mkdir()
    (package / "__init__.py").touch()
    monkeypatch.setattr("sys.path", [str(tmp_path), *sys.path])
    monkeypatch.delitem(sys.modules, "acme_memo", raising=False)
    __import__("acme_memo")
    installed_ = fingerprint()
    (package / "tables.py").write_text("KNOWN = 1\n")
    changed = fingerprint()
    metadata.rename(tmp_path / "acme_memo-1.1.dist-info")
    assert len({before, installed_, changed, fingerprint()}) == 4
    assert fingerprint() == fingerprint()
