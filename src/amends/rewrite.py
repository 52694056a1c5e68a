"""Passes over one text until nothing changes: judge, choose the edits that fit together, apply, verify."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from amends.codemod import Codemod
from amends.context import Context
from amends.imports import additions
from amends.judge import Judged, judge
from amends.model import Change, Claim, Edit, Import, Problem, ProblemKind, Result, Status
from amends.orphans import removals
from amends.source import Inexact, Source, Unparsable
from amends.source.lines import Lines
from amends.splice import Origins, Taken, splice
from amends.verify import broken_law

MAX_PASSES = 10
_OPEN = frozenset({Status.FIXED, Status.ADVICE})


class Refused(Exception):
    """A file that must be left as it is, and the problem to report."""

    def __init__(self, kind: ProblemKind, message: str, line: int = 0) -> None:
        super().__init__(message)
        self.problem = Problem(kind, message, line)


@dataclass(frozen=True, slots=True)
class Rewritten:
    """A text after all passes, what was found on the way, and the variables that it now reads."""

    text: str
    results: tuple[Result, ...]
    claims: tuple[Claim, ...]


def rewrite(text: str, context: Context, codemods: Sequence[Codemod]) -> Rewritten:
    """Apply the codemods to a decoded text; raise Refused where it cannot be parsed or a law would break."""
    try:
        work = _Work(text, context, codemods)
        for _ in range(MAX_PASSES):
            if not work.advance():
                return work.finish()
    except Unparsable as error:
        raise Refused(ProblemKind.UNPARSABLE, str(error), error.line) from error
    except Inexact as error:
        message = "libCST does not give this text back unchanged, so it could not be edited exactly"
        raise Refused(ProblemKind.UNPARSABLE, message) from error
    except RecursionError as error:
        raise Refused(ProblemKind.TOO_LARGE, "the code is nested too deeply to be analysed") from error
    raise Refused(ProblemKind.BROKEN_LAW, f"the fixes do not come to rest within {MAX_PASSES} passes")


class _Work:
    """The state between two passes over one file; of the trees, which take much room, there is only one at a time."""

    def __init__(self, text: str, context: Context, codemods: Sequence[Codemod]) -> None:
        self._text = text
        self._context = context
        self._codemods = codemods
        self._lines = Lines(text)
        self._history: list[Origins] = []
        self._fixed: list[Result] = []
        self._first: tuple[Result, ...] = ()
        self._left: tuple[Result, ...] = ()
        self._claims: list[Claim] = []
        self._orphans: set[Import] = set()
        self._allowed: Counter[str] | None = None

    def advance(self) -> bool:
        """Do one pass; return whether it changed the text."""
        source = Source.parse(self._text, self._context)
        judged = judge(source, self._codemods)
        self._left = tuple(map(self._located, judged))
        if not self._history:
            self._first = self._left
        still_open = Counter(each.codemod.id for each in judged if each.is_open)
        self._check_progress(still_open)
        chosen = _compatible(judged)
        if chosen:
            solved = Counter(each.codemod.id for each, edit in chosen if not edit.leaves_open)
            self._allowed = still_open - solved
            self._take(source, chosen)
            return True
        unused = removals(source, self._orphans)
        if unused:
            self._apply(unused)
        return bool(unused)

    def _check_progress(self, found: Counter[str]) -> None:
        if self._allowed is not None and (grown := found - self._allowed):
            names = ", ".join(sorted(grown))
            raise Refused(ProblemKind.BROKEN_LAW, f"{names}: a fix left its finding in place or made a new one")

    def _take(self, source: Source, chosen: Sequence[tuple[Judged, Edit]]) -> None:
        edits = [edit for _, edit in chosen]
        changes = [change for same in dict.fromkeys(edit.changes for edit in edits) for change in same]
        imports = [wanted for edit in edits for wanted in edit.imports]
        definitions = [definition for edit in edits for definition in edit.definitions]
        first_use = min(change.start for change in changes)
        added = additions(source, imports, definitions, first_use)
        self._fixed += [self._located(judged) for judged, _ in chosen]
        self._claims += [claim for edit in edits for claim in edit.claims]
        self._orphans.update(orphan for edit in edits for orphan in edit.may_orphan)
        taken = {**self._context.taken, **{c.variable: c.value.digest for c in self._claims}}
        self._context = replace(self._context, taken=taken)
        self._apply((*added, *changes))

    def _apply(self, changes: tuple[Change, ...]) -> None:
        after = splice(self._text, changes)
        if violation := broken_law(self._text, after):
            raise Refused(ProblemKind.BROKEN_LAW, violation)
        self._history.append(Origins(changes))
        self._text = after

    def _located(self, judged: Judged) -> Result:
        offset = judged.start
        for origins in reversed(self._history):
            offset = origins.of(offset)
        return judged.result(*self._lines.position(offset))

    def finish(self) -> Rewritten:
        """Return the text at rest, with all that was fixed and all that is left.

        What is harmless is told of the original: what a fix wrote is no finding of the file. A finding that
        was fixed is not called harmless too, unlike one that the fix of another has cured.
        """
        left = self._left
        reported = [*self._fixed, *(result for result in left if result.status in _OPEN)]
        known = {_place(result) for result in reported}
        cured = {_place(result) for result in self._first if result.status in _OPEN} - known
        reported += (result for result in left if _place(result) in cured)
        reported += (r for r in self._first if r.status not in _OPEN and _place(r) not in known)
        results = sorted(reported, key=lambda r: (r.line, r.column, r.codemod))
        return Rewritten(self._text, tuple(results), tuple(dict.fromkeys(self._claims)))


def _place(result: Result) -> tuple[str, int, int]:
    return result.codemod, result.line, result.column


def _compatible(judged: Iterable[Judged]) -> list[tuple[Judged, Edit]]:
    """Return the edits of this pass, the first of each overlapping or contradicting group.

    Where two findings are cured by replacing the same text in the same way, both edits count as made.
    """
    chosen: list[tuple[Judged, Edit]] = []
    taken = Taken()
    shared: set[tuple[Change, ...]] = set()
    claimed: dict[str, Claim] = {}
    for item in judged:
        edit = item.decision
        if not isinstance(edit, Edit) or not (edit.changes in shared or taken.fits(edit.changes)):
            continue
        if all(claimed.setdefault(c.variable, c) == c for c in edit.claims):
            chosen.append((item, edit))
            if edit.changes not in shared:
                taken.take(edit.changes)
            if any(change.start < change.end for change in edit.changes):
                shared.add(edit.changes)
    return chosen
