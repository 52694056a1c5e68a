"""The engine: a file's bytes in, what would become of them out; it touches nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from amends.codemod import Codemod
from amends.context import Context
from amends.copies import told_of_copies
from amends.model import Outcome, Problem, ProblemKind
from amends.prescreen import Candidates, candidates

if TYPE_CHECKING:
    from amends.disk.encoding import Encoding
    from amends.text.excerpt import Excerpt


@dataclass(frozen=True, slots=True)
class _Reading:
    """What is to be parsed: the text, the encoding that it came in, and its code alone, as the caps want it."""

    text: str
    encoding: Encoding
    code: bytes


def run(data: bytes, context: Context, codemods: Sequence[Codemod]) -> Outcome:
    """Return what the codemods make of a file of these bytes.

    Whatever keeps a file as a whole from being rewritten is the outcome's `problem`; the file's bytes are
    then returned as they came.
    """
    found = candidates(data, tuple(codemods), context.options)
    treated = treat(data, context, found) if found else None
    return treated or Outcome(str(context.path), data, data)


def treat(data: bytes, context: Context, found: Candidates) -> Outcome | None:
    """Do the same for a file that has passed the prescreen; None where a second look shows that nothing is there.

    That depends on the file's bytes alone, whatever stands in the context.
    """
    treated = _treated(data, context, found)
    return told_of_copies(treated) if treated else None


def _treated(data: bytes, context: Context, found: Candidates) -> Outcome | None:
    # most runs of a hook end before here
    from amends.disk.encoding import Undecodable, decode  # noqa: PLC0415
    from amends.survey import survey  # noqa: PLC0415

    outcome = Outcome(str(context.path), data, data)
    try:
        text, encoding = decode(data)
    except Undecodable as error:
        return replace(outcome, problem=Problem(ProblemKind.UNREADABLE, str(error), error.line))
    if not encoding.is_bytewise:
        return _whole(outcome, text, encoding, context, tuple(found))
    seen = survey(data, encoding, found, is_test=context.is_test, max_size=context.max_size)
    if not seen.codemods or seen.code is None:
        return None
    if seen.excerpt is not None:
        treated = _treat_excerpt(outcome, seen.excerpt, encoding, context, seen.codemods)
        if treated is not None:
            return treated
    return _parsed(outcome, _Reading(text, encoding, seen.code.text), context, seen.codemods)


def treat_whole(
    outcome: Outcome, text: str, encoding: Encoding, context: Context, codemods: Sequence[Codemod]
) -> Outcome:
    """Return what becomes of a file that is parsed from end to end, whatever it holds."""
    return told_of_copies(_whole(outcome, text, encoding, context, codemods))


def _whole(outcome: Outcome, text: str, encoding: Encoding, context: Context, codemods: Sequence[Codemod]) -> Outcome:
    from amends.text.code import Code  # noqa: PLC0415 - few files come here

    code = Code.of(text.encode("utf-8", "surrogateescape"))
    return _parsed(outcome, _Reading(text, encoding, code.text), context, codemods)


def _parsed(outcome: Outcome, reading: _Reading, context: Context, codemods: Sequence[Codemod]) -> Outcome:
    # libCST takes longer to import than most files take to read
    from amends.caps import exceeded  # noqa: PLC0415
    from amends.disk.encoding import Undecodable, encode  # noqa: PLC0415
    from amends.judge import Crashed  # noqa: PLC0415
    from amends.rewrite import Refused, rewrite  # noqa: PLC0415

    if reason := exceeded(reading.code, context.max_size):
        return replace(outcome, problem=Problem(ProblemKind.TOO_LARGE, reason))
    try:
        rewritten = rewrite(reading.text, context, codemods)
    except Refused as refusal:
        return replace(outcome, problem=refusal.problem)
    except Crashed as crash:
        return replace(outcome, problem=Problem(ProblemKind.CRASHED, str(crash)))
    try:
        same = rewritten.text == reading.text
        after = outcome.before if same else encode(rewritten.text, reading.encoding)
    except Undecodable as error:
        return replace(outcome, problem=Problem(ProblemKind.BROKEN_LAW, str(error), error.line))
    return replace(outcome, after=after, results=rewritten.results, claims=rewritten.claims)


def _treat_excerpt(
    outcome: Outcome, excerpt: Excerpt, encoding: Encoding, context: Context, codemods: Sequence[Codemod]
) -> Outcome | None:
    """Return what becomes of a file of which only an excerpt is parsed; None if that is not enough to tell."""
    from amends.verify import is_readable  # noqa: PLC0415 - as above

    reading = _Reading(excerpt.data.decode(encoding.codec), replace(encoding, mark=b""), excerpt.code)
    found = _parsed(Outcome(outcome.path, excerpt.data, excerpt.data), reading, context, codemods)
    if found.problem is not None:
        return None
    if not found.results:
        return outcome
    results = tuple(replace(result, line=excerpt.line(result.line)) for result in found.results)
    if not found.changed:
        return replace(outcome, results=results)
    after = excerpt.restored(found.after)
    if after is None or not is_readable(after.decode(encoding.codec)):
        return None
    return replace(outcome, after=encoding.mark + after, results=results, claims=found.claims)
