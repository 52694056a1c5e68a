"""Find the files that a run is about, and read them."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from amends.disk import seen
from amends.disk.patterns import slashed
from amends.disk.walk import SUFFIXES, walk
from amends.model import Problem, ProblemKind

if TYPE_CHECKING:
    from amends.settings import Settings


class MissingPath(Exception):
    """A path of the command line does not exist."""

    def __init__(self, path: str) -> None:
        super().__init__(f"{path}: no such file or folder")
        self.path = path


class Unreadable(Exception):
    """A file or folder is there but cannot be read."""


@dataclass(frozen=True, slots=True)
class File:
    """A file to work on: where it is, how the user calls it, whether it was named or found by a walk, or is a link."""

    place: str
    display: str
    explicit: bool
    is_link: bool = False

    @property
    def path(self) -> Path:
        """The place as a path, which few of thousands of files need."""
        return Path(self.place)

    @property
    def absolute(self) -> str:
        """The place from the root on, without `..`."""
        return os.path.abspath(self.place)  # noqa: PTH100 - Path.absolute() keeps `..`


@dataclass(frozen=True, slots=True)
class Skipped:
    """Something that the user named or that lies in a named folder, and that is left out aloud.

    It is either as the user wants it, for the `reason` that the settings give, or a `problem`.
    """

    display: str
    reason: str = ""
    problem: Problem | None = None


class Content(NamedTuple):
    """What a file held when it was read, and its status from before that."""

    data: bytes
    status: os.stat_result


Discovery: TypeAlias = File | Skipped


def discover(paths: Sequence[str], settings: Settings) -> Iterator[Discovery]:
    """Yield each file that `paths` name or hold, once, in the order of `paths` and sorted within each folder.

    Raises MissingPath before anything is yielded.
    """
    seen.forget()
    for path in paths:
        if not Path(path).exists():
            raise MissingPath(path)
    return _once((found for path in paths for found in _under(path, settings)), may_overlap=len(paths) > 1)


def read(path: str | Path) -> bytes:
    """Return what a file holds, or raise Unreadable."""
    return content(path).data


def content(path: str | Path) -> Content:
    """Return what a file holds, with its status, or raise Unreadable."""
    try:
        with open(path, "rb", buffering=0) as file:  # noqa: PTH123 - Path costs more
            status = os.fstat(file.fileno())
            return Content(file.read(), status)
    except OSError as error:
        raise Unreadable(f"cannot be read: {error.strerror}") from error


def displayed(path: str) -> str:
    """Return `path` as messages show it: with slashes, and relative if it lies in the current folder."""
    here = slashed(str(Path.cwd())).rstrip("/")
    return slashed(os.path.normpath(path)).removeprefix(f"{here}/")


def _once(found: Iterator[Discovery], *, may_overlap: bool) -> Iterator[Discovery]:
    """Yield no file twice. Where paths do not overlap that takes a link, so until there is one nobody need look."""
    known: set[str] = set()
    plain: list[File] = []
    for item in found:
        if isinstance(item, File):
            if not (may_overlap or item.is_link or known):
                plain.append(item)
                yield item
                continue
            known.update(map(_real, plain))
            plain.clear()
            real = _real(item)
            if real in known:
                continue
            known.add(real)
        yield item


def _real(file: File) -> str:
    """Return the path without links; a folder's is asked for once and not for each of its files."""
    folder, _, name = slashed(file.place).rpartition("/")
    return os.path.realpath(file.place) if file.is_link else f"{_real_folder(folder or '/')}/{name}"


@lru_cache(maxsize=1024)
def _real_folder(folder: str) -> str:
    """Do the same for a folder: asking for each step of its path would be asking again for what is above it."""
    above, name = os.path.split(folder)
    if not name or os.path.islink(folder):  # noqa: PTH114 - as above
        return os.path.realpath(folder)
    return f"{_real_folder(above).rstrip('/')}/{name}"


def _under(path: str, settings: Settings) -> Iterator[Discovery]:
    absolute = os.path.abspath(path)  # noqa: PTH100 - Path.absolute() keeps `..`
    if not Path(absolute).is_dir():
        yield _explicit(path, Path(absolute), settings)
        return
    failures: list[OSError] = []
    root = slashed(absolute).rstrip("/")
    shown = displayed(f"{path}/x").removesuffix("x")
    for file, is_link in walk(absolute, lambda inner: settings.excluded(inner) is not None, failures.append):
        yield File(file, f"{shown}{file[len(root) + 1 :]}", explicit=False, is_link=is_link)
    for error in failures:
        problem = Problem(ProblemKind.UNREADABLE, f"the folder cannot be listed: {error.strerror}")
        yield Skipped(displayed(str(error.filename)), problem=problem)


def _explicit(path: str, absolute: Path, settings: Settings) -> Discovery:
    reason = settings.excluded(str(absolute))
    if reason is not None:
        return Skipped(displayed(path), f"excluded by {reason}")
    if not absolute.is_file():
        return Skipped(displayed(path), problem=Problem(ProblemKind.NOT_PYTHON, "it is neither a file nor a folder"))
    if not (absolute.suffix in SUFFIXES or _has_python_shebang(absolute)):
        message = "neither its suffix nor a first line `#!…python` says that it is Python; pass it as `-` if it is"
        return Skipped(displayed(path), problem=Problem(ProblemKind.NOT_PYTHON, message))
    return File(str(absolute), displayed(path), explicit=True, is_link=absolute.is_symlink())


def _has_python_shebang(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            line = file.readline(256)
    except OSError:
        return True  # whoever reads it will say what is wrong
    return line.startswith(b"#!") and b"python" in line
