"""What the engine may know besides a file's bytes: its path, the settings, the project, what others claimed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, NamedTuple, TypeVar, cast

from amends.model import Level
from amends.revisions import Lookup, nowhere

if TYPE_CHECKING:
    from amends.codemod import Option
    from amends.project import Project

T = TypeVar("T")

_OF_TESTS = frozenset({
    "test", "tests", "testing", "unittest", "unittests", "testapp", "testproject", "testsite",
})  # fmt: skip


def _nothing() -> Mapping[str, object]:
    return {}


def _nobody() -> Mapping[str, str]:
    return {}


class Surroundings(NamedTuple):
    """What is around a file: the path as the user sees it, the project, what the settings silence, as in a Context."""

    path: str
    project: Project
    ignores: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Context:
    """The surroundings of one file.

    `path` is as the user sees it, with slashes. `options` holds the parsed codemod settings by dotted name.
    `taken` maps environment variables that other files of the run read to the digest of their secret.
    `level` is the strictest level whose edits are still wanted.
    `ignores` holds the codes and codemod ids that the settings silence in this file, each with the reason.
    `revisions` looks up the commit that a branch of a repository on the Hub is at.
    `max_size` is how many characters of it may be parsed.
    `unwanted` holds the Bandit codes that this run is not about: findings with them are not even mentioned.
    """

    path: PurePosixPath
    project: Project
    level: Level = Level.REVIEW
    options: Mapping[str, object] = field(default_factory=_nothing)
    taken: Mapping[str, str] = field(default_factory=_nobody)
    ignores: tuple[tuple[str, str], ...] = ()
    unwanted: frozenset[str] = frozenset()
    max_size: int = 256 * 1024
    revisions: Lookup = nowhere

    def option(self, option: Option[T]) -> T:
        """Return the value of a codemod's setting, or its default."""
        return cast("T", self.options.get(option.name, option.default))

    @property
    def is_test(self) -> bool:
        """Whether the path is that of a test: in `test(s)/`, `test_*/`, or `test_*.py`, `*_test.py`, `conftest.py`."""
        name = self.path.name
        return (
            name.startswith("test_")
            or name.endswith("_test.py")
            or name in {"conftest.py", "tests.py", "test.py"}
            or self.is_among_tests
        )

    @property
    def is_among_tests(self) -> bool:
        """Whether the path is in a folder of tests."""
        return any(part in _OF_TESTS or part.startswith("test_") for part in self.path.parts[:-1])
