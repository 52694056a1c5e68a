"""One walk over the concrete syntax tree: every node's parent, the nodes of each type, the spans in the text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import fields
from functools import cache, cached_property
from typing import TypeAlias, TypeVar, cast, overload

import libcst as cst
from libcst._nodes.internal import CodegenState

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

Span: TypeAlias = tuple[int, int]


class _SpanState(CodegenState):
    """Writes the code of a tree, and notes the characters at which each node begins and ends.

    libCST's own provider of positions visits the whole tree once more, and takes twice as long.
    """

    def __init__(self, module: cst.Module) -> None:
        super().__init__(module.default_indent, module.default_newline)
        self.spans: dict[int, Span] = {}
        self.position = 0
        self._starts: list[int] = []

    def add_indent_tokens(self) -> None:
        super().add_indent_tokens()
        self.position += sum(map(len, self.indent_tokens))

    def add_token(self, value: str) -> None:
        super().add_token(value)
        self.position += len(value)

    def before_codegen(self, node: cst.CSTNode) -> None:
        del node
        self._starts.append(self.position)

    def after_codegen(self, node: cst.CSTNode) -> None:
        self.spans.setdefault(id(node), (self._starts.pop(), self.position))

    @contextmanager
    def record_syntactic_position(
        self, node: cst.CSTNode, *, start_node: cst.CSTNode | None = None, end_node: cst.CSTNode | None = None
    ) -> Generator[None, None, None]:
        start = self.position
        yield
        first = self.spans[id(start_node)][0] if start_node is not None else start
        self.spans[id(node)] = (first, self.spans[id(end_node)][1] if end_node is not None else self.position)


@cache
def _child_fields(node_type: type[cst.CSTNode]) -> tuple[str, ...]:
    found = (f.name for f in fields(node_type) if f.type not in _TEXTS)
    return tuple(n for n in found if n not in _LAYOUT_FIELDS and not n.startswith("whitespace"))


def children(node: cst.CSTNode) -> list[cst.CSTNode]:
    """Return the child nodes that carry meaning, in source order: no white space, commas or parentheses."""
    found: list[cst.CSTNode] = []
    for name in _child_fields(type(node)):
        value: object = getattr(node, name)
        if isinstance(value, cst.CSTNode):
            found.append(value)
        elif isinstance(value, (list, tuple)):
            found += (item for item in cast("Sequence[object]", value) if isinstance(item, cst.CSTNode))
    return found


class Tree:
    """A parsed module, indexed by one iterative walk; spans are computed when first asked for.

    The indexes go by the nodes' identities: libCST's own hash of a node is that too, but costs a call of Python.
    """

    def __init__(self, module: cst.Module) -> None:
        self.module = module
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
            stack += reversed(below)

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

    def span(self, node: cst.CSTNode) -> tuple[int, int]:
        """Return start and end in characters, without outer white space, with the node's own parentheses."""
        spans = self._state.spans
        first, last = node, node
        if isinstance(node, cst.BaseExpression):  # the parentheses of a statement lie within it
            first = node.lpar[0] if node.lpar else node
            last = node.rpar[-1] if node.rpar else node
        return spans[id(first)][0], spans[id(last)][1]

    def inner_span(self, node: cst.CSTNode) -> tuple[int, int]:
        """Return start and end in characters of what stands within the node's own parentheses."""
        return self._state.spans[id(node)]

    @property
    def code(self) -> str:
        """The text that the tree stands for."""
        return "".join(self._state.tokens)

    @cached_property
    def _state(self) -> _SpanState:
        state = _SpanState(self.module)
        self.module._codegen(state)  # noqa: SLF001  # pyright: ignore[reportPrivateUsage] - every position provider does
        return state
