"""Names the environment variables that take over the secrets: no two values ever share one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import count

from amends.model import Secret
from amends.source import Source
from amends_codemods.hardcoded_secret.environment import variables_read
from amends_codemods.hardcoded_secret.formats import URL, Match
from amends_codemods.hardcoded_secret.names import SecretName, judge, segments, speaks_of_a_secret
from amends_codemods.hardcoded_secret.places import Place, Shape
from amends_codemods.hardcoded_secret.sinks import SCHEMES

_WORD_BREAK = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|[^A-Za-z0-9]+")
_OWN_NAME = frozenset({Shape.CONSTANT, Shape.SETTING, Shape.EXPORT})
_LOCATIONS = frozenset({"url", "uri", "dsn", "string", "webhook"})
_UNTELLING = frozenset({"key", "api", "auth", "uri", "url", "dsn", "value", "my", "the", "access", "private", "hash", ""})


class Variables:
    """The variables of one file as they are given away, in the knowledge of what is taken elsewhere."""

    def __init__(self, source: Source) -> None:
        self._taken = dict(source.context.taken)
        self._read = {variable for variable, _ in variables_read(source)} - self._taken.keys()

    def give(self, place: Place, match: Match | None, secret: Secret) -> str:
        """Return the variable for a secret: the best name that stands for nothing else."""
        for variable in candidates(place, match, secret):
            if variable not in self._read and self._taken.setdefault(variable, secret.digest) == secret.digest:
                return variable
        raise AssertionError("there is always a further number")

    def keep(self, variable: str, secret: Secret) -> bool:
        """Whether a variable that the code reads already can stand for this secret."""
        return self._taken.setdefault(variable, secret.digest) == secret.digest


def candidates(place: Place, match: Match | None, secret: Secret) -> Iterator[str]:
    """Yield the names for a variable, the best first, without end."""
    own = _own_name(place, match, secret)
    owners = [spelled for owner in place.owners if (spelled := upper(owner))]
    qualified = [own, *(_joined((*reversed(owners[:end]), own)) for end in range(1, len(owners) + 1))]
    if len(qualified) > 1 and not _tells_whose(place, own):
        qualified.append(qualified.pop(0))
    usual = [place.usual] if place.usual else []
    yield from (*usual, *qualified)
    yield from (f"{(*usual, *qualified)[0]}_{number}" for number in count(2))


def _own_name(place: Place, match: Match | None, secret: Secret) -> str:
    """Return the name of the place itself, or where it says nothing that of the credential's format."""
    if not place.names or (match and place.shape not in _OWN_NAME and not _says_something(place)):
        return _name_of_format(match, secret)
    path = [upper(name) for name in reversed(place.path)]
    return _joined((*path, upper(place.names[0])))


def _says_something(place: Place) -> bool:
    words = segments(place.names[0])
    return isinstance(judge(place.names[0]), SecretName) or bool(words and words[-1] in _LOCATIONS and len(words) > 1)


def _tells_whose(place: Place, own: str) -> bool:
    """Whether the name alone says whose secret it is: that of a constant, or one with more than the noun."""
    if place.shape in _OWN_NAME or place.path or not place.names or own != upper(place.names[0]):
        return True
    if place.shape not in {Shape.LOCAL, Shape.ATTRIBUTE, Shape.COMPARISON}:
        return False
    return any(word not in _UNTELLING and not speaks_of_a_secret(word) for word in segments(place.names[0]))


def _name_of_format(match: Match | None, secret: Secret) -> str:
    if match is None:
        return "SECRET"
    if match.format is URL:
        scheme = secret.reveal().partition("://")[0].partition("+")[0].lower()
        return SCHEMES.get(scheme, "SERVICE_URL")
    return match.format.variable


def upper(name: str) -> str:
    """Return a name in the spelling of environment variables: upper snake case."""
    spelled = _WORD_BREAK.sub("_", name).strip("_").upper()
    return f"_{spelled}" if spelled[:1].isdigit() else spelled


def _joined(parts: tuple[str, ...]) -> str:
    """Join owner and name, without the words that the one ends and the other begins with."""
    words: list[str] = []
    for part in parts:
        new = part.split("_")
        overlap = next((n for n in range(min(len(words), len(new)), 0, -1) if words[-n:] == new[:n]), 0)
        words += new[overlap:]
    return "_".join(words)
