"""Follows values through a file: what one was made of, where it goes, and who calls a function for it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain, takewhile
from typing import Final

import libcst as cst

from amends.facts.lineage import lineage
from amends.facts.remembering import remembered
from amends.source import Binding, Source, children, dotted
from amends_codemods.weak_hash import HELPER

_HOPS: Final = 2
_MOST_BINDINGS: Final = 6
APART: Final = (cst.FunctionDef, cst.ClassDef)
_PASSES_ON: Final = (
    cst.Arg, cst.Attribute, cst.BinaryOperation, cst.Call, cst.ConcatenatedString, cst.FormattedString,
    cst.FormattedStringExpression, cst.Subscript,
)  # fmt: skip
_CONVERSIONS: Final = frozenset({
    "b64encode", "decode", "digest", "encode", "from_bytes", "hexdigest", "hexlify", "int", "lower", "str", "upper",
    "urlsafe_b64encode",
})  # fmt: skip
_HOPS_TO_REQUEST: Final = 3
_FILLS: Final = frozenset({"append", "setdefault", "update"})
_VERBS: Final = frozenset({"delete", "get", "patch", "post", "put", "request", "urlopen", "ws_connect"})
_CLIENTS: Final = ("aiohttp", "http", "request", "session", "urllib")
_PARTS_OF_REQUEST: Final = frozenset({"data", "headers", "json", "params", "query"})
_REQUESTING: Final = frozenset(f"{verb}_request" for verb in ("api", "do", "http", "make", "send"))
_HEADERS: Final = frozenset({"header", "headers"})
_ASKING: Final = re.compile(r"(?i)api|call|download|fetch|get|open|post|put|request|send|urlopen")
_PRINTING: Final = frozenset({"builtins.print", "click.echo", "typer.echo", "sys.stdout.write"})
_HASHER: Final = ("update", "digest", "hexdigest")
_HELPER: Final = re.compile(HELPER.decode())


def made_of(source: Source, expression: cst.CSTNode, hops: int = _HOPS) -> Iterator[cst.BaseExpression]:
    """Yield the expressions that the variables in an expression were given, and those in these in turn."""
    for name in _variables(expression):
        for binding in source.bindings(name)[:_MOST_BINDINGS]:
            given = _given(binding)
            if given is None or expression in source.ancestors(given) or given in source.ancestors(expression):
                continue
            yield given
            if hops > 1:
                yield from made_of(source, given, hops - 1)


def put_together(source: Source, expression: cst.CSTNode) -> Iterator[cst.Name]:
    """Yield the variables in an expression that are given a text of several values, and nothing else."""
    for name in _variables(expression):
        text = source.value(name)
        while isinstance(text, cst.Call) and isinstance(text.func, cst.Attribute):
            text = text.func.value
        if isinstance(text, cst.FormattedString) and len(text.parts) > 1:
            yield name


def _given(binding: Binding) -> cst.BaseExpression | None:
    node = binding.node
    if isinstance(node, (cst.For, cst.CompFor)):
        return node.iter
    if isinstance(node, cst.WithItem):
        return node.item
    return node.value if isinstance(node, cst.AugAssign) else binding.value


def _variables(expression: cst.CSTNode) -> Iterator[cst.Name]:
    """Yield the names whose values go into an expression.

    Attributes and keywords are none; and of what went into `user`, `user.id` and `user["id"]` tell nothing.
    """
    stack = [expression]
    while stack:
        here = stack.pop()
        if isinstance(here, cst.Name):
            yield here
        elif isinstance(here, cst.Arg):
            stack.append(here.value)
        elif isinstance(here, cst.Call) and isinstance(here.func, cst.Attribute):
            stack.extend((*reversed(here.args), here.func.value))
        elif _picks_out(here):
            continue
        elif not isinstance(here, APART):
            stack.extend(reversed(tuple(children(here))))


def _picks_out(node: cst.CSTNode) -> bool:
    if isinstance(node, cst.Subscript) and len(node.slice) == 1 and isinstance(node.slice[0].slice, cst.Index):
        return isinstance(node.slice[0].slice.value, cst.SimpleString)
    return isinstance(node, cst.Attribute)


@remembered
def uses_of_value(source: Source, call: cst.Call) -> tuple[cst.BaseExpression, ...]:
    """Return the places that read the variable which holds a call's value, the digest of it, or a text with that.

    These may be two variables, a hash object and what it gives. Of an attribute of `self` these are the places that
    feed or read a hash object, in all methods of the class.
    """
    target = variable(source, call)
    if isinstance(target, cst.Name):
        uses = source.uses(source.scope(target), target.value)
        second = {name.value: name for use in uses if isinstance(name := variable(source, use), cst.Name)}
        others = (source.uses(source.scope(name), name.value) for name in second.values() if name.value != target.value)
        return (*uses, *chain.from_iterable(others))
    held = dotted(target) if target is not None else None
    return tuple(_reads_of_hasher(source, call, held)) if held and held.startswith("self.") else ()


def _reads_of_hasher(source: Source, call: cst.Call, held: str) -> Iterator[cst.Attribute]:
    owner = source.enclosing(call, cst.ClassDef)
    for use in source.method_calls(*_HASHER):
        receiver = use.func.value if isinstance(use.func, cst.Attribute) else None
        if not isinstance(receiver, cst.Attribute) or dotted(receiver) != held or owner is None:
            continue
        if source.enclosing(use, cst.ClassDef) is owner:
            yield receiver


@remembered
def variable(source: Source, value: cst.BaseExpression) -> cst.BaseExpression | None:
    """Return what a value, or the same in another form, is assigned to."""
    for above in source.ancestors(value):
        if isinstance(above, cst.Assign):
            return above.targets[0].target if len(above.targets) == 1 else None
        if isinstance(above, (cst.AnnAssign, cst.NamedExpr)):
            return above.target
        if not isinstance(above, _PASSES_ON) or (isinstance(above, cst.Call) and not _converts(above)):
            return None
    return None


def _converts(call: cst.Call) -> bool:
    """Whether a call gives the digest itself, or the same in another form."""
    name = call.func.attr.value if isinstance(call.func, cst.Attribute) else dotted(call.func)
    return name in _CONVERSIONS


def is_returned(source: Source, call: cst.Call) -> bool:
    """Whether the function around a call returns what it makes of the digest."""
    around = source.enclosing(call, *APART)
    returns = (source.enclosing(node, cst.Return) for node in (call, *uses_of_value(source, call)))
    return any(returned is not None and source.enclosing(returned, *APART) is around for returned in returns)


def is_only_printed(source: Source, call: cst.Call) -> bool:
    """Whether all that is done with a digest is to print it, for somebody to use it elsewhere."""
    places = uses_of_value(source, call) if variable(source, call) is not None else (call,)
    return bool(places) and all(_is_printed(source, place) for place in places)


def _is_printed(source: Source, value: cst.BaseExpression) -> bool:
    around = (above for above in source.ancestors(value) if isinstance(above, (cst.Call, cst.BaseSmallStatement)))
    printing = takewhile(lambda above: isinstance(above, cst.Call), around)
    return any(isinstance(each, cst.Call) and source.names(each.func) & _PRINTING for each in printing)


def callers(source: Source, call: cst.Call) -> Iterator[cst.Call]:
    """Yield the calls of the function around a digest, if it is one that does nothing but make digests.

    Only of a function whose name says so: then the places that call it are seen in an excerpt of the file too.
    """
    function = source.enclosing(call, cst.FunctionDef)
    if function is None or not _HELPER.fullmatch(function.name.value) or not is_returned(source, call):
        return
    name = function.name.value
    owner = source.enclosing(function, cst.FunctionDef, cst.ClassDef)
    if isinstance(owner, cst.ClassDef):
        yield from (c for c in source.method_calls(name) if _is_own(source, c, owner))
        return
    for use in source.uses(source.scope(function), name):
        above = source.parent(use)
        taker = source.parent(above) if isinstance(above, cst.Arg) else above
        if isinstance(taker, cst.Call):
            yield taker


def is_private(source: Source, call: cst.Call) -> bool:
    """Whether the function around a call is there for this file alone."""
    function = source.enclosing(call, cst.FunctionDef)
    return function is not None and function.name.value.startswith("_")


def _is_own(source: Source, call: cst.Call, owner: cst.ClassDef) -> bool:
    """Whether a method is called on its class or, within that or one that inherits it, on the object."""
    receiver = dotted(call.func.value) if isinstance(call.func, cst.Attribute) else None
    around = source.enclosing(call, cst.ClassDef)
    if receiver in {"self", "cls"} and around is not None:
        return owner in lineage(source, around)
    return receiver == owner.name.value


def is_sent(source: Source, value: cst.BaseExpression) -> bool:
    """Whether a value goes along with a request to somebody else, in a variable, a table of parameters or a text."""
    values: list[cst.BaseExpression] = [value]
    seen: set[str] = set()
    for _ in range(_HOPS_TO_REQUEST + 1):
        takers = [_taker(source, each) for each in values]
        if any(taker is not None and not isinstance(taker, cst.Name) for taker in takers):
            return True
        holders = {taker.value: taker for taker in takers if isinstance(taker, cst.Name) and taker.value not in seen}
        seen.update(holders)
        values = [use for name, holder in holders.items() for use in source.uses(source.scope(holder), name)]
    return False


@remembered
def _taker(source: Source, value: cst.BaseExpression) -> cst.CSTNode | None:
    """Return the request, its headers or the address that a value goes into, or else the variable that holds it."""
    keyword = ""
    for above in source.ancestors(value):
        if isinstance(above, cst.Arg) and above.keyword is not None:
            keyword = above.keyword.value
        if isinstance(above, cst.Call) and (_requests(above) or _asks_with(above, keyword)):
            return above
        if isinstance(above, cst.FormattedString) and _is_address(above):
            return above
        if isinstance(above, cst.Call) and (table := _table_filled_by(above)):
            return table
        if isinstance(above, cst.Assign):
            target = above.targets[0].target
            return _holder(source, target.value if isinstance(target, cst.Subscript) else target)
        if isinstance(above, (cst.BaseSmallStatement, cst.BaseCompoundStatement)):
            return above if isinstance(above, cst.Return) and _returns_headers(source, above) else None
    return None


def _returns_headers(source: Source, returned: cst.Return) -> bool:
    """Whether a function by its name makes the headers of a request, or one of them."""
    function = source.enclosing(returned, *APART)
    said = function.name.value.lower().split("_") if isinstance(function, cst.FunctionDef) else [""]
    return said[-1] in _HEADERS and "response" not in said


def _holder(source: Source, holder: cst.BaseExpression) -> cst.Attribute | cst.Name | None:
    """Return a variable, or the headers of a request that goes out: one that comes in is given none."""
    if not isinstance(holder, cst.Attribute) or holder.attr.value != "headers":
        return holder if isinstance(holder, cst.Name) else None
    owner = (dotted(holder.value) or "").rpartition(".")[2].lower()
    function = source.enclosing(holder, cst.FunctionDef)
    is_auth = owner == "r" and function is not None and function.name.value == "__call__"
    return holder if is_auth or owner == "req" or any(client in owner for client in _CLIENTS) else None


def _table_filled_by(call: cst.Call) -> cst.Name | None:
    if isinstance(call.func, cst.Attribute) and call.func.attr.value in _FILLS:
        return call.func.value if isinstance(call.func.value, cst.Name) else None
    return None


def _requests(call: cst.Call) -> bool:
    *path, verb = (dotted(call.func) or "").lower().lstrip("_").split(".")
    if not path or "request" in path[:-1]:  # what a request holds that has come in, such as `request.session.get`
        return verb in {"urlopen", "urlencode"}
    if verb.lstrip("_") in _REQUESTING:
        return True
    return verb == "urlencode" or (verb in _VERBS and any(client in path[-1] for client in _CLIENTS))


def _is_address(text: cst.FormattedString) -> bool:
    """Whether a text is the address of a host that it names, with parameters."""
    said = [part.value if isinstance(part, cst.FormattedStringText) else "" for part in text.parts]
    host, slash, _ = said[0].partition("://")[2].partition("/")
    return bool(host and slash) and any("?" in each for each in said)


def _asks_with(call: cst.Call, keyword: str) -> bool:
    """Whether a call by its name asks somebody for something, and by that keyword gets a part of a request."""
    name = call.func.attr.value if isinstance(call.func, cst.Attribute) else dotted(call.func) or ""
    return keyword in _PARTS_OF_REQUEST and _ASKING.search(name) is not None and "response" not in name.lower()
