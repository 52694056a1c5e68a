"""Runs the engine over files, in worker processes where that pays, and settles what concerns them all."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from amends import engine, files
from amends.context import Context
from amends.linters import bandit_code
from amends.model import Outcome, Problem, ProblemKind
from amends.prescreen import candidates
from amends.revisions import Lookup, in_cache

if TYPE_CHECKING:
    from amends.codemod import Codemod
    from amends.files import File
    from amends.model import Level
    from amends.settings import Settings

# Below this, starting processes costs more than it saves.
_MANY_FILES = 200
_MANY_BYTES = 5_000_000


def _nothing() -> Mapping[str, str]:
    return {}


@dataclass(frozen=True, slots=True)
class Plan:
    """What is the same for every file of a run. Without `jobs`, workers are used where they pay.

    `reserved` holds the environment variables that are taken from the start, with the digests of their values.
    `revisions` is asked for the commits of repositories on the Hub.
    """

    codemods: Sequence[Codemod]
    settings: Settings
    level: Level
    jobs: int | None = None
    reserved: Mapping[str, str] = field(default_factory=_nothing)
    revisions: Lookup = in_cache

    def context(self, file: File, taken: Mapping[str, str]) -> Context:
        """Return the surroundings of a file, in a run where `taken` variables hold other files' secrets."""
        from amends.project import Project  # noqa: PLC0415 - files without a finding need no project

        return Context(
            path=PurePosixPath(file.display),
            project=Project.of(file.path),
            level=self.level,
            options=self.settings.options,
            taken={**self.reserved, **taken},
            ignores=tuple(self._ignores(file)),
            unwanted=self._unwanted,
            max_size=self.settings.max_size,
            revisions=self.revisions,
        )

    @property
    def _unwanted(self) -> frozenset[str]:
        codes = {bandit_code(code) for codemod in self.codemods for code in codemod.codes}
        return frozenset(code for code in codes if not self.settings.wants(code))

    def _ignores(self, file: File) -> Iterator[tuple[str, str]]:
        known = {code for codemod in self.codemods for code in (codemod.id, *codemod.codes)}
        named = {code for rule in self.settings.ignores for code in rule.codes}
        for code in sorted(known & named):
            reason = self.settings.ignored(code, PurePosixPath(file.display))
            if reason is not None:
                yield code, reason


def outcomes(found: Sequence[File], plan: Plan) -> Iterator[Outcome]:
    """Yield the outcome of every file, in order; those of unchanged files come without their bytes.

    Two different secrets never share an environment variable: a file that claims one which an earlier
    file holds for another secret is done again, and told which are taken.
    """
    taken: dict[str, str] = {}
    for file, outcome in zip(found, _unsettled(found, plan), strict=True):
        if _disputed(outcome, taken):
            outcome = _again(file, outcome, dict(taken), plan)  # noqa: PLW2901 - the same file's
        taken.update((claim.variable, claim.value.digest) for claim in outcome.claims)
        yield outcome


def of_bytes(data: bytes, file: File, plan: Plan) -> Outcome:
    """Return the outcome of bytes that were not read from the disk, such as those of stdin."""
    found = candidates(data, tuple(plan.codemods), plan.settings.options)
    if not found:
        return Outcome(file.display, data, data)
    gc.disable()  # a tree is many objects and, while it is read, no garbage: collecting would cost a fifth
    try:
        return engine.treat(data, plan.context(file, {}), found)
    finally:
        gc.enable()


def _unsettled(found: Sequence[File], plan: Plan) -> Iterator[Outcome]:
    """Yield what each file alone would come to."""
    work = _reader(plan)
    workers = _workers(found, plan.jobs)
    if workers < 2:  # noqa: PLR2004 - a single worker would only be in the way
        return map(work, found)
    from amends.workers import Job, values  # noqa: PLC0415 - few runs need it, and multiprocessing is slow to import

    return values(Job(work, found, _lost), workers)


def _reader(plan: Plan) -> Callable[[File], Outcome]:
    def work(file: File) -> Outcome:
        try:
            data = files.read(file.path)
        except files.Unreadable as error:
            return Outcome(file.display, b"", b"", problem=Problem(ProblemKind.UNREADABLE, str(error)))
        outcome = of_bytes(data, file, plan)
        return outcome if outcome.changed else replace(outcome, before=b"", after=b"")

    return work


def _workers(found: Sequence[File], jobs: int | None) -> int:
    """Return how many processes to use; a number that the user gave is taken at its word."""
    if jobs == 1:
        return 1
    if jobs is None and len(found) < _MANY_FILES and _size(found) < _MANY_BYTES:
        return 1
    from amends.workers import available, processors  # noqa: PLC0415 - as above

    return (jobs or processors()) if available else 1


def _size(found: Sequence[File]) -> int:
    return sum(file.path.stat().st_size for file in found if file.path.exists())


def _lost(file: File, signal: str) -> Outcome:
    message = f"the process that worked on it was ended by {signal}; exclude the file, and please report it"
    return Outcome(file.display, b"", b"", problem=Problem(ProblemKind.CRASHED, message))


def _disputed(outcome: Outcome, taken: Mapping[str, str]) -> list[str]:
    """Return the variables that the outcome claims, though they are taken for another secret."""
    held = dict(taken)
    return [c.variable for c in outcome.claims if held.setdefault(c.variable, c.value.digest) != c.value.digest]


def _again(file: File, outcome: Outcome, taken: Mapping[str, str], plan: Plan) -> Outcome:
    """Do a file again in the knowledge of what is taken; if that is of no avail it stays as it was."""
    settled = engine.run(outcome.before, plan.context(file, taken), plan.codemods)
    disputed = _disputed(settled, taken)
    if not disputed:
        return settled
    message = f"{disputed[0]} would stand for two different secrets; rename what holds this one, or exclude the file"
    problem = Problem(ProblemKind.BROKEN_LAW, message)
    return Outcome(outcome.path, outcome.before, outcome.before, problem=problem)
