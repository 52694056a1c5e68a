"""Finds exception handlers that do nothing, and what suppresses exceptions as they would."""

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
Tried: TypeAlias = cst.Try | cst.TryStar | cst.With

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
    """A handler that does nothing, the try statement that it belongs to, and its body's last statement.

    A with statement that suppresses exceptions is both in one; what it does with one has no statement.
    """

    handler: Handler | cst.With
    tried: Tried
    catch: Catch
    last: cst.BaseSmallStatement | None

    @property
    def caught(self) -> cst.BaseExpression | None:
        """The type of what the handler catches, as it is written; None if it is suppressed."""
        return None if isinstance(self.handler, cst.With) else self.handler.type

    @property
    def handlers(self) -> Sequence[Handler]:
        """All handlers of the try statement."""
        return () if isinstance(self.tried, cst.With) else self.tried.handlers

    @property
    def has_else(self) -> bool:
        """Whether something is done only if the try succeeds."""
        return not isinstance(self.tried, cst.With) and self.tried.orelse is not None


Evidence: TypeAlias = Swallowed | cst.Call
"""What is swallowed; or the call that makes something to suppress exceptions, if that is used in an unusual way."""

_MESSAGE = "the exception is thrown away, and nobody learns that something failed"


def detect(source: Source) -> Iterator[Finding[Evidence]]:
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
        yield Finding(handler, Swallowed(handler, tried, catch, last), code, _MESSAGE)
    yield from _suppressed(source)


def _suppressed(source: Source) -> Iterator[Finding[Evidence]]:
    """Yield what suppresses every exception."""
    for site in source.calls("contextlib.suppress"):
        catch = _widest(source, [argument.value for argument in site.call.args if not argument.star])
        if catch is Catch.NARROW:
            continue
        item = source.parent(site.call)
        around = source.parent(item) if isinstance(item, cst.WithItem) else None
        evidence = Swallowed(around, around, catch, None) if isinstance(around, cst.With) else site.call
        yield Finding(site.call, evidence, "B110", _MESSAGE)


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
    widest = _widest(source, [caught])
    spelled_so = isinstance(caught, cst.Name) and caught.value == "Exception"
    return Catch.SHADOWED if widest is Catch.NARROW and spelled_so else widest


def _widest(source: Source, caught: Sequence[cst.BaseExpression]) -> Catch:
    """Return how much is caught by the widest of several classes or tuples of them."""
    members = [member for each in caught for member in _members(each)]
    broad = {_BROAD[name] for member in members for name in source.names(member) if name in _BROAD}
    return Catch["BASE" if "BASE" in broad else "EXCEPTION"] if broad else Catch.NARROW


def _members(caught: cst.BaseExpression) -> Sequence[cst.BaseExpression]:
    return [element.value for element in caught.elements] if isinstance(caught, cst.Tuple) else [caught]
