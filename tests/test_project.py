"""What the project around a file tells: packages, Python, imports."""

from __future__ import annotations

from pathlib import Path

import pytest

from amends.dependencies import lowest_python, name_of
from amends.project import Project

PYPROJECT = """
[project]
requires-python = '>=3.9,<4'
dependencies = ['Psycopg2_binary>=2', 'a[b]~=1; x']
[project.optional-dependencies]
c = ['d @ https://x/d.zip']
[dependency-groups]
e = ['f', {include-group = 'c'}]
"""
NOTHING: set[str] = set()
POETRY = """
[tool.poetry.dependencies]
python = '^3.8'
flask = '*'
[tool.poetry.group.dev.dependencies]
pytest = '*'
"""
SETUP = "setup(python_requires='>=3.8', classifiers=['Programming Language :: Python :: 2'])"


def project(folder: Path, name: str, text: str) -> Project:
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_text(text)
    return Project.of(folder)


@pytest.mark.parametrize(
    ("name", "text", "python", "packages"),
    [
        (
            "pyproject.toml",
            PYPROJECT,
            (3, 9), {"psycopg2-binary", "a", "d", "f"},
        ),
        (
            "pyproject.toml",
            POETRY,
            (3, 8), {"flask", "pytest"},
        ),
        ("setup.cfg", "[options]\npython_requires = >=3.7\ninstall_requires =\n  a\n  b>1\n", (3, 7), {"a", "b"}),
        ("setup.py", "import x\nR = ['a']\nx.setup(install_requires=R, python_requires='>=3.6')\n", (3, 6), {"a"}),
        ("setup.py", "this is no Python\n", None, NOTHING),
        ("requirements.txt", "# no\na==1 # yes\n-r other.txt\n-e git+https://x/y#egg=b\n\nc\n", None, {"a", "b", "c"}),
        ("setup.py", "C = ['Programming Language :: Python :: 2.7']\nsetup(classifiers=C + more())\n", (2, 7), NOTHING),
        ("setup.py", SETUP, (3, 8), NOTHING),
        ("setup.cfg", "[metadata]\nclassifiers =\n  Programming Language :: Python :: 3\n", None, NOTHING),
        ("setup.cfg", "[tox:tox]\nenvlist = py37, lint\n", (3, 7), NOTHING),
        ("pyproject.toml", "[project]\nclassifiers = ['Programming Language :: Python :: 3.6']\n", (3, 6), NOTHING),
        ("Pipfile", "[packages]\na = '*'\n[requires]\npython_version = '3.10'\n", (3, 10), {"a"}),
    ],
)  # fmt: skip
def test_needs(tmp_path: Path, name: str, text: str, python: tuple[int, int] | None, packages: set[str]) -> None:
    found = project(tmp_path, name, text)
    assert (found.root, found.requires_python, found.dependencies) == (tmp_path, python, frozenset(packages))


def test_versions_of_tox(tmp_path: Path) -> None:
    (tmp_path / "tox.ini").write_text("[tox]\nenvlist =\n  py{36,37}-{a,b}, {py310,docs}\n  py39-x  # not py27\n")
    found = project(tmp_path, "setup.cfg", "")
    assert found.requires_python == (3, 6)


def test_the_nearest_root_counts(tmp_path: Path) -> None:
    (tmp_path / "inner" / "deep").mkdir(parents=True)
    project(tmp_path, "requirements.txt", "outer\n")
    (tmp_path / "inner" / "setup.cfg").write_text("[options]\ninstall_requires = inner\n")
    assert Project.of(tmp_path / "inner" / "deep" / "x.py").dependencies == {"inner"}


def test_imports_of_all_files(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("import b.c, d as e\nfrom f.g import h\n    # import no\nif x:\n    import i;x\n")
    found = project(tmp_path, "pyproject.toml", "")
    assert {"b", "d", "f", "i"} <= found.imports
    assert Project.nothing().imports == frozenset()


@pytest.mark.parametrize(
    ("specifiers", "lowest"),
    [
        (">=3.8", (3, 8)), (">3.8", (3, 8)), ("^3.9", (3, 9)), ("~=3.10", (3, 10)), ("3.11.*", (3, 11)), ("", None),
        (">=2.7, !=3.0.*", (2, 7)), ("<3.8 || >=3.10", (2, 7)), ("nonsense", None), ("*", None),
    ],
)  # fmt: skip
def test_the_lowest_python(specifiers: str, lowest: tuple[int, int] | None) -> None:
    assert lowest_python(specifiers) == lowest or (specifiers == "*" and lowest_python(specifiers) == (2, 7))


@pytest.mark.parametrize(
    ("requirement", "name"),
    [("A_b.C>=1", "a-b-c"), ("x[y]", "x"), ("./path", None), ("https://x/y.zip", None), ("git+https://x#egg=Z", "z")],
)
def test_names(requirement: str, name: str | None) -> None:
    assert name_of(requirement) == name
