"""Where an argument stands: which function takes it, by what name, and what is known of that function."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import libcst as cst

from amends.facts.libraries import imports
from amends.source import BindingKind, Source, argument, dotted
from amends_codemods.hardcoded_secret.positions.comparisons import names_compared
from amends_codemods.hardcoded_secret.positions.made import meanings
from amends_codemods.hardcoded_secret.positions.owners import (
    around,
    around_entry,
    callee,
    is_everyday,
    is_for_environment,
    path,
    server_of,
    spelled,
    text_of,
)
from amends_codemods.hardcoded_secret.positions.places import ELSEWHERE, Neighbours, Place, Shape
from amends_codemods.hardcoded_secret.positions.sinks import (
    CONNECTS,
    DRIVERS,
    FUNCTIONS,
    KEYED,
    METHODS,
    OPTIONS,
    POSTS,
    PRESETS,
    READ,
    SETTERS,
    WRAPPERS,
    Driver,
    Sink,
)
from amends_codemods.hardcoded_secret.positions.targets import place_of_setting
from amends_codemods.hardcoded_secret.positions.typed import is_typed_as_a_password
from amends_codemods.hardcoded_secret.replacing.environment import is_update
from amends_codemods.hardcoded_secret.signs.values import Use

_OPENS = Use(opens=True)


def is_wrapper(call: cst.Call, arg: cst.Arg) -> bool:
    """Whether a call only wraps its argument: what it returns is as secret, and goes by the name around the call."""
    is_method = isinstance(call.func, cst.Attribute) and callee(call) in {"str", "bytes"}  # env.str("NAME")
    if callee(call) not in WRAPPERS or is_method:
        return False
    return arg is call.args[0] if arg.keyword is None else arg.keyword.value in {"default", "default_value", "value"}


def place_in_call(source: Source, call: cst.Call, arg: cst.Arg) -> Place:
    """Return where an argument stands."""
    if arg.star:
        return ELSEWHERE
    return _by_keyword(source, call, arg.keyword.value) if arg.keyword else _by_position(source, call, arg)


def _by_keyword(source: Source, call: cst.Call, keyword: str) -> Place:
    function = callee(call)
    beside = tuple((a.keyword.value, text_of(source, a.value)) for a in call.args if a.keyword)
    whose = _whose(source, call)
    if function in PRESETS or (function in OPTIONS and keyword == "default"):
        name = keyword if function in PRESETS else _option_name(source, call)
        return Place(Shape.LAST_RESORT, (name,), owners=around(source, call))
    if function == "dict":
        return _entry(source, call, keyword, beside)
    if is_update(source, call):
        return Place(Shape.EXPORT, (keyword,))
    if function in SETTERS:
        return replace(place_of_setting(source, spelled(call.func)[1:], keyword, call), neighbours=beside)
    if keyword in {"fallback", "default"} and function in READ:
        return _keyed(source, call, next((t for a in reversed(call.args) if (t := _key(source, a))), None))
    driver = _driver(source, call)
    server = _other_server(source, call)
    usual = driver.variables.get(keyword, "") if driver and not server else ""
    sink = next((sink for sink in _sinks(source, call) if sink.keyword == keyword), None)
    use = sink.use if sink else Use(opens=driver is not None or function in CONNECTS)
    names = (keyword,) if sink is None or sink.name == keyword else (sink.name, keyword)
    owners = tuple(dict.fromkeys((*((server,) if server else whose), *around(source, call))))
    return Place(Shape.KEYWORD, names, owners=owners, use=use, usual=usual, neighbours=beside)


def _other_server(source: Source, call: cst.Call) -> str:
    """Return what the server is called that a client is sent to by `base_url=`."""
    given = argument(call, "base_url")
    return server_of(source, given.value) if given else ""


def _entry(source: Source, call: cst.Call, key: str, beside: Neighbours) -> Place:
    if key.isupper() and is_for_environment(source, call):
        return Place(Shape.SETTING, (key,), owners=around(source, call), neighbours=beside)
    use = posted(source, call)
    return Place(Shape.ENTRY, (key,), path(source, call), around_entry(source, call), use, neighbours=beside)


def _by_position(source: Source, call: cst.Call, arg: cst.Arg) -> Place:
    function, position = callee(call), call.args.index(arg)
    whose = _whose(source, call)
    if (keyed := _position_of_key(call)) is not None and position == keyed + 1:
        return _keyed(source, call, text_of(source, call.args[keyed].value))
    if function == "compare_digest" and len(call.args) == 2:  # noqa: PLR2004 - one to compare with the other
        names = names_compared(source, call.args[1 - position].value)
        return Place(Shape.COMPARISON, names, owners=around(source, call))
    return _of_sink(source, call, position) or _of_own_function(source, call, position, whose)


def _position_of_key(call: cst.Call) -> int | None:
    """Return the position of the name that a call takes with its value.

    `set` is all sorts of things, but that of a cookie, and that of a section's option.
    """
    if callee(call) != "set":
        return KEYED.get(callee(call))
    if spelled(call.func)[1:2] == ("cookies",):
        return 0
    return 1 if len(call.args) == 3 else None  # noqa: PLR2004 - section, option, value


def _keyed(source: Source, call: cst.Call, key: str | None) -> Place:
    """Return the place of what goes by a key: what is set under it, or what is returned where nothing is."""
    is_set = callee(call) == "setdefault" and isinstance(source.parent(call), cst.Expr)
    if is_set and key and key.isupper():
        return place_of_setting(source, _chain(source, call)[1:], key, call)
    shape = Shape.LAST_RESORT if callee(call) in READ and not is_set else Shape.ENTRY
    names = (key,) if key and not key.startswith("-") else ()
    return Place(shape, names, _chain(source, call)[1:2], around(source, call))


def _key(source: Source, arg: cst.Arg) -> str | None:
    return text_of(source, arg.value) if arg.keyword is None else None


def _sinks(source: Source, call: cst.Call) -> tuple[Sink, ...]:
    """Return what is known of the secrets that a call takes; an unbound name is taken at its spelling if that tells."""
    if qualified := meanings(source, call.func):
        known = tuple(sink for name in sorted(qualified) for sink in FUNCTIONS.get(name, ()))
    else:
        text = dotted(call.func) or ""
        spelled_so = {sinks for name, sinks in FUNCTIONS.items() if text and f".{name}".endswith(f".{text}")}
        known = next(iter(spelled_so)) if len(spelled_so) == 1 else ()
    method = METHODS.get(callee(call)) if isinstance(call.func, cst.Attribute) and _names_an_account(call) else None
    is_known = method is not None and (not method.package or imports(source, method.package))
    return known or ((method,) if method and is_known else ())


def _names_an_account(call: cst.Call) -> bool:
    """Whether what comes first may be whose password it is, and not an object that is made on the spot."""
    return not (len(call.args) > 1 and isinstance(call.args[0].value, cst.Call))


def _of_sink(source: Source, call: cst.Call, position: int) -> Place | None:
    """Return the place in a function that is known to take a secret at this position."""
    if is_typed_as_a_password(source, call, position):
        return Place(Shape.ARGUMENT, ("password",), owners=around(source, call), use=_OPENS)
    for sink in _sinks(source, call):
        if sink.position == position and not (sink.alone and len(call.args) > 1):
            driver = _driver(source, call)
            usual = driver.variables.get(sink.keyword, driver.variables.get(sink.name, "")) if driver else ""
            return Place(Shape.ARGUMENT, (sink.name,), owners=_whose(source, call), use=sink.use, usual=usual)
    return None


def _of_own_function(source: Source, call: cst.Call, position: int, whose: tuple[str, ...]) -> Place:
    """Return the place in a function of the same module: its parameter names the argument."""
    parameters = tuple(_parameters(source, call.func))
    name = (parameters[position],) if position < len(parameters) else ()
    return Place(Shape.ARGUMENT, name, owners=whose)


def _parameters(source: Source, function: cst.BaseExpression) -> Iterator[str]:
    if not isinstance(function, cst.Name):
        return
    bindings = source.bindings(function)
    if len(bindings) != 1 or bindings[0].kind not in {BindingKind.FUNCTION, BindingKind.CLASS}:
        return
    definition = bindings[0].node
    if isinstance(definition, cst.ClassDef):
        found = [
            node for node in definition.body.body if isinstance(node, cst.FunctionDef) and node.name.value == "__init__"
        ]
        yield from (p.name.value for f in found for p in f.params.params[1:])
    elif isinstance(definition, cst.FunctionDef):
        yield from (p.name.value for p in (*definition.params.posonly_params, *definition.params.params))


def _chain(source: Source, call: cst.Call) -> tuple[str, ...]:
    """Return what a call calls, the last name first; `self.connect` is its class's."""
    names = tuple(n for n in spelled(call.func) if not n.startswith("__"))
    if not names or names[-1] in {"self", "cls", "super"}:
        return (*names[:-1], *around(source, call))
    return names


def _whose(source: Source, call: cst.Call) -> tuple[str, ...]:
    """Return whose the arguments of a call are: what it calls, or what is around it if that is a verb of everyday."""
    names = _chain(source, call)
    return tuple(name for name in names if not is_everyday(name)) or around(source, call) or names


def _driver(source: Source, call: cst.Call) -> Driver | None:
    roots = {name.partition(".")[0] for name in meanings(source, call.func)} - {"<local>"}
    spelled_root = spelled(call.func)[-1:] if not roots else ()
    return next((DRIVERS[root] for root in sorted({*roots, *spelled_root}) if root in DRIVERS), None)


def _option_name(source: Source, call: cst.Call) -> str:
    options = [text_of(source, arg.value) or "" for arg in call.args if arg.keyword is None]
    return max(options, key=len, default="").lstrip("-")


def posted(source: Source, node: cst.CSTNode) -> Use:
    """Return how a dictionary is used: one that is sent to a server as form or body opens something there."""
    arg = source.parent(node)
    if isinstance(arg, cst.Arg) and arg.keyword and isinstance(call := source.parent(arg), cst.Call):
        sent = arg.keyword.value in {"data", "json", "params", "headers", "auth"} and callee(call) in POSTS
        return _OPENS if sent else Use()
    return Use()
