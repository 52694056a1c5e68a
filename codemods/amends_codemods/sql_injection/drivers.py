"""The drivers and libraries that read SQL: one row each."""

from __future__ import annotations

from amends_codemods.sql_injection.interfaces import Driver, Kind, Method, Paramstyle, Passing, Slot

EXECUTE = Method("execute", Slot(0, "sql"), Slot(1, "parameters"))
EXECUTEMANY = Method("executemany", Slot(0, "sql"), Slot(1, "parameters"), many=True)

DRIVERS: tuple[Driver, ...] = (
    Driver(
        "sqlite3",
        packages=("sqlite3",),
        accepts=frozenset({Paramstyle.NAMED}),
        dialect="sqlite",
        methods=(EXECUTE, EXECUTEMANY, Method("executescript", Slot(0), None)),
        objects={"sqlite3.connect": Kind.CONNECTION, "sqlite3.Connection": Kind.CONNECTION, "sqlite3.Cursor": Kind.CURSOR},
    ),
    Driver(
        "SQLAlchemy",
        packages=("sqlalchemy",),
        distributions=("sqlalchemy",),
        paramstyle=Paramstyle.NAMED,
        passing=Passing.MAPPING,
        wraps_text=True,
        methods=(EXECUTE,),
    ),
)
