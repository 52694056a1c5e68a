"""Widens the handlers around a call, so that they catch what its replacement raises instead."""

from __future__ import annotations

import builtins
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import libcst as cst

from amends.model import Change
from amends.source import Source
from amends_codemods.eval_exec.reading.flow import calls_of

_BROAD = frozenset({"Exception", "BaseException"})
_SUPPRESSORS = frozenset({"contextlib.suppress", "pytest.raises"})


@dataclass(frozen=True, slots=True)
class Replaced:
    """What a handler was there for (`before`), and what is raised in its place (`after`)."""

    before: frozenset[str]
    after: tuple[str, ...]


LITERAL = Replaced(frozenset({"NameError", "SyntaxError", "TypeError"}), ("ValueError",))
FORMULA = Replaced(
    frozenset({"NameError", "SyntaxError"}),
    ("AttributeError", "KeyError", "OverflowError", "TypeError", "ValueError"),
)
ATTRIBUTE = Replaced(frozenset({"SyntaxError", "NameError"}), ("AttributeError",))
IMPORT = Replaced(frozenset({"SyntaxError"}), ("ImportError",))
IMPORT_NAME = Replaced(
    frozenset({"SyntaxError", "ImportError", "ModuleNotFoundError"}), ("AttributeError", "ImportError")
)


def widened(source: Source, node: cst.CSTNode, replaced: Replaced) -> tuple[Change, ...] | None:
    """Return the changes that widen the handlers around `node`; None where one cannot be widened."""
    changes: list[Change] = []
    for handlers in _around(source, node):
        if isinstance(handlers, cst.With):
            if _suppresses(source, handlers, replaced):
                return None
            continue
        change = _change(source, handlers, replaced)
        if change is None:
            return None
        changes += change
        if any(handler.type is None or not _BROAD.isdisjoint(_caught(handler)) for handler in handlers):
            break
    return tuple(changes)


def catches(source: Source, node: cst.CSTNode, exception: str) -> bool:
    """Whether a handler around `node` names this exception."""
    return any(
        exception in _caught(handler)
        for handlers in _around(source, node)
        if not isinstance(handlers, cst.With)
        for handler in handlers
    )


def expects_zero_division(source: Source, call: cst.Call) -> bool:
    """Whether a division by zero is caught around a call, or around a call of the function that it stands in."""
    function = source.enclosing(call, cst.FunctionDef)
    return any(catches(source, place, "ZeroDivisionError") for place in (call, *calls_of(source, function)))


def expects(source: Source, node: cst.CSTNode, exception: str) -> bool:
    """Whether a try that does nothing but evaluate `node` has a handler that names this exception."""
    above = source.enclosing(node, cst.Try)
    return above is not None and len(above.body.body) == 1 and catches(source, node, exception)


def stands_in(source: Source, node: cst.CSTNode, exception: str) -> bool:
    """Whether `node` is what a handler of this exception does instead."""
    handler = source.enclosing(node, cst.ExceptHandler, cst.FunctionDef, cst.Lambda)
    return isinstance(handler, cst.ExceptHandler) and exception in _caught(handler)


def swallows(source: Source, node: cst.CSTNode) -> bool:
    """Whether a handler around `node` goes on as if nothing had happened when the text is refused."""
    return any(
        _suppresses_any(source, handlers)
        if isinstance(handlers, cst.With)
        else any(_catches_refusal(handler) and not _raises(handler.body) for handler in handlers)
        for handlers in _around(source, node)
    )


def _catches_refusal(handler: cst.ExceptHandler | cst.ExceptStarHandler) -> bool:
    return handler.type is None or not (_BROAD | {"NameError", "ValueError"}).isdisjoint(_caught(handler))


def _raises(node: cst.CSTNode) -> bool:
    return isinstance(node, cst.Raise) or any(map(_raises, node.children))


_Handlers = Sequence[cst.ExceptHandler | cst.ExceptStarHandler]


def _around(source: Source, node: cst.CSTNode) -> Iterator[_Handlers | cst.With]:
    """Yield the handlers of the tries in whose body `node` stands, and the `with` blocks, within its function."""
    child = node
    for above in source.ancestors(node):
        if isinstance(above, (cst.FunctionDef, cst.Lambda, cst.ClassDef)):
            return
        if isinstance(above, (cst.Try, cst.TryStar)) and child is above.body:
            yield above.handlers
        if isinstance(above, cst.With) and child is above.body:
            yield above
        child = above


def _change(source: Source, handlers: _Handlers, replaced: Replaced) -> tuple[Change, ...] | None:
    concerned = [handler for handler in handlers if not replaced.before.isdisjoint(_caught(handler))]
    if not concerned:
        return ()
    earlier = handlers[: handlers.index(concerned[0])]
    if any(_names(handler, name) for handler in earlier for name in replaced.after):
        return None
    missing = [name for name in replaced.after if not _names(concerned[0], name)]
    if not missing:
        return ()
    kind = concerned[0].type
    if kind is None or "#" in source.code(kind) or isinstance(concerned[0], cst.ExceptStarHandler):
        return None
    caught = [e.value for e in kind.elements] if isinstance(kind, cst.Tuple) else [kind]
    text = ", ".join((*map(source.code, caught), *missing))
    return (source.replace(kind, f"({text})" if _stands_off(source, kind) else f" ({text})"),)


def _stands_off(source: Source, kind: cst.BaseExpression) -> bool:
    start = source.span(kind)[0]
    return source.text[start - 1].isspace()


def _caught(handler: cst.ExceptHandler | cst.ExceptStarHandler) -> frozenset[str]:
    kind = handler.type
    caught = [e.value for e in kind.elements] if isinstance(kind, cst.Tuple) else [kind] if kind else []
    return frozenset(name.value for name in caught if isinstance(name, cst.Name))


def _names(handler: cst.ExceptHandler | cst.ExceptStarHandler, exception: str) -> bool:
    """Whether a handler catches an exception, and is meant for it: not as one for everything does."""
    wanted = _class(exception)
    return any(
        (known := _class(name)) is not None and wanted is not None and issubclass(wanted, known)
        for name in _caught(handler) - _BROAD
    )


def _class(name: str) -> type | None:
    found: object = getattr(builtins, name, None)
    return found if isinstance(found, type) else None


def _suppresses_any(source: Source, block: cst.With) -> bool:
    calls = (item.item for item in block.items if isinstance(item.item, cst.Call))
    return any(source.names(call.func) & _SUPPRESSORS for call in calls)


def _suppresses(source: Source, block: cst.With, replaced: Replaced) -> bool:
    for item in block.items:
        call = item.item
        if isinstance(call, cst.Call) and source.names(call.func) & _SUPPRESSORS:
            given = {arg.value.value for arg in call.args if isinstance(arg.value, cst.Name)}
            if given & replaced.before and not given & ({*replaced.after} | _BROAD):
                return True
    return False
