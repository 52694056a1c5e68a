"""How the lines of a log call are put into a handler, whatever way it is laid out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import libcst as cst

from amends.model import Change
from amends.source import Source
from amends_codemods.swallowed_exception.detector import Swallowed

_WIDEST: Final = 88
_TO_TOOLS: Final = ("noqa", "nosec", "pragma", "pylint", "pyright", "ruff", "type:")


@dataclass(frozen=True, slots=True)
class Lines:
    """A log call, and the statement that goes behind it, if any."""

    function: str
    arguments: tuple[str, ...]
    then: str = ""

    @property
    def call(self) -> str:
        """The call on one line."""
        return f"{self.function}({', '.join(self.arguments)})"

    def wrapped(self, indent: str, step: str) -> str:
        """Return the call; one that would be too long has its arguments on lines of their own."""
        if len(indent.expandtabs(4)) + len(self.call) <= _WIDEST:
            return self.call
        return "\n".join([f"{self.function}(", *(f"{step}{argument}," for argument in self.arguments), ")"])


def changes_for(source: Source, swallowed: Swallowed, lines: Lines) -> tuple[Change, ...] | None:
    """Return the changes that make a handler log; None where its layout does not allow them."""
    last = swallowed.last
    if last is not None and isinstance(swallowed.handler.body, cst.SimpleStatementSuite):
        return _unfolded(source, swallowed, last, lines)
    line = source.parent(last) if last is not None else None
    if not isinstance(line, cst.SimpleStatementLine) or not source.stands_alone(line):
        return None
    then = (source.insert_after(line, lines.then),) if lines.then else ()
    indent = source.indent(line)
    call = lines.wrapped(indent, unit(source, indent))
    idle = next((s for s in line.body if not isinstance(s, cst.Continue)), None)
    if idle is None:
        return (source.insert_before(line, call), *then)
    if isinstance(idle, cst.Expr) and isinstance(idle.value, (cst.SimpleString, cst.ConcatenatedString)):
        return None
    text = call.replace("\n", source.newline + indent)
    if all(isinstance(statement, cst.Pass) for statement in line.body):
        return (_instead(source, line, indent, text), *then)
    return (source.replace(idle, text), *then)


def _instead(source: Source, line: cst.SimpleStatementLine, indent: str, call: str) -> Change:
    """Put a call in the place of a line; a comment behind it that would stand too far to the right goes above."""
    start, end = source.span(line.body[0])[0], source.span(line.body[-1])[1]
    comment = line.trailing_whitespace.comment
    if comment is None or comment.value.lstrip("# ").startswith(_TO_TOOLS):
        return Change(start, end, call)
    reach = len(indent.expandtabs(4)) + len(call) + len("  ") + len(comment.value)
    if "\n" not in call and reach <= _WIDEST:
        return Change(start, end, call)
    behind = source.text.index(comment.value, end) + len(comment.value)
    return Change(start, behind, f"{comment.value}{source.newline}{indent}{call}")


def _unfolded(
    source: Source, swallowed: Swallowed, last: cst.BaseSmallStatement, lines: Lines
) -> tuple[Change, ...] | None:
    """Put the body of `except: pass` on lines of its own, and that of a `try: x` in front of it too."""
    outer = source.indent(swallowed.tried)
    inner = outer + unit(source, outer)
    broken = source.newline + inner
    call = lines.wrapped(inner, unit(source, inner)).replace("\n", broken)
    start = _after_colon(source, swallowed.handler.body)
    if start is None or not source.stands_alone(swallowed.tried):
        return None
    first = source.span(_first(swallowed.handler.body))[0]
    if isinstance(last, cst.Continue):
        changes = [Change(start, first, f"{broken}{call}{broken}")]
    else:
        then = f"{broken}{lines.then}" if lines.then else ""
        changes = [Change(start, first, broken), source.replace(last, call + then)]
    tried = swallowed.tried.body
    if isinstance(tried, cst.SimpleStatementSuite):
        colon = _after_colon(source, tried)
        if colon is None:
            return None
        changes.append(Change(colon, source.span(_first(tried))[0], broken))
    return tuple(changes)


def _first(suite: cst.BaseSuite) -> cst.CSTNode:
    return suite.body[0]


def _after_colon(source: Source, suite: cst.BaseSuite) -> int | None:
    first = source.span(_first(suite))[0]
    colon = source.text.rfind(":", 0, first)
    return colon + 1 if colon >= 0 and not source.text[colon + 1 : first].strip(" \t") else None


def unit(source: Source, indent: str) -> str:
    """Return one step of indentation, as the file has it."""
    return "\t" if "\t" in indent else source.module.default_indent
