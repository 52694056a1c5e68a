"""What a codemod is: its name, its documentation, the words that trigger it, and its two functions."""

from __future__ import annotations

import enum
import importlib
import re
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast

from amends.model import Decision, Finding

if TYPE_CHECKING:
    from amends.source import Source
    from amends.text.code import Code

T = TypeVar("T")


class Place(enum.Enum):
    """Where in a program the bytes that trigger a codemod must stand."""

    ANYWHERE = "in code or in a string"
    CODE = "in code"
    TEXT = "in a string"


@dataclass(frozen=True, slots=True, eq=False)
class Trigger:
    """A condition on raw bytes without which a codemod cannot find anything, and the places that it points to.

    All of `words` must occur in the file, whatever their case; name the rarest first. The candidates are the
    occurrences of the last word at which `pattern` matches, within ten thousand bytes; without a pattern, all of them.
    Without words, a match of the pattern anywhere points to the whole file.

    It may be wrong on the side of reading too much, and no other: where there is a finding, one of its codemod's
    triggers has a candidate in the same function or statement, or in an import or assignment of a name used there.
    A candidate in a comment is none, nor is one in a string that stands by itself; `place` may narrow it further. A
    trigger with an `option` counts only where that is set. With a `check`, a candidate is one only if that function of
    the codemod's module `second_look` says so of its offset in the file's code. With `follows_callers`, the calls of
    the function around it have a say in what is found.
    """

    words: tuple[bytes, ...]
    pattern: bytes = b""
    place: Place = Place.ANYWHERE
    option: Option[bool] | None = None
    check: str = ""
    follows_callers: bool = False

    def is_armed(self, options: Mapping[str, object]) -> bool:
        """Whether the settings let it count."""
        return self.option is None or bool(options.get(self.option.name, self.option.default))


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


@dataclass(frozen=True, slots=True, eq=False)
class Codemod:
    """One antipattern, as its package describes it; `detect` finds it, `transform` decides on each finding.

    `module` is the `__name__` of the codemod's package: id and documentation come from it, and the two functions from
    its modules `detector` and `transformer`, which are imported only once a file calls for them, as they need libCST;
    so are the checks of its triggers, from `second_look`. `codes` are the Bandit and Ruff ids that select it, besides
    its own id. `cwe` is its CWE number. `clues` matches the words outside of a finding's function that have a say in
    what becomes of it, such as those that make a logger. With `follows_callers`, so have the calls of that function,
    and with `follows_attributes` the functions that give a value to an attribute which is spoken of in it, and what
    methods called so return. What becomes
    of a finding is decided by its whole function; with `beside`, by its statement alone, those that use what it binds,
    and those that bind names with these endings, whatever their case. In a file that is no test and has matches of all
    that is in `whole`, everything has a say, and so it has where the function `whole_if` of the module `second_look`
    says so of a file's code, unless that is too large to be parsed.
    """

    module: str
    title: str
    cwe: int
    codes: tuple[str, ...]
    triggers: tuple[Trigger, ...]
    options: tuple[Option[Any], ...] = ()
    clues: bytes = b""
    follows_callers: bool = False
    follows_attributes: bool = False
    beside: tuple[bytes, ...] = ()
    whole: tuple[bytes, ...] = ()
    whole_if: str = ""

    @property
    def id(self) -> str:
        """The name on the command line: the package's own, with dashes ("yaml-load")."""
        return self.module.rpartition(".")[2].replace("_", "-")

    @property
    def documentation(self) -> str:
        """The docstring of the codemod's package, which `amends explain` prints."""
        return sys.modules[self.module].__doc__ or ""

    def stands(self, trigger: Trigger, code: Code, at: int) -> bool:
        """Whether what a trigger points to in a file's code is a candidate on a second look."""
        return not trigger.check or cast("Callable[[Code, int], bool]", self._check(trigger.check))(code, at)

    def is_told_by_all(self, code: Code, *, is_test: bool) -> bool:
        """Whether everything in a file of this code has a say in what becomes of a finding."""
        return bool(self.whole) and not is_test and all(re.search(pattern, code.text) for pattern in self.whole)

    def asks_for_all(self, code: Code) -> bool:
        """Whether the codemod's second look at a file's code says that everything in it has a say."""
        return bool(self.whole_if) and cast("Callable[[Code], bool]", self._check(self.whole_if))(code)

    def _check(self, name: str) -> object:
        return getattr(importlib.import_module(f"{self.module}.second_look"), name)

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
