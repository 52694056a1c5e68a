"""Find and read the TOML files that hold settings."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TypeAlias, cast

Table: TypeAlias = Mapping[str, object]


class SettingsError(Exception):
    """A settings file, or a flag, says something that cannot be meant."""


@dataclass(frozen=True, slots=True)
class Section:
    """The table that a tool has in a file.

    `name` is its heading, or empty where it is the whole file. Patterns in it start from the folder `root`.
    """

    file: Path
    name: str
    table: Table
    root: Path

    def origin(self, key: str) -> str:
        """Say where a setting stands, as in "[tool.amends] exclude in pyproject.toml"."""
        return f"{self.name} {key} in {self.file.name}".lstrip()


def nearest(start: Path, tool: str, own_files: tuple[str, ...] = ()) -> Section | None:
    """Return the settings of a tool from the nearest folder, at `start` or above it, that has some.

    In one folder the tool's own files win over `[tool.<tool>]` in pyproject.toml.
    """
    for folder in upward(start):
        for name in own_files:
            if (folder / name).is_file():
                return Section(folder / name, "", document(folder / name), folder)
        pyproject = folder / "pyproject.toml"
        table = subtable(document(pyproject), "tool", tool) if pyproject.is_file() else None
        if table is not None:
            return Section(pyproject, f"[tool.{tool}]", table, folder)
    return None


def upward(start: Path) -> Iterator[Path]:
    """Yield the folder that `start` is, or that it lies in, and its parents."""
    folder = start.absolute()
    yield from (folder, *folder.parents) if folder.is_dir() else folder.parents


def subtable(table: Table, *path: str) -> Table | None:
    """Return the table under these keys, or None where there is no table."""
    for key in path:
        inner = table.get(key)
        if not isinstance(inner, dict):
            return None
        table = cast("Table", inner)
    return table


def document(file: Path) -> Table:
    """Read a TOML file, or raise SettingsError."""
    try:
        status = file.stat()
        return _parsed(file, status.st_mtime_ns, status.st_size)
    except OSError as error:
        raise SettingsError(f"{file}: {error.strerror}") from error


@lru_cache(maxsize=64)
def _parsed(file: Path, _changed: int, _size: int) -> Table:
    """Parse a file once for as long as it stays the same: several tools look into one pyproject.toml."""
    if sys.version_info >= (3, 11):
        import tomllib  # noqa: PLC0415 - few folders of a hook's run have a settings file near them
    else:
        import tomli as tomllib  # noqa: PLC0415 - as above
    try:
        return tomllib.loads(file.read_bytes().decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{file}: not valid TOML: {error}") from error
