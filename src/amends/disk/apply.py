"""Brings what the engine made of the files to the disk, and tells what could not be written."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from amends.disk.write import ChangedMeanwhile, NotWritable, write
from amends.documents import SettingsError
from amends.model import Problem, ProblemKind

if TYPE_CHECKING:
    from amends.disk.env_file import EnvFile
    from amends.disk.files import File
    from amends.model import Outcome


def apply(file: File, outcome: Outcome, env_file: EnvFile | None) -> Outcome:
    """Write a changed file; return the outcome, which is a problem if the file could not be written."""
    safe = secured(outcome, env_file)
    if not safe.changed:
        return safe
    try:
        write(file.path, safe.before, safe.after)
    except (ChangedMeanwhile, NotWritable) as error:
        return _unwritten(outcome, str(error))
    return safe


def secured(outcome: Outcome, env_file: EnvFile | None) -> Outcome:
    """Bring the secrets that a file loses to the env file, before they leave it: they always stand somewhere."""
    if not (env_file and outcome.claims):
        return outcome
    try:
        env_file.keep(outcome.claims, outcome.path)
    except (ChangedMeanwhile, NotWritable, SettingsError) as error:
        return _unwritten(outcome, f"its secrets could not be kept in {env_file.path}: {error}")
    return outcome


def _unwritten(outcome: Outcome, message: str) -> Outcome:
    """Return the outcome of a file that was to be rewritten, and was not."""
    problem = Problem(ProblemKind.UNWRITABLE, message)
    return replace(outcome, after=outcome.before, results=(), claims=(), problem=problem)
