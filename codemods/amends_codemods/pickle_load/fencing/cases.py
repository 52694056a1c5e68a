"""What a case of a match statement tells about the class that is asked for."""

from __future__ import annotations

import libcst as cst

from amends.source import Source
from amends_codemods.pickle_load.fencing.guards import Meaning, Part
from amends_codemods.pickle_load.fencing.known import NOTHING, Known
from amends_codemods.pickle_load.fencing.tables import text


def case_told(source: Source, subject: Meaning | None, pattern: cst.MatchPattern) -> Known:
    """Return what is known where a pattern matches the module, the name, or `(module, name)`."""
    if isinstance(pattern, cst.MatchOr):
        first, *others = (case_told(source, subject, each.pattern) for each in pattern.patterns)
        for other in others:
            first = first.either(other)
        return first
    if isinstance(pattern, cst.MatchAs) and pattern.pattern is not None:
        return case_told(source, subject, pattern.pattern)
    if isinstance(pattern, (cst.MatchTuple, cst.MatchList)) and subject is Part.PAIR:
        parts = [each.value for each in pattern.patterns if isinstance(each, cst.MatchSequenceElement)]
        if len(parts) == len(pattern.patterns) == 2:  # noqa: PLR2004 - module and name
            return case_told(source, Part.MODULE, parts[0]).also(case_told(source, Part.NAME, parts[1]))
    value = text(source, pattern.value) if isinstance(pattern, cst.MatchValue) else None
    if value is None or subject not in {Part.MODULE, Part.NAME}:
        return NOTHING
    return Known(modules=frozenset({value})) if subject is Part.MODULE else Known(names=frozenset({value}))
