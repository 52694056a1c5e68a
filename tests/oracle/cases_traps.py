"""What peers got wrong: escapes, time, parameters that are there already, evidence of the driver."""

from __future__ import annotations

from oracle.trial import ANY, PARTIAL, Case

TRAPS: tuple[Case, ...] = (
    Case("doubled braces", '''import sqlite3


def run(conn: sqlite3.Connection, name):
    conn.execute(f"SELECT * FROM t WHERE doc = '{{}}' AND name = '{name}'")
''', ({"name": "ann"},)),
    Case("a percent sign for a driver of percent signs", '''import psycopg2


def run(name):
    cur = psycopg2.connect("x").cursor()
    cur.execute(f"SELECT 10 % 3, name FROM t WHERE name = '{name}' AND code LIKE 'a%'")
''', ({"name": "ann"},), "psycopg2"),
    Case("a doubled percent sign for a driver of question marks", '''import sqlite3


def run(conn: sqlite3.Connection, name):
    conn.execute("SELECT strftime('%%Y', d) FROM t WHERE name = '%s' AND code LIKE 'a%%'" % name)
''', ({"name": "ann"},)),
    Case("a colon in a text that becomes a clause", '''from sqlalchemy.orm import Session


def run(session: Session, name):
    session.execute(f"SELECT 'a :x', a::text FROM t WHERE at > '12:30' AND name = '{name}'")
''', ({"name": "ann"},), "sqlalchemy"),
    Case("escapes in literals keep their meaning", """import sqlite3


def run(conn: sqlite3.Connection, name):
    conn.execute('SELECT * FROM t\\n\\tWHERE name = \\'' + name + '\\' -- all\\n AND a = 1')
""", ({"name": "ann"},)),
    Case("raw string", '''import sqlite3


def run(conn: sqlite3.Connection, name):
    conn.execute(rf"SELECT * FROM t WHERE path LIKE 'C:\\temp\\%' AND name = '{name}'")
''', ({"name": "ann"},)),
    Case("the value changes between building and executing", '''import sqlite3


def run(conn: sqlite3.Connection, name):
    query = f"SELECT * FROM t WHERE name = '{name}'"
    name = name.upper()
    conn.execute(query)
    return name
''', ({"name": "ann"},)),
    Case("an iterator between building and executing", '''import sqlite3


def run(conn: sqlite3.Connection, names: list[str]):
    it = iter(names)
    query = f"SELECT * FROM t WHERE name = '{next(it)}'"
    second = next(it)
    conn.execute(query)
    return second
''', ({"names": ["a", "b"]},)),
    Case("a list that is changed in between", '''import sqlite3


def run(conn: sqlite3.Connection, names: list[str]):
    query = f"SELECT * FROM t WHERE name = '{names[0]}'"
    names[0] = "other"
    conn.execute(query)
''', ({"names": ["a", "b"]},)),
    Case("a loop that executes what was built before it", '''import sqlite3


def run(conn: sqlite3.Connection, name):
    query = f"UPDATE t SET n = n + 1 WHERE name = '{name}'"
    for name in ("x", "y"):
        conn.execute(query)
''', ({"name": "ann"},)),
    Case("a query built in a loop", '''import sqlite3


def run(names: list[str]):
    conn = sqlite3.connect("x")
    for name in names:
        sql = "INSERT INTO t (name) VALUES ('" + name + "')"
        conn.execute(sql)
    conn.commit()
''', ({"names": ["a", "b"]},)),
    Case("existing parameters before and after", '''import sqlite3


def run(conn: sqlite3.Connection, a, b, c):
    conn.execute(f"SELECT * FROM t WHERE a = ? AND b = '{b}' AND c = ?", (a, c))
''', ({"a": "x", "b": "y", "c": "z"},)),
    Case("existing list of parameters", '''import psycopg2


def run(a, b):
    cur = psycopg2.connect("x").cursor()
    cur.execute(f"SELECT * FROM t WHERE a = %s AND b = '{b}'", [a])
''', ({"a": "x", "b": "y"},), "psycopg2"),
    Case("existing mapping", '''import psycopg2


def run(a, b):
    cur = psycopg2.connect("x").cursor()
    cur.execute(f"SELECT * FROM t WHERE a = %(a)s AND b = '{b}'", {"a": a})
''', ({"a": "x", "b": "y"},), "psycopg2"),
    Case("quotes escaped by hand", '''import sqlite3


def run(conn: sqlite3.Connection, name: str):
    conn.execute("SELECT * FROM t WHERE name = '" + name.replace("'", "''") + "'")
''', ({"name": "ann"},)),
    Case("an iterator for an in list", '''import sqlite3


def run(conn: sqlite3.Connection, ids: list[int]):
    chosen = (i for i in ids if i)
    conn.execute("SELECT * FROM t WHERE id IN (%s)" % ",".join(str(i) for i in chosen))
''', ({"ids": [1, 2, 3]},)),
    Case("a table stays, its values do not", '''import sqlite3


def run(conn: sqlite3.Connection, table, name):
    conn.execute(f"SELECT * FROM {table} WHERE name = '{name}'")
''', ({"table": "users", "name": "ann"},), expect=PARTIAL, kept=frozenset({"table"})),
    Case("a column to sort by stays", '''import psycopg2


def run(name, column):
    cur = psycopg2.connect("x").cursor()
    cur.execute("SELECT * FROM t WHERE name = '%s' ORDER BY %s" % (name, column))
''', ({"name": "ann", "column": "age"},), "psycopg2", PARTIAL, frozenset({"column"})),
    Case("connection set in the base class", '''import psycopg2


class Base:
    def __init__(self):
        self.conn = psycopg2.connect("x")


class Users(Base):
    def find(self, name):
        with self.conn.cursor() as cur:
            cur.execute(f"SELECT * FROM users WHERE name = '{name}'")
            return cur.fetchall()


def run(name):
    return Users().find(name)
''', ({"name": "ann"},), "psycopg2"),
    Case("connection from a function of the file", '''import sqlite3

from flask import g


def get_db():
    db = getattr(g, "_database", None)
    if db is None:
        db = g._database = sqlite3.connect("app.db")
    return db


def run(name):
    return get_db().execute(f"SELECT * FROM users WHERE name = '{name}'").fetchone()
''', ({"name": "ann"},)),
    Case("a method that hands the query on", '''import sqlite3


class Database:
    def __init__(self):
        self.conn = sqlite3.connect("app.db")

    def query(self, sql, params=(), one=False):
        rows = self.conn.execute(sql, params).fetchall()
        return rows[:1] if one else rows

    def find(self, name):
        return self.query(f"SELECT * FROM users WHERE name = '{name}'", one=True)


def run(name):
    return Database().find(name)
''', ({"name": "ann"},)),
    Case("a pattern that moves into the value", '''import mysql.connector


def run(cursor: mysql.connector.cursor.MySQLCursor, name):
    cursor.execute("SELECT * FROM t WHERE name LIKE '%" + name + "%'")
''', ({"name": "ann"},), "mysql.connector"),
    Case("a cursor parameter and the only import", '''import pymysql


def run(cursor, name):
    cursor.execute("SELECT * FROM users WHERE name = '%s'" % name)
    return cursor.fetchone()
''', ({"name": "ann"},), "pymysql"),
    Case("a cursor parameter and other calls", '''def add(cursor, name):
    cursor.execute("INSERT INTO users (name) VALUES (%s)", (name,))


def run(cursor, name):
    cursor.execute("SELECT * FROM users WHERE name = '%s'" % name)
    return cursor.fetchone()
''', ({"name": "ann"},), "pymysql"),
    Case("a cursor and the project's dependencies", '''def run(cursor, name):
    cursor.execute("SELECT * FROM users WHERE name = '%s'" % name)
''', ({"name": "ann"},), "psycopg2", project=frozenset({"psycopg2-binary", "requests"})),
    Case("a cursor and the setting", '''def run(cursor, name):
    cursor.execute("SELECT * FROM users WHERE name = '%s'" % name)
''', ({"name": "ann"},), "pymysql", options={"sql.paramstyle": "format"}),
    Case("a connection that nothing tells of", '''def run(conn, name):
    return conn.execute(f"SELECT * FROM users WHERE name = '{name}'").fetchall()
''', ({"name": "ann"},)),
    Case("string annotation", '''from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import psycopg


def run(cur: "psycopg.Cursor | None", name):
    cur.execute(f"SELECT * FROM users WHERE name = '{name}'")
''', ({"name": "ann"},), "psycopg"),
    Case("a list shown in a string", '''import sqlite3


def run(conn: sqlite3.Connection, row: list[int]):
    conn.execute(f"SELECT * FROM t WHERE label = '{row}'")
''', ({"row": [1, 2]},), expect=ANY),
    Case("condition built by a conditional expression", '''import sqlite3


def run(conn: sqlite3.Connection, name, active: bool):
    sql = "SELECT * FROM t WHERE name = '" + name + "'" + (" AND active = 1" if active else "")
    conn.execute(sql)
''', ({"name": "ann", "active": True}, {"name": "ann", "active": False}), expect=ANY),
    Case("an f-string within a quoted prefix", '''import sqlite3


def run(conn: sqlite3.Connection, prefix, number: int):
    conn.execute(f"SELECT * FROM t WHERE code = 'K-{prefix}-{number:04d}'")
''', ({"prefix": "ab", "number": 7},)),
    Case("limit from arithmetic", '''import sqlite3


def run(conn: sqlite3.Connection, page: int, size: int):
    conn.execute(f"SELECT * FROM t LIMIT {size} OFFSET {(page - 1) * size}")
''', ({"page": 2, "size": 10},)),
)  # fmt: skip
