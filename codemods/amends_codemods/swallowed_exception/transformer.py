"""Turns a thrown away exception into a log message."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, TypeVar

import libcst as cst

from amends.model import Advice, Change, Decision, Edit, Finding, Harmless, Import, Level
from amends.orphans import imports_of
from amends.source import Source
from amends_codemods.swallowed_exception import LEVEL, NARROW, suppressing
from amends_codemods.swallowed_exception.detector import Catch, Evidence, Swallowed
from amends_codemods.swallowed_exception.elsewhere import advice_for
from amends_codemods.swallowed_exception.guards import reason_to_leave
from amends_codemods.swallowed_exception.logs import layout
from amends_codemods.swallowed_exception.logs.layout import Lines
from amends_codemods.swallowed_exception.logs.loggers import Logger, logger_at
from amends_codemods.swallowed_exception.logs.message import message_for
from amends_codemods.swallowed_exception.places import loops_of, own_nodes
from amends_codemods.swallowed_exception.weighing.loudness import reason_to_be_quiet
from amends_codemods.swallowed_exception.weighing.outcome import falls_off_meaning_none

_NAME_THEM: Final = "name the exceptions that may be ignored, or catch it in a try statement and log it"


def transform(source: Source, finding: Finding[Evidence]) -> Decision:
    """Return the edit that logs the exception, or why it is left alone."""
    swallowed = finding.evidence
    if isinstance(swallowed, cst.Call):
        return Advice(f"what this makes suppresses whatever goes wrong: {_NAME_THEM}")
    if reason := reason_to_leave(source, swallowed):
        return Harmless(reason)
    if advice := advice_for(source, swallowed):
        return Advice(advice)
    reason = reason_to_be_quiet(source, swallowed)
    if not isinstance(swallowed.handler, cst.With):
        return _logged(source, swallowed, reason)
    return Harmless(f"it is suppressed on purpose: {reason}") if reason else _logged(source, swallowed, reason)


def _logged(source: Source, swallowed: Swallowed, reason_to_be_quiet: str | None) -> Decision:
    """Return the edit that logs the exception, or advice where its layout does not allow one."""
    level, why = _log_level(source, reason_to_be_quiet)
    logger = logger_at(source, swallowed.handler)
    then = "return None" if falls_off_meaning_none(source, swallowed) else ""
    lines = Lines(*_call(source, swallowed, logger, level), then)
    changes = _changes(source, swallowed, lines)
    if changes is None:
        return Advice(_by_hand(swallowed, lines))
    concerns = tuple(_concerns(source, swallowed))
    return Edit(
        f"Log the exception at level {'error' if level == 'exception' else level}",
        Level.REVIEW if concerns else Level.SAFE,
        (*changes, *_narrowed(source, swallowed)),
        imports=logger.imports,
        may_orphan=_suppressors(source, swallowed),
        definitions=logger.definitions,
        note="; ".join((*concerns, *([why] if why else []))),
    )


def _log_level(source: Source, reason_to_be_quiet: str | None) -> tuple[str, str]:
    """Return the level of the message, and why it is a quiet one."""
    chosen = source.context.option(LEVEL)
    if chosen != "auto":
        return chosen, ""
    return ("debug", f"a debug message will do: {reason_to_be_quiet}") if reason_to_be_quiet else ("exception", "")


def _changes(source: Source, swallowed: Swallowed, lines: Lines) -> tuple[Change, ...] | None:
    if isinstance(swallowed.handler, cst.With):
        return suppressing.changes_for(source, swallowed.handler, lines)
    return layout.changes_for(source, swallowed, lines)


def _by_hand(swallowed: Swallowed, lines: Lines) -> str:
    """Return what a person should do where the layout allows no edit."""
    if isinstance(swallowed.handler, cst.With):
        return f"whatever goes wrong is suppressed here: {_NAME_THEM}"
    return f"this handler is laid out in an unusual way; write {lines.call} into it yourself"


def _suppressors(source: Source, swallowed: Swallowed) -> tuple[Import, ...]:
    """Return the imports of what an edit replaces."""
    items = swallowed.handler.items if isinstance(swallowed.handler, cst.With) else ()
    calls = (item.item for item in items)
    return tuple(each for call in calls if isinstance(call, cst.Call) for each in imports_of(source, call.func))


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
        nodes = own_nodes(swallowed.tried.body)
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
