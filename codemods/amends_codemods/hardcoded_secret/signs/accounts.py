"""Whether the account that a secret opens stands beside it, or only what such things are called."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import groupby
from typing import TypeAlias

from amends.facts.remembering import remembered
from amends.source import Source
from amends_codemods.hardcoded_secret.positions.places import Neighbours, Place, Shape
from amends_codemods.hardcoded_secret.positions.sinks import ACCOUNT, FIELDS, HOSTS
from amends_codemods.hardcoded_secret.signs.names import announces, around_noun, is_certain, segments, singular
from amends_codemods.hardcoded_secret.signs.texts import is_random, is_regular_expression

Words: TypeAlias = "tuple[str, ...]"

_FEW = 3
_MANY = 10
# RabbitMQ lets its `guest` in from its own machine alone, Neo4j has its first password changed at once.
_FACTORY = frozenset({"guest", "neo4j"})
_MAPPING = frozenset({Shape.ENTRY, Shape.QUERY, Shape.CONSTANT})


def is_accompanied(source: Source, place: Place, value: str) -> bool:
    """Whether a value stands beside the account that it opens, as in `user="app", password=…`."""
    if place.shape in _MAPPING and _tells_names(source, place.neighbours):
        return False
    own, behind = around_noun(place.names[0]) if place.names else ((), ())
    named = _accounts(source, place.neighbours) if not behind else _named(place.neighbours, behind)
    accounts = [(words[-1], text) for words, text in named if words[:-1] == own]
    if any(text == value for word, text in accounts if word in HOSTS):
        return False
    if place.shape is Shape.COMPARISON:
        return any(text for _, text in accounts)
    if place.shape is Shape.KEYWORD:
        return any(text is None or _tells_an_account(text) for _, text in accounts)
    return any(text and _tells_an_account(text) for _, text in accounts)


def is_factory_account(source: Source, place: Place, value: str) -> bool:
    """Whether a value stands beside an account with which a server is installed for everybody: guest of RabbitMQ."""
    return value in _FACTORY and repeats_an_account(source, place, value)


def opens_a_server_elsewhere(place: Place) -> bool:
    """Whether the host beside a value is neither one's own machine nor one that only stands in examples."""
    hosts = (text for name, text in place.neighbours if text and not HOSTS.isdisjoint(segments(name)[-1:]))
    return any("." in host and host != "127.0.0.1" and "example" not in host for host in hosts)


def repeats_an_account(source: Source, place: Place, value: str) -> bool:
    """Whether a value is the name of the account beside it."""
    return any(text == value for _, text in _accounts(source, place.neighbours))


@remembered
def _accounts(_: Source, neighbours: Neighbours) -> tuple[tuple[Words, str | None], ...]:
    """Return the words of each name that is an account's, with what stands there."""
    return tuple(_named(neighbours, ()))


def _named(neighbours: Neighbours, behind: Words) -> Iterator[tuple[Words, str | None]]:
    """Yield the words of each account's name that has the same behind it: `USER_DB` for `PASSWORD_DB`."""
    for name, text in neighbours:
        words = segments(name)
        end = len(words) - len(behind)
        if end > 0 and words[end:] == behind and words[end - 1] in ACCOUNT:
            yield words[:end], text


def _tells_an_account(text: str) -> bool:
    words = tuple(singular(text))
    if words[2:] and words[-1].isdigit():  # `unknown_user2`, but not `user2`
        words = words[:-1]
    if not words or words[-1] in FIELDS or is_regular_expression(text):
        return False
    return not any(c.isspace() for c in text)


@remembered
def _tells_names(_: Source, entries: Neighbours) -> bool:
    """Whether entries say what each thing is called elsewhere: `{"user": "san_login", "driver": "volume_driver"}`.

    At least half of them do, and none holds a value: a number, an address.
    """
    if len(entries) < _FEW or any(text and _is_a_value(text) for _, text in entries):
        return False
    return 2 * sum(text is not None and _is_called(name, text) for name, text in entries) >= len(entries)


def is_one_of_words(source: Source, place: Place, value: str) -> bool:
    """Whether entries say what sort each name is of (`{"ssn": "ID", "password": "SECRET"}`), or is called elsewhere."""
    if place.shape is not Shape.ENTRY or not value.isalpha():
        return False
    return _are_sorts(source, place.neighbours) or _tells_names(source, place.neighbours)


@remembered
def _are_sorts(_: Source, entries: Neighbours) -> bool:
    """Whether entries hold nothing but codes in capitals, or the same few words over and over."""
    texts = [text for _, text in entries if text and text.isidentifier()]
    if len(texts) < len(entries) or len(texts) <= _FEW or any(map(_is_a_value, texts)):
        return False
    return all(map(str.isupper, texts)) or (len(texts) > 2 * _FEW and 2 * len(set(texts)) <= len(texts))


def is_one_of_codes(source: Source, place: Place, value: str) -> bool:
    """Whether most of what stands beside a value is no secret, but written as it is: `ATTk589914`, `ATTm3`."""
    form = _form(value)
    alike = _codes(source, place.neighbours)[form] if form else 0
    return (alike >= _FEW and 2 * alike >= len(place.neighbours)) or _are_checksums(source, place.neighbours)


@remembered
def _are_checksums(_: Source, entries: Neighbours) -> bool:
    """Whether every value is drawn by chance and as long as the others, and most names speak of no secret.

    Beside a key of its own an account may have a few ids of that length, so these are many or no names of settings.
    """
    texts = [text for _, text in entries if text]
    if len(texts) < len(entries) or len({*map(len, texts)}) != 1 or not all(map(is_random, texts)):
        return False
    if len(texts) < _MANY and any(name.isidentifier() for name, _ in entries):
        return False
    return len(texts) >= _FEW and 2 * sum(map(announces, (name for name, _ in entries))) <= len(texts)


def is_one_of_digests(source: Source, place: Place, least: int) -> bool:
    """Whether most of what stands beside a value looks drawn by chance too, as the digests in a table do."""
    drawn = _drawn(source, place.neighbours)
    return drawn >= least and 2 * drawn > len(place.neighbours)


@remembered
def _drawn(_: Source, entries: Neighbours) -> int:
    return sum(is_random(text) for name, text in entries if text and not is_certain(name))


@remembered
def _codes(_: Source, entries: Neighbours) -> Counter[str]:
    return Counter(_form(text) for name, text in entries if text and not announces(name))


def _form(text: str) -> str:
    """Return how a code begins, and the sorts of characters that follow each other in it; nothing for mere words."""
    sorts = ("A" if c.isupper() else "a" if c.islower() else "9" if c.isdigit() else c for c in text)
    runs = "".join(sort for sort, _ in groupby(sorts))
    return text[:2] + runs if len(runs) >= _FEW and "9" in runs else ""


def _is_called(name: str, text: str) -> bool:
    """Whether a text is what something of this name is called: one of its words, its end as a code, or short for it."""
    shares = bool(set(singular(name)) & set(singular(text))) or (text.isupper() and text.endswith(name.upper()))
    return shares or _is_short_for(text.lower(), name.lower())


def _is_short_for(text: str, name: str) -> bool:
    """Whether a text begins as a name does, and leaves out some of its letters: `srvr`, `usr`, `pwd`."""
    letters = iter(name)
    return text.isalpha() and text[0] == name[:1] and all(letter in letters for letter in text)


def _is_a_value(text: str) -> bool:
    return text.isdigit() or "localhost" in text or "@" in text or "://" in text or (text[:1].isdigit() and "." in text)
