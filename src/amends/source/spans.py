"""Where the nodes of a tree begin and end in its text, found out for one top-level statement at a time.

libCST tells positions by writing the code of a tree anew, which takes as long as reading it; and its own provider of
positions visits the whole tree for that. Most trees hold nothing, or something in one of many statements.
"""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from typing import TypeAlias

import libcst as cst
from libcst._nodes.internal import CodegenState

from amends.code import Code
from amends.outline import statements

Span: TypeAlias = tuple[int, int]


class Inexact(Exception):
    """The tree does not stand for the text to the last character."""


class Spans:
    """The spans of a module's nodes; those of a top-level statement are known once it was written out."""

    def __init__(self, module: cst.Module, text: str) -> None:
        self.known: dict[int, Span] = {}
        self._module = module
        self._text = text
        self._numbers = {id(statement): number for number, statement in enumerate(module.body)}
        self._starts: list[int] | None = None

    def write(self, top: cst.CSTNode) -> None:
        """Find out the spans within a top-level statement; raise Inexact if its code is not that of the text."""
        number = self._numbers.get(id(top))
        start = self._start(number) if number is not None else None
        if number is None or start is None or not self._write_statement(number, start):
            self._write_all()

    def _start(self, number: int) -> int | None:
        """Return where the first token of a top-level statement stands; None if two ways of counting disagree."""
        if self._starts is None:
            code = Code.of(self._text.encode("latin-1", "replace")).text
            self._starts = [statement.code for statement in statements(code)]
        return self._starts[number] if len(self._starts) == len(self._module.body) else None

    def _write_statement(self, number: int, start: int) -> bool:
        """Write one statement out; whether it is found at its place in the text."""
        statement = self._module.body[number]
        above = self._state(0)
        for line in statement.leading_lines:
            line._codegen(above)  # noqa: SLF001  # pyright: ignore[reportPrivateUsage] - as below
        state = self._state(start - above.position)
        statement._codegen(state)  # noqa: SLF001  # pyright: ignore[reportPrivateUsage] - every position provider does
        code, begin = "".join(state.tokens), start - above.position
        found = self._text.startswith(code, begin) or self._is_end(code, begin)
        if found:
            self.known.update(state.spans)
        return found

    def _is_end(self, code: str, begin: int) -> bool:
        """Whether the text ends with this code, but for the last line end."""
        return self._text[begin:] + self._module.default_newline == code

    def _write_all(self) -> None:
        state = self._state(0)
        self._module._codegen(state)  # noqa: SLF001  # pyright: ignore[reportPrivateUsage] - as above
        if "".join(state.tokens) != self._text:
            raise Inexact
        self.known.update(state.spans)

    def _state(self, position: int) -> _State:
        return _State(self._module, position)


class _State(CodegenState):
    """Writes code, and notes the characters at which each node begins and ends."""

    def __init__(self, module: cst.Module, position: int) -> None:
        super().__init__(module.default_indent, module.default_newline)
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
