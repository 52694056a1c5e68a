"""The words by which a name tells what a function does, and how names are taken apart into words."""

from __future__ import annotations

import re
from typing import Final

_WORD: Final = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")

CLEANUP: Final = frozenset({
    "abort", "aclose", "cancel", "clean", "cleanup", "close", "closer", "detach", "disable", "disconnect", "dispose",
    "exit", "finalize", "flush", "join", "kill", "logout", "quit", "release", "rmdir", "rmtree", "rollback",
    "shutdown", "stop", "teardown", "terminate", "uninstall", "unlink", "unlock", "unmount", "unregister",
    "unsubscribe", "disconnected", "closing", "destroy", "killpg", "deregister", "unset", "unload", "unbind", "untrack",
    "wait",
})  # fmt: skip

# what also undoes something, but may as well be the very work that was asked for
REMOVAL: Final = frozenset({"clear", "delete", "drop", "pop", "purge", "remove", "reset", "restore"})

REMOVES_FILES: Final = frozenset({"os.remove", "os.removedirs"})

# calls that go along with others without being work of their own
NEUTRAL: Final = frozenset({
    "add", "append", "bool", "callable", "cwd", "dict", "discard", "encode", "endswith", "enumerate", "exists",
    "extend", "filter", "get", "getpgid", "getpid", "id", "is", "isdir", "isfile", "items", "keys", "len",
    "list", "locked", "lower", "lstrip", "map", "max", "min", "partition", "poll", "print", "range", "repr",
    "replace", "reversed", "rstrip", "setdefault", "sorted", "startswith", "str", "strip", "sum", "super",
    "tuple", "update", "upper", "values", "zip",
})  # fmt: skip

# calls that ask or guess rather than do
PROBING: Final = frozenset({
    "attr", "b64decode", "can", "coerce", "complex", "convert", "decode", "decodes", "detect", "evaluate", "find",
    "fileno", "findall", "float", "format", "from", "fromhex", "fromisoformat", "fromtimestamp", "fullmatch",
    "getattr", "getgrgid", "getpwuid", "getpwnam", "group", "groups", "guess", "has", "hasattr", "hash", "index",
    "infer", "int", "isatty", "isinstance", "issubclass", "item", "json", "literal", "loads", "lookup", "match",
    "normalize", "parse", "parsed", "parser", "probe", "ref", "resolve", "rindex", "search", "setattr", "signature",
    "split", "splitlines", "strftime", "strptime", "supports", "try", "unquote", "validate", "version", "which",
})  # fmt: skip

# functions that are asked a question, whose answer may be no
ASKING: Final = frozenset({
    "can", "coerce", "convert", "detect", "extract", "find", "format", "guess", "has", "have", "infer", "is", "lookup",
    "maybe", "normalize", "optional", "parse", "probe", "repr", "resolve", "safe", "safely", "silently", "str",
    "supports", "tags", "try",
})  # fmt: skip

# what is called on behalf of somebody else, so that its failure is a loss
SERVICES: Final = frozenset({
    "aiohttp", "api", "bucket", "client", "cursor", "http", "httpx", "requests", "s3", "session", "smtp",
})  # fmt: skip

# calls whose failure is a loss
WORK: Final = frozenset({
    "build", "charge", "commit", "compute", "create", "deliver", "deploy", "download", "email", "enqueue", "execute",
    "executemany", "export", "fetch", "generate", "handle", "import", "ingest", "migrate", "notify", "patch", "pay",
    "post", "process", "publish", "push", "put", "query", "request", "run", "save", "schedule", "send",
    "sendall", "sendmail", "store", "submit", "sync", "train", "transform", "upload", "upsert", "urlopen", "write",
    "writelines", "writerow",
})  # fmt: skip

# what nobody depends on, so that its failure must not be loud
SIDE_SHOW: Final = frozenset({"analytics", "telemetry"})

TEARDOWN: Final = frozenset({
    "aclose", "aexit", "cleanup", "clean", "close", "disconnect", "dispose", "exit", "finalize", "kill", "quit",
    "release", "shutdown", "stop", "teardown", "terminate", "logout", "abort", "destroy", "unload", "unregister",
    "cancel",
})  # fmt: skip

# what a comment says of a failure that nobody has to know of, and what it says of any
EXCUSES: Final = (
    "already", "best effort", "best-effort", "cleanup", "does not exist", "doesn't exist", "doesn't like",
    "doesn't matter", "don't care", "don't like", "expected", "fall back", "fall through", "fallback", "falling back",
    "harmless", "may fail", "may not", "might fail", "might not", "must not", "never let", "no problem",
    "non-critical", "non-fatal", "not available", "not critical", "not fatal", "not supported", "optional", "try again",
    "try the next", "unavailable",
)  # fmt: skip
WEAK_EXCUSES: Final = ("fine", "ignore", "ignored", "ignoring", "next", "ok", "okay", "silent", "silently", "skip")


def words(name: str) -> tuple[str, ...]:
    """Return the words of an identifier, lower case: "parse_httpDate" is parse, http, date."""
    return tuple(word.lower() for word in _WORD.findall(name))
