"""Where the nodes of a tree begin and end in its text, found out for one statement at a time.

libCST tells positions by writing the code of a tree anew, which takes as long as reading it; and its own provider of
positions visits the whole tree for that. Most trees hold nothing, or something in one of many statements.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from typing import TypeAlias, cast

import libcst as cst
from libcst._nodes.internal import CodegenState

from amends.text.code import Code
from amends.text.outline import Statement, members, statements

Span: TypeAlias = tuple[int, int]


class Inexact(Exception):
    """The tree does not stand for the text to the last character."""


class _Block:
    """The statements of a module or directly in another, as nodes and as outlined; `indents` stand before each."""

    def __init__(self, nodes: Sequence[cst.CSTNode], outlined: Sequence[Statement], indents: tuple[str, ...]) -> None:
        self.indents = indents
        agree = len(nodes) == len(outlined)
        self._outlined = {id(n): statement for n, statement in zip(nodes, outlined, strict=True)} if agree else {}

    def outlined(self, node: cst.CSTNode) -> Statement | None:
        """Return the outline of a statement of the block; None for all if two ways of counting them disagree."""
        return self._outlined.get(id(node))


class Spans:
    """The spans of a module's nodes; those of a statement are known once it was written out."""

    def __init__(self, module: cst.Module, text: str) -> None:
        self.known: dict[int, Span] = {}
        self._module = module
        self._text = text
        self._code = b""
        self._blocks: dict[int, _Block] = {}

    def write(self, path: Sequence[cst.CSTNode]) -> None:
        """Find out the spans of the last of the nodes that lead to it, from the top down, and of what is around it.

        Raise Inexact if the code of that is not the text's.
        """
        block: _Block | None = self._top()
        found: tuple[_Block, cst.CSTNode, Statement] | None = None
        for node in path:
            outlined = block.outlined(node) if block else None
            if block and outlined:
                found = block, node, outlined
                block = self._members(block, node, outlined)
        if found is None or not self._write_statement(*found):
            self._write_all()

    def _top(self) -> _Block:
        key = id(self._module)
        if key not in self._blocks:
            self._code = Code.of(self._text.encode("latin-1", "replace")).text
            self._blocks[key] = _Block(self._module.body, statements(self._code), ())
        return self._blocks[key]

    def _members(self, around: _Block, node: cst.CSTNode, outlined: Statement) -> _Block | None:
        """Return what stands directly in a statement of another block, None if its clauses are not laid out alike."""
        if id(node) not in self._blocks:
            suites = list(_suites(node))
            indents = {suite.indent if isinstance(suite, cst.IndentedBlock) else "" for suite in suites}
            if len(indents) != 1 or "" in indents:
                return None
            indent = next(iter(indents)) or self._module.default_indent
            nodes = [statement for suite in suites for statement in suite.body]
            self._blocks[id(node)] = _Block(nodes, members(self._code, outlined), (*around.indents, indent))
        return self._blocks[id(node)]

    def _write_statement(self, block: _Block, statement: cst.CSTNode, outlined: Statement) -> bool:
        """Write one statement out; whether it is found at its place in the text."""
        above = self._state(0, block.indents)
        for line in getattr(statement, "leading_lines", ()):
            line._codegen(above)  # noqa: SLF001 - as below
        above.add_indent_tokens()
        begin = outlined.code - above.position
        state = self._state(begin, block.indents)
        statement._codegen(state)  # noqa: SLF001  # pyright: ignore[reportPrivateUsage] - every position provider does
        code = "".join(state.tokens)
        found = self._text.startswith(code, begin) or self._is_end(code, begin)
        if found:
            self.known.update(state.spans)
        return found

    def _is_end(self, code: str, begin: int) -> bool:
        """Whether the text ends with this code, but for the last line end."""
        return self._text[begin:] + self._module.default_newline == code

    def _write_all(self) -> None:
        state = self._state(0, ())
        self._module._codegen(state)  # noqa: SLF001  # pyright: ignore[reportPrivateUsage] - as above
        if "".join(state.tokens) != self._text:
            raise Inexact
        self.known.update(state.spans)

    def _state(self, position: int, indents: tuple[str, ...]) -> _State:
        return _State(self._module, position, indents)


def _suites(node: cst.CSTNode) -> Iterator[cst.BaseSuite]:
    """Yield the blocks of all clauses of a compound statement, from the top down."""
    for name in ("body", "handlers", "orelse", "finalbody"):
        held = cast("cst.CSTNode | Sequence[cst.CSTNode] | None", getattr(node, name, None))
        for below in (held,) if isinstance(held, cst.CSTNode) else held or ():
            if isinstance(below, cst.BaseSuite):
                yield below
            else:
                yield from _suites(below)


class _State(CodegenState):
    """Writes code, and notes the characters at which each node begins and ends."""

    def __init__(self, module: cst.Module, position: int, indents: tuple[str, ...]) -> None:
        super().__init__(module.default_indent, module.default_newline)
        self.indent_tokens += indents
        self.spans: dict[int, Span] = {}
        self.position = position
        self._starts: list[int] = []

    def add_indent_tokens(self) -> None:
        super().add_indent_tokens()
        self.position += sum(map(len, self.indent_tokens))

    def add_token(self, value: str) -> None:
        self.tokens.append(value)
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
