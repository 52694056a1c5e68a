"""Keys that stand in the query of a URL."""

from __future__ import annotations

from amends_codemods.hardcoded_secret.positions.sinks import KEYS_OF_QUERIES
from amends_codemods.hardcoded_secret.signs.formats import QUERY, Match
from amends_codemods.hardcoded_secret.signs.names import Kind, SecretName, judge
from amends_codemods.hardcoded_secret.signs.stand_ins import is_stand_in
from amends_codemods.hardcoded_secret.signs.values import DRAWN, proves_itself


def key_in_query(text: str) -> Match | None:
    """Find the key by which a URL asks a service: `https://…?api_key=…`."""
    for found in QUERY.pattern.finditer(text) if "://" in text else ():
        name, value = found.groups()
        judgement = judge(name)
        told = name.lower() in KEYS_OF_QUERIES or (isinstance(judgement, SecretName) and judgement.kind in DRAWN)
        if told and proves_itself(value, Kind.KEY) and not is_stand_in(value):
            return Match(QUERY, *found.span(2), whole=False)
    return None
