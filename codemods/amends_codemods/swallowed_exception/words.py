"""The words by which a name tells what a function does, and how names are taken apart into words."""

from __future__ import annotations

import re
from typing import Final

_WORD: Final = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")

CLEANUP: Final = frozenset({
    "abort", "aclose", "cancel", "clean", "cleanup", "close", "closer", "closing", "depart", "deregister", "destroy",
    "detach", "disable", "disconnect", "disconnected", "dispose", "endwin", "exit", "finalize", "flush", "join",
    "kill", "killpg", "leave", "logout", "pop", "quit", "release", "rmdir", "rmtree", "rollback", "shutdown",
    "stop", "teardown", "terminate", "unbind", "uninstall", "unlink", "unload", "unlock", "unmount", "unregister",
    "unset", "unsubscribe", "untrack", "wait",
})  # fmt: skip

# what also undoes something, but may as well be the very work that was asked for
REMOVAL: Final = frozenset({"clear", "delete", "drop", "invalidate", "purge", "remove", "reset", "restore"})

CLEANUP_CALLS: Final = frozenset({
    "gc.collect", "os.remove", "os.removedirs", "torch.cuda.empty_cache", "torch.cuda.ipc_collect",
})  # fmt: skip

# what is removed without a loss, or may be gone already
DISPOSABLE: Final = frozenset({
    "buffer", "cache", "handler", "leftover", "leftovers", "listener", "message", "messages", "msg", "orphaned",
    "partial", "probe", "stale", "temp", "temporary", "tmp",
})  # fmt: skip

# what a caller asks for who wants to hear of no failure
LENIENT: Final = frozenset({"ignore", "ignoring", "skip", "suppress", "swallow"})
FAILURES: Final = frozenset({"error", "errors", "exception", "exceptions", "failed", "failure", "failures"})

# what a function or class tells of itself under these names, and may as well not tell
DESCRIBING: Final = frozenset({
    "__annotations__", "__doc__", "__module__", "__name__", "__qualname__", "__signature__", "__wrapped__",
})  # fmt: skip

# what is empty unless something is put into it
EMPTY_WHEN_MADE: Final = frozenset({"Counter", "DataFrame", "Series", "defaultdict", "dict", "list", "set", "tuple"})

# what puts something in the place of what was removed
MAKING: Final = frozenset({
    "add", "copy", "copytree", "create", "insert", "make", "mkdir", "put", "register", "save", "store", "symlink",
    "upload", "write",
})  # fmt: skip

# what puts something to what is there
ADDING: Final = frozenset({"append", "concat", "concatenate", "hstack", "join", "merge", "union", "vstack"})

# what fails if it is done already
MAKES_FOLDERS: Final = frozenset({"makedirs", "mkdir"})

# where something is kept only so that it need not be found out again
CACHES: Final = frozenset({"cache", "cached", "caches", "memo", "memoized"})

# calls that go along with others without being work of their own
NEUTRAL: Final = frozenset({
    "add", "append", "bool", "callable", "cwd", "date", "datetime", "dict", "discard", "encode", "endswith",
    "enumerate", "exists", "extend", "filter", "get", "getpgid", "getpid", "id", "insert", "is", "isdir", "isfile",
    "items", "keys", "len", "list", "locked", "lower", "lstrip", "map", "max", "min", "monotonic", "now", "nowait",
    "partition", "path", "poll", "print", "raise", "range", "replace", "repr", "reversed", "rstrip", "setattr",
    "setdefault", "sleep", "sorted", "startswith", "str", "strip", "sum", "super", "time", "tuple", "type", "update",
    "upper", "values", "vars", "walk", "zip",
})  # fmt: skip

# calls that ask or guess rather than do
PROBING: Final = frozenset({
    "abspath", "access", "attr", "b64decode", "basename", "can", "coerce", "complex", "convert", "decode", "decodes",
    "detect", "dirname", "evaluate", "expanduser", "fileno", "find", "findall", "float", "format", "from", "fromhex",
    "fromisoformat", "fromtimestamp", "fullmatch", "getattr", "getcwd", "getenv", "getgrgid", "getmtime", "getpwnam",
    "getpwuid", "getsitepackages", "getsize", "glob", "globals", "group", "groups", "guess", "has", "hasattr", "hash",
    "index", "infer", "input", "int", "isatty", "isinstance", "issubclass", "item", "join", "json", "literal", "loads",
    "lookup", "match", "next", "normalize", "normcase", "normpath", "parse", "parsed", "parser", "probe", "readlink",
    "realpath", "ref", "relative", "resolve", "rindex", "search", "seconds", "signature", "split", "splitlines",
    "stat", "strftime", "strptime", "supports", "try", "unparse", "unquote", "urlparse", "urlsplit", "validate",
    "version", "which",
})  # fmt: skip

# builtins that are called for nothing but to see whether they fail
TESTS: Final = frozenset({"complex", "float", "getattr", "hash", "int", "iter", "len", "next", "repr", "str"})

# functions that are asked a question, whose answer may be no
ASKING: Final = frozenset({
    "alive", "available", "can", "check", "coerce", "convert", "detect", "find", "format", "guess", "has", "have",
    "health", "healthcheck", "healthy", "infer", "is", "lookup", "maybe", "normalize", "optional", "parse", "ping",
    "probe", "reachable", "repr", "resolve", "str", "supports", "tags", "try",
})  # fmt: skip

FINDING_OUT: Final = frozenset({"detect", "probe"})

# what is gone through to find one that will do
CANDIDATES: Final = frozenset({
    "alternatives", "candidates", "cands", "encodings", "fallbacks", "guesses", "hypotheses",
})  # fmt: skip

# functions that say they let no failure out
SUPPRESSING: Final = frozenset({
    "gracefully", "ignore", "ignoring", "maybe", "quietly", "raise", "safe", "safecall", "safely", "silent",
    "silently", "suppress", "suppressed", "swallow", "try",
})  # fmt: skip

# what is called on behalf of somebody else, so that its failure is a loss
SERVICES: Final = frozenset({
    "aiohttp", "api", "audit", "bucket", "client", "cursor", "db", "http", "httpx", "notifications", "notifier",
    "repo", "repository", "requests", "s3", "server", "service", "session", "smtp", "supabase",
})  # fmt: skip

# with these an HTTP client is called, whatever its name
OF_REQUESTS: Final = frozenset({"data", "headers", "json", "params"})

# calls whose failure is a loss
WORK: Final = frozenset({
    "audit", "build", "charge", "commit", "compute", "create", "deliver", "deploy", "download", "email", "emit",
    "enqueue", "execute", "executemany", "export", "fetch", "generate", "handle", "import", "ingest", "migrate",
    "notify", "patch", "pay", "post", "process", "publish", "push", "put", "query", "request", "run", "save",
    "schedule", "send", "sendall", "sendmail", "store", "submit", "sync", "train", "transform", "upload", "upsert",
    "urlopen", "write", "writelines", "writerow",
})  # fmt: skip

# what is called like work, but only has to do with what a page or screen shows
LOOKUPS: Final = frozenset({("execute", "script"), ("query", "one"), ("query", "selector")})

# what nobody depends on, so that its failure must not be loud
SIDE_SHOW: Final = frozenset({
    "analytics", "beep", "instrumentation", "react", "reaction", "showtip", "sound", "startfile",
    "telemetry", "toast", "trace", "tracer", "typing", "webbrowser", "winsound",
})  # fmt: skip

ASIDES: Final = tuple(frozenset({"check", newer}) for newer in ("update", "updates"))

# functions to which exceptions are handed
HANDLES_ERRORS: Final = (
    frozenset({"excepthook"}),
    frozenset({"on", "error"}),
    frozenset({"on", "exception"}),
    *(frozenset({what, how}) for what in ("error", "exception") for how in ("handle", "handler")),
)

# programs, and functions that do the same
PROGRAMS: Final = {
    "chcp": "setlocale", "clear": "repaint", "cls": "repaint", "explorer": "os.startfile", "kill": "os.kill",
    "killall": "os.kill", "nvidia-smi": "probe", "open": "os.startfile", "pkill": "os.kill", "rm": "os.remove",
    "rocm-smi": "probe", "stty": "tcsetattr", "taskkill": "os.kill", "umount": "unmount", "xdg-open": "os.startfile",
}  # fmt: skip
RUNS_PROGRAMS: Final = frozenset({
    "os.popen", "os.system", "subprocess.Popen", "subprocess.call", "subprocess.check_call", "subprocess.run",
})  # fmt: skip

# settings of a process, a terminal or a socket, which not every system has
TUNING: Final = frozenset({
    "affinity", "console", "dpi", "dtr", "ionice", "kernel32", "locale", "nice", "option", "priority", "reconfigure",
    "renice", "rts", "setlocale", "setproctitle", "setrecursionlimit", "setrlimit", "setsockopt", "settimeout",
    "signal", "simplefilter", "tcsetattr", "umask", "verbosity", "warn", "warnings", "windll",
})  # fmt: skip

# how a window or a page looks
LOOKS: Final = frozenset({
    "activate", "attributes", "background", "color", "colour", "curs", "cursor", "dismiss", "focus", "font", "front",
    "geometry", "height", "icon", "iconbitmap", "iconphoto", "idletasks", "label", "layout", "legend", "lift",
    "margins", "maximize", "minimize", "opacity", "overrideredirect", "palette", "placeholder", "progress", "redraw",
    "repaint", "resizable", "scroll", "size", "spacing", "style", "stylesheet", "theme", "title", "ticks", "tooltip",
    "topmost", "width", "xlabel", "xlim", "xticks", "ylabel", "ylim", "yticks",
})  # fmt: skip

# what only shows how things stand
SHOWS: Final = frozenset({"block", "live", "pbar", "progress", "progressbar", "spinner", "statusbar", "throbber"})

# functions that only show something
SHOWING: Final = frozenset({"draw", "icon", "logo", "render", "show", "splash", "viz"})

# what looks for parts of a screen or page
WIDGETS: Final = frozenset({"query_one", "query_selector", "querySelector", "nametowidget"})

# how the statements begin that fail where they have been run before
SCHEMA_CHANGES: Final = frozenset({
    ("alter", "table"), ("create", "extension"), ("create", "index"), ("create", "unique"), ("drop", "index"),
    ("drop", "table"), ("drop", "trigger"), ("drop", "type"), ("drop", "view"),
})  # fmt: skip

# pragmas of SQLite by which nothing is stored otherwise (https://www.sqlite.org/pragma.html)
TUNING_PRAGMAS: Final = frozenset({
    ("busy", "timeout"), ("cache", "size"), ("journal", "mode"), ("mmap", "size"), ("temp", "store"),
    ("wal", "autocheckpoint"), ("wal", "checkpoint"),
    ("optimize",), ("synchronous", "normal"), ("synchronous", "off"), ("synchronous", "full"),
})  # fmt: skip

# what is replaced for the sake of an encoding or a redirection, if it can be
STREAMS: Final = frozenset({"sys.stdin", "sys.stdout", "sys.stderr"})

# what stands in the way on a page or screen, if it is there at all
IN_THE_WAY: Final = frozenset({
    "alert", "banner", "consent", "cookie", "cookies", "dialog", "gdpr", "modal", "overlay", "popup", "popups",
    "privacy", "prompt", "tooltip",
})  # fmt: skip

# how it is got out of the way
CLICKS: Final = frozenset({"accept", "click", "dismiss"})

# how functions are decorated that hand something out and take it back
LENDING: Final = frozenset({"asynccontextmanager", "contextmanager", "fixture"})

# what a function that is called after some teardown may do with it instead: `get_exit_code`, `update_release`
SPEAKING_OF: Final = frozenset({
    "check", "create", "fetch", "find", "format", "get", "is", "list", "load", "parse", "read", "set", "show", "update",
})  # fmt: skip

TEARDOWN: Final = frozenset({
    "abort", "aclose", "aexit", "clean", "cleanup", "close", "destroy", "detach", "disconnect", "dispose", "exit",
    "finalize", "kill", "leave", "logout", "quit", "release", "shutdown", "stop", "teardown", "terminate", "unload",
    "unregister", "unsubscribe", "untrack",
})  # fmt: skip

# what a comment says of a failure that is expected, of one that nothing depends on, and of any
EXCUSES: Final = (
    "already", "can fail", "can happen", "cleanup", "continue without", "does not exist", "doesn't exist",
    "doesn't like", "don't like", "expected", "fall back", "fall through", "fallback", "falling back",
    "handle it later", "if any", "if exists", "if it exists", "if present", "if they exist", "if we can't",
    "just ignore", "just skip", "may fail", "may not", "might fail", "might not", "must not", "no existing",
    "not available", "not installed", "not supported", "probably", "silently ignore",
    "skip bad", "skip broken", "skip corrupt", "skip corrupted", "skip files", "skip if", "skip invalid",
    "skip malformed", "skip unreadable", "swallow", "try again",
    "try the next", "unavailable", "will fail",
)  # fmt: skip
DISMISSALS: Final = (
    "advisory", "best effort", "best-effort", "besteffort", "doesn't matter", "don't care", "harmless", "must never",
    "must not block", "must not break", "never a failure", "never block", "never blocks", "never break",
    "never breaks", "never let", "no problem", "non-critical", "non-fatal", "not critical", "not fatal",
    "nothing we can do", "should not break", "shouldn't break", "supplemental", "supplementary", "without complaining",
)  # fmt: skip
WEAK_EXCUSES: Final = (
    "fine", "ignore", "ignored", "ignoring", "next", "ok", "okay", "optional", "silent", "silently", "skip",
)  # fmt: skip


# what a docstring says of a result that may be missing
NO_RESULT: Final = (
    "does not raise", "empty if", "empty on", "never raise", "never raises", "none if", "none on", "none when",
    "on any error", "on any failure", "on error", "on failure", "or none", "silently",
)  # fmt: skip

# what a comment says that only repeats that something went wrong, or that somebody has yet to do something about it
COMPLAINTS: Final = frozenset({"error", "errors", "exception", "exceptions", "fail", "failed", "fails", "failure"})
TASKS: Final = frozenset({"bug", "fixme", "hack", "handle", "log", "todo", "xxx"})
PRAGMAS: Final = ("noqa", "nosec", "pragma", "pylint", "pyright", "ruff", "type")

# what takes the next of what others put there, and may wait for it in vain
TAKING: Final = frozenset({"accept", "get", "read", "readline", "receive", "recv", "recvfrom"})


def words(name: str) -> tuple[str, ...]:
    """Return the words of an identifier, lower case: "parse_httpDate" is parse, http, date."""
    return tuple(word.lower() for word in _WORD.findall(name))
