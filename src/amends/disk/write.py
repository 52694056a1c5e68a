"""Replace a file's content, all of it or nothing: a kill at any moment leaves the old file or the new."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path


class ChangedMeanwhile(Exception):
    """The file is no longer what it was when it was read."""

    def __init__(self) -> None:
        super().__init__("it was changed by someone else since it was read: run again")


class NotWritable(Exception):
    """The file system refuses; the message says what, and what to do."""


def write(path: Path, before: bytes | None, after: bytes, *, mode: int | None = None) -> None:
    """Make `after` the content of the file at `path`, which now holds `before` (None: which does not exist).

    A symbolic link is followed to its target. Owner and mode stay as they are, unless `mode` is given.
    """
    target = Path(os.path.realpath(path))
    with _explained(target), _temporary(target.parent) as temporary:
        _fill(temporary, after)
        if before is None:
            temporary.chmod(0o644 if mode is None else mode)
        else:
            status = target.stat()  # first of all, to tell a file that is gone from one that is read-only
            _require_write_permission(target)
            _take_over(temporary, status, mode)
        if _content(target) != before:
            raise ChangedMeanwhile
        temporary.replace(target)
        _sync_folder(target.parent)


@contextmanager
def _explained(target: Path) -> Generator[None, None, None]:
    """Turn whatever the system refuses into NotWritable."""
    try:
        yield
    except FileNotFoundError as error:
        if not target.parent.is_dir():
            raise NotWritable(f"there is no folder {target.parent}") from error
        raise ChangedMeanwhile from error
    except PermissionError as error:
        raise NotWritable(f"no permission to replace it in {target.parent}: {error.strerror}") from error
    except OSError as error:
        raise NotWritable(f"cannot be written: {error.strerror}") from error


@contextmanager
def _temporary(folder: Path) -> Generator[Path, None, None]:
    """Name a file beside the target that is gone afterwards, whatever happens.

    The name is chosen here and not by tempfile, so that there is no moment in which the file exists and
    an interrupt would leave it behind.
    """
    path = folder / f".amends-{os.urandom(8).hex()}.tmp"
    try:
        yield path
    finally:
        path.unlink(missing_ok=True)


def _fill(path: Path, content: bytes) -> None:
    """Create `path`, for nobody else to read, and bring its content to the disk."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    with open(descriptor, "wb") as file:  # noqa: PTH123 - pathlib opens no descriptors
        file.write(content)
        file.flush()
        os.fsync(descriptor)


def _require_write_permission(target: Path) -> None:
    """Refuse a read-only file, which its folder would let us replace all the same."""
    effective = os.access in os.supports_effective_ids
    if not os.access(target, os.W_OK, effective_ids=effective):
        raise NotWritable("it is read-only: make it writable first")


def _take_over(temporary: Path, old: os.stat_result, mode: int | None) -> None:
    """Give the new file the owner and the mode of the old one; the owner first, as that may clear mode bits."""
    if sys.platform != "win32":
        new = temporary.stat()
        if (new.st_uid, new.st_gid) != (old.st_uid, old.st_gid):
            _give_away(temporary, old)
    temporary.chmod(stat.S_IMODE(old.st_mode) if mode is None else mode)


def _give_away(temporary: Path, old: os.stat_result) -> None:
    try:
        os.chown(temporary, old.st_uid, old.st_gid)
    except PermissionError as error:
        raise NotWritable("it belongs to another user or group, which it would not keep: run as its owner") from error


def _content(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def _sync_folder(folder: Path) -> None:
    """Bring the new name to the disk too; Windows has no such call."""
    if sys.platform == "win32":
        return
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
