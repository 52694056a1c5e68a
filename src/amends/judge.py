"""What becomes of each finding of a source: suppressed, an edit, or a reason why there is none."""

from __future__ import annotations

import traceback
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import libcst as cst

from amends.codemod import Codemod
from amends.model import Advice, Decision, Edit, Finding, Harmless, Level, Result, Status
from amends.source import Source, Unparsable
from amends.suppressions import Suppressions


class Crashed(Exception):
    """A codemod failed over a source: its bug costs this file, not the run."""

    def __init__(self, codemod: Codemod, error: Exception) -> None:
        place = traceback.extract_tb(error.__traceback__)[-1]
        # the error's own text may quote the code, and a secret in it
        what = f"{type(error).__name__} in {place.filename}, line {place.lineno}"
        super().__init__(f"{codemod.id} failed with {what}; please report it; --ignore {codemod.id} goes without it")


@dataclass(frozen=True, slots=True)
class Suppressed:
    """A person, or the settings, said that this finding is to be left alone."""

    reason: str


@dataclass(frozen=True, slots=True, eq=False)
class Judged:
    """A finding and what is to become of it; `start` is its offset in the text that was judged."""

    codemod: Codemod
    finding: Finding[Any]
    decision: Decision | Suppressed
    start: int

    @property
    def is_open(self) -> bool:
        """Whether this is still an antipattern that somebody or something has to deal with."""
        return isinstance(self.decision, (Edit, Advice))

    def result(self, line: int, column: int) -> Result:
        """Return the finding as it is reported, at a place of the original file."""
        status, level, title, reason = _report(self.decision)
        todos = self.decision.todos if isinstance(self.decision, (Edit, Advice)) else ()
        return Result(
            self.codemod.id, self.finding.code, line, column, status, level,
            self.finding.message, title, reason, todos,
        )  # fmt: skip


def _report(decision: Decision | Suppressed) -> tuple[Status, Level, str, str]:
    if isinstance(decision, Edit):
        return Status.FIXED, decision.level, decision.title, decision.note
    if isinstance(decision, Advice):
        return Status.ADVICE, Level.ADVICE, "", decision.reason
    if isinstance(decision, Harmless):
        return Status.HARMLESS, Level.ADVICE, "", decision.reason
    return Status.SUPPRESSED, Level.ADVICE, "", decision.reason


def judge(source: Source, codemods: Sequence[Codemod]) -> tuple[Judged, ...]:
    """Return all findings of the codemods in source order, each with its decision.

    Raise Crashed for a bug in a codemod, and Unparsable if something is found in a tree that is not exact.
    """
    suppressions = Suppressions.of(source.text)
    judged = (each for codemod in codemods for each in _judged(source, codemod, suppressions))
    return tuple(sorted(judged, key=lambda j: j.start))


def _judged(source: Source, codemod: Codemod, suppressions: Suppressions) -> Iterator[Judged]:
    try:
        for finding in codemod.detect(source):
            if not source.is_exact:
                raise Unparsable("libCST does not give this text back unchanged, so it could not be edited exactly")
            if finding.code not in source.context.unwanted:
                decision = _decide(source, codemod, finding, suppressions)
                yield Judged(codemod, finding, decision, source.span(finding.node)[0])
    except (RecursionError, Unparsable):
        raise  # the code is nested too deeply, or cannot be told exactly: no bug of the codemod's
    except Exception as error:
        raise Crashed(codemod, error) from error


def _decide(
    source: Source, codemod: Codemod, finding: Finding[Any], suppressions: Suppressions
) -> Decision | Suppressed:
    for code, reason in source.context.ignores:
        if code in {codemod.id, finding.code}:
            return Suppressed(reason)
    codes = (codemod.id, finding.code, finding.code.replace("B", "S", 1))
    if comment := suppressions.covering(*_lines(source, finding.node), codes):
        return Suppressed(f"the comment {comment!r} asks for it")
    decision = codemod.transform(source, finding)
    if isinstance(decision, Edit) and decision.level > source.context.level:
        return Advice(f"{decision.title}: this fix wants review, so it is not made at level safe; use --level review")
    return decision


def _lines(source: Source, node: cst.CSTNode) -> tuple[int, int]:
    """Return the first and last line on which a comment may suppress a finding at `node`.

    They are those of the simple statement, of the handler, or of the compound statement's header.
    """
    if isinstance(node, (cst.ExceptHandler, cst.ExceptStarHandler)):
        return _extent(source, node)
    statement = source.statement(node)
    block = getattr(statement, "body", None)
    if isinstance(block, cst.IndentedBlock):
        first = source.line(statement)
        return first, max(first, source.line(block.body[0]) - 1)
    return _extent(source, statement)


def _extent(source: Source, node: cst.CSTNode) -> tuple[int, int]:
    start, end = source.span(node)
    return source.position(start)[0], source.position(end)[0]
