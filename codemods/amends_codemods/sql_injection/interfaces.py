"""How a database library takes a query and its parameters: the types that the table of drivers is made of."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field


class Paramstyle(enum.Enum):
    """How a placeholder stands in the text of a query; the values are the words of PEP 249, and `dollar`."""

    QMARK = "qmark"
    FORMAT = "format"
    PYFORMAT = "pyformat"
    NUMERIC = "numeric"
    NAMED = "named"
    DOLLAR = "dollar"

    def placeholder(self, number: int, name: str) -> str:
        """Return the placeholder of the parameter with this 1-based number and this name."""
        return _SPELLINGS[self].format(number=number, name=name)

    @property
    def escapes_percent(self) -> bool:
        """Whether a `%` of the text must be written `%%` once parameters are passed."""
        return self in {Paramstyle.FORMAT, Paramstyle.PYFORMAT}

    @property
    def is_named(self) -> bool:
        """Whether parameters are told apart by name, not by their order."""
        return self in {Paramstyle.NAMED, Paramstyle.PYFORMAT}


_SPELLINGS: Mapping[Paramstyle, str] = {
    Paramstyle.QMARK: "?",
    Paramstyle.FORMAT: "%s",
    Paramstyle.PYFORMAT: "%({name})s",
    Paramstyle.NUMERIC: ":{number}",
    Paramstyle.NAMED: ":{name}",
    Paramstyle.DOLLAR: "${number}",
}


class Passing(enum.Enum):
    """In what form the parameters are handed over."""

    SEQUENCE = "one tuple"
    VARARGS = "further positional arguments"
    MAPPING = "one dict"
    KEYWORDS = "further keyword arguments"


class Kind(enum.Enum):
    """What sort of object a query is sent through."""

    CONNECTION = "connection"
    CURSOR = "cursor"
    SESSION = "session"
    ENGINE = "engine"
    POOL = "pool"
    FACTORY = "factory"
    QUERYSET = "queryset"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Slot:
    """Where an argument stands: at a 0-based position, under a keyword, or either."""

    position: int | None = None
    keyword: str | None = None


@dataclass(frozen=True, slots=True)
class Method:
    """A method, or a function by its qualified name, that sends SQL text to a database.

    `parameters` is where the parameters go (of VARARGS and KEYWORDS: where they begin); None where it takes
    none (`executescript`). `many` takes a sequence of parameter sets. `nested` takes the text inside a list
    or dict display (`.extra(where=[…])`). `raw` reads the placeholders of the driver below (`exec_driver_sql`).
    """

    name: str
    query: Slot
    parameters: Slot | None
    many: bool = False
    nested: bool = False
    raw: bool = False


@dataclass(frozen=True, slots=True)
class Driver:
    """A library that talks to databases, and how it wants queries to be parameterized.

    `packages` are the import roots and `distributions` the PEP 503 names that tell of it. `paramstyle` is what
    we write, `accepts` what it understands besides. `dialect` is sqlglot's name of the SQL spoken, or "" where
    any may be. `wraps_text` asks for SQLAlchemy's `text()` around the query. `objects` maps qualified names of
    functions and classes to what their call gives (and their annotation means), `instances` those of objects
    that are there already. `unsupported` is the advice where parameters cannot be bound by this tool.
    """

    name: str
    packages: tuple[str, ...] = ()
    distributions: tuple[str, ...] = ()
    paramstyle: Paramstyle = Paramstyle.QMARK
    passing: Passing = Passing.SEQUENCE
    accepts: frozenset[Paramstyle] = frozenset()
    dialect: str = ""
    wraps_text: bool = False
    methods: tuple[Method, ...] = ()
    objects: Mapping[str, Kind] = field(default_factory=dict[str, Kind])
    instances: Mapping[str, Kind] = field(default_factory=dict[str, Kind])
    unsupported: str = ""
