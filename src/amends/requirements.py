"""Writes a package into the file in which a project asks for its packages, with the file's formatting kept."""

from __future__ import annotations

import re
from collections.abc import Iterator, MutableMapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from amends.dependencies import name_of
from amends.disk.write import ChangedMeanwhile, NotWritable, write
from amends.model import Status, Todo, TodoKind
from amends.project import Project

if TYPE_CHECKING:
    from tomlkit.items import Array

    from amends.model import Outcome, Result


def with_packages(outcome: Outcome, path: Path) -> Outcome:
    """Add the packages that a rewritten file needs to its project; tell in each chore what came of it."""
    return replace(outcome, results=tuple(_served(result, Project.of(path)) for result in outcome.results))


def _served(result: Result, project: Project) -> Result:
    if result.status is not Status.FIXED:
        return result
    return replace(result, todos=tuple(_done(todo, project) for todo in result.todos))


def _done(todo: Todo, project: Project) -> Todo:
    if todo.kind is not TodoKind.ADD_PACKAGE or project.root is None:
        return todo
    try:
        file = add(project.root, todo.subject)
    except (ChangedMeanwhile, NotWritable, OSError, ValueError) as error:
        return replace(todo, note=f"it could not be added: {error}")
    return replace(todo, note=f"it stands in {file.name} now: install it") if file else todo


def add(root: Path, requirement: str) -> Path | None:
    """Add a requirement to the project in `root`; return the file that asks for it, or None if there is no place.

    A package that is asked for already stays as it is. ValueError tells of a file that is not valid.
    """
    for file in (root / "pyproject.toml", root / "requirements.txt"):
        if file.is_file():
            before = file.read_bytes()
            after = _pyproject(before, requirement) if file.suffix == ".toml" else _lines(before, requirement)
            if after is not None:
                if after != before:
                    write(file, before, after)
                return file
    return None


def _lines(before: bytes, requirement: str) -> bytes:
    text = before.decode("utf-8")
    if any(name_of(line) == name_of(requirement) for line in text.splitlines() if not line.lstrip().startswith("#")):
        return before
    newline = "\r\n" if "\r\n" in text else "\n"
    gap = newline if text and not text.endswith("\n") else ""
    return f"{text}{gap}{requirement}{newline}".encode()


def _pyproject(before: bytes, requirement: str) -> bytes | None:
    """Return the new text of a pyproject.toml, or None if it does not say which packages are asked for."""
    import tomlkit  # noqa: PLC0415 - needed by this alone

    document = tomlkit.parse(before.decode("utf-8"))
    tables = cast("MutableMapping[str, Any]", document)
    project, poetry = tables.get("project"), tables.get("tool", {}).get("poetry", {})
    if project is not None and "dependencies" not in project.get("dynamic", ()):
        _append(project.setdefault("dependencies", tomlkit.array()), requirement)
    elif "dependencies" in poetry:
        _insert(poetry["dependencies"], requirement)
    else:
        return None
    return tomlkit.dumps(document).encode()  # pyright: ignore[reportUnknownMemberType]


def _append(array: Array, requirement: str) -> None:
    items = cast("Iterator[object]", iter(array))
    if all(name_of(str(item)) != name_of(requirement) for item in items):
        array.append(requirement)  # pyright: ignore[reportUnknownMemberType]


def _insert(table: MutableMapping[str, Any], requirement: str) -> None:
    name = name_of(requirement) or requirement
    if all(name_of(key) != name for key in table):
        table[name] = re.sub(r"^[\w.\[\]-]+\s*", "", requirement) or "*"
