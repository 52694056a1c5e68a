"""Brings what the engine made of the files to the disk, and tells what could not be written."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from amends.model import Problem, ProblemKind
from amends.write import ChangedMeanwhile, NotWritable, write

if TYPE_CHECKING:
    from amends.files import File
    from amends.model import Outcome


def apply(file: File, outcome: Outcome) -> Outcome:
    """Write a changed file; return the outcome, which is a problem if the file could not be written."""
    if not outcome.changed:
        return outcome
    try:
        write(file.path, outcome.before, outcome.after)
    except (ChangedMeanwhile, NotWritable) as error:
        return unwritten(outcome, str(error))
    return outcome


def unwritten(outcome: Outcome, message: str) -> Outcome:
    """Return the outcome of a file that was to be rewritten, and was not."""
    problem = Problem(ProblemKind.UNWRITABLE, message)
    return replace(outcome, after=outcome.before, results=(), claims=(), problem=problem)
