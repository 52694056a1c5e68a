"""The place of a text that is a pattern of a `match`."""

from __future__ import annotations

import libcst as cst

from amends.source import Source
from amends_codemods.hardcoded_secret.positions.comparisons import names_compared
from amends_codemods.hardcoded_secret.positions.owners import around, text_of
from amends_codemods.hardcoded_secret.positions.places import RIGID, Place, Shape


def place_of_pattern(source: Source, pattern: cst.MatchValue) -> Place:
    """Return the place of a pattern: what is matched says what it is called, or the key or attribute it is for."""
    child: cst.CSTNode = pattern
    position: int | None = None
    for above in source.ancestors(pattern):
        if isinstance(above, cst.MatchMappingElement):
            return _pattern(source, above, (text_of(source, above.key) or "",)) if child is above.pattern else RIGID
        if isinstance(above, cst.MatchKeywordElement):
            return _pattern(source, above, (above.key.value,))
        if isinstance(above, cst.MatchClass) or (isinstance(above, cst.MatchSequence) and position is not None):
            return RIGID
        if isinstance(above, cst.MatchSequence):
            position = next(number for number, each in enumerate(above.patterns) if each is child)
        if isinstance(above, cst.Match):
            return _pattern(source, above, _matched(source, above.subject, position))
        child = above
    return RIGID


def _pattern(source: Source, node: cst.CSTNode, names: tuple[str, ...]) -> Place:
    return Place(Shape.PATTERN, names, owners=around(source, node))


def _matched(source: Source, subject: cst.BaseExpression, position: int | None) -> tuple[str, ...]:
    if position is None:
        return names_compared(source, subject)
    elements = subject.elements if isinstance(subject, (cst.Tuple, cst.List)) else ()
    return names_compared(source, elements[position].value) if position < len(elements) else ()
