"""Whose a value is: the dictionaries, calls, functions and classes around an expression, and what they are called."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

import libcst as cst

from amends.source import Source
from amends_codemods.hardcoded_secret.positions.literals import read
from amends_codemods.hardcoded_secret.positions.sinks import SETTERS
from amends_codemods.hardcoded_secret.replacing.environment import index, is_update
from amends_codemods.hardcoded_secret.signs.names import segments, speaks_of_a_secret

_MAPPINGS = frozenset({"dict", "OrderedDict", "dumps", "dump"})
# Verbs that say nothing of whose their arguments are.
_EVERYDAY = frozenset({
    "add", "append", "apply", "build", "call", "change", "copy", "create", "delete", "do", "dump", "emit", "execute",
    "extend", "fetch", "format", "get", "init", "insert", "invoke", "items", "join", "keys", "load", "make", "merge",
    "parse", "patch", "pop", "post", "print", "push", "put", "register", "render", "replace", "request", "return",
    "reverse", "run", "save", "send", "set", "setdefault", "start", "submit", "update", "urlencode", "values", "wrap",
    "write",
})  # fmt: skip
# Names of modules that any program may have.
_ANYBODYS = frozenset(
    {
        "app",
        "main",
        "config",
        "conf",
        "settings",
        "utils",
        "util",
        "helpers",
        "common",
        "core",
        "base",
        "constants",
        "init",
        "run",
        "script",
        "views",
        "models",
        "manage",
        "index",
    }
)
# Calls that go to a server, and what such a call is commonly made on.
_ASKS = frozenset({"get", "post", "put", "patch", "delete", "request", "send", "fetch"})
_ANY_CLIENTS = frozenset({
    "self", "cls", "super", "requests", "httpx", "aiohttp", "urllib", "urllib3", "http", "session", "sess", "client",
    "s", "c", "conn", "connection", "app", "api", "req", "request",
})  # fmt: skip
_EVERY_SERVERS = frozenset({"api", "www", "localhost"})
_QUERIES = frozenset({"params", "parameters", "payload", "query", "querystring", "query_params", "url_params"})
_ENUMS = frozenset({"Enum", "StrEnum", "IntEnum", "Flag", "IntFlag", "TextChoices", "Choices", "ReprEnum"})


def text_of(source: Source, expression: cst.BaseExpression | None) -> str | None:
    """Return the text of a plain string literal."""
    literal = read(source, expression) if expression is not None else None
    return literal.text if literal and not literal.is_formatted else None


def spelled(expression: cst.CSTNode) -> tuple[str, ...]:
    """Return the names in a chain of attributes, subscripts and calls, the last first."""
    if isinstance(expression, cst.Name):
        return (expression.value,)
    if isinstance(expression, cst.Attribute):
        return (expression.attr.value, *spelled(expression.value))
    if isinstance(expression, cst.Call):
        return spelled(expression.func)
    if isinstance(expression, cst.Subscript):
        key = index(expression)
        own = (key.raw_value,) if isinstance(key, cst.SimpleString) else ()
        return (*own, *spelled(expression.value))
    return ()


def path(source: Source, node: cst.CSTNode) -> tuple[str, ...]:
    """Return the names of what holds a dictionary's entry: outer keys, then its variable or the call it is for."""
    return tuple(name for name in _path(source, node) if name)


def _path(source: Source, node: cst.CSTNode) -> Iterator[str]:
    child = node
    for above in source.ancestors(node):
        if isinstance(above, cst.DictElement) and child is above.value:
            yield text_of(source, above.key) or next(iter(spelled(above.key)), "")
        elif isinstance(above, cst.Call) and callee(above) not in _MAPPINGS:
            yield _constant_made(source, above) or ("" if is_everyday(callee(above)) else callee(above))
            return
        elif isinstance(above, cst.Assign):
            yield from reversed(spelled(above.targets[0].target)[:1])
            return
        elif isinstance(above, (cst.AnnAssign, cst.NamedExpr)):
            yield next(iter(spelled(above.target)), "")
            return
        elif isinstance(above, cst.BaseStatement):
            return
        child = above


def _constant_made(source: Source, call: cst.Call) -> str:
    """Return the constant that is what a function returns: `DEFAULT_USERS = setting("DEFAULT_USERS", …)`."""
    assign = source.parent(call)
    name = spelled(assign.targets[0].target)[:1] if isinstance(assign, cst.Assign) else ()
    is_class = callee(call)[:1].isupper()
    return next((each for each in name if each.isupper() and not is_class), "")


def is_for_environment(source: Source, display: cst.CSTNode) -> bool:
    """Whether a mapping becomes the environment of another program, or a part of this one's: `run(…, env={…})`."""
    holder = source.parent(display)
    call = source.parent(holder) if isinstance(holder, cst.Arg) else None
    if isinstance(holder, cst.Arg) and holder.keyword is not None:
        return holder.keyword.value == "env"
    return isinstance(call, cst.Call) and is_update(source, call)


def settings_filled(source: Source, display: cst.CSTNode) -> tuple[str, ...]:
    """Return the names of the settings to which a dictionary is added: `app.config.update({…})`, `config |= {…}`."""
    holder = source.parent(display)
    if isinstance(holder, cst.AugAssign):
        return spelled(holder.target)
    call = source.parent(holder) if isinstance(holder, cst.Arg) and holder.keyword is None else None
    return spelled(call.func)[1:] if isinstance(call, cst.Call) and callee(call) in SETTERS else ()


def is_query(source: Source, display: cst.CSTNode) -> bool:
    """Whether a dictionary holds the parameters of a request."""
    holder = source.parent(display)
    if isinstance(holder, cst.Arg):
        return holder.keyword is not None and holder.keyword.value == "params"
    return isinstance(holder, cst.Assign) and _QUERIES.issuperset(spelled(holder.targets[0].target)[:1])


def around_entry(source: Source, node: cst.CSTNode) -> tuple[str, ...]:
    """Return what is around an entry; for one that an everyday call takes its server or class first, or its module."""
    call = next((a for a in source.ancestors(node) if isinstance(a, (cst.Call, cst.BaseStatement))), None)
    found = around(source, node)
    if not isinstance(call, cst.Call) or not is_everyday(callee(call)):
        return found
    if asked := _asked(source, call):
        return (asked, *found)
    module = source.context.path.stem
    named = () if module.strip("_").lower() in _ANYBODYS else (module,)
    return tuple(sorted(found, key=lambda name: not name[:1].isupper())) or named


def _asked(source: Source, call: cst.Call) -> str:
    """Return whom a call asks: the server of a URL that it is given, or the object on which it is made."""
    if callee(call) not in _ASKS:
        return ""
    server = next((name for arg in call.args if (name := server_of(source, arg.value))), "")
    holders = (name for name in spelled(call.func)[1:] if name.lower().strip("_") not in _ANY_CLIENTS)
    return server or next(holders, "")


def server_of(source: Source, url: cst.BaseExpression) -> str:
    """Return what the server of a URL is called: deepseek, for "https://api.deepseek.com"."""
    text = source.constant(url)
    try:
        host = urlsplit(text).hostname if isinstance(text, str) else None
    except ValueError:
        return ""
    labels = [label for label in (host or "").split(".")[:-1] if label not in _EVERY_SERVERS]
    return "" if not labels or labels[0].isdigit() else labels[0]


def is_everyday(name: str) -> bool:
    """Whether the name of a function says nothing of whose its arguments are: `add`, `set_password`."""
    words = segments(name)
    return words[:1] != () and words[0] in _EVERYDAY and all(map(speaks_of_a_secret, words[1:]))


def around(source: Source, node: cst.CSTNode) -> tuple[str, ...]:
    """Return the names of the functions and classes around a node, the nearest first; `__init__` is its class."""
    definitions = (above for above in source.ancestors(node) if isinstance(above, (cst.FunctionDef, cst.ClassDef)))
    return tuple(above.name.value for above in definitions if not above.name.value.startswith("__"))


def callee(call: cst.Call) -> str:
    """Return the last name of what a call calls; for `__init__` of a parent, nothing."""
    last = next(iter(spelled(call.func)), "")
    return "" if last.startswith("__") else last


def is_enum(source: Source, class_: cst.ClassDef) -> bool:
    """Whether a class is an enumeration, as far as its bases tell."""
    for base in class_.bases:
        qualified = {name.rpartition(".")[2] for name in source.names(base.value)} or set(spelled(base.value)[:1])
        if any(name in _ENUMS or name.endswith("Enum") for name in qualified):
            return True
    return False
