"""Finds what tells by itself to be a credential, whatever it is called."""

from __future__ import annotations

from amends_codemods.hardcoded_secret.positions.places import Place
from amends_codemods.hardcoded_secret.positions.queries import key_in_query
from amends_codemods.hardcoded_secret.signs.formats import (
    AUTHORIZATION,
    DSN,
    SCHEMES_OF_HTTP,
    URL,
    Match,
    is_dsn,
    is_pattern_of_url,
    password_in_dsn,
    password_in_url,
    recognise,
    start_of_assigned_url,
)
from amends_codemods.hardcoded_secret.signs.names import Kind, segments
from amends_codemods.hardcoded_secret.signs.stand_ins import is_stand_in
from amends_codemods.hardcoded_secret.signs.values import Use, why_harmless
from amends_codemods.hardcoded_secret.signs.words import DESCRIPTIVE_ANYWHERE


def credential(text: str) -> Match | None:
    """Find what tells itself to be a credential: a known format, a URL or a connection string with a password."""
    if match := recognise(text):
        return None if DESCRIPTIVE_ANYWHERE.intersection(segments(text[match.start : match.end])) else match
    start = start_of_assigned_url(text)
    password = password_in_url(text[start:])
    if password is not None and not is_stand_in(password) and not is_pattern_of_url(text[start:]):
        return Match(URL, start, len(text), whole=not start)
    if (match := key_in_query(text)) is not None:
        return match
    password = password_in_dsn(text)
    if password is not None and not is_stand_in(password) and (is_dsn(text) or "\n" not in text):
        return Match(DSN, 0, len(text), whole=is_dsn(text))
    return None


def authorization(text: str, place: Place) -> Match | None:
    """Find the credential behind the scheme of an HTTP header's value: `Bearer …`."""
    scheme, _, rest = text.partition(" ")
    is_header = any(name.lower().endswith("authorization") for name in place.names[:1])
    if not is_header or scheme.lower() not in SCHEMES_OF_HTTP or " " in rest:
        return None
    if why_harmless(rest, "", Kind.TOKEN, Use()):
        return None
    return Match(AUTHORIZATION, len(scheme) + 1, len(text), whole=False)
