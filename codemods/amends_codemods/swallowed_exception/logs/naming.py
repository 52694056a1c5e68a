"""Which variables a log message names: those that tell which case failed, and give nothing away."""

from __future__ import annotations

from typing import Final

from amends_codemods.swallowed_exception.logs.confidential import may_be_secret
from amends_codemods.swallowed_exception.words import words

_UNWIELDY: Final = frozenset({
    "app", "arg", "args", "array", "batch", "blob", "body", "bot", "browser", "buf", "buffer", "callback", "chunk",
    "chunks", "client", "cls", "coll", "config", "conn", "connection", "content", "contents", "context", "ctx",
    "cur", "cursor", "data", "dataframe", "dataset", "db", "default", "df", "dict", "doc", "docs", "document",
    "documents", "driver", "elem", "element", "embedding", "embeddings", "engine", "entries", "env", "environ",
    "event", "events", "exc", "exception", "executor", "f", "fd", "fh", "file", "fn", "fp", "frame", "func",
    "function", "future", "handler", "headers", "html", "image", "img", "info", "input", "inputs", "instance",
    "items", "iterable", "iterator", "json", "kwargs", "line", "lines", "lock", "log", "logger", "manager",
    "mapping", "matrix", "message", "messages", "meta", "metadata", "model", "namespace", "node", "obj", "object",
    "objects", "options", "opts", "output", "outputs", "packet", "page", "params", "parent", "payload", "pkt",
    "pool", "proc", "process", "prompt", "props", "queue", "raw", "reader", "record", "records", "request",
    "response", "result", "results", "row", "rows", "s", "self", "series", "server", "service", "settings", "sig",
    "signum", "sock", "socket", "soup", "src", "state", "stats", "stream", "task", "tb", "tensor", "text", "thread",
    "transport", "tree", "update", "val", "vals", "value", "values", "websocket", "widget", "worker", "writer",
    "ws", "xml",
})  # fmt: skip
_COUNTING: Final = frozenset({"i", "j", "k", "n"})
_IDENTIFYING: Final = frozenset({"id", "idx", "index", "name", "path", "pk", "uid", "user", "username", "uuid"})


def is_worth_naming(name: str) -> bool:
    """Whether a variable of this name tells which case failed, without giving away what nobody should read."""
    parts = words(name)
    if not parts or may_be_secret(name) or _says_nothing(name, parts):
        return False
    return parts[-1] not in _UNWIELDY or (len(parts) > 1 and parts[-1] in {"file", "page", "event", "task"})


def _says_nothing(name: str, parts: tuple[str, ...]) -> bool:
    """Whether a name is a letter for anything (a tensor, a value), or one for all data of something."""
    is_letter = all(len(part) == 1 or part.isdigit() for part in parts)
    return parts[-1].endswith("data") or (is_letter and name not in _COUNTING)


def is_identifying(name: str) -> bool:
    """Whether a variable of this name says which one something is, and nothing else of it."""
    return bool(_IDENTIFYING.intersection(words(name)[-1:]))
