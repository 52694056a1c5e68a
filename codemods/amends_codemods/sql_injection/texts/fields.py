"""Puts placeholders for the fields of templates that stand in a statement of their own."""

from __future__ import annotations

from collections.abc import Container, Iterable

from amends_codemods.sql_injection.texts.pieces import (
    Atom,
    Hole,
    Item,
    Template,
    aliases,
    own_pieces,
    pieces,
    templates,
)
from amends_codemods.sql_injection.texts.views import Refused
from amends_codemods.sql_injection.writing.plan import Plan
from amends_codemods.sql_injection.writing.rendering import Substitute


def put_into_templates(
    plan: Plan, holes: dict[Hole, tuple[Substitute, ...]], removed: set[Atom], written_anew: dict[Atom, str]
) -> None:
    """Put placeholders for the fields of templates that stand in a statement of their own."""
    kept = {atom for fate in plan.kept for atom in fate.hole.atoms}
    kept |= {atom for hole in plan.known for atom in hole.atoms}
    there = {piece for layout in plan.query.builds.values() for piece in own_pieces(layout)}
    kept_templates = _kept_templates(plan, holes)
    still_filled = {item for template in kept_templates for each in template.arguments for item in each.shown}
    for hole, substitutes in holes.items():
        if not there.intersection(hole.atoms):
            continue
        text = "".join(s for s in substitutes if isinstance(s, str))
        text = text.replace("%", "%%") if hole in still_filled else text
        first, *rest = hole.atoms
        is_shared = first in kept or written_anew.get(first, text) != text
        if is_shared or any(not isinstance(substitute, str) for substitute in substitutes):
            raise Refused("the same text is used in several places that need different placeholders")
        written_anew[first] = text
        removed.update(rest)
        if not text:
            removed.add(first)
    _double(kept_templates, written_anew)
    _undouble(plan, removed, written_anew)


def _kept_templates(plan: Plan, bound: Container[Item]) -> list[Template]:
    """Return the `%` templates that keep fields, so that a `%` in their text has to be doubled."""
    found = {part for view in plan.views for part in templates(view.variant.layout) if part.kind == "%"}
    return [t for t in found if any(item not in bound for argument in t.arguments for item in argument.shown)]


def _double(kept: Iterable[Template], written_anew: dict[Atom, str]) -> None:
    """Double what is written for the characters of templates that stand elsewhere and are still filled in."""
    remote = {piece for template in kept for alias in aliases(template.body) for piece in pieces(alias.layout)}
    for piece in remote:
        if isinstance(piece, Atom) and written_anew.get(piece) == "%%":
            written_anew[piece] = "%%%%"


def _undouble(plan: Plan, removed: set[Atom], written_anew: dict[Atom, str]) -> None:
    """Take away the doubling (`%%`, `{{`) in a text that is no template any more."""
    shown = {piece for view in plan.views for piece in view.pieces}
    fields = {atom for view in plan.views for p in view.pieces if isinstance(p, Hole) for atom in p.atoms}
    for layout in plan.query.builds.values():
        for piece in pieces(layout):
            if isinstance(piece, Atom) and piece not in shown and piece not in fields:
                removed.add(piece)
                written_anew.pop(piece, None)
