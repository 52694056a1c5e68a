"""The words and types that tell what a value in a query is."""

from __future__ import annotations

import libcst as cst

ARITHMETIC = (cst.Add, cst.Subtract, cst.Multiply, cst.Divide, cst.FloorDivide, cst.Modulo, cst.Power)

NUMBER_CALLS = frozenset({
    "builtins.int", "builtins.float", "builtins.len", "builtins.abs", "builtins.sum", "builtins.ord", "time.time",
    "builtins.hash",
})  # fmt: skip

NUMBER_TYPES = frozenset({"int", "float", "bool", "Integer", "PositiveInt", "NonNegativeInt"})

# what makes text of a text, and leaves it what it was
TEXT_METHODS = frozenset({"strip", "lstrip", "rstrip", "upper", "lower", "replace", "removeprefix", "removesuffix"})

TEXT_TYPES = frozenset({"str", "EmailStr", "LiteralString"})

COLLECTION_TYPES = frozenset({
    "list", "tuple", "set", "frozenset", "dict", "List", "Tuple", "Set", "FrozenSet", "Dict", "Sequence", "Iterable",
    "Collection", "Mapping", "Iterator",
})  # fmt: skip

# most drivers do not take these as they are; their text is what the query held
OBJECT_TYPES = frozenset(
    {"pathlib.Path", "pathlib.PurePath", "pathlib.PosixPath", "uuid.UUID", "uuid.uuid4", "uuid.uuid1"}
)

# words in the name of a value that is a part of the statement, or makes one
SQL_WORDS = frozenset({
    "sql", "query", "clause", "where", "condition", "conditions", "cond", "conds", "expr", "expression", "placeholder",
    "placeholders", "predicate", "predicates", "filters", "columns", "cols", "fields", "table", "tables", "tablename",
    "join", "joins", "subquery", "stmt", "statement", "criteria", "col", "column", "colname", "fieldname", "schema",
    "orderby", "marks", "qmarks", "literal", "quote", "quoted", "escaped", "quoter", "sqlvalue",
})  # fmt: skip

# libraries whose objects are SQL themselves
SQL_LIBRARIES = frozenset({"sqlalchemy", "pypika", "psycopg2", "psycopg", "django", "peewee", "sqlglot"})

# last words of names that speak of several values
PLURAL_ENDINGS = frozenset({
    "ids", "values", "items", "list", "keys", "names", "params", "args", "tuple", "set", "rows", "uuids", "emails",
    "codes", "users", "tags", "vals", "array", "elements", "entries", "records", "types", "statuses", "categories",
    "numbers",
})  # fmt: skip
