"""Honour what a project told Bandit and Ruff to leave alone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol, cast

from amends.disk.patterns import Globs, slashed
from amends.documents import Section, Table, subtable

_RUFF_TABLES = ((), ("lint",))


class Paths(Protocol):
    """A set of paths, relative to some folder."""

    def cover(self, path: str) -> bool:
        """Tell whether `path` is one of them."""
        ...


@dataclass(frozen=True, slots=True)
class Exclusion:
    """Paths under `root` that a setting, named by `origin`, takes out of the run."""

    origin: str
    root: str
    paths: Paths

    def holds(self, absolute: str) -> bool:
        """Tell whether an absolute path with slashes is taken out."""
        prefix = f"{self.root.rstrip('/')}/"
        return absolute.startswith(prefix) and self.paths.cover(absolute[len(prefix) :])


@dataclass(frozen=True, slots=True)
class Ignore:
    """Bandit codes whose findings a setting wants ignored: everywhere, or only in some `place`."""

    origin: str
    codes: frozenset[str]
    place: Exclusion | None = None

    def holds(self, code: str, absolute: str) -> bool:
        """Tell whether a finding with this code in this file is to be ignored."""
        return code in self.codes and (self.place is None or self.place.holds(absolute))


def bandit_code(code: str) -> str:
    """Return Bandit's name of a Ruff code ("S506" is "B506"), and any other code as it is."""
    return f"B{code[1:]}" if re.fullmatch(r"S\d{3}", code) else code


def of_bandit(section: Section, codes: Iterable[str]) -> Iterator[Exclusion | Ignore]:
    """Read `[tool.bandit]`: `exclude_dirs`, of which each names whole parts of a path, `skips` and `tests`."""
    known = {code for code in codes if re.fullmatch(r"B\d{3}", code)}
    folders = _words(section.table, "exclude_dirs")
    if folders:
        root = slashed(str(section.root))
        globs = tuple(_anywhere(folder, root) for folder in folders)
        yield Exclusion(section.origin("exclude_dirs"), root, Globs(globs))
    skips = _with_blacklists(_words(section.table, "skips"), known)
    yield Ignore(section.origin("skips"), frozenset(known & skips))
    tests = _with_blacklists(_words(section.table, "tests"), known)
    if tests:
        yield Ignore(section.origin("tests"), frozenset(known - tests))


def of_ruff(section: Section, codes: Iterable[str]) -> Iterator[Exclusion | Ignore]:
    """Read `[tool.ruff]` and its older and newer places for excludes, and for ignored codes of the S family."""
    known = {code for code in codes if re.fullmatch(r"B\d{3}", code)}
    root = slashed(str(section.root))
    tables = [subtable(section.table, *path) or {} for path in _RUFF_TABLES]
    for table in tables:
        for key in ("exclude", "extend-exclude"):
            if globs := _words(table, key):  # each is asked about every file and folder
                yield Exclusion(section.origin(key), root, Globs(globs))
        for key in ("per-file-ignores", "extend-per-file-ignores"):
            for glob, prefixes in (subtable(table, key) or {}).items():
                place = Exclusion(section.origin(key), root, Globs((glob.removeprefix("./"),), below=False))
                yield Ignore(place.origin, _with_prefix(known, _strings(prefixes)), place)
    selected = [word for table in tables for key in ("select", "extend-select") for word in _words(table, key)]
    for table in tables:
        for key in ("ignore", "extend-ignore"):
            yield Ignore(section.origin(key), _outweighed(known, _words(table, key), selected))


def _outweighed(known: set[str], ignored: Sequence[str], selected: Sequence[str]) -> frozenset[str]:
    """Return the codes that are ignored at least as exactly as they are selected, as Ruff decides."""
    return frozenset(code for code in known if (weight := _weight(code, ignored)) and weight >= _weight(code, selected))


def _with_prefix(known: set[str], prefixes: Sequence[str]) -> frozenset[str]:
    return frozenset(code for code in known if _weight(code, prefixes))


def _weight(code: str, prefixes: Sequence[str]) -> int:
    """Return how exactly the best of the prefixes names the code: 1 for ALL, 0 if none does."""
    rule = f"S{code[1:]}"
    lengths = (len(prefix) + 1 for prefix in prefixes if prefix and rule.startswith(prefix))
    return max(*lengths, int("ALL" in prefixes), 0)


def _with_blacklists(words: Iterable[str], known: set[str]) -> set[str]:
    """Resolve B001, Bandit's name for all its tables of forbidden calls (B3xx but for B324) and imports (B4xx)."""
    named = set(words)
    if "B001" in named:
        named |= {code for code in known if code[1] in "34" and code != "B324"}
    return named


def _anywhere(folder: str, root: str) -> str:
    """Return the glob for an entry of exclude_dirs: Bandit looks for it at any depth."""
    plain = folder.removeprefix(f"{root}/").removeprefix("./").removeprefix("*/").rstrip("/")
    return f"**/{plain}"


def _words(table: Table, key: str) -> tuple[str, ...]:
    return _strings(table.get(key))


def _strings(value: object) -> tuple[str, ...]:
    """Return the strings of a list. What is no such list is for its own tool to complain about."""
    items = cast("list[object]", value) if isinstance(value, list) else []
    return tuple(item for item in items if isinstance(item, str))
