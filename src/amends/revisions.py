"""Which commit a repository of the Hugging Face Hub is at: known to the local cache, or asked of the Hub.

Repositories are called by their id, "org/name" or "name"; their kind is "model", "dataset" or "space".
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TypeAlias

_COMMIT = re.compile(r"[0-9a-f]{40}")
_SAFE_NAME = re.compile(r"(?!\.)[\w.-]+(?:/(?!\.)[\w.-]+)*")


@dataclass(frozen=True, slots=True)
class Pin:
    """A commit, and whether this machine has been running it or has only just heard of it."""

    commit: str
    is_in_use: bool


Lookup: TypeAlias = Callable[[str, str, str], Pin | None]
"""Takes a repository, its kind and a branch, and returns the commit that the branch is at, if it is known."""


class CannotResolve(Exception):
    """The Hub cannot be asked; the message says what to do."""


def is_commit(text: str) -> bool:
    """Tell whether a text is the full id of a commit."""
    return _COMMIT.fullmatch(text) is not None


def nowhere(_repository: str, _kind: str, _branch: str) -> Pin | None:
    """Know nothing."""
    return None


def cache_folder(environment: Mapping[str, str]) -> Path:
    """Return where huggingface_hub keeps its cache.

    See https://huggingface.co/docs/huggingface_hub/package_reference/environment_variables.
    """
    for variable in ("HF_HUB_CACHE", "HUGGINGFACE_HUB_CACHE"):
        if environment.get(variable):
            return Path(environment[variable]).expanduser()
    base = environment.get("XDG_CACHE_HOME") or "~/.cache"
    home = environment.get("HF_HOME") or f"{base}/huggingface"
    return Path(home).expanduser() / "hub"


@lru_cache(maxsize=4096)
def in_cache(repository: str, kind: str, branch: str) -> Pin | None:
    """Look a branch up in the local cache, where `models--org--name/refs/main` holds the commit last downloaded."""
    if not (_SAFE_NAME.fullmatch(repository) and _SAFE_NAME.fullmatch(branch)):
        return None
    folder = cache_folder(os.environ) / f"{kind}s--{repository.replace('/', '--')}"
    try:
        commit = (folder / "refs" / branch).read_text("ascii").strip()
    except (OSError, UnicodeDecodeError):
        return None
    return Pin(commit, is_in_use=True) if is_commit(commit) else None


@lru_cache(maxsize=4096)
def in_cache_or_hub(repository: str, kind: str, branch: str) -> Pin | None:
    """Look a branch up in the local cache, and ask the Hub for what is not there."""
    return in_cache(repository, kind, branch) or _on_hub(repository, kind, branch)


def require_hub() -> None:
    """Raise CannotResolve where huggingface_hub is not installed."""
    if find_spec("huggingface_hub") is None:
        raise CannotResolve("--resolve needs huggingface_hub: pip install 'amends[huggingface]'")


def _on_hub(repository: str, kind: str, branch: str) -> Pin | None:
    hub = import_module("huggingface_hub")  # an extra
    try:
        commit: object = hub.HfApi().repo_info(repository, repo_type=kind, revision=branch).sha
    except (OSError, ValueError):  # what its errors of network, permission and spelling derive from
        return None
    return Pin(commit, is_in_use=False) if isinstance(commit, str) and is_commit(commit) else None
