"""One walk over the concrete syntax tree: every node's parent, the nodes of each type, the spans in the text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import fields
from functools import cache
from operator import attrgetter
from typing import TypeVar, cast, overload

import libcst as cst

from amends.source.spans import Span, Spans

N = TypeVar("N", bound=cst.CSTNode)
M = TypeVar("M", bound=cst.CSTNode)

_LAYOUT_FIELDS = frozenset(
    {
        "lpar", "rpar", "lbracket", "rbracket", "lbrace", "rbrace", "comma", "semicolon", "equal", "colon", "dot",
        "operator", "asynchronous", "relative", "leading_lines", "lines_after_decorators", "trailing_whitespace",
        "header", "footer", "first_colon", "second_colon", "bar", "separator",
    }
)  # fmt: skip

_TEXTS = frozenset({str, bool, "str", "bool"})


@cache
def _child_fields(node_type: type[cst.CSTNode]) -> tuple[str, ...]:
    found = (f.name for f in fields(node_type) if f.type not in _TEXTS)
    return tuple(n for n in found if n not in _LAYOUT_FIELDS and not n.startswith("whitespace"))


@cache
def _reader(node_type: type[cst.CSTNode]) -> Callable[[cst.CSTNode], tuple[object, ...]] | None:
    """Return what reads the fields of a node that may hold others, None for a leaf."""
    names = _child_fields(node_type)
    if not names:
        return None
    read = attrgetter(*names)
    return read if len(names) > 1 else lambda node: (read(node),)


# What the fields of nodes hold, by the type of the value: that of nodes is abstract, and asking each value is dear.
_NOTHING, _NODE, _NODES = range(3)
_HOLDS: dict[type[object], int] = {}


def _held(value: object) -> int:
    is_sequence = isinstance(value, (list, tuple))
    found = _NODE if isinstance(value, cst.CSTNode) else _NODES if is_sequence else _NOTHING
    return _HOLDS.setdefault(type(value), found)


def children(node: cst.CSTNode) -> list[cst.CSTNode]:
    """Return the child nodes that carry meaning, in source order: no white space, commas or parentheses."""
    found: list[cst.CSTNode] = []
    read = _reader(type(node))
    for value in read(node) if read else ():
        kind = type(value)
        holds = _HOLDS[kind] if kind in _HOLDS else _held(value)
        if holds == _NODE:
            found.append(cast("cst.CSTNode", value))
        elif holds == _NODES:
            found += cast("Sequence[cst.CSTNode]", value)
    return found


def descend(node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    """Yield a node and all below it, in source order; without recursion, as expressions may be nested deeply."""
    stack = [node]
    while stack:
        here = stack.pop()
        yield here
        stack.extend(reversed(children(here)))


class Tree:
    """A parsed module, indexed by one iterative walk; spans are computed when first asked for.

    The indexes go by the nodes' identities: libCST's own hash of a node is that too, but costs a call of Python.
    """

    def __init__(self, module: cst.Module, text: str) -> None:
        self.module = module
        self._spans = Spans(module, text)
        self._parents: dict[int, cst.CSTNode] = {}
        self._by_type: defaultdict[type[cst.CSTNode], list[cst.CSTNode]] = defaultdict(list)
        self._order: dict[int, int] = {}
        self._index()

    def _index(self) -> None:
        stack: list[cst.CSTNode] = [self.module]
        while stack:
            node = stack.pop()
            self._order[id(node)] = len(self._order)
            self._by_type[type(node)].append(node)
            below = children(node)
            for child in below:
                self._parents[id(child)] = node
            below.reverse()
            stack += below

    @overload
    def nodes(self, one: type[N], /) -> Iterator[N]: ...
    @overload
    def nodes(self, one: type[N], two: type[M], /) -> Iterator[N | M]: ...
    @overload
    def nodes(self, *types: type[cst.CSTNode]) -> Iterator[cst.CSTNode]: ...
    def nodes(self, *types: type[cst.CSTNode]) -> Iterator[cst.CSTNode]:
        """Yield the nodes of exactly these types; within one type in source order."""
        for node_type in types:
            yield from self._by_type.get(node_type, ())

    def order(self, node: cst.CSTNode) -> int:
        """Return the node's number in a walk from the top: smaller stands earlier or outside."""
        return self._order[id(node)]

    def parent(self, node: cst.CSTNode) -> cst.CSTNode | None:
        """Return the node that holds `node`, or None for the module."""
        return self._parents.get(id(node))

    def ancestors(self, node: cst.CSTNode) -> Iterator[cst.CSTNode]:
        """Yield the nodes around `node`, the nearest first."""
        above = self._parents.get(id(node))
        while above is not None:
            yield above
            above = self._parents.get(id(above))

    def enclosing(self, node: cst.CSTNode, *types: type[N]) -> N | None:
        """Return the nearest ancestor that is of one of the types."""
        return next((above for above in self.ancestors(node) if isinstance(above, types)), None)

    def statement(self, node: cst.CSTNode) -> cst.BaseStatement:
        """Return the innermost statement (a simple line or a compound one) that is or holds `node`."""
        if isinstance(node, cst.BaseStatement):
            return node
        found = next((above for above in self.ancestors(node) if isinstance(above, cst.BaseStatement)), None)
        if found is None:
            raise ValueError(f"a {type(node).__name__} stands in no statement")
        return found

    def span(self, node: cst.CSTNode) -> Span:
        """Return start and end in characters, without outer white space, with the node's own parentheses.

        Raise Inexact where the tree does not stand for the text.
        """
        inner = self.inner_span(node)
        if not isinstance(node, cst.BaseExpression) or not node.lpar:  # the parentheses of a statement lie within it
            return inner
        return self._spans.known[id(node.lpar[0])][0], self._spans.known[id(node.rpar[-1])][1]

    def inner_span(self, node: cst.CSTNode) -> Span:
        """Return start and end in characters of what stands within the node's own parentheses."""
        if id(node) not in self._spans.known:
            above = [each for each in self.ancestors(node) if each is not self.module]
            self._spans.write([*reversed(above), node])
        return self._spans.known[id(node)]
