"""What the calls of a logger that comes from elsewhere tell about its kind."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import libcst as cst

from amends.source import Source, dotted
from amends_codemods.swallowed_exception.logger_names import LEVELS, STDLIB, Dialect


@dataclass(frozen=True, slots=True)
class Proof:
    """The dialect of a logger, and whether it formats arguments that come behind the message."""

    dialect: Dialect
    takes_arguments: bool = True


def proof_of(source: Source, text: str) -> Proof | None:
    """Return what the calls of the logger that is written `text` prove; None if nobody logs by it."""
    calls = tuple(_calls_of(source, text))
    if not calls:
        return None
    return Proof(STDLIB, any(_formats(source, call) for call in calls))


def is_proven(source: Source, text: str) -> bool:
    """Whether a logger is seen to do what the standard library's do: log tracebacks, or format lazily."""
    return any(_formats(source, call) or _traces(call) for call in _calls_of(source, text))


def _calls_of(source: Source, text: str) -> Iterator[cst.Call]:
    for call in source.method_calls(*LEVELS):
        if isinstance(call.func, cst.Attribute) and dotted(call.func.value) == text:
            yield call


def _formats(source: Source, call: cst.Call) -> bool:
    if len(call.args) < 2 or any(arg.keyword is not None or arg.star for arg in call.args[:2]):  # noqa: PLR2004 - message and argument
        return False
    message = source.constant(call.args[0].value)
    return isinstance(message, str) and "%" in message


def _traces(call: cst.Call) -> bool:
    name = call.func.attr.value if isinstance(call.func, cst.Attribute) else ""
    return name == "exception" or any(arg.keyword and arg.keyword.value == "exc_info" for arg in call.args)
