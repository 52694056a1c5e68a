"""What the user wants done, where and how: read from the settings files, overridden by flags."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, TypeVar, cast

from amends import cache
from amends.codemod import choice
from amends.disk.patterns import GitPatterns, is_valid, slashed
from amends.documents import Section, SettingsError, Table, document, nearest, subtable, upward
from amends.model import Level
from amends.peers import linters
from amends.peers.linters import Exclusion, Ignore, bandit_code
from amends.vocabulary import Vocabulary

if TYPE_CHECKING:
    from amends.codemod import Codemod

__all__ = ["Settings", "SettingsError", "load", "override"]

T = TypeVar("T")
_MOST_PARSED = 256 * 1024


def _defaults() -> Mapping[str, object]:
    return {}


@dataclass(frozen=True)
class Settings:
    """The settings of a run.

    `select` and `ignore` hold codemod ids and Bandit codes; `select` is None where everything is wanted.
    `options` holds the codemods' own settings by dotted name. `jobs` is None for as many as there are cores.
    A file of which more than `max_size` characters would have to be parsed is left alone. `cache_dir` is where
    results are kept, None where no settings file says so or stands beside it.
    """

    select: frozenset[str] | None = None
    ignore: frozenset[str] = frozenset()
    level: Level = Level.REVIEW
    exclusions: tuple[Exclusion, ...] = ()
    ignores: tuple[Ignore, ...] = ()
    options: Mapping[str, object] = field(default_factory=_defaults)
    jobs: int | None = None
    max_size: int = _MOST_PARSED
    cache_dir: Path | None = None

    def selects(self, codemod: Codemod) -> bool:
        """Tell whether any finding of this codemod may be wanted."""
        if codemod.id in self.ignore:
            return False
        codes = {bandit_code(code) for code in codemod.codes}
        return any(map(self.wants, codes or {codemod.id}))

    def wants(self, code: str) -> bool:
        """Tell whether findings with this Bandit code are asked for; others need not even be mentioned."""
        return (self.select is None or code in self.select) and code not in self.ignore

    def ignored(self, code: str, path: PurePosixPath) -> str | None:
        """Return the setting that says to ignore findings with this Bandit code in this file, if there is one."""
        absolute = slashed(os.path.abspath(path))  # noqa: PTH100 - Path.absolute() keeps `..`
        return next((rule.origin for rule in self.ignores if rule.holds(code, absolute)), None)

    def excluded(self, path: str) -> str | None:
        """Return the setting that excludes a file, or a folder (with a slash at its end), if there is one."""
        if not self.exclusions:
            return None
        end = "/" if path.endswith("/") else ""
        absolute = slashed(os.path.abspath(path)) + end  # noqa: PTH100 - as above
        return next((rule.origin for rule in self.exclusions if rule.holds(absolute)), None)


def load(start: Path, codemods: Sequence[Codemod], config: Path | None = None) -> Settings:
    """Read the settings that count at `start` (a file or folder), or those in the file `config`.

    What Bandit and Ruff are told to leave alone near `start` is left alone as well.
    """
    vocabulary = Vocabulary.of(codemods)
    section = nearest(start, "amends", ("amends.toml",)) if config is None else _named(config, start)
    settings = Settings() if section is None else _settings(section, vocabulary)
    rules = tuple(_neighbours(start, vocabulary.codes))
    return replace(
        settings,
        exclusions=settings.exclusions + tuple(rule for rule in rules if isinstance(rule, Exclusion)),
        ignores=settings.ignores + tuple(rule for rule in rules if isinstance(rule, Ignore)),
    )


def override(
    settings: Settings,
    codemods: Sequence[Codemod],
    *,
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    exclude: Sequence[str] = (),
) -> Settings:
    """Let the flags win: what `--select` names replaces the selection, and is no longer ignored by a file."""
    vocabulary = Vocabulary.of(codemods)
    selected = vocabulary.resolve(select, "--select")
    return replace(
        settings,
        select=selected or settings.select,
        ignore=(settings.ignore - selected) | vocabulary.resolve(ignore, "--ignore"),
        exclusions=settings.exclusions + _exclusions("--exclude", tuple(exclude), Path.cwd()),
    )


def _named(config: Path, start: Path) -> Section:
    """Return the section in the file of `--config`; its patterns start from where the run does."""
    root = next(upward(start))
    if config.name != "pyproject.toml":
        return Section(config, "", document(config), root)
    return Section(config, "[tool.amends]", subtable(document(config), "tool", "amends") or {}, root)


def _settings(section: Section, vocabulary: Vocabulary) -> Settings:
    values = vocabulary.values(section)

    def take(key: str, parse: Callable[[object], T], default: T) -> T:
        try:
            return parse(values[key]) if key in values else default
        except ValueError as error:
            raise SettingsError(f"{section.origin(key)}: {error}") from error

    def names(key: str) -> frozenset[str]:
        return vocabulary.resolve(take(key, _words, ()), section.origin(key))

    return Settings(
        select=names("select") if "select" in values else None,
        ignore=names("ignore"),
        level=take("level", _level, Level.REVIEW),
        exclusions=_exclusions(section.origin("exclude"), take("exclude", _patterns, ()), section.root),
        ignores=tuple(_per_file(section, take("per-file-ignores", _lists, {}), vocabulary)),
        options={name: take(name, option.parse, None) for name, option in vocabulary.options.items() if name in values},
        jobs=take("jobs", _positive, None),
        max_size=take("max-size", _positive, _MOST_PARSED),
        cache_dir=section.root / take("cache-dir", _text, cache.NAME),
    )


def _neighbours(start: Path, codes: frozenset[str]) -> Iterator[Exclusion | Ignore]:
    bandit = nearest(start, "bandit")
    ruff = nearest(start, "ruff", (".ruff.toml", "ruff.toml"))
    if bandit is not None:
        yield from linters.of_bandit(bandit, codes)
    if ruff is not None:
        yield from linters.of_ruff(ruff, codes)


def _exclusions(origin: str, lines: tuple[str, ...], root: Path) -> tuple[Exclusion, ...]:
    return (Exclusion(origin, slashed(str(root)), GitPatterns(lines)),) if lines else ()


def _per_file(section: Section, table: Mapping[str, tuple[str, ...]], vocabulary: Vocabulary) -> Iterator[Ignore]:
    origin = section.origin("per-file-ignores")
    for line, words in table.items():
        (place,) = _exclusions(origin, (line,), section.root)
        yield Ignore(origin, vocabulary.resolve(words, origin), place)


def _words(value: object) -> tuple[str, ...]:
    items = cast("list[object]", value) if isinstance(value, list) else [None]
    if all(isinstance(item, str) for item in items):
        return tuple(cast("list[str]", items))
    raise ValueError(f"a list of strings is expected, not {value!r}")


def _patterns(value: object) -> tuple[str, ...]:
    lines = _words(value)
    for line in lines:
        if not is_valid(line):
            raise ValueError(f"{line!r} is no pattern of gitignore")
    return lines


def _lists(value: object) -> Mapping[str, tuple[str, ...]]:
    if not isinstance(value, dict):
        raise ValueError(f"a table from patterns to lists of ids is expected, not {value!r}")  # noqa: TRY004 - parsers raise ValueError
    table = cast("Table", value)
    return dict(zip(_patterns(list(table)), map(_words, table.values()), strict=True))


def _positive(value: object) -> int:
    if isinstance(value, int) and not isinstance(value, bool) and value > 0:
        return value
    raise ValueError(f"a whole number above 0 is expected, not {value!r}")


def _text(value: object) -> str:
    if isinstance(value, str) and value:
        return value
    raise ValueError(f"the name of a folder is expected, not {value!r}")


def _level(value: object) -> Level:
    return Level[choice("safe", "review")(value).upper()]
