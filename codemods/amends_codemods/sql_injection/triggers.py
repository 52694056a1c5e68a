"""The bytes that point to SQL: the words of statements in a text, and the calls that run one."""

from __future__ import annotations

from amends.codemod import Place, Trigger

# Bandit wants the words of a statement behind one another, with white space that may be written as an escape, and
# sees nothing of what an f-string fills in between them.
BETWEEN = rb"(?:\s|\\n|\{[^{}\n]*\}|[\"']\s*[fFrR]*[\"'])+"
"""What may stand between two words of a statement."""

_TEXTS = (
    Trigger((b"select",), rb"(?is)select(?:\s|\\).{0,5000}?from(?:\s|\\)", Place.TEXT, check="is_built_statement"),
    Trigger((b"insert",), rb"(?is)insert%binto(?:\s|\\)" % BETWEEN, Place.TEXT, check="is_built_statement"),
    Trigger((b"delete",), rb"(?is)delete%bfrom(?:\s|\\)" % BETWEEN, Place.TEXT, check="is_built_statement"),
    Trigger((b"update",), rb"(?is)update(?:\s|\\).{0,5000}?set(?:\s|\\)", Place.TEXT, check="is_built_statement"),
)

# What else a function of the file's own may be given to run.
_DEFINITIONS = tuple(
    Trigger(
        (word,),
        rb"(?i)%b(?:\s|\\n)+(?:or|if|table|view|index|unique|database|schema|column|user|role|login|sequence|function"
        rb"|procedure|trigger|type|extension|external|virtual|materialized|temp|temporary|tablespace)\b" % word,
        Place.TEXT,
        check="is_built",
    )
    for word in (b"create", b"drop", b"alter", b"truncate")
)

# A call that is given neither nothing, nor a constant text alone, nor an expression of SQLAlchemy.
_GIVEN = (
    rb"\s*\((?!\s*(?:\)|(?:\w+\.)?(?:select|insert|update|delete|exists|union)\("
    rb"|[rRuU]?(?:\"[^\"\n\\]*\"(?!\")|'[^'\n\\]*'(?!')|\"\"\"[^\"\\]*\"\"\"|'''[^'\\]*''')\s*[,)]))"
)
_EXECUTE = rb"(?i)\.execute(?:many|script|_(?:async|batch|fetchall|insert|iter|many|sql|string|values|with_progress))?"
_CALLS = (
    Trigger((b".execute",), _EXECUTE + _GIVEN, Place.CODE, check="runs_built_text"),
    Trigger((b".exec_driver_sql",), place=Place.CODE, check="runs_built_text"),
    Trigger((b".fetch",), rb"\.fetch(?:all|one|row|val|_all|_one|_val)?" + _GIVEN, Place.CODE, check="runs_built_text"),
    Trigger((b".mogrify",), place=Place.CODE, check="runs_built_text"),
    Trigger((b".raw",), rb"\.raw(?:_query)?" + _GIVEN, Place.CODE, check="runs_built_text"),
    Trigger((b"extra",), rb"(?<!\w)extra\s*\(", Place.CODE),  # Bandit takes a function of that name for the method
    Trigger((b"rawsql",), rb"RawSQL\s*(?:\(|as\b)", Place.CODE),
    Trigger((b"read_sql",), rb"read_sql(?:_query)?\s*(?:\(|as\b)", Place.CODE, check="runs_built_text"),
    Trigger((b"execute_batch",), place=Place.CODE, check="runs_built_text"),
    Trigger((b"execute_values",), place=Place.CODE, check="runs_built_text"),
    Trigger((b"copy_from_query",), place=Place.CODE, check="runs_built_text"),
    Trigger((b"from_query",), rb"from_query\s*\(", Place.CODE, check="runs_built_text"),
    Trigger((b"sqlalchemy", b"text"), rb"text(?<!\wtext)(?:\s*as\b|%b)" % _GIVEN, Place.CODE, check="runs_built_text"),
    *(
        Trigger((package, b"." + method), rb"\.%b%b" % (method, _GIVEN), Place.CODE, check="runs_built_text")
        for package, methods in (
            (b"asyncpg", (b"cursor", b"prepare")),
            (b"pg8000", (b"run", b"prepare")),
            (b"sqlalchemy", (b"scalar", b"scalars", b"stream", b"stream_scalars")),
            (b"sqlmodel", (b"exec", b"scalar", b"scalars")),
            (b"clickhouse", (b"query", b"command", b"query_df", b"query_np", b"query_arrow", b"raw_query")),
            (b"bigquery", (b"query", b"query_and_wait")),
            (b"duckdb", (b"sql", b"query")),
            (b"spark", (b"sql",)),
        )
        for method in methods
    ),
    # called by words that many files know
    *(
        Trigger((package, b"." + method), rb"\.%b%b" % (method, _GIVEN), Place.CODE, check=check)
        for package, method, check in (
            (b"databases", b"iterate", "runs_text_of_databases"),
            (b"records", b"query", "runs_text_of_records"),
            (b"records", b"bulk_query", "runs_text_of_records"),
        )
    ),
)

TRIGGERS = (*_TEXTS, *_DEFINITIONS, *_CALLS)
