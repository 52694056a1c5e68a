"""Queries before and after: the same rows for harmless values, and an attack that works before and fails after."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import PurePosixPath
from typing import Any

import pytest

from amends import engine
from amends.context import Context
from amends.project import Project
from amends.registry import installed

ATTACK = "x' OR '1' = '1"
ATTACKS = {"wildcards": "x%' OR '%' = '", "list": "x') OR 1 = 1 --"}
HEAD = (
    "import sqlite3\nfrom contextlib import closing\n\n\n"
    "def run(conn: sqlite3.Connection, name, limit=10):\n    cursor = conn.cursor()\n"
)
TAIL = "    return sorted(cursor.fetchall())\n"
QUERIES = {
    "concatenation": """
    query = "SELECT * FROM people WHERE name = '" + name + "'"
    cursor.execute(query)
""",
    "f-string": """
    cursor.execute(f"SELECT * FROM people WHERE name = '{name}' LIMIT {limit}")
""",
    "percent": """
    cursor.execute("SELECT * FROM people WHERE name = '%s' AND name NOT LIKE 'z%%'" % name)
""",
    "format": """
    cursor.execute("SELECT * FROM {} WHERE name = '{}'".format("people", name))
""",
    "branches": """
    if limit > 5:
        query = f"SELECT * FROM people WHERE name = '{name}'"
    else:
        query = f"SELECT * FROM people WHERE name = '{name}' LIMIT {limit}"
    cursor.execute(query)
""",
    "appends": """
    query = "SELECT * FROM people WHERE 1 = 1"
    if name:
        query += f" AND name = '{name}'"
    query += f" LIMIT {limit}"
    cursor.execute(query)
""",
    "conditions": """
    conditions = ["1 = 1"]
    if name:
        conditions.append("name = '" + name + "'")
    cursor.execute("SELECT * FROM people WHERE " + " AND ".join(conditions))
""",
    "condition by the name of a column": """
    where = "name = '" + name + "'"
    if limit > 5:
        where += f" AND name LIKE '{name}'"
    cursor.execute("SELECT * FROM people WHERE " + where)
""",
    "connection that another follows": """
    with closing(sqlite3.connect(":memory:")) as other:
        other.execute("SELECT 1")
    cursor = conn.cursor()
    cursor.execute(f"SELECT * FROM people WHERE name = '{name}'")
""",
    "list": """
    names = [name, "bob"]
    cursor.execute("SELECT * FROM people WHERE name IN ('" + "','".join(names) + "')")
""",
    "wildcards": """
    cursor.execute(f"SELECT * FROM people WHERE name LIKE '{name}%'")
""",
    "changed in between": """
    query = "SELECT * FROM people WHERE name = '%s'" % name
    name = "bob"
    cursor.execute(query)
""",
}  # fmt: skip


def _fixed(code: str) -> str:
    (codemod,) = (c for c in installed() if c.id == "sql-injection")
    outcome = engine.run(code.encode(), Context(PurePosixPath("app.py"), Project.nothing()), (codemod,))
    assert outcome.problem is None
    assert outcome.changed
    return outcome.after.decode()


def _function(code: str) -> Callable[..., Any]:
    names: dict[str, Any] = {}
    exec(compile(code, "app.py", "exec"), names)
    function: Callable[..., Any] = names["run"]
    return function


@pytest.fixture
def conn() -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(":memory:")) as made:
        made.execute("CREATE TABLE people (name TEXT, age INTEGER)")
        made.executemany("INSERT INTO people VALUES (?, ?)", [("ann", 30), ("bob", 40), ("o'neil", 50)])
        yield made


@pytest.mark.parametrize("body", QUERIES.values(), ids=QUERIES)
def test_harmless_values_find_the_same(body: str, conn: sqlite3.Connection) -> None:
    code = HEAD + body.lstrip("\n") + TAIL
    before, after = _function(code), _function(_fixed(code))
    for name in ("ann", "nobody"):
        assert before(conn, name) == after(conn, name)


@pytest.mark.parametrize("name", QUERIES)
def test_an_attack_finds_nothing_more(name: str, conn: sqlite3.Connection) -> None:
    code = HEAD + QUERIES[name].lstrip("\n") + TAIL
    before, after = _function(code), _function(_fixed(code))
    attack = ATTACKS.get(name, ATTACK)
    assert len(before(conn, attack)) == 3
    assert after(conn, attack) == after(conn, "nobody")


@pytest.mark.parametrize("body", QUERIES.values(), ids=QUERIES)
def test_a_quote_is_a_character_like_any_other(body: str, conn: sqlite3.Connection) -> None:
    code = HEAD + body.lstrip("\n") + TAIL
    with pytest.raises(sqlite3.Error):
        _function(code)(conn, "o'neil")
    assert ("o'neil", 50) in _function(_fixed(code))(conn, "o'neil")


@pytest.mark.parametrize("shown", ["{chosen}", "{tuple(names)}", "{str(chosen)}"])
def test_the_text_of_a_tuple_finds_the_same(shown: str, conn: sqlite3.Connection) -> None:
    names = '    names = [name, "bob"]\n    chosen = tuple(names)\n'
    before = f'{HEAD}{names}    cursor.execute(f"SELECT * FROM people WHERE name IN {shown}")\n{TAIL}'
    assert _function(_fixed(before))(conn, "ann") == _function(before)(conn, "ann") == [("ann", 30), ("bob", 40)]
