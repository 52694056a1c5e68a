"""Tells whether an expression may be evaluated later than where it stands, without seeing another value."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from collections.abc import Set as AbstractSet

import libcst as cst

from amends.source import Source, children, descend

_STEADY_CALLS = frozenset({
    "builtins.int", "builtins.str", "builtins.float", "builtins.len", "builtins.abs", "builtins.bool",
    "builtins.round", "builtins.repr", "builtins.tuple", "builtins.list", "builtins.sorted", "builtins.max",
    "builtins.min", "builtins.map",
})  # fmt: skip
_OF_SEVERAL = frozenset({"builtins.tuple", "builtins.list", "builtins.sorted", "builtins.map"})
_STEADY_METHODS = frozenset({
    "strip", "lstrip", "rstrip", "lower", "upper", "title", "replace", "format", "isoformat", "strftime", "encode",
    "decode", "join", "split", "startswith", "endswith", "zfill", "date", "timestamp", "total_seconds", "hex",
    "capitalize",
})  # fmt: skip
# calls that change nothing but what they are made on: to make one of them between two places is no harm
_INERT_METHODS = frozenset({
    "cursor", "debug", "info", "warning", "error", "exception", "log", "connect", "acquire", "get_connection",
    "connection", "begin", "isoformat", "strftime", "lower", "upper", "strip", "format", "execute", "fetchone",
    "fetchall", "commit", "close", "get_db", "getconn",
})  # fmt: skip
_INERT_CALLS = frozenset({"builtins.print", "builtins.len", "builtins.str", "builtins.int", "builtins.isinstance"})


class Effects:
    """The places of one source where something may change, in the order of the tree."""

    def __init__(self, source: Source) -> None:
        self._source = source
        order = source.tree.order
        changing: list[cst.CSTNode] = [*source.nodes(cst.Call), *source.nodes(cst.Await, cst.Yield, cst.Del)]
        changing += [node for node in source.nodes(cst.AssignTarget) if not isinstance(node.target, cst.Name)]
        changing += [node for node in source.nodes(cst.AugAssign) if not isinstance(node.target, cst.Name)]
        self._changing = sorted(((order(node), node) for node in changing), key=lambda pair: pair[0])
        self._orders = [number for number, _ in self._changing]
        outer = source.nodes(cst.Nonlocal, cst.Global)
        self._shared = frozenset(item.name.value for node in outer for item in node.names)

    def is_steady(self, expression: cst.CSTNode) -> bool:
        """Whether evaluating an expression changes nothing and gives the same as long as its names do."""
        if isinstance(expression, (cst.Await, cst.Yield, cst.NamedExpr, cst.Lambda)):
            return False
        if isinstance(expression, cst.Call) and not self._is_steady_call(expression):
            return False
        return all(self.is_steady(child) for child in children(expression))

    def _is_steady_call(self, call: cst.Call) -> bool:
        if isinstance(call.func, cst.Attribute):
            return call.func.attr.value in _STEADY_METHODS
        return bool(self._source.names(call.func) & _STEADY_CALLS)

    def is_fresh(self, expression: cst.BaseExpression, origin: cst.CSTNode, target: cst.CSTNode) -> bool:
        """Whether an expression at `origin` has the same value, and may be evaluated, at `target` instead."""
        if origin is target:
            return True
        start, end = self._last(origin), self._first(target)
        loop = self._loop_between(origin, target)
        if loop is not None:
            start, end = min(start, self._first(loop)), self._last(loop)
        if self._source.scope(expression) is not self._source.scope(target):
            return False
        if not self.is_steady(expression):
            return loop is None and self._is_next(origin, target) and self._comes_first(target)
        if self._is_rebound(expression, start, end):
            return False
        if self._is_plain(expression):
            return True
        roots = {name.value for name in _names(expression)}
        return not any(self._matters(node, target, roots) for node in self._between(start, end))

    def _first(self, node: cst.CSTNode) -> int:
        return self._source.tree.order(node)

    def _last(self, node: cst.CSTNode) -> int:
        *_, last = (node, *children(node))
        return self._source.tree.order(node) if last is node else self._last(last)

    def _loop_between(self, origin: cst.CSTNode, target: cst.CSTNode) -> cst.CSTNode | None:
        """Return the outermost loop around `target` that is not also around `origin`."""
        around = set(self._source.ancestors(origin))
        loops = [a for a in self._source.ancestors(target) if isinstance(a, (cst.For, cst.While)) and a not in around]
        return loops[-1] if loops and not self._is_in_head(loops[-1], target) else None

    def _is_in_head(self, loop: cst.CSTNode, target: cst.CSTNode) -> bool:
        return isinstance(loop, cst.For) and (loop.iter is target or loop.iter in self._source.ancestors(target))

    def _is_next(self, origin: cst.CSTNode, target: cst.CSTNode) -> bool:
        """Whether the target's statement follows that of the origin, and nothing happens before the target in it."""
        before, after = self._source.statement(origin), self._source.statement(target)
        block = self._source.parent(before)
        body: list[cst.CSTNode] = list(getattr(block, "body", ()))
        if self._source.parent(after) is not block or body.index(after) != body.index(before) + 1:
            return False
        between = self._between(self._last(origin), self._first(target))
        return not any(self._matters(node, target, frozenset()) for node in between)

    def _comes_first(self, target: cst.CSTNode) -> bool:
        """Whether nothing with effects is evaluated within a call before its arguments."""
        owner = target.func.value if isinstance(target, cst.Call) and isinstance(target.func, cst.Attribute) else None
        calls = (node for node in descend(owner) if isinstance(node, cst.Call)) if owner is not None else ()
        return not any(self._matters(call, target, frozenset()) for call in calls)

    def _between(self, start: int, end: int) -> Iterator[cst.CSTNode]:
        for number, node in self._changing[bisect_left(self._orders, start + 1) :]:
            if number >= end:
                return
            yield node

    def _matters(self, node: cst.CSTNode, target: cst.CSTNode, roots: AbstractSet[str]) -> bool:
        if node in self._source.ancestors(target) or isinstance(node, cst.Await):
            return False
        if isinstance(node, cst.Call):
            if isinstance(node.func, cst.Attribute):
                own = any(name.value in roots and name.value != "self" for name in _names(node.func.value))
                return own or node.func.attr.value not in _INERT_METHODS
            return not self._source.names(node.func) & _INERT_CALLS
        return True

    def _is_rebound(self, expression: cst.BaseExpression, start: int, end: int) -> bool:
        for name in _names(expression):
            for binding in self._source.bindings(name):
                if start < self._first(binding.node) < end:
                    return True
        return False

    def _is_plain(self, expression: cst.CSTNode) -> bool:
        """Whether the value depends on nothing but names that hold values which do not change."""
        if isinstance(expression, (cst.Attribute, cst.Subscript, cst.BaseComp)):
            return False
        if isinstance(expression, cst.Name) and expression.value in self._shared:
            return False
        if isinstance(expression, cst.Call):
            if self._source.names(expression.func) & _OF_SEVERAL:
                return False
            return all(self._is_plain(child) for child in children(expression) if child is not expression.func) and (
                not isinstance(expression.func, cst.Attribute) or self._is_plain(expression.func.value)
            )
        return all(self._is_plain(child) for child in children(expression))


def _names(expression: cst.CSTNode) -> Iterator[cst.Name]:
    if isinstance(expression, cst.Name):
        yield expression
    elif isinstance(expression, cst.Attribute):
        yield from _names(expression.value)
    else:
        for child in children(expression):
            yield from _names(child)
