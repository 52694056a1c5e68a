"""Read which packages and which Python a project asks for, from all the files in which projects say so."""

from __future__ import annotations

import ast
import configparser
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import cast

from amends.classifiers import classified, environments
from amends.documents import SettingsError, Table, document, subtable

MARKERS = frozenset({"pyproject.toml", "setup.py", "setup.cfg", "requirements.txt", "Pipfile", ".git"})


@dataclass(frozen=True, slots=True)
class Needs:
    """What one file asks for: requirements as written, specifiers of Python ("" if none), and versions it runs on."""

    requirements: tuple[str, ...] = ()
    python: str = ""
    runs_on: tuple[tuple[int, int], ...] = ()


def needs(root: Path) -> Iterator[Needs]:
    """Yield what each of the files in `root` asks for. A broken one asks for nothing."""
    for name, reader in _READERS.items():
        for file in sorted(root.glob(name)):
            with suppress(OSError, UnicodeDecodeError, SyntaxError, configparser.Error, SettingsError):
                yield reader(file)


def name_of(requirement: str) -> str | None:
    """Return the normalised name (PEP 503) of the package that a requirement asks for, if it names one."""
    egg = re.search(r"#(?:.*&)?egg=([A-Za-z0-9][\w.-]*)", requirement)
    found = egg or re.match(r"\s*([A-Za-z0-9][\w.-]*)(?!\S*(?:://|[/\\]))", requirement)
    return re.sub(r"[-_.]+", "-", found[1]).lower().strip("-") if found else None


@lru_cache(maxsize=64)  # projects ask for one of few
def lowest_python(specifiers: str) -> tuple[int, int] | None:
    """Return the lowest version that the specifiers admit; those of Poetry (`^3.9`, `a || b`) count as well."""
    from packaging.specifiers import InvalidSpecifier, SpecifierSet  # noqa: PLC0415 - 20 ms, needed by few runs

    try:
        choices = [SpecifierSet(_standard(part)) for part in specifiers.split("||")]
    except InvalidSpecifier:
        return None
    minors = [(2, 7), *((3, minor) for minor in range(100))]
    for major, minor in minors if specifiers.strip() else ():
        patches = (f"{major}.{minor}.{patch}" for patch in range(40))
        if any(choice.contains(version) for version in patches for choice in choices):
            return major, minor
    return None


def _standard(specifiers: str) -> str:
    """Rewrite Poetry's caret, tilde and bare versions as far as the lowest version goes."""
    parts = [part.strip() for part in specifiers.split(",")]
    return ",".join(re.sub(r"^(?:\^|~(?!=))\s*", ">=", re.sub(r"^(?=\d)", "==", part)) for part in parts if part != "*")


def _pyproject(file: Path) -> Needs:
    whole = document(file)
    project = subtable(whole, "project") or {}
    poetry = subtable(whole, "tool", "poetry") or {}
    return Needs(
        (
            *_strings(project.get("dependencies")),
            *_listed(subtable(project, "optional-dependencies")),
            *_listed(subtable(whole, "dependency-groups")),
            *_listed(subtable(whole, "tool", "pdm", "dev-dependencies")),
            *_strings((subtable(whole, "tool", "uv") or {}).get("dev-dependencies")),
            *_poetry(poetry),
        ),
        _text(project, "requires-python") or _text(subtable(poetry, "dependencies") or {}, "python"),
        classified((*_strings(project.get("classifiers")), *_strings(poetry.get("classifiers")))),
    )


def _poetry(table: Table) -> Iterator[str]:
    groups = subtable(table, "group") or {}
    tables = [table, *(subtable(groups, name) or {} for name in groups)]
    for inner in tables:
        for key in ("dependencies", "dev-dependencies"):
            yield from (name for name in subtable(inner, key) or {} if name != "python")


def _requirements(file: Path) -> Needs:
    lines = (line.split(" #")[0].strip() for line in file.read_text("utf-8").splitlines())
    plain = (re.sub(r"^(?:-e|--editable)[ =]", "", line) for line in lines if not line.startswith("#"))
    return Needs(tuple(line for line in plain if line and not line.startswith("-")))


def _setup_cfg(file: Path) -> Needs:
    parser = configparser.ConfigParser(interpolation=None)
    parser.read_string(file.read_text("utf-8"))
    needed = parser.get("options", "install_requires", fallback="")
    extras = dict(parser.items("options.extras_require")) if parser.has_section("options.extras_require") else {}
    lines = "\n".join((needed, *extras.values())).replace(";", "\n;").splitlines()
    return Needs(
        tuple(line.strip() for line in lines if not line.strip().startswith(("#", ";"))),
        parser.get("options", "python_requires", fallback=""),
        (
            *classified(parser.get("metadata", "classifiers", fallback="").splitlines()),
            *environments(parser.get("tox:tox", "envlist", fallback="")),
        ),
    )


def _tox(file: Path) -> Needs:
    parser = configparser.ConfigParser(interpolation=None, strict=False)
    parser.read_string(file.read_text("utf-8"))
    keys = ("envlist", "env_list")
    return Needs(runs_on=tuple(found for key in keys for found in environments(parser.get("tox", key, fallback=""))))


def _setup_py(file: Path) -> Needs:
    """Read the literals that `setup()` is given, directly or by a name, and all classifiers; nothing is run."""
    module = ast.parse(file.read_bytes())
    constants = {
        target.id: statement.value
        for statement in module.body
        if isinstance(statement, ast.Assign)
        for target in statement.targets
        if isinstance(target, ast.Name)
    }
    given: dict[str, object] = {}
    for call in ast.walk(module):
        if isinstance(call, ast.Call) and ast.unparse(call.func).rpartition(".")[2] == "setup":
            given |= {keyword.arg: _literal(keyword.value, constants) for keyword in call.keywords if keyword.arg}
    extras = given.get("extras_require")
    return Needs(
        (
            *_strings(given.get("install_requires")),
            *_listed(cast("Table", extras) if isinstance(extras, dict) else None),
        ),
        _text(given, "python_requires"),
        classified(line for text in _texts(module) for line in text.splitlines()),
    )


def _texts(module: ast.Module) -> Iterator[str]:
    return (n.value for n in ast.walk(module) if isinstance(n, ast.Constant) and isinstance(n.value, str))


def _literal(value: ast.expr, constants: Mapping[str, ast.expr]) -> object:
    if isinstance(value, ast.Name):
        value = constants.get(value.id, value)
    try:
        return cast("object", ast.literal_eval(value))
    except ValueError:
        return None


def _pipfile(file: Path) -> Needs:
    whole = document(file)
    names = (name for key in ("packages", "dev-packages") for name in subtable(whole, key) or {})
    version = _text(subtable(whole, "requires") or {}, "python_version")
    return Needs(tuple(names), f"=={version}.*" if version else "")


_READERS: Mapping[str, Callable[[Path], Needs]] = {
    "pyproject.toml": _pyproject,
    "setup.cfg": _setup_cfg,
    "setup.py": _setup_py,
    "Pipfile": _pipfile,
    "tox.ini": _tox,
    "requirements*.txt": _requirements,
    "requirements/*.txt": _requirements,
}


def _listed(table: Table | None) -> Iterable[str]:
    """Return the strings in all the lists of a table."""
    return (item for value in (table or {}).values() for item in _strings(value))


def _strings(value: object) -> Iterable[str]:
    items = cast("list[object]", value) if isinstance(value, (list, tuple)) else []
    return (item for item in items if isinstance(item, str))


def _text(table: Table, key: str) -> str:
    value = table.get(key)
    return value if isinstance(value, str) else ""
