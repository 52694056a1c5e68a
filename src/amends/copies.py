"""Tells where the text of a secret still stands in a file once a variable holds it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from amends.model import Claim, Outcome, Result, Todo, TodoKind

_TELLING: Final = 16  # a shorter text may be a part of another by chance


def told_of_copies(outcome: Outcome) -> Outcome:
    """Add to the results that made claims a chore for each copy which is left in the rewritten file."""
    if not outcome.claims:
        return outcome
    chores = {claim.variable: tuple(_chores(outcome, claim)) for claim in outcome.claims}
    results = (replace(r, todos=(*r.todos, *_of_copies(r, chores))) for r in outcome.results)
    return replace(outcome, results=tuple(results))


def _of_copies(result: Result, chores: Mapping[str, Sequence[Todo]]) -> Iterator[Todo]:
    for todo in result.todos:
        if todo.kind is TodoKind.SET_VARIABLE:
            yield from chores.get(todo.subject, ())


def _chores(outcome: Outcome, claim: Claim) -> Iterator[Todo]:
    text = claim.value.reveal()
    escaped = re.escape(text.encode("utf-8", "surrogateescape"))
    pattern = rb"(?<!\w)%b(?!\w)" if len(text) >= _TELLING else rb"(?<=[\"'])%b(?=[\"'])"
    for found in re.finditer(pattern % escaped, outcome.after):
        line = outcome.after.count(b"\n", 0, found.start()) + 1
        note = f"the value of {claim.variable} still stands there once the fix is made"
        yield Todo(TodoKind.REMOVE_COPY, f"{outcome.path}:{line}", note)
