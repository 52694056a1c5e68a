"""Puts placeholders for the fields of templates that stand in a statement of their own."""

from __future__ import annotations

from amends_codemods.sql_injection.pieces import Atom, Hole, own_pieces, pieces
from amends_codemods.sql_injection.plan import Plan
from amends_codemods.sql_injection.rendering import Substitute
from amends_codemods.sql_injection.views import Refused


def put_into_templates(
    plan: Plan, holes: dict[Hole, tuple[Substitute, ...]], removed: set[Atom], written_anew: dict[Atom, str]
) -> None:
    """Put placeholders for the fields of templates that stand in a statement of their own."""
    kept = {atom for fate in plan.kept for atom in fate.hole.atoms}
    kept |= {atom for hole in plan.known for atom in hole.atoms}
    there = {piece for layout in plan.query.builds.values() for piece in own_pieces(layout)}
    for hole, substitutes in holes.items():
        if not there.intersection(hole.atoms):
            continue
        text = "".join(s for s in substitutes if isinstance(s, str))
        first, *rest = hole.atoms
        is_shared = first in kept or written_anew.get(first, text) != text
        if is_shared or len(text) < len("".join(map(str, substitutes))):
            raise Refused("the same text is used in several places that need different placeholders")
        written_anew[first] = text
        removed.update(rest)
        if not text:
            removed.add(first)
    _undouble(plan, removed, written_anew)


def _undouble(plan: Plan, removed: set[Atom], written_anew: dict[Atom, str]) -> None:
    """Take away the doubling (`%%`, `{{`) in a text that is no template any more."""
    shown = {piece for view in plan.views for piece in view.pieces}
    fields = {atom for view in plan.views for p in view.pieces if isinstance(p, Hole) for atom in p.atoms}
    for layout in plan.query.builds.values():
        for piece in pieces(layout):
            if isinstance(piece, Atom) and piece not in shown and piece not in fields:
                removed.add(piece)
                written_anew.pop(piece, None)
