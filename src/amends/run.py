"""Runs the engine over files, in worker processes where that pays."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, TypeAlias

from amends import engine, registry
from amends.cache import Cache, Entry, Untellable, digest, looks, spelled
from amends.context import Context, Surroundings
from amends.disk import files, seen
from amends.model import Outcome, Problem, ProblemKind
from amends.peers.linters import bandit_code
from amends.prescreen import Candidates, candidates
from amends.revisions import Lookup, in_cache
from amends.settling import Settling

if TYPE_CHECKING:
    from amends.codemod import Codemod
    from amends.disk.files import Content, File
    from amends.memory import Witness
    from amends.model import Level
    from amends.settings import Settings

# Below this, starting processes costs more than it saves.
_MANY_FILES = 200
_MANY_BYTES = 5_000_000

_Done: TypeAlias = "tuple[Outcome, Mapping[str, Entry]]"


def _nothing() -> Mapping[str, str]:
    return {}


@dataclass(frozen=True)
class Plan:
    """What is the same for every file of a run. Without `jobs`, workers are used where they pay.

    `reserved` holds the environment variables that are taken from the start, with the digests of their values.
    `revisions` is asked for the commits of repositories on the Hub. What files come to is remembered in `cache_folder`.
    """

    codemods: Sequence[Codemod]
    settings: Settings
    level: Level
    jobs: int | None = None
    reserved: Mapping[str, str] = field(default_factory=_nothing)
    revisions: Lookup = in_cache
    cache_folder: Path | None = None

    def identify(self) -> str | None:
        """Return a digest of all that outcomes depend on besides the files, or None where that is hard to tell."""
        settings = (self.level.name, self.settings.options, self._unwanted, self.settings.max_size, self.reserved)
        try:
            told = spelled((registry.fingerprint(), sys.version, [codemod.id for codemod in self.codemods], settings))
        except Untellable:
            return None
        return digest(told.encode()).decode()

    def surroundings(self, file: File) -> Surroundings:
        """Return what is around a file."""
        from amends.project import Project  # noqa: PLC0415 - files without a finding need no project

        folder = os.path.dirname(file.absolute)  # noqa: PTH120 - Path costs more
        return Surroundings(file.display, Project.around(folder), tuple(self._ignores(file)))

    def context(self, around: Surroundings, taken: Mapping[str, str], revisions: Lookup | None = None) -> Context:
        """Return all that counts for a file, in a run where `taken` variables hold other files' secrets."""
        return Context(
            path=PurePosixPath(around.path),
            project=around.project,
            level=self.level,
            options=self.settings.options,
            taken={**self.reserved, **taken},
            ignores=around.ignores,
            unwanted=self._unwanted,
            max_size=self.settings.max_size,
            revisions=revisions or self.revisions,
        )

    @cached_property
    def _unwanted(self) -> frozenset[str]:
        codes = {bandit_code(code) for codemod in self.codemods for code in codemod.codes}
        return frozenset(code for code in codes if not self.settings.wants(code))

    @cached_property
    def _ignorable(self) -> list[str]:
        known = {code for codemod in self.codemods for code in (codemod.id, *codemod.codes)}
        return sorted(known.intersection(code for rule in self.settings.ignores for code in rule.codes))

    def _ignores(self, file: File) -> Iterator[tuple[str, str]]:
        for code in self._ignorable:
            reason = self.settings.ignored(code, PurePosixPath(file.display))
            if reason is not None:
                yield code, reason


def outcomes(found: Sequence[File], plan: Plan) -> Iterator[Outcome]:
    """Yield the outcome of every file, in order; those of unchanged files come without their bytes."""
    settling = Settling(found, plan)
    return map(settling.settled, found, _unsettled(found, plan))


def of_bytes(data: bytes, file: File, plan: Plan) -> Outcome:
    """Return the outcome of bytes that were not read from the disk, such as those of stdin."""
    found = candidates(data, tuple(plan.codemods), plan.settings.options)
    treated = _treated(data, plan.context(plan.surroundings(file), {}), found) if found else None
    return Settling([file], plan).settled(file, treated) if treated else Outcome(file.display, data, data)


def _treated(data: bytes, context: Context, found: Candidates) -> Outcome | None:
    gc.disable()  # a tree is many objects and, while it is read, no garbage: collecting would cost a fifth
    try:
        return engine.treat(data, context, found)
    finally:
        _forget_what_stays()
        gc.enable()


@cache
def _forget_what_stays() -> None:
    """Spare collections of garbage what was imported for the first file: it lives as long as the process."""
    gc.freeze()


@dataclass(frozen=True, slots=True)
class _Work:
    """What is done to each file, in whichever process, and what the files came to before."""

    plan: Plan
    cache: Cache | None
    is_large: bool

    def do(self, file: File) -> _Done:
        """Read a file and return its outcome, without the bytes of an unchanged one, and what to remember of it."""
        outcome = self._outcome(file)
        return _light(outcome), self.cache.news() if self.cache else {}

    def known(self, file: File) -> Entry | None:
        """Return what is remembered of a file that has not been touched since, in a run that asks for many."""
        return self.cache.untouched(file.place) if self.cache and self.is_large else None

    def recall(self, file: File, entry: Entry) -> Outcome | None:
        """Return the outcome that is remembered, unless it rests on what has changed."""
        return self._recalled(file, entry.memory, lambda: _unchanged(file, entry))

    def _outcome(self, file: File) -> Outcome:
        try:
            content = files.content(file.place)
        except files.Unreadable as error:
            return Outcome(file.display, b"", b"", problem=Problem(ProblemKind.UNREADABLE, str(error)))
        found = candidates(content.data, tuple(self.plan.codemods), self.plan.settings.options)
        if found:
            return self._treat(file, content, found)
        if self.cache and self.is_large:
            self.cache.keep(file.place, Entry(looks(content.status), digest(content.data)))
        return _clean(file)

    def _treat(self, file: File, content: Content, found: Candidates) -> Outcome:
        if self.cache is None:
            return _treated(content.data, self.plan.context(self.plan.surroundings(file), {}), found) or _clean(file)
        now = Entry(looks(content.status), digest(content.data))
        entry = self.cache.entry(file.place)
        memory = entry.memory if entry and entry.digest == now.digest else None
        outcome = self._recalled(file, memory, lambda: content.data) if memory is not None else None
        if outcome is None:
            outcome, memory = self._fresh(file, content, found)
        if memory is not None:
            self.cache.keep(file.place, now._replace(memory=memory))
        return outcome

    def _recalled(self, file: File, memory: bytes, data: Callable[[], bytes | None]) -> Outcome | None:
        return self._witness(file).recalled(memory, data) if memory else _clean(file)

    def _fresh(self, file: File, content: Content, found: Candidates) -> tuple[Outcome, bytes | None]:
        """Return what a file comes to, and what to remember of it, if anything may be remembered."""
        witness = self._witness(file)
        context = self.plan.context(witness.around, {}, witness.look_up)
        treated = _treated(content.data, context, found)
        if treated is None:
            return _clean(file), b""
        outcome = _light(treated)
        return outcome, witness.memory(outcome)

    def _witness(self, file: File) -> Witness:
        from amends.memory import Witness  # noqa: PLC0415 - most runs of a hook remember nothing

        return Witness(self.plan.surroundings(file), self.plan.revisions, self.cache)


def _clean(file: File) -> Outcome:
    return Outcome(file.display, b"", b"")


def _light(outcome: Outcome) -> Outcome:
    return outcome if outcome.changed else replace(outcome, before=b"", after=b"")


def _unchanged(file: File, entry: Entry) -> bytes | None:
    try:
        data = files.read(file.place)
    except files.Unreadable:
        return None
    return data if digest(data) == entry.digest else None


def _unsettled(found: Sequence[File], plan: Plan) -> Iterator[Outcome]:
    """Yield what each file alone would come to; what is remembered of it is used and brought up to date."""
    cache = Cache(plan.cache_folder, plan.identify) if plan.cache_folder else None
    work = _Work(plan, cache, len(found) >= _MANY_FILES)
    known = [work.known(file) for file in found]
    fresh = _worked([file for file, entry in zip(found, known, strict=True) if not entry], work)
    try:
        for file, entry in zip(found, known, strict=True):
            remembered = entry and work.recall(file, entry)
            if remembered:
                yield remembered
                continue
            outcome, news = work.do(file) if entry else next(fresh)
            if cache:
                cache.take(news)
            yield outcome
    finally:
        if cache:
            cache.save()


def _worked(found: Sequence[File], work: _Work) -> Iterator[_Done]:
    """Yield what becomes of every file, in order."""
    sizes = [_size(file) for file in found]
    workers = _workers(sizes, work.plan.jobs)
    if workers < 2:  # noqa: PLR2004 - a single worker would only be in the way
        return map(work.do, found)
    from amends.workers import Job, values  # noqa: PLC0415 - few runs need it, and multiprocessing is slow to import

    return values(Job(work.do, found, _lost, sizes), workers)


def _workers(sizes: Sequence[int], jobs: int | None) -> int:
    """Return how many processes to use; a number that the user gave is taken at its word."""
    if jobs == 1 or not sizes:
        return 1
    if jobs is None and len(sizes) < _MANY_FILES and sum(sizes) < _MANY_BYTES:
        return 1
    from amends.workers import available, processors  # noqa: PLC0415 - as above

    return (jobs or processors()) if available else 1


def _size(file: File) -> int:
    try:
        return seen.status(file.place).st_size
    except OSError:
        return 0


def _lost(file: File, signal: str) -> _Done:
    message = f"the process that worked on it was ended by {signal}; exclude the file, and please report it"
    return Outcome(file.display, b"", b"", problem=Problem(ProblemKind.CRASHED, message)), {}
