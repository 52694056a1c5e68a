"""The libraries that the oracle stands in for, each with the signatures of what sends SQL; from their documentation."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, cast

from oracle import readers
from oracle.readers import Percent, Reader

_QUERIES = frozenset({"sql", "query", "statement", "operation"})
_PARAMETERS = frozenset({"params", "parameters", "values", "args"})


@dataclass(frozen=True, slots=True)
class Sending:
    """A method that sends SQL: its signature, which names the query `sql` and the parameters `params`.

    Parameters may also be collected by `*params` or `**params`. `many` takes a sequence of sets of them.
    """

    signature: Callable[..., None]
    many: bool = False
    reader: Reader | None = None

    def _bound(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> dict[str, Any]:
        bound = inspect.signature(self.signature).bind(*args, **kwargs)
        return bound.arguments

    def taken(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> tuple[Any, Any]:
        """Return query and parameters out of the arguments of a call."""
        bound = self._bound(args, kwargs)
        if self.signature is _extra:
            texts: list[str] = [*dict[str, str](bound.get("select") or {}).values(), *(bound.get("where") or ())]
            values = (*(bound.get("select_params") or ()), *(bound.get("params") or ()))
            return " AND ".join(texts), values or None
        query = next(value for name, value in bound.items() if name in _QUERIES)
        return query, next((value for name, value in bound.items() if name in _PARAMETERS), None)

    def connection(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """Return the connection among the arguments of a function."""
        bound = self._bound(args, kwargs)
        return bound.get("con", bound.get("cur"))


@dataclass(frozen=True, slots=True)
class Library:
    """A library: how it reads placeholders, and its methods, functions and clause classes."""

    reader: Reader
    methods: Mapping[str, Sending]
    functions: Mapping[str, Sending] = field(default_factory=dict[str, Sending])
    clauses: frozenset[str] = frozenset()
    clause: Reader = readers.clause
    is_toolkit: bool = False
    is_module_connection: bool = False

    def below(self, url: str) -> Library:
        """Return the library with the reader of the driver that a URL names, for `exec_driver_sql`."""
        scheme = url.partition(":")[0]
        style: Reader = readers.qmark if scheme in {"sqlite", "mssql+pyodbc", "duckdb"} else Percent()
        driver = Sending(_dbapi, reader=style)
        return replace(self, methods={**self.methods, "exec_driver_sql": driver})


def _dbapi(operation: Any, params: Any = None) -> None: ...
def _many(operation: Any, params: Any) -> None: ...
def _script(sql: Any) -> None: ...
def _sqlite(sql: Any, params: Any = (), /) -> None: ...
def _sqlite_many(sql: Any, params: Any, /) -> None: ...
def _pyodbc(sql: Any, *params: Any) -> None: ...
def _duckdb(query: Any, *, alias: str = "", params: Any = None) -> None: ...
def _asyncpg(query: Any, *args: Any, timeout: Any = None) -> None: ...
def _named(query: Any, values: Any = None) -> None: ...
def _sqlalchemy(statement: Any, parameters: Any = None, *, execution_options: Any = None) -> None: ...
def _sqlmodel(statement: Any, *, params: Any = None) -> None: ...
def _keywords(query: Any, fetchall: Any = None, **params: Any) -> None: ...
def _native(sql: Any, stream: Any = None, types: Any = None, **params: Any) -> None: ...
def _raw(sql: Any, params: Any = (), translations: Any = None, using: Any = None) -> None: ...
def _raw_sql(sql: Any, params: Any, output_field: Any = None) -> None: ...
def _varargs(sql: Any, *params: Any) -> None: ...
def _extra(  # noqa: PLR0913, PLR0917 - Django's own
    select: Any = None, where: Any = None, params: Any = None, tables: Any = None, order_by: Any = None,
    select_params: Any = None,
) -> None: ...  # fmt: skip
def _pandas(sql: Any, con: Any, index_col: Any = None, coerce_float: Any = None, params: Any = None) -> None: ...


def _methods(one: Sending, many: Sending, **others: Sending) -> dict[str, Sending]:
    return {"execute": one, "executemany": many, **others}


_DBAPI = _methods(Sending(_dbapi), Sending(_many, many=True), mogrify=Sending(_dbapi))
_SQLITE = _methods(
    Sending(_sqlite), Sending(_sqlite_many, many=True), executescript=Sending(_script, reader=readers.plain)
)


def _pyodbc_reader(text: str, parameters: object) -> str:
    """Read `?` from further arguments, or from one sequence."""
    values = readers.sequence(parameters)
    first: object = values[0] if len(values) == 1 else None
    return readers.qmark(text, cast("object", first) if isinstance(first, (list, tuple)) else values)


LIBRARIES: dict[str, Library] = {
    "sqlite3": Library(readers.qmark_or_named, _SQLITE),
    "aiosqlite": Library(
        readers.qmark_or_named, {**_SQLITE, "execute_fetchall": Sending(_sqlite), "execute_insert": Sending(_sqlite)}
    ),
    "duckdb": Library(
        readers.qmark, {**_DBAPI, "sql": Sending(_duckdb), "query": Sending(_duckdb)}, is_module_connection=True
    ),
    "pyodbc": Library(_pyodbc_reader, _methods(Sending(_pyodbc), Sending(_many, many=True))),
    "psycopg2": Library(Percent(), _DBAPI, clauses=frozenset({"SQL"}), clause=Percent()),
    "psycopg": Library(Percent(), _DBAPI, clauses=frozenset({"SQL"}), clause=Percent()),
    "asyncpg": Library(
        readers.dollar,
        {
            **dict.fromkeys(("execute", "fetch", "fetchrow", "fetchval"), Sending(_asyncpg)),
            "executemany": Sending(_many, many=True),
        },
    ),
    "pg8000": Library(Percent(), _DBAPI),
    "pg8000.native": Library(readers.clause, {"run": Sending(_native)}),
    "pymysql": Library(Percent(), _DBAPI),
    "MySQLdb": Library(Percent(), _DBAPI),
    "mysql.connector": Library(Percent(undoubles=False), _DBAPI),
    "aiomysql": Library(Percent(), _DBAPI),
    "asyncmy": Library(Percent(), _DBAPI),
    "mariadb": Library(readers.qmark, _DBAPI),
    "pymssql": Library(Percent(undoubles=False), _DBAPI),
    "oracledb": Library(readers.numeric_or_named, _DBAPI),
    "cx_Oracle": Library(readers.numeric_or_named, _DBAPI),
    "snowflake.connector": Library(Percent(), _DBAPI),
    "clickhouse_driver": Library(Percent(positional=False), _DBAPI),
    "trino": Library(readers.qmark, _DBAPI),
    "cassandra": Library(Percent(), _DBAPI),
    "sqlalchemy": Library(
        Percent(),
        {
            **dict.fromkeys(("execute", "scalar", "scalars", "stream"), Sending(_sqlalchemy)),
            "exec": Sending(_sqlmodel),
            "exec_driver_sql": Sending(_dbapi, reader=Percent()),
        },
        clauses=frozenset({"text"}),
        is_toolkit=True,
    ),
    "django": Library(
        Percent(),
        {**_DBAPI, "raw": Sending(_raw), "extra": Sending(_extra)},
        functions={"RawSQL": Sending(_raw_sql)},
    ),
    "pandas": Library(readers.plain, {}, functions=dict.fromkeys(("read_sql", "read_sql_query"), Sending(_pandas))),
    "peewee": Library(readers.qmark, {"execute_sql": Sending(_dbapi), "raw": Sending(_varargs)}),
    "databases": Library(
        readers.clause,
        {
            **dict.fromkeys(("execute", "fetch_all", "fetch_one", "fetch_val", "iterate"), Sending(_named)),
            "execute_many": Sending(_named, many=True),
        },
    ),
    "records": Library(readers.clause, {"query": Sending(_keywords)}),
}
RESULT = Library(readers.plain, {})
LIBRARIES["alembic"] = LIBRARIES["sqlmodel"] = LIBRARIES["flask_sqlalchemy"] = LIBRARIES["sqlalchemy"]
