"""Queries in all shapes: conditions with holes of all kinds, written in all syntaxes, for all sorts of drivers."""

from __future__ import annotations

import keyword
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from hypothesis import strategies as st

from oracle.trial import Case


@dataclass(frozen=True, slots=True)
class Hole:
    """A place for the parameter `name` of the function."""

    name: str
    is_number: bool


Pieces = tuple["str | Hole", ...]

_HEADS = ("SELECT * FROM t WHERE ", "SELECT a, b\nFROM t\nWHERE ", "DELETE FROM t WHERE ", "UPDATE t SET c = 1 WHERE ")
_TAILS = ("", " ORDER BY a", "\nORDER BY a DESC\nLIMIT 5", " -- done")
_FIXED = (
    "note = 'it''s'", "code LIKE 'a%'", "doc = '{}'", "at > '12:30'", "path = 'C:\\x'", "a IS NOT NULL", '"b" = 1',
    "mark = 'x?y'", "note = 'a :b'", "rate = 10 % 3", "note = '%s'", "c IN ('x', 'y')",
)  # fmt: skip
_AROUND = (
    (" = '", "'", False), (" <> '", "'", False), (" > ", "", True), ("=", "", True), (" LIKE '%", "%'", False),
    (" LIKE '", "%'", False), (" = 'K-", "-z'", False), (" = 'n", "'", True), (" IN ('q', '", "')", False),
)  # fmt: skip


@st.composite
def pieces(draw: st.DrawFn) -> Pieces:
    """Draw a query with at least one hole."""
    found: list[str | Hole] = [draw(st.sampled_from(_HEADS))]
    count = draw(st.integers(1, 4))
    for index in range(count):
        found.append(" AND " if index else "")
        if index and draw(st.booleans()):
            found.append(draw(st.sampled_from(_FIXED)))
            continue
        before, after, is_number = draw(st.sampled_from(_AROUND))
        found += [f"col{index}{before}", Hole(f"v{index}", is_number), after]
    found.append(draw(st.sampled_from(_TAILS)))
    return _merged(found)


def _merged(found: Sequence[str | Hole]) -> Pieces:
    merged: list[str | Hole] = []
    for piece in found:
        if isinstance(piece, str) and merged and isinstance(merged[-1], str):
            merged[-1] += piece
        elif piece:
            merged.append(piece)
    return tuple(merged)


def _quoted(text: str, prefix: str = "") -> str:
    spelled = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'{prefix}"{spelled}"'


def _plus(query: Pieces) -> str:
    terms = [p if isinstance(p, str) else f"str({p.name})" if p.is_number else p.name for p in query]
    return "query = " + " + ".join(
        _quoted(term) if isinstance(piece, str) else term for piece, term in zip(query, terms, strict=True)
    )


def _f_string(query: Pieces) -> str:
    text = "".join(p.replace("{", "{{").replace("}", "}}") if isinstance(p, str) else f"{{{p.name}}}" for p in query)
    return "query = " + _quoted(text, "f")


def _several_f_strings(query: Pieces) -> str:
    lines = "".join(f"    {_quoted(p)}\n" if isinstance(p, str) else f'    f"{{{p.name}}}"\n' for p in query)
    return f"query = (\n{lines})"


def _percent(query: Pieces) -> str:
    text = "".join(p.replace("%", "%%") if isinstance(p, str) else "%s" for p in query)
    return f"query = {_quoted(text)} % ({', '.join(_names(query))},)"


def _percent_mapping(query: Pieces) -> str:
    text = "".join(p.replace("%", "%%") if isinstance(p, str) else f"%({p.name})s" for p in query)
    return f"query = {_quoted(text)} % {{{', '.join(f'{_quoted(n)}: {n}' for n in _names(query))}}}"


def _format(query: Pieces) -> str:
    return f"query = {_quoted(_braced(query, lambda _: ''))}.format({', '.join(_names(query))})"


def _format_named(query: Pieces) -> str:
    named = ", ".join(f"{n}={n}" for n in _names(query))
    return f"query = {_quoted(_braced(query, lambda hole: hole.name))}.format({named})"


def _braced(query: Pieces, field: Callable[[Hole], str]) -> str:
    return "".join(p.replace("{", "{{").replace("}", "}}") if isinstance(p, str) else f"{{{field(p)}}}" for p in query)


def _augmented(query: Pieces) -> str:
    first, *others = query
    assert isinstance(first, str)
    lines = [f"query = {_quoted(first)}"]
    for piece in others:
        term = _quoted(piece) if isinstance(piece, str) else f"str({piece.name})" if piece.is_number else piece.name
        lines.append(f"query += {term}")
    return "\n    ".join(lines)


def _joined(query: Pieces) -> str:
    terms = [_quoted(p) if isinstance(p, str) else f"str({p.name})" if p.is_number else p.name for p in query]
    return f'query = "".join([{", ".join(terms)}])'


def _names(query: Pieces) -> list[str]:
    return [piece.name for piece in query if isinstance(piece, Hole)]


SYNTAXES: tuple[Callable[[Pieces], str], ...] = (
    _plus, _f_string, _several_f_strings, _percent, _percent_mapping, _format, _format_named, _augmented, _joined,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Way:
    """How a function of the case gets its connection, and sends a query through it."""

    library: str
    header: str
    parameter: str
    send: str


WAYS: tuple[Way, ...] = (
    Way("sqlite3", "import sqlite3", "conn: sqlite3.Connection", "conn.execute(query)"),
    Way("psycopg2", "import psycopg2.extensions", "cur: psycopg2.extensions.cursor", "cur.execute(query)"),
    Way("psycopg", "import psycopg", "conn: psycopg.Connection", "conn.execute(query)"),
    Way("pymysql", "import pymysql", "cur: pymysql.cursors.Cursor", "cur.execute(query)"),
    Way("oracledb", "import oracledb", "cur: oracledb.Cursor", "cur.execute(query)"),
    Way("asyncpg", "import asyncpg", "conn: asyncpg.Connection", "await conn.fetch(query)"),
    Way("clickhouse_driver", "from clickhouse_driver import Client", "client: Client", "client.execute(query)"),
    Way("sqlalchemy", "from sqlalchemy import text\nfrom sqlalchemy.orm import Session", "session: Session",
        "session.execute(text(query))"),
    Way("databases", "from databases import Database", "db: Database", "await db.fetch_all(query)"),
    Way("duckdb", "import duckdb", "con: duckdb.DuckDBPyConnection", "con.sql(query)"),
)  # fmt: skip


_CLAUSES = frozenset({"sqlalchemy", "databases"})  # a colon that means itself is written with a backslash there


# what stands between building and sending: nothing, or something after which it is too late to look at a value
_BETWEEN = (
    "", "", "", "    {name} = {name} * 2\n", "    for {name} in range(2):\n        pass\n", "    print(query)\n",
)  # fmt: skip


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Draw a case: a query, a syntax, a driver, and arguments."""
    query, syntax, way = draw(pieces()), draw(st.sampled_from(SYNTAXES)), draw(st.sampled_from(WAYS))
    if way.library in _CLAUSES:
        query = tuple(p.replace(":b", "\\:b") if isinstance(p, str) else p for p in query)
    holes = [piece for piece in query if isinstance(piece, Hole)]
    signature = ", ".join(f"{hole.name}: {'int' if hole.is_number else 'str'}" for hole in holes)
    kind = "async def" if way.send.startswith("await") else "def"
    between = draw(st.sampled_from(_BETWEEN)).format(name=holes[0].name)
    code = (
        f"{way.header}\n\n\n{kind} run({way.parameter}, {signature}):\n"
        f"    {syntax(query)}\n{between}    {way.send}\n    return {holes[0].name}\n"
    )
    values = {hole.name: draw(st.integers(1, 99) if hole.is_number else _WORDS) for hole in holes}
    return Case(f"{syntax.__name__} {way.library}", code, (values,), way.library)


_WORDS = st.text("abcxyz", min_size=1, max_size=5).filter(lambda word: not keyword.iskeyword(word))
