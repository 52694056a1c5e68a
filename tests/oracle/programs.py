"""Functions as they are written against real databases: each builds a query, and an engine's idiom sends it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

ROWS = ((1, "ann", "Oslo", 30), (2, "bob", "Bern", 40), (3, "cat", "Oslo", 50))
ANYBODY, NOTHING_DROPPED = "' OR '1'='1", "'; DROP TABLE users; --"


@dataclass(frozen=True, slots=True)
class Program:
    """Lines that assign `query`, their arguments, the payload's argument, and how many rows a benign call gives.

    `wide` are arguments whose payload makes the original return every row.
    """

    name: str
    lines: str
    arguments: Mapping[str, Any]
    rows: int
    wide: Mapping[str, Any] = field(default_factory=dict[str, Any])

    @property
    def body(self) -> str:
        """The lines in a function."""
        return "".join(f"    {line}\n" for line in self.lines.strip("\n").split("\n"))


PROGRAMS: tuple[Program, ...] = (
    Program(
        "plus", "query = \"SELECT * FROM users WHERE name = '\" + name + \"'\"",
        {"name": "ann"}, 1, {"name": ANYBODY},
    ),
    Program(
        "f-string", "query = f\"SELECT * FROM users WHERE city = '{city}' AND age > {age} ORDER BY id\"",
        {"city": "Oslo", "age": 10}, 2, {"city": "' OR 1 = 1 OR '' = '", "age": 10},
    ),
    Program(
        "percent", "query = \"SELECT name FROM users WHERE name = '%s' OR age = %d ORDER BY id\" % (name, age)",
        {"name": "ann", "age": 40}, 2, {"name": ANYBODY, "age": 0},
    ),
    Program(
        "format", "query = \"SELECT * FROM users WHERE name = '{}' AND city = '{where}'\".format(name, where=city)",
        {"name": "ann", "city": "Oslo"}, 1, {"name": "", "city": ANYBODY},
    ),
    Program(
        "like", "query = f\"SELECT name FROM users WHERE city LIKE '%{part}%' ORDER BY id\"",
        {"part": "sl"}, 2, {"part": "x%' OR name LIKE '"},
    ),
    Program(
        "like beside a pattern that stays",
        "query = f\"SELECT name FROM users WHERE name LIKE '%a%' AND city = '{city}' ORDER BY id\"",
        {"city": "Oslo"}, 2, {"city": "' OR '' = '"},
    ),
    Program(
        "quoted list",
        "names = ', '.join(f\"'{n}'\" for n in wanted)\n"
        'query = f"SELECT * FROM users WHERE name IN ({names}) ORDER BY id"',
        {"wanted": ["ann", "cat"]}, 2, {"wanted": ["x') OR ('' = '"]},
    ),
    Program(
        "list of numbers",
        'query = "SELECT * FROM users WHERE id IN (%s) ORDER BY id" % ",".join(str(i) for i in ids)',
        {"ids": [1, 3]}, 2,
    ),
    Program(
        "conditional appends",
        'query = "SELECT * FROM users WHERE 1 = 1"\n'
        "if city:\n"
        "    query += f\" AND city = '{city}'\"\n"
        "if age:\n"
        '    query += f" AND age >= {age}"\n'
        'query += " ORDER BY id"',
        {"city": "Oslo", "age": 50}, 1, {"city": ANYBODY, "age": 0},
    ),
    Program(
        "condition by the name of a column",
        "where = \"city = '\" + city + \"'\"\n"
        "if age:\n"
        '    where += f" AND age >= {age}"\n'
        'query = "SELECT * FROM users WHERE " + where + " ORDER BY id"',
        {"city": "Oslo", "age": 50}, 1, {"city": ANYBODY, "age": 0},
    ),
    Program(
        "value that rows are grouped by under a name",
        "query = f\"SELECT coalesce(city, '{other}') AS place, count(*) FROM users GROUP BY place ORDER BY place\"",
        {"other": "none"}, 2,
    ),
    Program(
        "limit", 'query = f"SELECT * FROM users ORDER BY id LIMIT {size} OFFSET {page * size}"',
        {"size": 2, "page": 1}, 1,
    ),
)  # fmt: skip
