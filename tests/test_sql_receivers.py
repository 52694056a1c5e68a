"""Which driver reads a query, by what evidence: one line of code and what is known of the object in it."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest

from amends.context import Context
from amends.project import Project
from amends.source import Source
from amends_codemods.sql_injection.databases.drivers import DRIVERS
from amends_codemods.sql_injection.databases.interfaces import Kind, Method
from amends_codemods.sql_injection.databases.lookup import kind_of_word
from amends_codemods.sql_injection.databases.receivers import Ground, Sink, sinks


def _sinks(code: str, *dependencies: str, paramstyle: str = "") -> list[Sink]:
    options = {"sql.paramstyle": paramstyle} if paramstyle else {}
    context = Context(PurePosixPath("app.py"), Project(dependencies=frozenset(dependencies)), options=options)
    return list(sinks(Source.parse(code, context)))


def _driver(sink: Sink) -> str | None:
    return sink.driver.name if sink.driver else None


BY_RECEIVER = {
    "annotation": ("import sqlite3\ndef f(c: sqlite3.Connection): c.execute(q)", "sqlite3"),
    "annotation in quotes": ("import psycopg\ndef f(c: 'psycopg.Cursor | None'): c.execute(q)", "psycopg"),
    "optional": (
        "import typing, pymysql\ndef f(c: typing.Optional[pymysql.Connection]): c.cursor().execute(q)", "pymysql",
    ),
    "annotated variable": ("import duckdb\nc: duckdb.DuckDBPyConnection = get()\nc.execute(q)", "duckdb"),
    "annotated attribute": ("import pyodbc\nclass A:\n c: pyodbc.Cursor\n def f(self): self.c.execute(q)", "pyodbc"),
    "alias of an annotation": (
        ("from typing import Annotated\nfrom sqlalchemy.orm import Session\nfrom fastapi import Depends\n"
        "Db = Annotated[Session, Depends(g)]\ndef f(db: Db): db.execute(q)"),
        "SQLAlchemy",
    ),
    "creation": ("import sqlite3\nc = sqlite3.connect('x')\nc.execute(q)", "sqlite3"),
    "alias": ("from psycopg2 import connect as dial\ncur = dial('').cursor()\ncur.execute(q)", "psycopg2"),
    "chain": ("import sqlite3\nsqlite3.connect('x').cursor().execute(q)", "sqlite3"),
    "with": ("import psycopg2\nwith psycopg2.connect('') as c, c.cursor() as k:\n k.execute(q)", "psycopg2"),
    "closing": (
        "import contextlib, sqlite3\nwith contextlib.closing(sqlite3.connect('')) as c:\n c.execute(q)", "sqlite3",
    ),
    "async pool": (
        ("import asyncpg\nasync def f():\n p = await asyncpg.create_pool()\n async with p.acquire() as c:\n"
        "  await c.fetch(q)"),
        "asyncpg",
    ),
    "pool of a global": (
        "from psycopg2 import pool\nP = pool.ThreadedConnectionPool(1, 2)\nP.getconn().cursor().execute(q)", "psycopg2",
    ),
    "attribute set elsewhere": (
        ("import pymysql\nclass A:\n def __init__(self): self.c = pymysql.connect()\n"
        " def f(self):\n  k = self.c.cursor()\n  k.execute(q)"),
        "pymysql",
    ),
    "attribute set in the base": (
        ("import sqlite3\nclass A:\n def __init__(self): self.c = sqlite3.connect('')\n"
        "class B(A):\n def f(self): self.c.execute(q)"),
        "sqlite3",
    ),
    "property": (
        ("import sqlite3\nclass A:\n @property\n def c(self): return sqlite3.connect('')\n"
        " def f(self): self.c.execute(q)"),
        "sqlite3",
    ),
    "method": (
        ("import sqlite3\nclass A:\n def open(self): return sqlite3.connect('')\n"
        " def f(self):\n  with self.open() as c: c.execute(q)"),
        "sqlite3",
    ),
    "object of a class": (
        "import sqlite3\nclass A:\n def __init__(self): self.c = sqlite3.connect('')\na = A()\na.c.execute(q)",
        "sqlite3",
    ),
    "function": ("import sqlite3\ndef get(): return sqlite3.connect('')\nget().execute(q)", "sqlite3"),
    "annotated function": ("import sqlite3\ndef get() -> sqlite3.Connection: ...\nget().execute(q)", "sqlite3"),
    "generator": ("import sqlite3\ndef get():\n c = sqlite3.connect('')\n yield c\nnext(get()).execute(q)", "sqlite3"),
    "several results": (
        "import psycopg2\ndef get():\n c = psycopg2.connect('')\n return c, c.cursor()\nc, k = get()\nk.execute(q)",
        "psycopg2",
    ),
    "unpacking": ("import sqlite3\nc, n = sqlite3.connect(''), 1\nc.execute(q)", "sqlite3"),
    "walrus": ("import sqlite3\nif c := sqlite3.connect(''): c.execute(q)", "sqlite3"),
    "g": ("import sqlite3\nfrom flask import g\ng.db = sqlite3.connect('')\ndef f(): g.db.execute(q)", "sqlite3"),
    "getattr": (
        ("import sqlite3\nfrom flask import g\ndef get():\n d = getattr(g, '_d', None)\n"
        " if d is None: d = g._d = sqlite3.connect('')\n return d\nget().execute(q)"),
        "sqlite3",
    ),
    "dependency": (
        ("from sqlalchemy.orm import sessionmaker\nfrom fastapi import Depends\nS = sessionmaker()\n"
        "def get(): yield S()\n"
        "def f(db=Depends(get)): db.execute(q)"),
        "SQLAlchemy",
    ),
    "subclass of a connection": ("import sqlite3\nclass C(sqlite3.Connection): ...\nC('').execute(q)", "sqlite3"),
    "text": ("from sqlalchemy import text\ndef f(x): x.execute(text(q))", "SQLAlchemy"),
    "composition": ("from psycopg import sql\ndef f(x): x.execute(sql.SQL(q))", "psycopg"),
    "engine": ("from sqlalchemy import create_engine\nwith create_engine('').begin() as c: c.execute(q)", "SQLAlchemy"),
    "driver below an engine": (
        "from sqlalchemy import create_engine\ne = create_engine('mysql+pymysql://x')\ne.connect().exec_driver_sql(q)",
        "pymysql",
    ),
    "raw connection": (
        "from sqlalchemy import create_engine\ne = create_engine('sqlite://')\ne.raw_connection().cursor().execute(q)",
        "sqlite3",
    ),
    "django": ("from django.db import connections\nwith connections['x'].cursor() as c: c.execute(q)", "Django"),
    "manager": ("from .models import A\nA.objects.using('x').raw(q)", "Django"),
    "pandas": ("import sqlite3\nimport pandas as pd\npd.read_sql(q, con=sqlite3.connect(''))", "sqlite3"),
    "pandas with a URL": ("import pandas as pd\npd.read_sql(q, 'sqlite:///x')", "SQLAlchemy"),
    "module that is a connection": ("import duckdb\nduckdb.execute(q)", "duckdb"),
    "spark": (
        "from pyspark.sql import SparkSession\ns = SparkSession.builder.appName('x').getOrCreate()\ns.sql(q)",
        "pyspark",
    ),
    "records": ("import records\nrecords.Database('x').query(q)", "records"),
}  # fmt: skip


@pytest.mark.parametrize(("code", "driver"), BY_RECEIVER.values(), ids=BY_RECEIVER)
def test_the_object_tells_its_driver(code: str, driver: str) -> None:
    (sink,) = _sinks(code)
    assert _driver(sink) == driver
    assert sink.ground in {Ground.RECEIVER, Ground.METHOD}


BY_FILE = {
    "the only import": ("import pymysql\ndef f(cursor): cursor.execute(q)", "pymysql", Ground.FILE),
    "imports of one style": (
        "try:\n import pymysql\nexcept ImportError:\n import MySQLdb\ndef f(cur): cur.execute(q)",
        "pymysql or MySQLdb", Ground.FILE,
    ),
    "imports of two styles": ("import sqlite3, psycopg2\ndef f(cur): cur.execute(q)", None, Ground.FILE),
    "a layer and a driver": ("import sqlalchemy, psycopg2\ndef f(cur): cur.execute(q)", "psycopg2", Ground.FILE),
    "other calls": ("def f(cur): cur.execute('a = %s', (x,)); cur.execute(q)", "a driver with %s", Ground.CALLS),
    "other calls, several styles": (
        "import psycopg2\ndef f(cur, cur2): cur.execute('a = ?', (x,)); cur2.execute(q)", None, Ground.CALLS,
    ),
    "only asyncpg has it": ("async def f(conn): await conn.fetchrow(q)", "asyncpg", Ground.METHOD),
    "a session": ("def f(session): session.execute(q)", "SQLAlchemy", Ground.METHOD),
    "a connection": ("def f(conn): conn.execute(q)", "a driver with ?", Ground.GUESS),
    "a cursor": ("def f(cursor): cursor.execute(q)", None, Ground.GUESS),
    "a connection from two places": (
        "import sqlite3, psycopg\nif x: c = sqlite3.connect('')\nelse: c = psycopg.connect('')\nc.execute(q)",
        None, Ground.RECEIVER,
    ),
    "something else": ("import sqlite3\ndef f(executor): executor.execute(q)", None, Ground.GUESS),
}  # fmt: skip


@pytest.mark.parametrize(("code", "driver", "ground"), BY_FILE.values(), ids=BY_FILE)
def test_the_file_tells_where_the_object_does_not(code: str, driver: str | None, ground: Ground) -> None:
    sink = _sinks(code)[-1]
    assert (_driver(sink), sink.ground) == (driver, ground)
    assert sink.reason


CURSOR = "def f(cursor): cursor.execute(q)"


def test_the_project_tells_where_the_file_does_not() -> None:
    (sink,) = _sinks(CURSOR, "psycopg2-binary", "sqlalchemy", "requests")
    assert (_driver(sink), sink.ground) == ("psycopg2", Ground.PROJECT)


def test_a_project_of_two_styles_tells_nothing() -> None:
    (sink,) = _sinks(CURSOR, "psycopg2", "duckdb")
    assert sink.driver is None


@pytest.mark.parametrize("dependencies", [(), ("psycopg2",)])
def test_the_setting_is_stronger_than_the_project(dependencies: tuple[str, ...]) -> None:
    (sink,) = _sinks(CURSOR, *dependencies, paramstyle="numeric")
    assert (_driver(sink), sink.ground) == ("a driver with :1", Ground.SETTING)


def test_the_file_is_stronger_than_the_setting() -> None:
    (sink,) = _sinks(f"import sqlite3\n{CURSOR}", paramstyle="format")
    assert _driver(sink) == "sqlite3"


@pytest.mark.parametrize(
    "code",
    [
        "import os\nos.execute(q)",
        "def f(driver): driver.execute_script(q)",
        "def f(response): response.raw(q)",
        "import elasticsearch\nelasticsearch.Elasticsearch().search(q)",
        "import asyncio\nasyncio.run(q)",
        "def f(client): client.query(q)",
        "import requests\nrequests.Session().get(q)",
    ],
)
def test_what_is_no_database_has_no_driver(code: str) -> None:
    assert all(sink.driver is None for sink in _sinks(code))


BY_WRAPPER = {
    "method": (
        ("import sqlite3\nclass A:\n def __init__(self): self.c = sqlite3.connect('')\n"
        " def run(self, query, values=()): return self.c.execute(query, values)\n def f(self): self.run(q)"),
        "sqlite3", 1,
    ),
    "function": (
        ("import psycopg2\ndef run(cur: psycopg2.extensions.cursor, query, args=None):\n"
        " cur.execute(query, args or ())\ndef f(cur): run(cur, q)"),
        "psycopg2", 2,
    ),
    "one branch without parameters": (
        ("import pymysql\ndef run(sql, args=None):\n c = pymysql.connect().cursor()\n if args: c.execute(sql, args)\n"
        " else: c.execute(sql)\ndef f(): run(q)"),
        "pymysql", 1,
    ),
    "varargs": (
        ("import asyncpg\nasync def run(c: asyncpg.Connection, query, *args): return await c.fetch(query, *args)\n"
        "async def f(c): await run(c, q)"),
        "asyncpg", 2,
    ),
}  # fmt: skip


@pytest.mark.parametrize(("code", "driver", "position"), BY_WRAPPER.values(), ids=BY_WRAPPER)
def test_a_function_that_hands_a_query_on_sends_it(code: str, driver: str, position: int) -> None:
    sink = _sinks(code)[-1]
    assert (sink.kind, _driver(sink)) == (Kind.FUNCTION, driver)
    assert sink.method.parameters
    assert sink.method.parameters.position == position


@pytest.mark.parametrize(
    "body",
    [
        "def execute(self, query): self.log(query)",
        "def execute(self, query): query += ' LIMIT 1'; self.c.execute(query)",
    ],
)
def test_a_method_of_the_module_is_not_the_driver_s(body: str) -> None:
    head = "import sqlite3\nclass A:\n def __init__(self): self.c = sqlite3.connect('')\n"
    code = f"{head} {body}\ndb = A()\ndb.execute(q)"
    assert not [sink for sink in _sinks(code) if sink.receiver is not None and not sink.reason.startswith("self.c")]


def test_a_method_that_is_called_on_its_class_is_left() -> None:
    head = "import sqlite3\nclass A:\n def __init__(self): self.c = sqlite3.connect('')\n"
    code = f"{head} def run(self, query, values=()): return self.c.execute(query, values)\nA.run(A(), q)"
    assert [sink.method.name for sink in _sinks(code)] == ["execute"]


def test_an_object_of_an_unknown_class_is_no_connection() -> None:
    (sink,) = _sinks("import sqlite3\nfrom .storage import Database\ndb = Database()\ndb.execute(q)")
    assert sink.driver is None


def test_parameters_that_are_there_are_found() -> None:
    head = "import asyncpg\nasync def f(c: asyncpg.Connection, *a): "
    code = f"{head}await c.fetch(q, *a); await c.fetch(q, 1, 2, timeout=3)"
    starred, plain = _sinks(code)
    assert starred.parameters is not None
    assert starred.parameters.star == "*"
    assert plain.parameters is not None
    assert plain.parameters.keyword is None


@pytest.mark.parametrize(("name", "kind"), [
    ("cursor", Kind.CURSOR), ("_cur", Kind.CURSOR), ("mycursor", Kind.CURSOR), ("db_conn", Kind.CONNECTION),
    ("self_db", Kind.CONNECTION), ("mydb", Kind.CONNECTION), ("db_session", Kind.SESSION), ("engine", Kind.ENGINE),
    ("executor", Kind.UNKNOWN), ("currency", Kind.UNKNOWN), ("content", Kind.UNKNOWN), ("pool", Kind.POOL),
])  # fmt: skip
def test_a_word_tells_what_it_names(name: str, kind: Kind) -> None:
    assert kind_of_word(name) is kind


def test_every_row_is_told_by_something_and_documented() -> None:
    assert len({driver.name for driver in DRIVERS}) == len(DRIVERS)
    for driver in DRIVERS:
        assert driver.packages
        assert driver.methods
        assert driver.reference.startswith("https://")


@pytest.mark.parametrize("method", [m for driver in DRIVERS for m in driver.methods], ids=lambda method: method.name)
def test_parameters_stand_behind_the_query(method: Method) -> None:
    query, parameters = method.query.position, method.parameters.position if method.parameters else None
    assert query is None or parameters is None or parameters > query
