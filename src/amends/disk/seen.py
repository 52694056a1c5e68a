"""What a run sees of the file system: it lists each folder and looks at each file once, and goes by that to its end."""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import lru_cache
from operator import attrgetter

_MOST_FOLDERS = 20_000
_MOST_FILES = 100_000
_BY_NAME = attrgetter("name")


def forget() -> None:
    """Look at everything again from here on, as a new run does."""
    entries.cache_clear()
    status.cache_clear()


@lru_cache(maxsize=_MOST_FOLDERS)
def entries(folder: str) -> Mapping[str, os.DirEntry[str]]:
    """Return what a folder holds, by name and sorted; raises OSError."""
    with os.scandir(folder) as found:
        return {entry.name: entry for entry in sorted(found, key=_BY_NAME)}


@lru_cache(maxsize=_MOST_FILES)
def status(path: str) -> os.stat_result:
    """Return the status of a file or folder; raises OSError."""
    return os.stat(path)  # noqa: PTH116 - Path costs more
