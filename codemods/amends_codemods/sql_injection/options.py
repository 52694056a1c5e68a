"""The codemod's settings."""

from __future__ import annotations

from amends.codemod import Option, choice

PARAMSTYLE = Option(
    "sql.paramstyle",
    "",
    choice("qmark", "format", "pyformat", "numeric", "named", "dollar"),
    "the placeholders to write where nothing in a file tells its driver",
)
