"""What must stay as it is: identifiers, fragments, DDL, other languages, things that are no database."""

from __future__ import annotations

from oracle.trial import ADVICE, LEFT, NOTHING, Case

_HEAD = "import sqlite3\n\n\ndef run(conn: sqlite3.Connection, x, y=None):\n"


def _left(name: str, body: str, expect: str = ADVICE) -> Case:
    return Case(name, _HEAD + "".join(f"    {line}\n" for line in body.strip("\n").split("\n")), expect=expect)


def _nothing(name: str, code: str) -> Case:
    return Case(name, code, expect=NOTHING)


CASES: tuple[Case, ...] = (
    _left("a table", 'conn.execute(f"SELECT * FROM {x}")'),
    _left("a column to sort by", 'conn.execute(f"SELECT * FROM t ORDER BY {x}")'),
    _left("a direction", 'conn.execute("SELECT * FROM t ORDER BY name " + x)'),
    _left("a quoted identifier", """conn.execute(f'SELECT * FROM "{x}"')"""),
    _left("an identifier in single quotes", """conn.execute(f"DELETE FROM '{x}'")"""),
    _left("a list of columns", """conn.execute(f"SELECT {', '.join(x)} FROM t")"""),
    _left("a clause", 'conn.execute(f"SELECT * FROM t WHERE {x}")'),
    _left("a clause at the end", 'conn.execute("SELECT * FROM t " + x)'),
    _left("the definition of a table", 'conn.execute(f"CREATE TABLE {x} (id INTEGER DEFAULT {y})")'),
    _left("inside a comment", 'conn.execute(f"SELECT 1 FROM t /* {x} */")'),
    _left("an alias", 'conn.execute(f"SELECT a AS {x} FROM t")'),
    _left("a script", """conn.executescript(f"DELETE FROM t WHERE name = '{x}';")"""),
    _left("a function that gives SQL", '''
def condition():
    return "a = 1 OR b = 2"
conn.execute(f"SELECT * FROM t WHERE {condition()}")
'''),
    _left("a name that holds a clause", '''
where = "WHERE a = 1"
if x:
    where = "WHERE b = 2"
conn.execute(f"SELECT * FROM t {where}")
''', LEFT),
    Case("generated placeholders", '''import sqlite3


def run(conn: sqlite3.Connection, ids):
    marks = ",".join("?" * len(ids))
    return conn.execute(f"SELECT * FROM t WHERE id IN ({marks})", ids)
''', expect=LEFT),
    Case("a literal-only query", '''import sqlite3


def run(conn: sqlite3.Connection):
    conn.execute("SELECT * FROM t " + "WHERE a = 1")
''', expect=LEFT),
    Case("a constant value", '''import sqlite3

LIMIT = 50


def run(conn: sqlite3.Connection):
    conn.execute(f"SELECT * FROM t LIMIT {LIMIT}")
''', expect=LEFT),
    Case("another use of the query", '''import sqlite3


def run(conn: sqlite3.Connection, name, cache):
    query = f"SELECT * FROM t WHERE name = '{name}'"
    if query in cache:
        return cache[query]
    cache[query] = conn.execute(query).fetchall()
    return cache[query]
''', expect=ADVICE),
    Case("two drivers", '''try:
    import psycopg2 as driver
except ImportError:
    import sqlite3 as driver


def run(cursor, name):
    cursor.execute("SELECT * FROM t WHERE name = '%s'" % name)
''', expect=ADVICE),
    Case("a cursor that nothing tells of", '''def run(cursor, name):
    cursor.execute("SELECT * FROM t WHERE name = '%s'" % name)
''', expect=ADVICE),
    Case("query returned to elsewhere", '''def run(name):
    return "SELECT * FROM t WHERE name = '%s'" % name
''', expect=ADVICE),
    Case("a percent sign for a driver that reads it in its own way", '''import mysql.connector


def run(cursor: mysql.connector.cursor.MySQLCursor, name):
    cursor.execute(f"SELECT DATE_FORMAT(d, '%Y') FROM t WHERE name = '{name}'")
''', expect=ADVICE),
    _nothing("prose", '''import logging

log = logging.getLogger(__name__)


def run(name):
    log.info("Please select an item from %s" % name)
    print(f"delete the row from {name}, then update the set of {name}")
'''),
    _nothing("bound already", '''import sqlite3


def run(conn: sqlite3.Connection, name):
    return conn.execute("SELECT * FROM t WHERE name = ?", (name,)).fetchall()
'''),
    _nothing("an executor", '''from concurrent.futures import ThreadPoolExecutor


def run(executor, name):
    executor.execute(f"run the job {name}")
'''),
    _nothing("a browser", '''def run(driver, name):
    driver.execute_script(f"return select('{name}')")
'''),
    _nothing("a psycopg composition", '''from psycopg2 import connect, sql


def run(table, name):
    cur = connect("x").cursor()
    cur.execute(sql.SQL("SELECT * FROM {} WHERE name = %s").format(sql.Identifier(table)), (name,))
'''),
    _nothing("an ORM", '''def run(session, User, name):
    return session.query(User).filter(User.name == name).all()
'''),
)  # fmt: skip
