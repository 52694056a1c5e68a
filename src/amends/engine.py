"""The engine: a file's bytes in, what would become of them out; it touches nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from amends.codemod import Codemod
from amends.context import Context
from amends.model import Outcome, Problem, ProblemKind
from amends.prescreen import concerned


def run(data: bytes, context: Context, codemods: Sequence[Codemod]) -> Outcome:
    """Return what the codemods make of a file of these bytes.

    Whatever keeps a file as a whole from being rewritten is the outcome's `problem`; the file's bytes are
    then returned as they came.
    """
    active = concerned(data, codemods)
    return treat(data, context, active) if active else Outcome(str(context.path), data, data)


def treat(data: bytes, context: Context, codemods: Sequence[Codemod]) -> Outcome:
    """Do the same for a file that is known to concern all of the codemods."""
    # most runs of a hook end before here, and libCST takes longer to import than all the rest
    from amends.encoding import Undecodable, decode, encode  # noqa: PLC0415
    from amends.judge import Crashed  # noqa: PLC0415
    from amends.rewrite import Refused, rewrite  # noqa: PLC0415

    outcome = Outcome(str(context.path), data, data)
    try:
        text, encoding = decode(data)
    except Undecodable as error:
        return replace(outcome, problem=Problem(ProblemKind.UNREADABLE, str(error), error.line))
    try:
        rewritten = rewrite(text, context, codemods)
    except Refused as refusal:
        return replace(outcome, problem=refusal.problem)
    except Crashed as crash:
        return replace(outcome, problem=Problem(ProblemKind.CRASHED, str(crash)))
    try:
        after = data if rewritten.text == text else encode(rewritten.text, encoding)
    except Undecodable as error:
        return replace(outcome, problem=Problem(ProblemKind.BROKEN_LAW, str(error), error.line))
    return replace(outcome, after=after, results=rewritten.results, claims=rewritten.claims)
