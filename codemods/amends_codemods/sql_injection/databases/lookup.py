"""What a qualified name, or a plain word, says about databases."""

from __future__ import annotations

from dataclasses import dataclass

from amends_codemods.sql_injection.databases.drivers import DRIVERS
from amends_codemods.sql_injection.databases.interfaces import Driver, Kind

# parts of a library's own names, in the order of precedence: a ConnectionPool is a pool, a cursor factory a cursor
_PARTS: tuple[tuple[str, Kind], ...] = (
    ("pool", Kind.POOL),
    ("cursor", Kind.CURSOR),
    ("sessionmaker", Kind.FACTORY),
    ("scopedsession", Kind.FACTORY),
    ("session", Kind.SESSION),
    ("engine", Kind.ENGINE),
    ("conn", Kind.CONNECTION),
)
_WORDS: dict[str, Kind] = {
    **dict.fromkeys(("cursor", "cur", "curs", "cr", "crsr", "csr", "txn", "dbcursor"), Kind.CURSOR),
    **dict.fromkeys(("connection", "conn", "con", "cnx", "cnxn", "db", "dbh", "database", "dbconn"), Kind.CONNECTION),
    **dict.fromkeys(("session", "sess", "dbsession"), Kind.SESSION),
    **dict.fromkeys(("engine",), Kind.ENGINE),
    **dict.fromkeys(("pool",), Kind.POOL),
    **dict.fromkeys(("queryset", "qs", "objects"), Kind.QUERYSET),
}
_ENDINGS: tuple[tuple[str, Kind], ...] = (
    ("cursor", Kind.CURSOR),
    ("connection", Kind.CONNECTION),
    ("conn", Kind.CONNECTION),
    ("db", Kind.CONNECTION),
    ("session", Kind.SESSION),
    ("queryset", Kind.QUERYSET),
)
_PACKAGES: dict[str, Driver] = {package: driver for driver in DRIVERS for package in driver.packages}
_OBJECTS: dict[str, tuple[Driver, Kind]] = {
    name: (driver, kind) for driver in DRIVERS for name, kind in driver.objects.items()
}
_SCHEMES: dict[str, str] = {
    "sqlite": "sqlite3", "duckdb": "duckdb",
    "postgresql": "psycopg2", "postgresql+psycopg2": "psycopg2", "postgresql+psycopg": "psycopg",
    "mysql": "MySQLdb", "mysql+mysqldb": "MySQLdb", "mysql+pymysql": "pymysql",
    "mysql+mysqlconnector": "mysql.connector",
    "mssql": "pyodbc", "mssql+pyodbc": "pyodbc", "mssql+pymssql": "pymssql",
    "mariadb+mariadbconnector": "mariadb", "mariadb+pymysql": "pymysql",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Role:
    """What an object is to a database: its kind, whose it is, and for an engine the driver below it."""

    kind: Kind
    driver: Driver | None = None
    backend: Driver | None = None


UNKNOWN = Role(Kind.UNKNOWN)
FOREIGN = Role(Kind.FOREIGN)


def driver_of(qualified: str) -> Driver | None:
    """Return the driver in whose packages a qualified name lies."""
    package = qualified
    while package:
        if package in _PACKAGES:
            return _PACKAGES[package]
        package = package.rpartition(".")[0]
    return None


def driver_named(name: str) -> Driver:
    """Return the row of the table with this name."""
    return next(driver for driver in DRIVERS if driver.name == name)


def role_of_name(qualified: str) -> Role | None:
    """Return what a library's function gives, or its class or object is, by the qualified name; None if nothing."""
    known = _OBJECTS.get(qualified)
    if known:
        return Role(known[1], known[0])
    driver = driver_of(qualified)
    kind = _kind_of_part(qualified.rpartition(".")[2]) if driver else None
    return Role(kind, driver) if kind else None


def _kind_of_part(name: str) -> Kind | None:
    plain = name.lower().replace("_", "")
    return next((kind for part, kind in _PARTS if part in plain), None)


def kind_of_word(name: str) -> Kind:
    """Return what a variable or attribute with this name most likely holds."""
    words = name.lower().strip("_0123456789").split("_")
    known = next((_WORDS[word] for word in reversed(words) if word in _WORDS), None)
    ending = next((kind for ending, kind in _ENDINGS if words[-1].endswith(ending)), Kind.UNKNOWN)
    return known or ending


def role_of_class(name: str) -> Role:
    """Return what an object is whose class has this name and comes from nowhere that we know."""
    is_class = name[:1].isupper() and not name.isupper()
    if not is_class:
        return UNKNOWN
    return Role(Kind.SESSION) if "session" in name.lower() else FOREIGN


def backend_of(url: str) -> Driver | None:
    """Return the driver that SQLAlchemy uses for a URL, of which only the beginning may be known."""
    scheme, colon, _ = url.partition(":")
    name = _SCHEMES.get(scheme) if colon else None
    return driver_named(name) if name else None
