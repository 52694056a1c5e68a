"""A package that a fix needs is added where the project asks for packages, and nothing else there changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from amends.requirements import add
from conftest import Amends

WANTED = "numexpr>=2.8.5"


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("pyproject.toml", "[project]\nname = 'x'\n", f"[project]\nname = 'x'\ndependencies = [\"{WANTED}\"]\n"),
        (
            "pyproject.toml",
            "# mine\n[project]\ndependencies = [\n    'click', # why\n]\n\n[tool.x]\na=1\n",
            f"# mine\n[project]\ndependencies = [\n    'click', # why\n    \"{WANTED}\",\n]\n\n[tool.x]\na=1\n",
        ),
        ("pyproject.toml", "[project]\ndependencies = ['NumExpr']\n", "[project]\ndependencies = ['NumExpr']\n"),
        (
            "pyproject.toml",
            '[tool.poetry.dependencies]\npython = "^3.9"\n\n[tool.poetry.extras]\n',
            '[tool.poetry.dependencies]\npython = "^3.9"\nnumexpr = ">=2.8.5"\n\n[tool.poetry.extras]\n',
        ),
        ("requirements.txt", "click\r\nrich", f"click\r\nrich\r\n{WANTED}\r\n"),
        ("requirements.txt", "# numexpr\n", f"# numexpr\n{WANTED}\n"),
        ("requirements.txt", "numexpr==2.9 # pinned\n", "numexpr==2.9 # pinned\n"),
    ],
)
def test_a_requirement_is_added(tmp_path: Path, name: str, before: str, after: str) -> None:
    (tmp_path / name).write_bytes(before.encode())
    assert add(tmp_path, WANTED) == tmp_path / name
    assert (tmp_path / name).read_bytes().decode() == after


def test_a_pyproject_that_names_no_packages_is_left_to_others(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[project]\ndynamic = ['dependencies']\n")
    assert add(tmp_path, WANTED) is None
    (tmp_path / "requirements.txt").write_text("")
    assert add(tmp_path, WANTED) == tmp_path / "requirements.txt"


def test_a_run_adds_what_its_fixes_need(amends: Amends, tmp_path: Path) -> None:
    (tmp_path / "app").mkdir()
    (tmp_path / "app" / "code.py").write_text(
        "def metric(formula: str, value: float) -> float:\n    return eval(formula.replace('x', str(value)))\n"
    )
    (tmp_path / "requirements.txt").write_text("click\n")
    assert amends("fix", "--add-dependencies").code == 1
    assert (tmp_path / "requirements.txt").read_text() == "click\n"
    ran = amends("fix", "--apply", "--add-dependencies")
    assert (tmp_path / "requirements.txt").read_text() == f"click\n{WANTED}\n"
    assert f"[ ] {WANTED} - it stands in requirements.txt now: install it" in ran.err
