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
    BINDPARAMS = "keyword arguments of .bindparams() behind the call"


class Kind(enum.Enum):
    """What sort of object a query is sent through."""

    CONNECTION = "connection"
    CURSOR = "cursor"
    SESSION = "session"
    ENGINE = "engine"
    POOL = "pool"
    FACTORY = "factory of sessions"
    QUERYSET = "queryset"
    FUNCTION = "function"
    FOREIGN = "object of another class"
    UNKNOWN = "unknown object"


@dataclass(frozen=True, slots=True)
class Slot:
    """Where an argument stands: at a 0-based position, under a keyword, or either."""

    position: int | None = None
    keyword: str | None = None


@dataclass(frozen=True, slots=True)
class Method:
    """A method, or a function by its qualified name, that sends SQL text to a database.

    `on` are the kinds of objects that have it. `parameters` is where the parameters go (of VARARGS and
    KEYWORDS: where they begin); None where it takes none (`executescript`). `through` is where a function
    takes its connection. `many` takes a sequence of parameter sets. `nested` takes texts inside a list or
    dict display (`.extra(where=[…])`). `raw` reads the placeholders of the driver below (`exec_driver_sql`).
    `escaped` texts have their `%` doubled already, as parameters are passed always. `passing` is the form of
    the parameters where it is not that of the driver. `lazy` ones give what runs when its rows are asked for.
    """

    name: str
    query: Slot
    parameters: Slot | None
    on: frozenset[Kind] = frozenset({Kind.CONNECTION, Kind.CURSOR})
    through: Slot | None = None
    passing: Passing | None = None
    many: bool = False
    nested: bool = False
    raw: bool = False
    escaped: bool = False
    lazy: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Driver:
    """A library that talks to databases, and how it wants queries to be parameterized.

    `packages` are the modules below which everything is the library's own, and `distributions` the PEP 503
    names that tell of it. `paramstyle` is what we write, `accepts` what it understands besides. `dialect` is
    sqlglot's name of the SQL spoken, "" where any may be. `wraps_text` asks for SQLAlchemy's `text()` around
    the query. `undoubles_percent` is false where `%%` stays `%%` although `%s` is replaced. `checks_types` tells
    that a parameter must have the column's own type, where a literal would be converted, and `tells_apart` that two
    parameters are different expressions to the server, even of one value. `objects` are what
    qualified names mean whose last part does not say it by itself. `unsupported` is the advice where values
    cannot be bound by this tool. `reference` is where all this is documented.
    """

    name: str
    packages: tuple[str, ...] = ()
    distributions: tuple[str, ...] = ()
    paramstyle: Paramstyle = Paramstyle.QMARK
    passing: Passing = Passing.SEQUENCE
    accepts: frozenset[Paramstyle] = frozenset()
    dialect: str = ""
    wraps_text: bool = False
    undoubles_percent: bool = True
    checks_types: bool = False
    tells_apart: bool = False
    methods: tuple[Method, ...] = ()
    objects: Mapping[str, Kind] = field(default_factory=dict[str, Kind])
    unsupported: str = ""
    reference: str = ""
