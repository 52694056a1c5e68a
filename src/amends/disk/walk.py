"""Walk a folder for Python files, in a stable order, past everything that is not the user's own code."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from amends.disk import seen
from amends.disk.gitignore import GitIgnore, repository
from amends.disk.patterns import slashed

SUFFIXES = (".py", ".pyi", ".pyw")

_FOREIGN = frozenset({
    ".amends_cache", ".bzr", ".eggs", ".git", ".hg", ".hypothesis", ".ipynb_checkpoints", ".mypy_cache", ".nox",
    ".pants.d", ".pytest_cache", ".pytype", ".ruff_cache", ".svn", ".tox", ".venv", "CVS", "__pycache__",
    "__pypackages__", "buck-out", "node_modules", "site-packages",
})  # fmt: skip
_OUTPUT = frozenset({"build", "dist", "_build"})
_ENVIRONMENT = frozenset({"pyvenv.cfg", "conda-meta"})

_Entries: TypeAlias = "Mapping[str, os.DirEntry[str]]"


class Found(NamedTuple):
    """A file by its path, and whether that is a link."""

    path: str
    is_link: bool


@dataclass(frozen=True, slots=True)
class _Walk:
    """What stays the same from folder to folder. `home` ends in a slash; no link is followed out of it."""

    home: str
    unwanted: Callable[[str], bool]
    failed: Callable[[OSError], None]

    def enter(self, folder: str, entries: _Entries, rules: GitIgnore) -> Iterator[Found]:
        """Yield the files among the `entries` of `folder`, and those of the folders among them."""
        if ".gitignore" in entries:
            rules = rules.inside(folder)
        for name, entry in entries.items():
            path = f"{folder}/{name}"
            if entry.is_dir(follow_symlinks=False):
                if not (name in _FOREIGN or rules.ignores(f"{path}/") or self.unwanted(f"{path}/")):
                    yield from self._enter_own(path, rules)
            elif self._is_own_file(entry) and not (rules.ignores(path) or self.unwanted(path)):
                yield Found(path, entry.is_symlink())

    def _enter_own(self, folder: str, rules: GitIgnore) -> Iterator[Found]:
        """Enter a folder unless it is a virtual environment or the output of a build.

        A package may be called `build`, as the one of pypa/build is; what a build leaves behind is no package.
        """
        entries = self.entries(folder)
        is_output = folder.rpartition("/")[2] in _OUTPUT and "__init__.py" not in entries
        if not is_output and _ENVIRONMENT.isdisjoint(entries):
            yield from self.enter(folder, entries, rules)

    def entries(self, folder: str) -> _Entries:
        """Return what a folder holds, sorted; one that cannot be listed is told to `failed`."""
        try:
            return seen.entries(folder or "/")
        except OSError as error:
            self.failed(error)
            return {}

    def _is_own_file(self, entry: os.DirEntry[str]) -> bool:
        if not (entry.name.endswith(SUFFIXES) and entry.is_file()):
            return False
        return not entry.is_symlink() or slashed(os.path.realpath(entry.path)).startswith(self.home)


def walk(folder: str, unwanted: Callable[[str], bool], failed: Callable[[OSError], None]) -> Iterator[Found]:
    """Yield the Python files under `folder`, an absolute path, that git does not ignore: sorted, with slashes.

    `unwanted` may refuse more: it is asked of each file, and of each folder with a slash at its end.
    `failed` hears of each folder that cannot be listed. A linked folder is never entered; a linked file
    counts if its target lies in the same repository (without one: in `folder`).
    """
    folder = slashed(folder).rstrip("/")
    home = slashed(os.path.realpath(repository(folder) or folder))
    start = _Walk(f"{home.rstrip('/')}/", unwanted, failed)
    return start.enter(folder, start.entries(folder), GitIgnore.around(folder))
