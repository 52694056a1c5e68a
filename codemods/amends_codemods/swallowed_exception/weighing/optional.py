"""Imports of what may be missing: those that a try statement is there for, and those that are made in passing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, TypeAlias

import libcst as cst

from amends.source import Source, dotted
from amends_codemods.swallowed_exception import reading
from amends_codemods.swallowed_exception.detector import Swallowed, small_statements

Imports: TypeAlias = cst.Import | cst.ImportFrom

_EVERYWHERE: Final = frozenset({
    "abc", "argparse", "ast", "asyncio", "base64", "collections", "configparser", "contextlib", "copy", "csv",
    "dataclasses", "datetime", "decimal", "email", "enum", "functools", "glob", "hashlib", "html", "http",
    "inspect", "io", "itertools", "json", "logging", "math", "mimetypes", "operator", "os", "pathlib", "pickle",
    "queue", "random", "re", "shlex", "shutil", "smtplib", "statistics", "string", "struct", "sys", "tarfile",
    "tempfile", "textwrap", "threading", "time", "traceback", "types", "typing", "urllib", "uuid", "xml", "zipfile",
})  # fmt: skip
"""Modules that come with every Python, and do not ask for what only some systems have."""


_IMPORTERS: Final = frozenset({"builtins.__import__", "importlib.import_module", "importlib.__import__"})


def guards_import(_source: Source, swallowed: Swallowed) -> str | None:
    """Return that a try statement is there for an import that may be missing."""
    statements = tuple(_unconditional(swallowed.tried.body))
    if not isinstance(statements[0], (cst.Import, cst.ImportFrom)):
        return None
    done = (node for each in statements if not _exports(each) for node in reading.own_nodes(each))
    works = any(isinstance(node, (cst.Call, cst.Return)) for node in done)
    return None if works else "it guards an import that may be missing"


def _unconditional(suite: cst.BaseSuite) -> Iterator[cst.CSTNode]:
    """Yield the statements of a block; where it is nothing but an if without an else, those of that."""
    statements = tuple(small_statements(suite))
    if len(statements) == 1 and isinstance(statements[0], cst.If) and statements[0].orelse is None:
        return small_statements(statements[0].body)
    return iter(statements)


def _exports(statement: cst.CSTNode) -> bool:
    """Whether a statement adds to what the module offers."""
    return isinstance(statement, cst.Expr) and (
        isinstance(statement.value, cst.Call) and (dotted(statement.value.func) or "").startswith("__all__.")
    )


def imports(source: Source, swallowed: Swallowed) -> bool:
    """Whether something is imported that may be missing."""
    found = [n for n in reading.own_nodes(swallowed.tried.body) if isinstance(n, (cst.Import, cst.ImportFrom))]
    return bool(found) and not all(_is_there(source, statement) for statement in found)


def imports_by_name(source: Source, swallowed: Swallowed) -> bool:
    """Whether nothing is done but to import a module whose name is known only then."""
    statements = tuple(small_statements(swallowed.tried.body))
    values = [each.value for each in statements if isinstance(each, (cst.Assign, cst.Expr))]
    called = [value.func for value in values if isinstance(value, cst.Call)]
    return len(called) == len(statements) and all(source.names(each) & _IMPORTERS for each in called)


def _is_there(source: Source, statement: Imports) -> bool:
    """Whether what is imported is surely installed: it comes with Python, with this package, or is needed anyway."""
    if isinstance(statement, cst.ImportFrom) and statement.relative:
        return True
    needed = {root for line in source.module.body if isinstance(line, cst.SimpleStatementLine) for root in roots(line)}
    return all(root in needed | _EVERYWHERE for root in roots(statement))


def roots(node: cst.CSTNode) -> Iterator[str]:
    """Yield the packages that are imported in a line."""
    for inner in reading.own_nodes(node):
        if isinstance(inner, cst.Import):
            yield from ((dotted(alias.name) or "").partition(".")[0] for alias in inner.names)
        elif isinstance(inner, cst.ImportFrom) and not inner.relative:
            yield reading.imported_from(inner).partition(".")[0]
