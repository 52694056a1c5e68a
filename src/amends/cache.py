"""Remembers between runs what files came to: on the disk, safe to share, to lose, to corrupt and to interrupt.

`.amends_cache/amends-<key>/<shard>` holds a line for each file of some folders. The key is a digest of all that the
results of a run depend on besides the files, so nothing in there is ever out of date, only never looked at again.
A shard is read whole and replaced whole. It begins with a digest of the rest, and one that does not keep this promise
is taken for empty, as is one that cannot be read; where nothing can be written, nothing is.
"""

from __future__ import annotations

import os
import time
from _blake2 import blake2b  # what hashlib has, which loads OpenSSL besides
from binascii import crc32
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import NamedTuple, cast

from amends.disk import seen
from amends.disk.patterns import slashed

NAME = ".amends_cache"

_PREFIX = "amends-"
_SHARDS = 64  # so that a run over one file reads little, and a run over all of them few files
_KEYS = 8  # selections, levels and versions that are kept beside one another
_MARGIN = 2_000_000_000  # nanoseconds: the time stamps of some file systems are no finer
_TAG = "Signature: 8a477f597d28d172789f06886806bc55\n# A cache; see https://bford.info/cachedir/\n"


class Entry(NamedTuple):
    """What is remembered of one file: its looks, the digest of its content, and what that came to.

    The looks are empty where the content might change and they would not: then only the digest counts.
    The memory is empty where nothing in the content concerns any codemod.
    """

    looks: bytes
    digest: bytes
    memory: bytes = b""


@dataclass
class _Shard:
    """Entries by the names of their files, as lines that are parted only when asked for."""

    lines: dict[bytes, bytes]
    is_new: bool = False


@dataclass
class Cache:
    """The memory of a run. `identify` is asked for its key, when there is anything to look up or to keep.

    Where there is no key, nothing is remembered.
    """

    folder: Path
    identify: Callable[[], str | None]
    _shards: dict[bytes, _Shard] = field(default_factory=dict[bytes, _Shard])
    _news: dict[str, Entry] = field(default_factory=dict[str, Entry])

    def entry(self, path: str) -> Entry | None:
        """Return what is remembered of a file, which may have changed since."""
        name = self._name(path)
        line = self._shard(name).lines.get(name)
        return Entry(*line.split(b"\0", 2)) if line is not None else None

    def untouched(self, path: str) -> Entry | None:
        """Return what is remembered of a file that looks as it did then."""
        entry = self.entry(path)
        try:
            return entry if entry and entry.looks == _looks(seen.status(path)) else None
        except OSError:
            return None

    def keep(self, path: str, entry: Entry) -> None:
        """Remember a file, once everything is saved."""
        self._news[path] = entry
        self.take({path: entry})

    def news(self) -> Mapping[str, Entry]:
        """Return what was kept since this was last asked, for another process to take."""
        news, self._news = self._news, {}
        return news

    def take(self, news: Mapping[str, Entry]) -> None:
        """Remember what was kept in another process."""
        named = {self._name(path): entry for path, entry in news.items()}
        for name, entry in named.items():
            if self._key and b"\n" not in name:
                shard = self._shard(name)
                shard.lines[name] = b"\0".join(entry)
                shard.is_new = True

    def save(self) -> None:
        """Bring what is new to the disk, as far as it can be written to."""
        new = {number: shard for number, shard in self._shards.items() if shard.is_new}
        if not (new and self._key):
            return
        with suppress(OSError):
            _settle(self.folder, f"{_PREFIX}{self._key}")
            for number, shard in new.items():
                self._write(number, shard)

    @cached_property
    def _key(self) -> str | None:
        return self.identify()

    @cached_property
    def _home(self) -> str:
        """The folder that ours lies in; names begin there, so that both may be moved together."""
        return f"{slashed(os.path.abspath(self.folder.parent)).rstrip('/')}/"  # noqa: PTH100 - it resolves `..`

    def _name(self, path: str) -> bytes:
        return os.fsencode(slashed(path).removeprefix(self._home))

    def _shard(self, name: bytes) -> _Shard:
        number = b"%02x" % (crc32(name.rpartition(b"/")[0]) % _SHARDS)
        if number not in self._shards:
            self._shards[number] = _Shard(self._read(number))
        return self._shards[number]

    def _path(self, number: bytes) -> str:
        return f"{self.folder}/{_PREFIX}{self._key}/{number.decode()}"

    def _read(self, number: bytes) -> dict[bytes, bytes]:
        try:
            with open(self._path(number), "rb") as file:  # noqa: PTH123 - Path costs more
                head, _, body = file.read().partition(b"\n")
        except OSError:
            return {}
        if head != self._head(number, body):
            return {}
        return {name: entry for name, _, entry in (line.partition(b"\0") for line in body.split(b"\n"))}

    def _write(self, number: bytes, shard: _Shard) -> None:
        """Replace a shard, without the files that are gone; whoever reads it has the old one or the new."""
        lines = (name + b"\0" + entry for name, entry in shard.lines.items() if self._is_there(name))
        body = b"\n".join(lines)
        temporary = f"{self._path(number)}.{os.getpid()}"
        with open(temporary, "wb") as file:  # noqa: PTH123 - as above
            file.write(self._head(number, body) + b"\n" + body)
        os.replace(temporary, self._path(number))  # noqa: PTH105 - as above
        shard.is_new = False

    def _head(self, number: bytes, body: bytes) -> bytes:
        """Return the first line of a shard, which is that of no other shard, key or content."""
        return digest(b"%b/%b\n%b" % (str(self._key).encode(), number, body))

    def _is_there(self, name: bytes) -> bool:
        return os.path.exists(os.path.join(os.fsencode(self._home), name))  # noqa: PTH110, PTH118 - as above


class Untellable(Exception):
    """A setting has a value of which one cannot tell whether it is the same in another run."""


def spelled(value: object) -> str:
    """Spell out plain values, alike in every process, or raise Untellable."""
    if value is None or isinstance(value, (str, bytes, int, float)):
        return repr(value)
    if isinstance(value, (tuple, list)):
        return f"({','.join(map(spelled, cast('list[object]', value)))})"
    if isinstance(value, (set, frozenset)):
        return f"{{{','.join(sorted(map(spelled, cast('set[object]', value))))}}}"
    if isinstance(value, Mapping):
        return spelled(sorted(map(spelled, cast("Mapping[object, object]", value).items())))
    raise Untellable


def digest(data: bytes) -> bytes:
    """Return what stands for data that nobody will meet another of."""
    return blake2b(data, digest_size=20).hexdigest().encode()


def looks(status: os.stat_result) -> bytes:
    """Return how a file looks that was not read yet, or nothing if it may change without looking otherwise."""
    newest = max(status.st_mtime_ns, status.st_ctime_ns)
    return _looks(status) if newest + _MARGIN < time.time_ns() else b""


def _looks(status: os.stat_result) -> bytes:
    """Return what changes with a file; the time of the last change to its inode is nothing that a program can set."""
    return b"%x %x %x %x" % (status.st_mtime_ns, status.st_ctime_ns, status.st_size, status.st_ino)


def _settle(folder: Path, name: str) -> None:
    """Make the folder for a key, and room for it; tell git and backup programs about a cache that is new."""
    if (folder / name).is_dir():
        return
    if not folder.exists():
        folder.mkdir(parents=True, exist_ok=True)
        (folder / ".gitignore").write_text("*\n", encoding="utf-8")
        (folder / "CACHEDIR.TAG").write_text(_TAG, encoding="utf-8")
    ours = sorted(folder.glob(f"{_PREFIX}*"), key=lambda path: path.stat().st_mtime)
    for old in ours[: -_KEYS + 1]:
        for file in old.iterdir():
            file.unlink()
        old.rmdir()
    (folder / name).mkdir(exist_ok=True)
