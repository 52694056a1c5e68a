"""What the calls of a logger that comes from elsewhere tell about its kind."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import libcst as cst

from amends.source import BindingKind, Source, dotted, last_name
from amends_codemods.swallowed_exception.logs.logger_names import LEVELS, STDLIB, Dialect
from amends_codemods.swallowed_exception.words import words

_OF_LOGGERS_ONLY: Final = frozenset({"addFilter", "addHandler", "getChild", "isEnabledFor", "setLevel"})

_MAKING: Final = frozenset({"build", "configure", "create", "get", "init", "logger", "make", "setup"})


@dataclass(frozen=True, slots=True)
class Proof:
    """The dialect of a logger, and whether it formats arguments that come behind the message."""

    dialect: Dialect
    takes_arguments: bool = True


def proof_of(source: Source, text: str) -> Proof | None:
    """Return what is proven of the logger that is written `text`: that it does what the standard library's do.

    None unless it is seen to log tracebacks, to format lazily, or to be set up like one: what has a method `debug`
    need not know `exc_info` nor have a method `exception`, and a handler that fails is worse than a silent one.
    """
    formats = _formats_lazily(source, text)
    traces = any(_traces(call) for call in _calls_of(source, text, LEVELS))
    if not (formats or traces or any(_calls_of(source, text, _OF_LOGGERS_ONLY))):
        return None
    return Proof(STDLIB, formats)


def convention_of(source: Source, text: str, value: cst.BaseExpression) -> Proof | None:
    """Return what is to be thought of a logger from a function that hands out loggers, as its name says.

    None if something is called on it that the standard library's do not have: there are loggers of experiments, too.
    """
    if not isinstance(value, cst.Call) or not _hands_out_loggers(source, value.func):
        return None
    called = (call.func for call in source.nodes(cst.Call) if isinstance(call.func, cst.Attribute))
    methods = {function.attr.value.removesuffix("_once") for function in called if dotted(function.value) == text}
    is_one = methods <= LEVELS | _OF_LOGGERS_ONLY | {"log"}
    return Proof(STDLIB, _formats_lazily(source, text)) if is_one else None


def _hands_out_loggers(source: Source, maker: cst.BaseExpression) -> bool:
    """Whether a function of a module is called `get_logger` or the like: no class, and no method of an object."""
    name = dotted(maker) or ""
    root = maker
    while isinstance(root, cst.Attribute):
        root = root.value
    kinds = {binding.kind for binding in source.bindings(root)} if isinstance(root, cst.Name) else set[BindingKind]()
    of_module = kinds == {BindingKind.IMPORT} or (root is maker and kinds == {BindingKind.FUNCTION})
    does = words(last_name(maker))
    is_plain = all(part[:1].islower() for part in name.split("."))
    return of_module and is_plain and does[-1:] == ("logger",) and _MAKING.issuperset(does[:1])


def _formats_lazily(source: Source, text: str) -> bool:
    return any(_formats(source, call) for call in _calls_of(source, text, LEVELS))


def _calls_of(source: Source, text: str, methods: frozenset[str]) -> Iterator[cst.Call]:
    for call in source.method_calls(*methods):
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
