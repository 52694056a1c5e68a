"""The words of SQL that decide what may stand next to them."""

from __future__ import annotations

from collections.abc import Mapping

# statements in which values can be bound
DATA_STATEMENTS = frozenset({
    "SELECT", "INSERT", "UPDATE", "DELETE", "WITH", "REPLACE", "MERGE", "VALUES", "CALL", "EXEC", "EXECUTE", "EXPLAIN",
    "UPSERT",
})  # fmt: skip

# statements that take no parameters, or not everywhere
OTHER_STATEMENTS = frozenset({
    "CREATE", "DROP", "ALTER", "TRUNCATE", "GRANT", "REVOKE", "PRAGMA", "SHOW", "DESCRIBE", "USE", "COPY", "ATTACH",
    "DETACH", "VACUUM", "ANALYZE", "RENAME", "LOAD", "LOCK", "KILL", "COMMENT", "REFRESH", "OPTIMIZE", "NOTIFY",
    "LISTEN", "SET", "RESET", "BEGIN", "DECLARE", "DO", "COMMIT", "SAVEPOINT", "RELEASE", "CLUSTER", "REINDEX",
    "UNLOAD", "INSTALL", "PREPARE", "DEALLOCATE", "FLUSH", "PURGE", "BACKUP", "RESTORE", "EXPORT", "IMPORT", "MSCK",
    "CACHE", "DBCC",
})  # fmt: skip

# words that begin a clause, and the name under which the rest of it goes
CLAUSES: Mapping[str, str] = {
    "FROM": "FROM", "JOIN": "FROM", "WHERE": "WHERE", "ON": "ON", "HAVING": "HAVING", "SET": "SET",
    "ORDER BY": "ORDER", "GROUP BY": "GROUP", "ORDER": "ORDER", "GROUP": "GROUP", "LIMIT": "LIMIT", "OFFSET": "LIMIT",
    "VALUES": "VALUES", "INTO": "INTO", "RETURNING": "SELECT", "UNION": "", "EXCEPT": "", "INTERSECT": "",
    "PARTITION BY": "GROUP",
}  # fmt: skip

COMPARISONS = frozenset({
    "=", "==", "<>", "!=", "<", ">", "<=", ">=", "<=>", "~", "~*", "!~", "!~*", "LIKE", "ILIKE", "RLIKE", "REGEXP",
    "GLOB", "ESCAPE", "@>", "<@", "->", "->>", "#>", "#>>", "@@",
})  # fmt: skip

EQUALS = frozenset({"=", "==", "LIKE", "ILIKE", "GLOB"})

OPERATORS = frozenset({"+", "-", "*", "/", "%", "||", "&", "|"})

SORTING = frozenset({"ORDER", "GROUP"})

# clauses that say which rows are wanted
CONDITIONAL = frozenset({"WHERE", "ON", "HAVING"})

# words of statements that group their rows, so that what is selected has to be what they are grouped by
COLLECTING = frozenset({"GROUP BY", "GROUP", "DISTINCT"})

# behind these stands a name: of a table, a column, a schema
NAMING = frozenset({
    "FROM", "JOIN", "INTO", "UPDATE", "TABLE", "BY", "SELECT", "DISTINCT", "ORDER BY", "GROUP BY", "PARTITION BY", "AS",
    "COLLATE", "USING", "ONLY", "OVERWRITE", "REPLACE", "DATABASE", "SCHEMA",
})  # fmt: skip

# behind these no placeholder may stand, or not on every server
UNBINDABLE = frozenset({
    "AS", "DEFAULT", "INTERVAL", "COLLATE", "TOP", "FETCH", "FIRST", "NEXT", "ZONE", "IDENTIFIED BY", "CHARSET",
    "CHARACTER SET", "IS", "PERCENT", "SAMPLE", "TABLESAMPLE",
})  # fmt: skip

# types that make a literal of the string behind them (`DATE '2024-01-01'`)
TYPED_LITERALS = frozenset({
    "DATE", "TIME", "TIMESTAMP", "TIMESTAMPTZ", "DATETIME", "INTERVAL", "TIMETZ", "YEAR", "MONTH", "DAY", "JSON",
    "JSONB", "UUID", "BYTEA", "BINARY", "E", "N", "X", "B", "U&",
})  # fmt: skip

# types that take a length in parentheses
CALLABLE_TYPES = frozenset({
    "VARCHAR", "CHAR", "NVARCHAR", "NCHAR", "CHARACTER", "DECIMAL", "NUMERIC", "FLOAT", "BINARY", "VARBINARY", "BIT",
    "NUMBER", "VARCHAR2", "TIMESTAMP", "DATETIME2",
})  # fmt: skip

# words before a parenthesis that do not make it a call of theirs
NO_CALL = frozenset({
    "AND", "OR", "NOT", "WHERE", "ON", "HAVING", "SELECT", "FROM", "JOIN", "EXISTS", "ANY", "ALL", "SOME", "IN", "AS",
    "UNION", "EXCEPT", "INTERSECT", "OVER", "BY", "THEN", "ELSE", "WHEN", "BETWEEN", "LIKE", "ILIKE", "SET", "LIMIT",
    "OFFSET", "TOP", "RETURNING", "DISTINCT", "CASE", "VALUES", "WITH", "RECURSIVE", "UPDATE", "INTO", "IS", "FILTER",
    "ORDER BY", "GROUP BY", "PARTITION BY",
})  # fmt: skip

# words that a whole statement begins with
STATEMENTS = DATA_STATEMENTS | OTHER_STATEMENTS

# words that a part of a statement may begin with
PARTS = frozenset({
    "WHERE", "AND", "OR", "FROM", "JOIN", "LEFT", "INNER", "RIGHT", "FULL", "CROSS", "NATURAL", "ORDER", "GROUP",
    "HAVING", "LIMIT", "OFFSET", "SET", "UNION", "ON", "NOT", "EXISTS", "INTO", "RETURNING", "CASE", "BETWEEN", "LIKE",
    "COUNT",
})  # fmt: skip

# words of a condition without a sign
CONDITIONS = frozenset({"LIKE", "ILIKE", "IN", "IS", "BETWEEN", "REGEXP", "GLOB", "MATCH", "EXISTS"})
