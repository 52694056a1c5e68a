"""The hooks, installed from this checkout into a repository, at real commits."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SHIPPED = ("src", "codemods", "pyproject.toml", "README.md", "LICENSE", ".pre-commit-hooks.yaml")
FIXABLE = "import yaml\n\n\ndef load(file):\n    return yaml.load(file)\n"
FIXED = FIXABLE.replace("yaml.load", "yaml.safe_load")
LEFT = "import yaml\n\n\ndef load(file, loader):\n    return yaml.load(file, Loader=loader)\n"

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="needs git")


@dataclass(frozen=True, slots=True)
class Repository:
    """A git repository with the hooks, and the environment in which they run."""

    folder: Path
    environment: dict[str, str]

    def git(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run git in the repository."""
        return subprocess.run(
            ["git", *arguments], cwd=self.folder, env=self.environment, capture_output=True, text=True, check=False
        )

    def commit(self, name: str, text: str, skip: str) -> subprocess.CompletedProcess[str]:
        """Try to commit a file, without one of the hooks."""
        (self.folder / name).write_text(text)
        self.git("add", name)
        command = ["git", "commit", "--message", f"Add {name}"]
        environment = {**self.environment, "SKIP": skip}
        return subprocess.run(command, cwd=self.folder, env=environment, capture_output=True, text=True, check=False)


def _committed(folder: Path, environment: dict[str, str]) -> str:
    """Make a folder a git repository and return its commit."""
    for arguments in (["init", "--quiet"], ["add", "--all"], ["commit", "--quiet", "--message", "All"]):
        subprocess.run(["git", *arguments], cwd=folder, env=environment, check=True)
    head = subprocess.run(["git", "rev-parse", "HEAD"], cwd=folder, capture_output=True, text=True, check=True)
    return head.stdout.strip()


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    base = tmp_path_factory.mktemp("pre-commit")
    someone = {
        f"GIT_{who}_{what}": "someone@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")
    }
    environment = {**os.environ, **someone, "PRE_COMMIT_HOME": str(base / "cache"), "HOME": str(base)}
    environment.pop("GIT_DIR", None)
    (base / "amends").mkdir()
    for name in SHIPPED:
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, base / "amends" / name)
    (base / "project").mkdir()
    (base / "project" / ".pre-commit-config.yaml").write_text(
        f"repos:\n- repo: {base / 'amends'}\n  rev: {_committed(base / 'amends', environment)}\n"
        "  hooks:\n  - id: amends-fix\n  - id: amends-check\n"
    )
    _committed(base / "project", environment)
    command = [sys.executable, "-m", "pre_commit", "install", "--install-hooks"]
    installed = subprocess.run(
        command, cwd=base / "project", env=environment, capture_output=True, text=True, check=False
    )
    assert installed.returncode == 0, installed.stdout + installed.stderr
    return Repository(base / "project", environment)


def test_the_fixing_hook_rewrites_the_file_and_stops_the_commit_once(repository: Repository) -> None:
    first = repository.commit("fixable.py", FIXABLE, skip="amends-check")
    assert first.returncode == 1
    assert "files were modified by this hook" in first.stderr
    assert (repository.folder / "fixable.py").read_text() == FIXED
    assert repository.commit("fixable.py", FIXED, skip="amends-check").returncode == 0


def test_the_fixing_hook_tells_what_it_cannot_fix_and_lets_it_pass(repository: Repository) -> None:
    ran = repository.commit("left.py", LEFT, skip="amends-check")
    assert ran.returncode == 0
    assert "left.py:5:12 yaml-load B506" in ran.stderr


def test_the_checking_hook_writes_nothing_and_fails_on_whatever_is_left(repository: Repository) -> None:
    for name, text in (("fixable_too.py", FIXABLE), ("left_too.pyi", LEFT)):
        ran = repository.commit(name, text, skip="amends-fix")
        assert ran.returncode == 1
        assert name in ran.stderr
        assert (repository.folder / name).read_text() == text
        repository.git("rm", "--quiet", "--force", name)
    assert repository.commit("clean.py", "x = 1\n", skip="amends-fix").returncode == 0
