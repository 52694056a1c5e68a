"""Every syntax in which a query is put together, through one driver."""

from __future__ import annotations

from oracle.trial import Case

_HEAD = "import sqlite3\n\n\n"


def _case(name: str, body: str, *calls: dict[str, object], parameters: str = "name") -> Case:
    indented = "".join(f"    {line}\n" if line else "\n" for line in body.strip("\n").split("\n"))
    code = f"{_HEAD}def run(conn: sqlite3.Connection, {parameters}):\n{indented}"
    return Case(name, code, calls or ({"name": "ann"},))


SYNTAX: tuple[Case, ...] = (
    _case("plus", """return conn.execute("SELECT * FROM users WHERE name = '" + name + "'").fetchall()"""),
    _case(
        "plus over lines with comments",
        '''
rows = conn.execute(
    "SELECT id, name "  # the columns
    "FROM users "
    "WHERE name = '" + name + "' "  # who
    "ORDER BY id"
)
return rows.fetchall()
''',
    ),
    _case("str() of a number", 'conn.execute("SELECT * FROM t WHERE id = " + str(n))', {"n": 3}, parameters="n: int"),
    _case("f-string", """conn.execute(f"SELECT * FROM users WHERE name = '{name}'")"""),
    _case(
        "f-string with several fields",
        '''conn.execute(f"SELECT * FROM u WHERE name = '{name}' AND age > {age} LIMIT {limit}")''',
        {"name": "ann", "age": 3, "limit": 10}, parameters="name, age: int, limit: int",
    ),
    _case(
        "triple-quoted f-string",
        """
cursor = conn.cursor()
cursor.execute(f'''
    SELECT *
    FROM users
    WHERE name = '{name}'
      AND active = 1
''')
return cursor.fetchone()
""",
    ),
    _case("percent, one bare value", '''conn.execute("SELECT * FROM users WHERE name = '%s'" % name)'''),
    _case(
        "percent, tuple",
        '''conn.execute("SELECT * FROM users WHERE name = '%s' AND age = %d" % (name, age))''',
        {"name": "ann", "age": 4}, parameters="name, age: int",
    ),
    _case(
        "percent, mapping",
        """conn.execute("SELECT * FROM u WHERE a = '%(a)s' AND b = '%(b)s'" % {"a": a, "b": b})""",
        {"a": "x", "b": "y"}, parameters="a, b",
    ),
    _case(
        "percent, padded number in quotes", """conn.execute("SELECT * FROM u WHERE day = '2024-%02d-01'" % month)""",
        {"month": 3}, parameters="month: int",
    ),
    _case("format, positional", '''conn.execute("SELECT * FROM users WHERE name = '{}'".format(name))'''),
    _case(
        "format, indexed and repeated",
        """conn.execute("SELECT * FROM u WHERE a = '{1}' OR b = '{0}' OR c = '{1}'".format(a, b))""",
        {"a": "x", "b": "y"}, parameters="a, b",
    ),
    _case(
        "format, named", """conn.execute("SELECT * FROM u WHERE a = '{who}'".format(who=name))""",
    ),
    _case(
        "format, attribute and item fields",
        """conn.execute("SELECT * FROM u WHERE a = '{0.real}' AND b = '{1[k]}'".format(n, d))""",
        {"n": 3, "d": {"k": "v"}}, parameters="n: int, d",
    ),
    _case("format of a name", '''
query = "SELECT * FROM users WHERE name = '{}'"
conn.execute(query.format(name))
'''),
    _case("a name assigned once", '''
query = "SELECT * FROM users WHERE name = '" + name + "'"
return conn.execute(query).fetchall()
'''),
    _case("augmented assignments", '''
query = "SELECT * FROM users"
query += " WHERE name = '" + name + "'"
query += " ORDER BY id"
conn.execute(query)
'''),
    _case(
        "conditional appends",
        """
query = "SELECT * FROM users WHERE 1 = 1"
if name:
    query += f" AND name = '{name}'"
if age:
    query += f" AND age = {age}"
return conn.execute(query).fetchall()
""",
        {"name": "ann", "age": 3}, {"name": "", "age": 4}, {"name": "bob", "age": 0}, {"name": "", "age": 0},
        parameters="name: str, age: int",
    ),
    _case(
        "one query per branch",
        """
if age is None:
    query = f"SELECT * FROM users WHERE name = '{name}'"
else:
    query = f"SELECT * FROM users WHERE name = '{name}' AND age = {age}"
return conn.execute(query).fetchall()
""",
        {"name": "ann", "age": 3}, {"name": "ann", "age": None}, parameters="name: str, age: int | None",
    ),
    _case("join of a display", '''
query = " ".join(["SELECT * FROM users", "WHERE name = '" + name + "'", "ORDER BY id"])
conn.execute(query)
'''),
    _case("implicit concatenation with f-strings", '''
conn.execute(
    "SELECT * FROM users "
    f"WHERE name = '{name}' "
    "AND active = 1"
)
'''),
    _case("local constant as the template", '''
template = "SELECT * FROM users WHERE name = '%s'"
conn.execute(template % name)
'''),
    _case("replace of a marker", '''
template = "SELECT * FROM users WHERE name = '@NAME@'"
conn.execute(template.replace("@NAME@", name))
'''),
    _case(
        "keyword query", '''conn.cursor().execute(f"DELETE FROM users WHERE name = '{name}'"); conn.commit()''',
    ),
    Case("module constant as the template", _HEAD + '''BY_NAME = "SELECT * FROM users WHERE name = '%s'"


def run(conn: sqlite3.Connection, name):
    return conn.execute(BY_NAME % name).fetchall()
''', ({"name": "ann"},)),
    Case("class constant as the template", _HEAD + '''class Users:
    BY_NAME = "SELECT * FROM users WHERE name = '{}'"

    def __init__(self, conn: sqlite3.Connection):
        self.conn = conn

    def find(self, name):
        return self.conn.execute(self.BY_NAME.format(name)).fetchall()


def run(conn, name):
    return Users(conn).find(name)
''', ({"name": "ann"},)),
    _case("like with wildcards", '''conn.execute(f"SELECT * FROM users WHERE name LIKE '%{name}%'")'''),
    _case("like, percent template", '''conn.execute("SELECT * FROM users WHERE name LIKE '%%%s%%'" % name)'''),
    _case("like, plus", '''conn.execute("SELECT * FROM users WHERE name LIKE '" + name + "%'")'''),
    _case(
        "two values in one string", """conn.execute(f"SELECT * FROM u WHERE full = '{first} {last}'")""",
        {"first": "a", "last": "b"}, parameters="first, last",
    ),
    _case(
        "format spec", """conn.execute(f"SELECT * FROM u WHERE code = '{number:05d}' AND r = {name!r}")""",
        {"number": 42, "name": "x"}, parameters="number: int, name",
    ),
    _case(
        "insert", """conn.execute(f"INSERT INTO u (name, age) VALUES ('{name}', {age})")""",
        {"name": "ann", "age": 3}, parameters="name, age: int",
    ),
    _case(
        "update", """conn.execute("UPDATE u SET name = '%s', age = %s WHERE id = %s" % (name, age, key))""",
        {"name": "ann", "age": 3, "key": 7}, parameters="name, age: int, key: int",
    ),
    _case(
        "between, limit and offset",
        """conn.execute(f"SELECT * FROM u WHERE d BETWEEN '{a}' AND '{b}' LIMIT {n} OFFSET {m}")""",
        {"a": "2024-01-01", "b": "2024-12-31", "n": 10, "m": 20}, parameters="a, b, n: int, m: int",
    ),
    _case(
        "in list of numbers", """conn.execute(f"SELECT * FROM u WHERE id IN ({','.join(map(str, ids))})")""",
        {"ids": [1, 2, 3]}, {"ids": [5]}, parameters="ids: list[int]",
    ),
    _case(
        "in list of quoted strings",
        '''
quoted = ", ".join(f"'{n}'" for n in names)
conn.execute(f"SELECT * FROM u WHERE name IN ({quoted})")
''',
        {"names": ["a", "b"]}, parameters="names: list[str]",
    ),
    _case(
        "in list beside a value",
        """
placeholders = ",".join(str(i) for i in ids)
conn.execute(f"SELECT * FROM u WHERE name = '{name}' AND id IN ({placeholders}) AND age > {age}")
""",
        {"name": "x", "ids": [1, 2], "age": 3}, parameters="name, ids: list[int], age: int",
    ),
    _case("walrus", '''
if (query := f"SELECT * FROM users WHERE name = '{name}'"):
    conn.execute(query)
'''),
    _case("several executes of one query", '''
query = f"SELECT * FROM users WHERE name = '{name}'"
conn.execute(query)
print(query)
return conn.execute(query).fetchall()
'''),
    _case(
        "calls and subscripts as values",
        """conn.execute(f"SELECT * FROM u WHERE a = '{d['k'].strip()}' AND b = {len(d)}")""",
        {"d": {"k": " v "}}, parameters="d: dict[str, str]",
    ),
)  # fmt: skip
