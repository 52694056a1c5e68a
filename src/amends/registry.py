"""The installed codemods, our own and those of other packages, found by entry point."""

from __future__ import annotations

import importlib
import os
import pkgutil
import sys
from collections.abc import Iterator
from functools import cache
from types import ModuleType

from amends.cache import digest
from amends.codemod import Codemod
from amends.entrypoints import EntryPoint, announced, distributions

GROUP = "amends.codemods"


class NoCodemods(Exception):
    """Nothing is installed under the entry point: amends itself is not installed."""

    def __init__(self) -> None:
        super().__init__("no codemods are installed; run pip install -e .")


class BrokenCodemod(Exception):
    """A distribution's codemods cannot be used; the message names the distribution and the reason."""


@cache
def installed() -> tuple[Codemod, ...]:
    """Return every installed codemod, sorted by id.

    Raise NoCodemods where there is none, BrokenCodemod where a package cannot be imported or two
    codemods have the same id.
    """
    found: dict[str, tuple[Codemod, str]] = {}
    for entry in sorted(announced(GROUP)):
        owner = entry.distribution
        for codemod in _codemods_of(entry):
            if codemod.id in found and found[codemod.id][0] is not codemod:
                other = found[codemod.id][1]
                raise BrokenCodemod(f"{owner} and {other} both bring a codemod called {codemod.id}; remove one")
            found[codemod.id] = (codemod, owner)
    if not found:
        raise NoCodemods
    return tuple(found[codemod_id][0] for codemod_id in sorted(found))


def fingerprint() -> str:
    """Return a digest of what decides about results: all code of ours and of the codemods, all installed versions."""
    packages = {"amends", *(entry.value.partition(".")[0] for entry in announced(GROUP))}
    told = [digest("\n".join(distributions()).encode())]
    for package in sorted(packages):
        for folder in getattr(sys.modules.get(package), "__path__", ()):
            told += map(_digest_of, _code(folder))
    return digest(b"".join(told)).decode()


def _digest_of(file: str) -> bytes:
    with open(file, "rb") as opened:  # noqa: PTH123 - Path costs more
        return digest(opened.read())


def _code(folder: str) -> Iterator[str]:
    """Yield the files of a package, in a stable order."""
    with os.scandir(folder) as entries:
        for entry in sorted(entries, key=lambda entry: entry.name):
            if not entry.is_dir():
                yield entry.path
            elif entry.name != "__pycache__":
                yield from _code(entry.path)


def _codemods_of(entry: EntryPoint) -> Iterator[Codemod]:
    owner = entry.distribution
    package = _imported(entry.value, owner)
    for item in pkgutil.iter_modules(getattr(package, "__path__", ())):
        if item.ispkg:
            module = _imported(f"{entry.value}.{item.name}", owner)
            codemod: object = getattr(module, "CODEMOD", None)
            if not isinstance(codemod, Codemod):
                raise BrokenCodemod(f"{owner}: {module.__name__} has no CODEMOD of type amends.Codemod")
            yield codemod


def _imported(name: str, owner: str) -> ModuleType:
    try:
        return importlib.import_module(name)
    except ImportError as error:
        raise BrokenCodemod(f"{owner}: {name} cannot be imported: {error}") from error
