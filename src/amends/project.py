"""What the project around a file tells about it: the packages it asks for, the Pythons it runs on, its imports."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import islice
from pathlib import Path

from amends.cache import digest, looks
from amends.dependencies import MARKERS, lowest_python, name_of, needs
from amends.disk import seen
from amends.disk.walk import walk

_MOST_FILES = 5_000
_MOST_BYTES = 50_000_000
_IMPORT = re.compile(rb"^[ \t]*(?:import[ \t]+([^#;\r\n]+)|from[ \t]+(\w[\w.]*)[ \t]+import\b)", re.MULTILINE)


@dataclass(frozen=True)
class Project:
    """The project around a file.

    `requires_python` is the lowest version that it admits, or else the lowest that it says it runs on. `dependencies`
    holds normalised names (PEP 503) of all packages it asks for, whatever for.
    """

    root: Path | None = None
    requires_python: tuple[int, int] | None = None
    dependencies: frozenset[str] = frozenset()

    @cached_property
    def imports(self) -> frozenset[str]:
        """The top-level modules that the Python files of the project import (of a huge one: the first files)."""
        return _imports(self.root) if self.root else frozenset()

    @property
    def looks(self) -> bytes:
        """A digest of how all the files look whose imports count, or nothing if they may change without looking so."""
        return _looks(self.root) if self.root else b""

    @property
    def asked_for_imports(self) -> bool:
        """Whether anybody wanted to know what the other files import."""
        return "imports" in vars(self)

    @classmethod
    def of(cls, path: Path) -> Project:
        """Return the project that a file or folder belongs to: that of the nearest folder which looks like a root."""
        here = path.absolute()
        return cls.around(str(here if here.is_dir() else here.parent))

    @classmethod
    def around(cls, folder: str) -> Project:
        """Return the project of a folder, given by its absolute path; each time anew, to tell what it was asked for."""
        known = _around(folder)
        return cls(known.root, known.requires_python, known.dependencies)

    @classmethod
    def nothing(cls) -> Project:
        """Return a project of which nothing is known."""
        return cls()


@lru_cache(maxsize=4096)
def _around(folder: str) -> Project:
    try:
        is_root = not MARKERS.isdisjoint(seen.entries(folder))
    except OSError:
        is_root = False
    if is_root:
        return _rooted(Path(folder))
    above = os.path.dirname(folder)  # noqa: PTH120 - Path costs more
    return Project() if folder == above else _around(above)


def _rooted(root: Path) -> Project:
    found = tuple(needs(root))
    pythons = filter(None, (lowest_python(need.python) for need in found if need.python))
    runs_on = min((version for need in found for version in need.runs_on), default=None)
    names = (name_of(requirement) for need in found for requirement in need.requirements)
    return Project(root, next(pythons, runs_on), frozenset(name for name in names if name))


@lru_cache(maxsize=64)
def _imports(root: Path) -> frozenset[str]:
    _looks(root)  # how they look counts from before they are read
    return frozenset(name for data in _contents(root) for name in _imported(data))


@lru_cache(maxsize=64)
def _looks(root: Path) -> bytes:
    told: list[bytes] = []
    for file in files(root):
        try:
            look = looks(seen.status(file))
        except OSError:
            return b""
        if not look:
            return b""
        told += (os.fsencode(file), look)
    return digest(b"\0".join(told))


def files(root: Path) -> Iterator[str]:
    """Yield the Python files of a project, absolute and with slashes (of a huge one: the first)."""
    return (found.path for found in islice(walk(str(root), lambda _: False, lambda _: None), _MOST_FILES))


def _contents(root: Path) -> Iterator[bytes]:
    left = _MOST_BYTES
    for file in files(root):
        try:
            data = Path(file).read_bytes()
        except OSError:
            continue
        left -= len(data)
        if left < 0:
            return
        yield data


def _imported(data: bytes) -> Iterator[str]:
    """Yield the roots of the modules that look imported, at the beginning of any line."""
    for found in _IMPORT.finditer(data):
        for module in (found[1] or found[2]).split(b","):
            name = module.split(b".")[0].split()
            if name:
                yield name[0].decode("utf-8", "replace")
