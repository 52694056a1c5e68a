"""Turns a thrown away exception into a log message."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

import libcst as cst

from amends.model import Advice, Change, Decision, Edit, Finding, Harmless, Level
from amends.source import Source
from amends_codemods.swallowed_exception import LEVEL, NARROW
from amends_codemods.swallowed_exception.detector import Catch, Swallowed
from amends_codemods.swallowed_exception.elsewhere import advice_for
from amends_codemods.swallowed_exception.guards import reason_to_leave
from amends_codemods.swallowed_exception.layout import Lines, changes_for
from amends_codemods.swallowed_exception.loggers import Logger, logger_at
from amends_codemods.swallowed_exception.loudness import reason_to_be_quiet
from amends_codemods.swallowed_exception.message import message_for
from amends_codemods.swallowed_exception.outcome import falls_off_meaning_none
from amends_codemods.swallowed_exception.places import loops_of, own_nodes


def transform(source: Source, finding: Finding[Swallowed]) -> Decision:
    """Return the edit that logs the exception, or why it is left alone."""
    swallowed = finding.evidence
    if reason := reason_to_leave(source, swallowed):
        return Harmless(reason)
    if advice := advice_for(source, swallowed):
        return Advice(advice)
    level, why = _log_level(source, swallowed)
    logger = logger_at(source, swallowed.handler)
    then = "return None" if falls_off_meaning_none(source, swallowed) else ""
    lines = Lines(*_call(source, swallowed, logger, level), then)
    changes = changes_for(source, swallowed, lines)
    if changes is None:
        return Advice(f"this handler is laid out in an unusual way; write {lines.call} into it yourself")
    concerns = tuple(_concerns(source, swallowed))
    return Edit(
        f"Log the exception at level {'error' if level == 'exception' else level}",
        Level.REVIEW if concerns else Level.SAFE,
        (*changes, *_narrowed(source, swallowed)),
        imports=logger.imports,
        definitions=logger.definitions,
        note="; ".join((*concerns, *([why] if why else []))),
    )


def _log_level(source: Source, swallowed: Swallowed) -> tuple[str, str]:
    """Return the level of the message, and why it is a quiet one."""
    chosen = source.context.option(LEVEL)
    if chosen != "auto":
        return chosen, ""
    reason = reason_to_be_quiet(source, swallowed)
    return ("debug", f"a debug message will do: {reason}") if reason else ("exception", "")


def _call(source: Source, swallowed: Swallowed, logger: Logger, level: str) -> tuple[str, tuple[str, ...]]:
    """Return what is called to log the exception, and the arguments."""
    dialect = logger.dialect
    is_loud = level == "exception"
    arguments = message_for(source, swallowed, names_step=not is_loud).written_for(logger)
    if is_loud and dialect.loud == "exception":
        return f"{logger.text}.exception", arguments
    trace = (dialect.trace,) if dialect.trace else ()
    method = dialect.quiet.format(level=dialect.loud if is_loud else level)
    return f"{logger.text}.{method}", (*arguments, *trace)


def _concerns(source: Source, swallowed: Swallowed) -> Iterator[str]:
    """Yield what a reviewer has to look at."""
    if any(loops_of(source, swallowed.handler)):
        yield "this stands in a loop: the log may grow"
    narrowed = swallowed.catch is Catch.BARE and source.context.option(NARROW)
    if narrowed:
        yield "KeyboardInterrupt, SystemExit and the like are no longer caught here"
    elif swallowed.catch.takes_exits:
        nodes = tuple(own_nodes(swallowed.tried.body))
        if _any_of(nodes, cst.Yield):
            yield "the handler also sees GeneratorExit, whenever the generator is closed early: catch Exception instead"
        elif _any_of(nodes, cst.Await):
            yield "the handler also swallows the cancellation of its task: catch Exception instead"


N = TypeVar("N", bound=cst.CSTNode)


def _any_of(nodes: tuple[cst.CSTNode, ...], kind: type[N]) -> bool:
    return any(isinstance(node, kind) for node in nodes)


def _narrowed(source: Source, swallowed: Swallowed) -> Iterator[Change]:
    if swallowed.catch is Catch.BARE and source.context.option(NARROW):
        end = source.span(swallowed.handler)[0] + len("except")
        yield Change(end, end, " Exception")
