"""Writes a constant import in the place of the text that exec is given."""

from __future__ import annotations

import ast

import libcst as cst

from amends.model import Advice, Decision, Edit, Level
from amends.source import Source
from amends_codemods.eval_exec import alternatives
from amends_codemods.eval_exec.rewriting import handlers
from amends_codemods.eval_exec.rewriting.edits import COMMENT, has_comment

_CODE = "the text is constant: write the code itself in its place"
_IMPORT = "write the import itself, {statement}, where its name is not taken"
_NOTE = "the name is bound in this function now, which exec did not do"


def constant_code(source: Source, call: cst.Call, text: str) -> Decision:
    """Return the edit that writes an import instead of running its text, or what is to be done with constant code."""
    if handlers.catches(source, call, "SyntaxError"):
        return Advice(alternatives.TRIED)
    statement = _import(text)
    if statement is None:
        return Advice(_CODE if _body(text) else alternatives.CODE)
    code = text.strip()
    if len(call.args) > 1 or "\n" in code or not isinstance(source.parent(call), cst.Expr):
        return Advice(_IMPORT.format(statement=ast.unparse(statement)))
    if has_comment(source, call):
        return Advice(COMMENT)
    level = _level(source, call, statement)
    if level is None:
        return Advice(_IMPORT.format(statement=code))
    note = "" if level is Level.SAFE else _NOTE
    return Edit("Write the import itself", level, (source.replace(call, code),), note=note)


def _body(text: str) -> list[ast.stmt]:
    try:
        return ast.parse(text.strip()).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return []


def _import(text: str) -> ast.Import | ast.ImportFrom | None:
    """Return the one import that a text is; None for anything else, and for what must stand at the head of a file."""
    body = _body(text)
    statement = body[0] if len(body) == 1 else None
    if not isinstance(statement, (ast.Import, ast.ImportFrom)):
        return None
    is_future = isinstance(statement, ast.ImportFrom) and statement.module == "__future__"
    return None if is_future else statement


def _level(source: Source, call: cst.Call, statement: ast.Import | ast.ImportFrom) -> Level | None:
    """Return how sure it is that an import at the place of a call does the same; None where it may bind otherwise."""
    scope = source.scope(call)
    if scope.is_module:
        return Level.SAFE
    bound = [alias.asname or alias.name.partition(".")[0] for alias in statement.names]
    is_known = any(name == "*" or scope.visible(name) is not None for name in bound)
    return Level.REVIEW if isinstance(scope.node, cst.FunctionDef) and not is_known else None
