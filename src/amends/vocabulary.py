"""The words that settings and flags may use: codemod ids, codes and keys; an unknown one is told its nearest."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from amends.documents import Section, SettingsError, Table
from amends.peers.linters import bandit_code

if TYPE_CHECKING:
    from amends.codemod import Codemod, Option

KEYS = frozenset({
    "select", "ignore", "level", "exclude", "per-file-ignores", "jobs", "max-size", "cache-dir",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What the installed codemods add to the language: selectors with the names each stands for, and options."""

    selectors: Mapping[str, frozenset[str]]
    options: Mapping[str, Option[Any]]

    @classmethod
    def of(cls, codemods: Sequence[Codemod]) -> Vocabulary:
        """Collect the words of these codemods."""
        codes = {code: frozenset({bandit_code(code)}) for codemod in codemods for code in codemod.codes}
        ids = {codemod.id: frozenset({codemod.id, *map(bandit_code, codemod.codes)}) for codemod in codemods}
        return cls(codes | ids, {option.name: option for codemod in codemods for option in codemod.options})

    @property
    def codes(self) -> frozenset[str]:
        """All codes that findings may carry."""
        return frozenset(name for names in self.selectors.values() for name in names)

    def resolve(self, words: Iterable[str], origin: str) -> frozenset[str]:
        """Return the codemod ids and Bandit codes that the words stand for, or raise SettingsError."""
        resolved: frozenset[str] = frozenset()
        for word in words:
            known = next((form for form in (word, word.upper(), word.lower()) if form in self.selectors), None)
            if known is None:
                raise SettingsError(f"{origin}: no codemod and no code {word!r}{_hint(word, self.selectors)}")
            resolved |= self.selectors[known]
        return resolved

    def values(self, section: Section) -> Mapping[str, object]:
        """Return the values in a section by dotted key, or raise SettingsError for a key that nobody reads."""
        return dict(_flat(section, section.table, "", KEYS | self.options.keys()))


def _flat(section: Section, table: Table, prefix: str, known: Collection[str]) -> Iterator[tuple[str, object]]:
    for key, value in table.items():
        dotted = f"{prefix}{key}"
        if dotted in known:
            yield dotted, value
        elif isinstance(value, dict) and any(name.startswith(f"{dotted}.") for name in known):
            yield from _flat(section, cast("Table", value), f"{dotted}.", known)
        else:
            raise SettingsError(f"{section.origin(dotted)}: there is no such setting{_hint(dotted, known)}")


def _hint(word: str, known: Collection[str]) -> str:
    """Name the nearest known word; without one that is near, all of them."""
    import difflib  # noqa: PLC0415 - only a mistake needs it

    near = difflib.get_close_matches(word.lower(), [name.lower() for name in sorted(known)], n=1, cutoff=0.5)
    spelled = {name.lower(): name for name in known}
    return f"; did you mean {spelled[near[0]]!r}?" if near else f"; known are {', '.join(sorted(known))}"
