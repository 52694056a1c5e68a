"""What a codemod is: its name, its documentation, the words that trigger it, and its two functions."""

from __future__ import annotations

import importlib
import re
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast

from amends.model import Decision, Finding

if TYPE_CHECKING:
    from amends.source import Source

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Trigger:
    """A condition on raw bytes without which a codemod cannot find anything.

    All of `words` must occur in the file; with a `pattern`, it must match somewhere too. It may only be
    wrong on the side of reading too much. `words` are tried first, so that the pattern is seldom run.
    """

    words: tuple[bytes, ...]
    pattern: re.Pattern[bytes] | None = None


@dataclass(frozen=True, slots=True)
class Option(Generic[T]):
    """A setting of a codemod, read from `[tool.amends.<table>]`.

    `name` is dotted ("sql.paramstyle"); `parse` takes the TOML value and returns it in its final type, or
    raises ValueError with a text that says what is accepted.
    """

    name: str
    default: T
    parse: Callable[[object], T]
    help: str


@dataclass(frozen=True, slots=True)
class Codemod:
    """One antipattern, as its package describes it; `detect` finds it, `transform` decides on each finding.

    `module` is the `__name__` of the codemod's package: id and documentation come from it, and the two
    functions from its modules `detector` and `transformer`, which are imported only once a file calls for
    them, as they need libCST. `codes` are the Bandit and Ruff ids that select it, besides its own id.
    `cwe` is its CWE number.
    """

    module: str
    title: str
    cwe: int
    codes: tuple[str, ...]
    triggers: tuple[Trigger, ...]
    options: tuple[Option[Any], ...] = ()

    @property
    def id(self) -> str:
        """The name on the command line: the package's own, with dashes ("yaml-load")."""
        return self.module.rpartition(".")[2].replace("_", "-")

    @property
    def documentation(self) -> str:
        """The docstring of the codemod's package, which `amends explain` prints."""
        return sys.modules[self.module].__doc__ or ""

    def detect(self, source: Source) -> Iterable[Finding[Any]]:
        """Yield the findings in a source."""
        detector = importlib.import_module(f"{self.module}.detector")
        return cast("Callable[[Source], Iterable[Finding[Any]]]", detector.detect)(source)

    def transform(self, source: Source, finding: Finding[Any]) -> Decision:
        """Decide what becomes of one of the findings of `detect`."""
        transformer = importlib.import_module(f"{self.module}.transformer")
        return cast("Callable[[Source, Finding[Any]], Decision]", transformer.transform)(source, finding)


def choice(*accepted: str) -> Callable[[object], str]:
    """Return a parser for an option that takes one of the `accepted` words."""

    def parse(value: object) -> str:
        if isinstance(value, str) and value in accepted:
            return value
        raise ValueError(f"one of {', '.join(map(repr, accepted))} is expected, not {value!r}")

    return parse


def flag(value: object) -> bool:
    """Parse an option that is either true or false."""
    if isinstance(value, bool):
        return value
    raise ValueError(f"true or false is expected, not {value!r}")
