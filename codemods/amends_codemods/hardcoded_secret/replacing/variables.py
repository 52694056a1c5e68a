"""Names the environment variables that take over the secrets: no two values ever share one."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import count

from amends.model import Secret
from amends.source import Source
from amends_codemods.hardcoded_secret.positions.places import Place, Shape
from amends_codemods.hardcoded_secret.positions.readers import read_by_packages
from amends_codemods.hardcoded_secret.positions.sinks import DRIVERS, SCHEMES
from amends_codemods.hardcoded_secret.replacing.environment import variables_read
from amends_codemods.hardcoded_secret.signs.credentials import credential
from amends_codemods.hardcoded_secret.signs.formats import URL
from amends_codemods.hardcoded_secret.signs.names import announces, segments, speaks_of_a_secret
from amends_codemods.hardcoded_secret.signs.weighing import Real

# a lone capital belongs to the digit before it: Neo4J, P2P
_WORD_BREAK = re.compile(
    r"(?<=[a-z])(?=[A-Z])|(?<=[0-9])(?=[A-Z](?:[a-z]|[A-Z](?![a-z])))|(?<=[A-Z])(?=[A-Z][a-z])|[^A-Za-z0-9]+"
)
_ONE_WORD = re.compile(
    "OAuth|GitHub|GitLab|OpenAI|MySQL|PostgreSQL|MongoDB|MariaDB|InfluxDB|DynamoDB|CouchDB|RabbitMQ|LinkedIn|YouTube"
    "|PayPal|WhatsApp|PyPI"
)
_PACKAGES = frozenset(package.lower() for package in DRIVERS)
_TELLING = 4
_LONG = 40
_OWN_NAME = frozenset({Shape.CONSTANT, Shape.SETTING, Shape.EXPORT, Shape.LAST_RESORT})
_LOCATIONS = frozenset({"url", "uri", "dsn", "string", "webhook"})
_UNTELLING = frozenset({
    "key", "api", "auth", "uri", "url", "dsn", "value", "my", "the", "access", "private", "hash", "x", "",
})  # fmt: skip
_CARRIERS = frozenset({"header", "headers", "payload", "data", "body", "params", "json"})
# What a login, a shell or Windows sets for every program.
OF_THE_SYSTEM = frozenset({
    "PATH", "HOME", "PWD", "OLDPWD", "USER", "USERNAME", "LOGNAME", "SHELL", "HOST", "HOSTNAME", "LANG", "LANGUAGE",
    "TERM", "MAIL", "EDITOR", "VISUAL", "PAGER", "DISPLAY", "TMP", "TEMP", "TMPDIR", "TZ", "UID", "EUID", "PPID",
    "IFS", "PS1", "RANDOM", "SECONDS", "OS", "COMSPEC", "PATHEXT", "COMPUTERNAME", "USERDOMAIN", "USERPROFILE",
    "HOMEDRIVE", "HOMEPATH", "APPDATA", "LOCALAPPDATA", "PROGRAMDATA", "SYSTEMROOT", "WINDIR", "PYTHONPATH",
})  # fmt: skip


def assigned(source: Source, real: Sequence[tuple[Place, Real]]) -> list[str]:
    """Return the variable for each secret, first for those whose variable the code names itself.

    It is empty for a secret whose variable the code gives another value elsewhere.
    """
    taken = dict(source.context.taken)
    fixed = [_in_code(place) for place, _ in real]
    contested = _contested(fixed, [secret.secret for _, secret in real])
    for variable, (_, secret) in zip(fixed, real, strict=True):
        if variable and variable not in contested:
            taken.setdefault(variable, secret.secret.digest)
    read = {*(variable for variable, _ in variables_read(source)), *read_by_packages(source)} - taken.keys()
    names: list[str] = []
    for variable, (place, secret) in zip(fixed, real, strict=True):
        if variable in OF_THE_SYSTEM:
            names.append("")
        elif variable is None:
            names.append(_free(candidates(place, secret), taken, read, secret.secret))
        else:
            shared = variable not in contested and taken[variable] == secret.secret.digest
            names.append(variable if shared else "")
    return names


def _in_code(place: Place) -> str | None:
    """Return the variable that the code itself names for a value: that which a fallback reads, or an export sets."""
    if place.fallback is not None:
        return place.fallback.variable or ""
    return place.names[0] if place.shape is Shape.EXPORT else None


def _contested(variables: Sequence[str | None], secrets: Sequence[Secret]) -> set[str]:
    """Return the variables that the code itself gives more than one value, and the unknown one."""
    values: defaultdict[str, set[Secret]] = defaultdict(set)
    for variable, secret in zip(variables, secrets, strict=True):
        if variable is not None:
            values[variable].add(secret)
    return {"", *(variable for variable, held in values.items() if len(held) > 1)}


def _free(names: Iterable[str], taken: dict[str, str], read: Collection[str], secret: Secret) -> str:
    """Take the best of the names that stands for nothing else."""
    free = (name for name in names if name not in read and taken.setdefault(name, secret.digest) == secret.digest)
    return next(free)


def candidates(place: Place, real: Real) -> Iterator[str]:
    """Yield the names for a variable, the best first, without end."""
    own = _own_name(place, real)
    owners = [spelled for owner in place.owners if len(owner) < _LONG and (spelled := upper(owner))]
    qualified = [own, *(_joined((*reversed(owners[:end]), own)) for end in range(1, len(owners) + 1))]
    if len(qualified) > 1 and not _tells_whose(place, own):
        del qualified[0]
    usual = [place.usual] if place.usual else []
    names = [_name_of_sort(real) if name in OF_THE_SYSTEM else name for name in (*usual, *qualified)]
    yield from names
    yield from (f"{names[0]}_{number}" for number in count(2))


def _own_name(place: Place, real: Real) -> str:
    """Return the name of the place itself, or where it says nothing that of the credential's format."""
    says_nothing = not place.names or (real.match is not None and not _says_something(place))
    names_more = real.match is not None and not real.match.whole
    if says_nothing and (names_more or place.shape not in _OWN_NAME or len(place.names[0]) < _TELLING):
        return _name_of_sort(real)
    path = [upper(name) for name in reversed(_telling_path(place)) if len(name) < _LONG and credential(name) is None]
    last = upper(place.names[0]) if len(place.names[0]) < _LONG or not any(path) else ""
    return _joined((*filter(None, path), *filter(None, (last,)))) or _name_of_sort(real)


def _telling_path(place: Place) -> tuple[str, ...]:
    """Return the names of what holds an entry, but for what only carries it to a server under a name of its own."""
    carried = _CARRIERS.issuperset(name.lower() for name in place.path)
    return () if carried and announces(place.names[0]) and _tells(place.names[0]) else place.path


def _tells(name: str) -> bool:
    """Whether a name says more than what sort of secret it is."""
    return any(word not in _UNTELLING and not speaks_of_a_secret(word) for word in segments(name))


def _says_something(place: Place) -> bool:
    words = segments(place.names[0])
    return announces(place.names[0]) or bool(words and words[-1] in _LOCATIONS and len(words) > 1)


def _tells_whose(place: Place, own: str) -> bool:
    """Whether the name alone says whose secret it is: that of a constant, or one with more than the noun."""
    if place.shape in _OWN_NAME or place.path or not place.names or own != upper(place.names[0]):
        return True
    if place.shape not in {Shape.LOCAL, Shape.ATTRIBUTE, Shape.COMPARISON, Shape.CHOICE, Shape.ARGUMENT}:
        return False
    return _tells(place.names[0])


def _name_of_sort(real: Real) -> str:
    if real.match is None:
        return upper(real.title)
    if real.match.format is URL:
        scheme = real.secret.reveal().partition("://")[0].partition("+")[0].lower()
        return SCHEMES.get(scheme, "SERVICE_URL")
    return real.match.format.variable


def upper(name: str) -> str:
    """Return a name in the spelling of environment variables: upper snake case."""
    if name.lower() in _PACKAGES:
        return name.upper()
    spelled = _WORD_BREAK.sub("_", _ONE_WORD.sub(lambda word: word[0].capitalize(), name)).strip("_").upper()
    return f"_{spelled}" if spelled[:1].isdigit() else spelled


def _joined(parts: tuple[str, ...]) -> str:
    """Join owner and name, without the words that the one ends and the other begins with."""
    words: list[str] = []
    for part in parts:
        new = part.split("_")
        overlap = next((n for n in range(min(len(words), len(new)), 0, -1) if words[-n:] == new[:n]), 0)
        words += new[overlap:]
    return "_".join(words)
