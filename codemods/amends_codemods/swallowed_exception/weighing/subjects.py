"""What something is done to: a thing of the program, of which nobody asks whether it is there, or one of the world."""

from __future__ import annotations

from typing import Final

import libcst as cst

from amends.source import Source
from amends_codemods.swallowed_exception.reading import Deed
from amends_codemods.swallowed_exception.words import CLEANUP, EMPTY_WHEN_MADE, words

# what ends a program's own things, and a deal between people as well
_OF_BOTH: Final = frozenset({
    "abort", "cancel", "destroy", "disable", "exit", "finalize", "leave", "release", "stop", "terminate",
})  # fmt: skip
_FILLING: Final = frozenset({
    "all", "and", "any", "async", "everything", "for", "force", "gracefully", "if", "it", "last", "maybe", "now", "on",
    "pending", "quietly", "registered", "running", "safe", "safely", "self", "sync", "the", "to", "when",
})  # fmt: skip
_THINGS: Final = frozenset({
    "after", "agent", "app", "application", "background", "bot", "browser", "buffer", "bus", "cache", "camera",
    "capture", "channel", "client", "command", "conn", "connection", "console", "consumer", "container", "context",
    "coroutine", "cursor", "daemon", "database", "db", "debugger", "device", "display", "driver", "engine", "env",
    "environment", "event", "executor", "feed", "figure", "file", "fut", "future", "handle", "handler", "heartbeat",
    "hook", "instance", "interface", "job", "kernel", "listener", "listening", "lock", "log", "logger", "logging",
    "loop", "mode", "model", "monitor", "monitoring", "mutex", "node", "observer", "page", "perf", "permission",
    "permit", "pid", "pipe", "playback", "player", "poll", "poller", "polling", "pool", "port", "proc", "process",
    "producer", "profiler", "progress", "proxy", "publisher", "query", "queue", "reader", "receiver", "recorder",
    "recording", "refresh", "request", "resource", "runner", "runtime", "sampler", "scheduler", "screen", "sem",
    "semaphore", "sender", "server", "service", "session", "shell", "signal", "sock", "socket", "spinner", "stack",
    "stream", "subprocess", "surface", "task", "temp", "terminal", "thread", "ticker", "timer", "tmp", "trace",
    "tracer", "tracing", "transport", "tunnel", "typing", "updater", "vm", "voice", "watchdog", "watcher", "websocket",
    "widget", "window", "worker", "writer", "ws",
})  # fmt: skip
_DEALS: Final = frozenset({
    "account", "appointment", "bet", "bid", "booking", "charge", "contract", "customer", "deal", "employee", "funds",
    "invoice", "lease", "member", "membership", "order", "payment", "payout", "plan", "policy", "position",
    "purchase", "refund", "rental", "reservation", "shipment", "ticket", "trade", "transfer", "user",
})  # fmt: skip

_ADDING: Final = {"add": 1, "append": 1, "extend": 1, "insert": 2, "update": 1}
"""Methods by which lists, sets and dictionaries grow, and how many arguments those take."""
_HOLDERS: Final = frozenset({
    "batch", "bucket", "buffer", "cache", "children", "collected", "collection", "dict", "found", "group", "history",
    "kw", "list", "log", "lst", "map", "mapping", "memo", "menu", "out", "path", "queue", "registry", "result", "ret",
    "seen", "set", "stack", "vocab",
})  # fmt: skip
_FULL: Final = (cst.Dict, cst.DictComp, cst.List, cst.ListComp, cst.Set, cst.SetComp)
_OF_PLURALS: Final = ("ss", "us", "is")


def is_own(deed: Deed, verbs: frozenset[str]) -> bool:
    """Whether what is ended is a thing of the program, such as a thread, and not what somebody has agreed upon."""
    *_, owner, last = ("", *deed.name.split("."))
    further = set(words(last)) - CLEANUP - verbs - _FILLING
    given = {word for name in deed.given for word in words(name)}
    subject = set(map(_one, {*further, *words(owner), *given}))
    if subject & _DEALS:
        return False
    is_plain = not further and not deed.given
    return is_plain or not verbs <= _OF_BOTH or bool(subject & _THINGS)


def _one(word: str) -> str:
    return word.removesuffix("s") if _is_plural(word) else word


def _is_plural(word: str) -> bool:
    return len(word) > len("is") and word.endswith("s") and not word.endswith(_OF_PLURALS)


def grows_elsewhere(source: Source, deed: Deed) -> bool:
    """Whether something is added to what is no plain collection, as far as anybody sees: to a table, a ledger."""
    owner, _, method = deed.name.rpartition(".")
    return method in _ADDING and bool(owner) and not _is_collection(source, deed.call, owner)


def takes_too_few(deed: Deed) -> bool:
    """Whether a method is called with less than that of a plain collection takes: `insert` without a position."""
    _, _, method = deed.name.rpartition(".")
    return method in _ADDING and len(deed.given) < _ADDING[method]


def _is_collection(source: Source, place: cst.CSTNode, name: str) -> bool:
    last = words(name.rpartition(".")[2])[-1:]
    if last and (_is_plural(last[0]) or last[0] in _HOLDERS):
        return True
    scope = None if "." in name else source.scope(place).visible(name)
    values = (binding.value for binding in scope.bindings[name]) if scope else ()
    return any(value is not None and _makes_collection(value) for value in values)


def _makes_collection(value: cst.BaseExpression) -> bool:
    made_by = value.func if isinstance(value, cst.Call) else None
    return isinstance(value, _FULL) or (isinstance(made_by, cst.Name) and made_by.value in EMPTY_WHEN_MADE)
