"""What a log message says: which function failed, and for which arguments."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import libcst as cst

from amends.source import BindingKind, Source, dotted, last_name
from amends_codemods.swallowed_exception.detector import Swallowed, small_statements
from amends_codemods.swallowed_exception.logs.confidential import deals_in_secrets, is_address, opens_store
from amends_codemods.swallowed_exception.logs.loggers import Logger
from amends_codemods.swallowed_exception.logs.naming import is_identifying, is_worth_naming
from amends_codemods.swallowed_exception.places import (
    class_of,
    function_of,
    functions_of,
    loops_of,
    own_nodes,
)
from amends_codemods.swallowed_exception.reading import called_for_effect, tells
from amends_codemods.swallowed_exception.weighing.deeds import is_neutral, verb

_MOST: Final = 3
_SAYS_NOTHING: Final = frozenset({
    "callback", "cb", "decorated", "decorator", "f", "fn", "func", "gen", "handler", "helper", "inner", "run",
    "wrapped", "wrapper",
})  # fmt: skip
"""What functions within functions are called that have no name of their own."""
_COLLECTING: Final = frozenset({"add", "append", "extend", "insert", "setattr", "setdefault", "update"})
_PLAIN_TYPES: Final = frozenset({
    "builtins.float", "builtins.int", "builtins.str", "datetime.date", "datetime.datetime",
    "decimal.Decimal", "os.PathLike", "pathlib.Path", "pathlib.PurePath", "uuid.UUID",
})  # fmt: skip
_METHODS_OF_TEXT: Final = frozenset({
    "encode", "endswith", "exists", "format", "is_file", "isoformat", "lower", "lstrip", "mkdir", "open", "read_bytes",
    "read_text", "replace", "rsplit", "rstrip", "split", "startswith", "strip", "title", "unlink", "upper",
    "write_bytes", "write_text",
})  # fmt: skip
_RESERVED: Final = frozenset({"event", "exc_info", "level", "stack_info"})


@dataclass(frozen=True, slots=True)
class Message:
    """A text, and the names of the arguments that belong into it."""

    text: str
    arguments: tuple[str, ...] = ()

    def written_for(self, logger: Logger) -> tuple[str, ...]:
        """Return the arguments of a log call, in the logger's dialect."""
        dialect = logger.dialect
        names = self.arguments if logger.takes_arguments else ()
        if dialect.takes_keywords:
            return (f'"{self.text}"', *(f"{name}={name}" for name in names if name not in _RESERVED))
        mark = dialect.placeholder
        shown = ", ".join(mark if len(names) == 1 else f"{name}={mark}" for name in names)
        return (f'"{self.text} for {shown}"' if shown else f'"{self.text}"', *names)


def message_for(source: Source, swallowed: Swallowed, *, names_step: bool) -> Message:
    """Return what the log is to say: which function failed or, of a small step in it, which step and where."""
    function = function_of(source, swallowed.handler)
    names = dict.fromkeys(_arguments(source, swallowed, function))
    arguments = tuple(name for name in names if not _gives_away(source, swallowed, name))[:_MOST]
    if function is None:
        called = [name for name in map(dotted, _callees(swallowed)) if name and not tells(name)]
        telling = (name for name in called if not is_neutral(name))
        owner = source.enclosing(swallowed.handler, cst.ClassDef)
        nameless = f"a step of the class {owner.name.value}" if owner else "a step of the module"
        step = _step(swallowed) or next(telling, next(iter(called), nameless))
        return Message(f"{step} failed", arguments)
    step = _step(swallowed) if names_step else ""
    place = _name_of(source, function)
    return Message(f"{place}: {step} failed" if step else f"{place} failed", arguments)


def _gives_away(source: Source, swallowed: Swallowed, name: str) -> bool:
    """Whether a variable may hold a secret where it stands, although its name alone does not say so."""
    inside = source.ancestors(swallowed.handler)
    around = [above.name.value for above in inside if isinstance(above, (cst.FunctionDef, cst.ClassDef))]
    if is_address(name) and any(map(opens_store, (*around, *_receivers(swallowed, name)))):
        return True
    return not is_identifying(name) and any(map(deals_in_secrets, around))


def _receivers(swallowed: Swallowed, name: str) -> Iterator[str]:
    """Yield what is called with a variable as it is."""
    calls = (node for node in own_nodes(swallowed.tried.body) if isinstance(node, cst.Call))
    return (last_name(call.func) for call in calls if any(dotted(arg.value) == name for arg in call.args))


def _callees(swallowed: Swallowed) -> Iterator[cst.BaseExpression]:
    return (node.func for node in own_nodes(swallowed.tried.body) if isinstance(node, cst.Call))


def _step(swallowed: Swallowed) -> str:
    """Return what the try calls, if that is all that it does."""
    called = called_for_effect(swallowed.tried.body)
    if len(called) != 1 or len(tuple(small_statements(swallowed.tried.body))) != 1:
        return ""
    is_beside_the_point = called[0] in {"cls", "self"} or tells(called[0]) or _COLLECTING.issuperset(verb(called[0]))
    return "" if is_beside_the_point else called[0]


def _name_of(source: Source, function: cst.FunctionDef) -> str:
    owner = class_of(source, function)
    name = function.name.value
    if owner and name.startswith("__"):
        return f"{owner.name.value}.{name}"
    outer = None if owner else next(functions_of(source, function), None)
    return f"{outer.name.value}.{name}" if outer and name.strip("_") in _SAYS_NOTHING else name


def _arguments(source: Source, swallowed: Swallowed, function: cst.FunctionDef | None) -> Iterator[str]:
    """Yield what the try is about: variables of the loops around it, then parameters, as far as it uses them."""
    used = {node.value for node in own_nodes(swallowed.tried.body) if isinstance(node, cst.Name)}
    for loop in loops_of(source, swallowed.handler):
        if isinstance(loop, cst.For):
            for name in _names_in(loop.target):
                if name in used and is_worth_naming(name) and _is_bound(source, swallowed, name):
                    yield name
    if function is None:
        return
    doing = set(map(_root, _callees(swallowed)))
    for param in (*function.params.posonly_params, *function.params.params, *function.params.kwonly_params):
        name = param.name.value
        if name not in used - doing or not is_worth_naming(name):
            continue
        if _is_plain(source, param) and _is_bound(source, swallowed, name):
            yield name


def _root(callee: cst.BaseExpression) -> str:
    """Return the name that a call is made on: an object or function, and not a plain value, unless it is text."""
    is_of_text = isinstance(callee, cst.Attribute) and callee.attr.value in _METHODS_OF_TEXT
    while isinstance(callee, cst.Attribute):
        callee = callee.value
    return callee.value if isinstance(callee, cst.Name) and not is_of_text else ""


def _names_in(target: cst.BaseExpression) -> Iterator[str]:
    if isinstance(target, cst.Name):
        yield target.value
    for element in target.elements if isinstance(target, (cst.Tuple, cst.List)) else ():
        yield from _names_in(element.value)


def _is_plain(source: Source, param: cst.Param) -> bool:
    """Whether a parameter is a short value and no switch, as far as its annotation and default tell."""
    if isinstance(param.default, cst.Name) and param.default.value in {"True", "False"}:
        return False
    return param.annotation is None or _is_plain_type(source, param.annotation.annotation)


def _is_plain_type(source: Source, annotation: cst.BaseExpression) -> bool:
    if isinstance(annotation, cst.BinaryOperation):
        return _is_plain_type(source, annotation.left) and _is_plain_type(source, annotation.right)
    if isinstance(annotation, cst.Subscript) and source.names(annotation.value) & {"typing.Optional", "typing.Union"}:
        members = [e.slice.value for e in annotation.slice if isinstance(e.slice, cst.Index)]
        return all(_is_plain_type(source, member) for member in members)
    return dotted(annotation) == "None" or bool(source.names(annotation) & _PLAIN_TYPES)


def _is_bound(source: Source, swallowed: Swallowed, name: str) -> bool:
    """Whether a name surely has a value in the handler: nothing deletes it, no other handler unbinds it."""
    scope = source.scope(swallowed.handler).visible(name)
    if scope is None or scope is not source.scope(swallowed.handler):
        return False
    bindings = scope.bindings[name]
    unbinds = (cst.Del, cst.ExceptHandler, cst.ExceptStarHandler)
    unbound = any(isinstance(binding.node, unbinds) for binding in bindings)
    starts = (BindingKind.PARAMETER, BindingKind.OTHER)
    return not unbound and any(binding.kind in starts for binding in bindings)
