"""What looks drawn by chance, where its own name does not say what it is, but its place does."""

from __future__ import annotations

from amends.source import Source
from amends_codemods.hardcoded_secret.positions.cookies import is_cookie_of_session
from amends_codemods.hardcoded_secret.positions.elements import holds_secrets
from amends_codemods.hardcoded_secret.positions.literals import Literal
from amends_codemods.hardcoded_secret.positions.places import Place, Shape
from amends_codemods.hardcoded_secret.positions.sinks import KEYS_OF_QUERIES
from amends_codemods.hardcoded_secret.signs.names import Kind, may_be_a_key
from amends_codemods.hardcoded_secret.signs.texts import is_drawn, is_random
from amends_codemods.hardcoded_secret.signs.values import DRAWN, proves_itself


def kind_by_chance(source: Source, literal: Literal, place: Place) -> Kind | None:
    """Say what a text is that looks drawn by chance, where its name alone does not tell."""
    if _may_be_a_key(place) and is_drawn(literal.text):
        return Kind.KEY
    if is_random(literal.text) and is_cookie_of_session(source, literal.node, place):
        return Kind.TOKEN
    kind = _kind_of_members(place)
    return kind if kind in DRAWN and proves_itself(literal.text, kind) else None


def _kind_of_members(place: Place) -> Kind | None:
    """Return the kind of secrets that a dictionary holds, by what it is called: `API_KEYS`."""
    is_entry = place.shape is Shape.ENTRY and place.names[:1] != ()
    held = holds_secrets(place.path[0]) if is_entry and place.path else None
    return held.kind if held else None


def _may_be_a_key(place: Place) -> bool:
    if place.shape is Shape.QUERY:
        return place.names[:1] != () and place.names[0].lower() in KEYS_OF_QUERIES
    return place.shape in {Shape.CONSTANT, Shape.LOCAL} and may_be_a_key(place.names[0])
