"""Settles what concerns more than one file of a run: which variable of the environment holds which secret."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from amends import engine
from amends.model import Outcome, Problem, ProblemKind

if TYPE_CHECKING:
    from amends.already_read import AlreadyRead
    from amends.disk.files import File
    from amends.run import Plan


@dataclass
class Settling:
    """What the files so far have come to, of all those that are `found`.

    Two different secrets never share a variable: a file that claims one which an earlier file holds for another
    secret is done again, and told which are taken.
    """

    found: Sequence[File]
    plan: Plan
    _taken: dict[str, str] = field(default_factory=dict[str, str])
    _already_read: AlreadyRead | None = None

    def settled(self, file: File, outcome: Outcome) -> Outcome:
        """Return what a file comes to, given what became of those before it."""
        if not outcome.claims:
            return outcome
        agreed = self._again(file, outcome) if _disputed(outcome, self._taken) else outcome
        self._taken.update((claim.variable, claim.value.digest) for claim in agreed.claims)
        return self._readers().told(agreed, file)

    def _again(self, file: File, outcome: Outcome) -> Outcome:
        """Do a file again in the knowledge of what is taken; if that is of no avail it stays as it was."""
        taken, plan = dict(self._taken), self.plan
        again = engine.run(outcome.before, plan.context(plan.surroundings(file), taken), plan.codemods)
        disputed = _disputed(again, taken)
        if not disputed:
            return again
        clash = f"{disputed[0]} would stand for two different secrets"
        problem = Problem(ProblemKind.BROKEN_LAW, f"{clash}; rename what holds this one, or exclude the file")
        return replace(outcome, after=outcome.before, results=(), claims=(), blocks=(), problem=problem)

    def _readers(self) -> AlreadyRead:
        from amends.already_read import AlreadyRead  # noqa: PLC0415 - few runs find a secret

        self._already_read = self._already_read or AlreadyRead(self.found)
        return self._already_read


def _disputed(outcome: Outcome, taken: Mapping[str, str]) -> list[str]:
    """Return the variables that the outcome claims, though they are taken for another secret."""
    held = dict(taken)
    return [c.variable for c in outcome.claims if held.setdefault(c.variable, c.value.digest) != c.value.digest]
