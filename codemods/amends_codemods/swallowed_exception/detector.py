"""Finds exception handlers that do nothing."""

from __future__ import annotations

import enum
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias, TypeGuard

import libcst as cst

from amends.model import Finding
from amends.source import Source
from amends_codemods.swallowed_exception import TYPED

Handler: TypeAlias = cst.ExceptHandler | cst.ExceptStarHandler
Tried: TypeAlias = cst.Try | cst.TryStar

_BROAD = {"builtins.Exception": "EXCEPTION", "builtins.BaseException": "BASE"}


class Catch(enum.Enum):
    """How much a handler catches."""

    BARE = "everything, by a bare except"
    BASE = "everything, as BaseException"
    EXCEPTION = "every Exception"
    SHADOWED = "a class of the module's own that is called Exception"
    NARROW = "only some exceptions"

    @property
    def takes_exits(self) -> bool:
        """Whether KeyboardInterrupt, GeneratorExit and CancelledError are caught as well."""
        return self in {Catch.BARE, Catch.BASE}


@dataclass(frozen=True, slots=True, eq=False)
class Swallowed:
    """A handler that does nothing, the try statement that it belongs to, and its body's last statement."""

    handler: Handler
    tried: Tried
    catch: Catch
    last: cst.BaseSmallStatement


def detect(source: Source) -> Iterator[Finding[Swallowed]]:
    """Yield the handlers that neither act on an exception nor tell anybody of it."""
    wants_typed = source.context.option(TYPED)
    for handler in source.nodes(cst.ExceptHandler, cst.ExceptStarHandler):
        statements = tuple(small_statements(handler.body))
        idle = [statement for statement in statements if _is_idle(statement)]
        if len(idle) < len(statements) or all(isinstance(s, cst.Expr) and _is_text(s) for s in idle):
            continue
        tried = source.parent(handler)
        catch = _catch(source, handler.type)
        if not isinstance(tried, (cst.Try, cst.TryStar)) or (catch is Catch.NARROW and not wants_typed):
            continue
        last = idle[-1]
        code = "B112" if isinstance(last, cst.Continue) else "B110"
        message = "the exception is thrown away, and nobody learns that something failed"
        yield Finding(handler, Swallowed(handler, tried, catch, last), code, message)


def small_statements(suite: cst.BaseSuite) -> Iterator[cst.BaseSmallStatement | cst.BaseCompoundStatement]:
    """Yield the statements directly in a block or behind a colon."""
    if isinstance(suite, cst.SimpleStatementSuite):
        yield from suite.body
    for line in suite.body if isinstance(suite, cst.IndentedBlock) else ():
        if isinstance(line, cst.SimpleStatementLine):
            yield from line.body
        elif isinstance(line, cst.BaseCompoundStatement):
            yield line


def _is_idle(statement: cst.CSTNode) -> TypeGuard[cst.BaseSmallStatement]:
    if isinstance(statement, cst.Expr):
        return isinstance(statement.value, cst.Ellipsis) or _is_text(statement)
    return isinstance(statement, (cst.Pass, cst.Continue))


def _is_text(statement: cst.Expr) -> bool:
    return isinstance(statement.value, (cst.SimpleString, cst.ConcatenatedString))


def _catch(source: Source, caught: cst.BaseExpression | None) -> Catch:
    if caught is None:
        return Catch.BARE
    members: Sequence[cst.BaseExpression] = [caught]
    if isinstance(caught, cst.Tuple):
        members = [element.value for element in caught.elements]
    broad = {_BROAD[name] for member in members for name in source.names(member) if name in _BROAD}
    if broad:
        return Catch["BASE" if "BASE" in broad else "EXCEPTION"]
    spelled_so = isinstance(caught, cst.Name) and caught.value == "Exception"
    return Catch.SHADOWED if spelled_so else Catch.NARROW
