"""Which packages announce themselves under an entry point, read straight from the installed metadata.

`importlib.metadata` would do, but its import takes longer than all else that a run over a clean file takes.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from typing import NamedTuple

_METADATA = (".dist-info", ".egg-info")


class EntryPoint(NamedTuple):
    """One line under an entry point: what it names, and the distribution that wrote it."""

    value: str
    distribution: str


def announced(group: str) -> Iterator[EntryPoint]:
    """Yield what installed distributions announce under `group`; the first on `sys.path` hides its namesakes."""
    seen: set[str] = set()
    for folder in dict.fromkeys(sys.path):
        for entry in _metadata_folders(folder or os.curdir):
            distribution = entry.name.partition("-")[0].replace("_", "-")
            if distribution.lower() not in seen:
                seen.add(distribution.lower())
                yield from (EntryPoint(value, distribution) for value in _lines(_read(entry), group))


def distributions() -> list[str]:
    """Return the names of the metadata folders of all installed distributions, which hold the versions."""
    return [entry.name for folder in dict.fromkeys(sys.path) for entry in _metadata_folders(folder or os.curdir)]


def _metadata_folders(folder: str) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return sorted((e for e in entries if e.name.endswith(_METADATA)), key=lambda e: e.name)
    except OSError:  # an archive, or a folder that is gone
        return []


def _read(metadata: os.DirEntry[str]) -> str:
    try:
        with open(f"{metadata.path}/entry_points.txt", encoding="utf-8") as file:  # noqa: PTH123 - no pathlib needed
            return file.read()
    except OSError:
        return ""


def _lines(text: str, group: str) -> Iterator[str]:
    """Yield the right sides of the lines in the section `group`."""
    section = ""
    for line in map(str.strip, text.splitlines()):
        if line.startswith("["):
            section = line.strip("[]")
        elif section == group and "=" in line and not line.startswith(("#", ";")):
            yield line.partition("=")[2].partition("[")[0].strip()
