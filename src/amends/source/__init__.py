"""A source file, parsed once and indexed once, as codemods query it."""

from __future__ import annotations

import enum
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar, overload

import libcst as cst

from amends.context import Context
from amends.model import Change, Reference
from amends.source.constants import MISSING, Constant, Missing, constant
from amends.source.dialect import python_2_handler
from amends.source.lines import Lines
from amends.source.names import Names
from amends.source.scopes import Binding, BindingKind, Scope, Scopes, dotted, last_name
from amends.source.spans import Inexact
from amends.source.tree import Tree, children, descend

__all__ = [
    "MISSING", "Binding", "BindingKind", "CallSite", "Certainty", "Constant", "Inexact", "Missing", "Scope", "Source",
    "Unparsable", "children", "descend", "dotted", "last_name",
]  # fmt: skip

N = TypeVar("N", bound=cst.CSTNode)
M = TypeVar("M", bound=cst.CSTNode)


class Unparsable(Exception):
    """The text is not Python that libCST reads and gives back unchanged; `line` is 1-based, or 0."""

    def __init__(self, message: str, line: int = 0) -> None:
        super().__init__(message)
        self.line = line


class Certainty(enum.Enum):
    """How sure it is that a call means the function it was asked for.

    CERTAIN: whatever the name may mean is one of those asked for. POSSIBLE: only some of its meanings are.
    UNRESOLVED: the text matches, but nothing in the module binds the name (or a star import may).
    """

    CERTAIN = "certain"
    POSSIBLE = "possible"
    UNRESOLVED = "unresolved"


@dataclass(frozen=True, slots=True, eq=False)
class CallSite:
    """A call of a function that was asked for by its qualified name."""

    call: cst.Call
    name: str
    certainty: Certainty

    @property
    def has_stars(self) -> bool:
        """Whether `*args` or `**kwargs` may hold any argument."""
        return any(arg.star for arg in self.call.args)

    def argument(self, keyword: str | None, position: int | None = None) -> cst.Arg | None:
        """Return the argument passed by `keyword`, or at the 0-based `position`; None if neither is there."""
        return argument(self.call, keyword, position)


def argument(call: cst.Call, keyword: str | None, position: int | None = None) -> cst.Arg | None:
    """Return a call's argument by keyword, or else by 0-based position if no star comes before it."""
    for arg in call.args:
        if keyword is not None and arg.keyword is not None and arg.keyword.value == keyword:
            return arg
    if position is None:
        return None
    for index, arg in enumerate(call.args):
        if arg.star or arg.keyword is not None:
            return None
        if index == position:
            return arg
    return None


class Source:
    """One file's text, tree and names; offsets are characters of `text`, nodes are those of the tree."""

    def __init__(self, text: str, module: cst.Module, context: Context) -> None:
        self.text = text
        self.module = module
        self.context = context
        self.newline = module.default_newline
        self.tree = Tree(module, text)
        self.facts: dict[object, object] = {}

    @classmethod
    def parse(cls, text: str, context: Context) -> Source:
        """Parse decoded text without a byte order mark, or raise Unparsable."""
        try:
            source = cls(text, cst.parse_module(text), context)
        except cst.ParserSyntaxError as error:
            raise Unparsable(error.message, error.raw_line) from error
        except RecursionError as error:
            raise Unparsable("the code is nested too deeply to be read") from error
        if old := python_2_handler(source.tree):
            handler, name = old
            message = f"`except …, {name}:` is Python 2: write `except … as {name}:`"
            raise Unparsable(message, source.line(handler))
        return source

    @cached_property
    def scopes(self) -> Scopes:
        """The scopes of the module and what they bind."""
        return Scopes(self.tree)

    @cached_property
    def resolver(self) -> Names:
        """The name resolution over the module."""
        return Names(self.tree, self.scopes)

    # the tree

    @overload
    def nodes(self, one: type[N], /) -> Iterator[N]: ...
    @overload
    def nodes(self, one: type[N], two: type[M], /) -> Iterator[N | M]: ...
    @overload
    def nodes(self, *types: type[cst.CSTNode]) -> Iterator[cst.CSTNode]: ...
    def nodes(self, *types: type[cst.CSTNode]) -> Iterator[cst.CSTNode]:
        """Yield the nodes of exactly these types; within one type in source order."""
        return self.tree.nodes(*types)

    def parent(self, node: cst.CSTNode) -> cst.CSTNode | None:
        """Return the node that holds `node`, or None for the module."""
        return self.tree.parent(node)

    def ancestors(self, node: cst.CSTNode) -> Iterator[cst.CSTNode]:
        """Yield the nodes around `node`, the nearest first."""
        return self.tree.ancestors(node)

    def enclosing(self, node: cst.CSTNode, *types: type[N]) -> N | None:
        """Return the nearest ancestor that is of one of the types."""
        return self.tree.enclosing(node, *types)

    def statement(self, node: cst.CSTNode) -> cst.BaseStatement:
        """Return the innermost statement (a simple line or a compound one) that is or holds `node`."""
        return self.tree.statement(node)

    # the text

    def span(self, node: cst.CSTNode) -> tuple[int, int]:
        """Return start and end of `node`, without outer white space, with its own parentheses."""
        return self.tree.span(node)

    def inner_span(self, node: cst.CSTNode) -> tuple[int, int]:
        """Return start and end of what stands within the parentheses of `node`."""
        return self.tree.inner_span(node)

    def code(self, node: cst.CSTNode) -> str:
        """Return the text of `node`, verbatim."""
        start, end = self.span(node)
        return self.text[start:end]

    def position(self, offset: int) -> tuple[int, int]:
        """Return the 1-based line and column of an offset."""
        return self.lines.position(offset)

    def line(self, node: cst.CSTNode) -> int:
        """Return the 1-based line on which `node` begins."""
        return self.position(self.span(node)[0])[0]

    @cached_property
    def lines(self) -> Lines:
        """Where the lines of the text begin."""
        return Lines(self.text)

    def indent(self, statement: cst.BaseStatement) -> str:
        """Return the white space in front of a statement's first token."""
        start = self.span(statement)[0]
        before = self.text[self.lines.start(start) : start]
        return before[: len(before) - len(before.lstrip())]

    def stands_alone(self, statement: cst.BaseStatement) -> bool:
        """Whether lines can be put before and after a statement: nothing else begins on its first line."""
        start = self.span(statement)[0]
        return not self.text[self.lines.start(start) : start].strip()

    # changes

    def replace(self, node: cst.CSTNode, text: str) -> Change:
        """Put `text` in the place of `node` (with its own parentheses)."""
        return Change(*self.span(node), text)

    def insert_before(self, statement: cst.BaseStatement, lines: str) -> Change:
        """Put lines in front of a statement that stands alone, below the comments above it.

        `lines` come without indent and without a last line end; they get the statement's indent.
        """
        decorated = isinstance(statement, (cst.FunctionDef, cst.ClassDef)) and statement.decorators
        first = decorated[0].decorator if decorated else statement  # the span of a definition begins behind these
        start = self.lines.start(self.span(first)[0])
        return Change(start, start, self._indented(lines, self.indent(statement)))

    def insert_after(self, statement: cst.BaseStatement, lines: str) -> Change:
        """Put lines behind a statement, below a comment that trails it; `lines` as in `insert_before`."""
        text = self._indented(lines, self.indent(statement))
        end = self.lines.end(self.span(statement)[1])
        if end is not None:
            return Change(end, end, text)
        end = len(self.text)
        ends_line = not self.text or self.text[-1] in "\r\n"
        return Change(end, end, text if ends_line else self.newline + text.removesuffix(self.newline))

    def remove_statement(self, statement: cst.SimpleStatementLine) -> Change:
        """Remove a line that stands alone, with its line end; the comments above it stay."""
        start, end = self.span(statement)
        after = self.lines.end(end)
        return Change(self.lines.start(start), len(self.text) if after is None else after, "")

    def _indented(self, lines: str, indent: str) -> str:
        return "".join(f"{indent}{line}{self.newline}" if line else self.newline for line in lines.split("\n"))

    # names and calls

    def names(self, expression: cst.CSTNode) -> frozenset[str]:
        """Return every qualified name that a chain of names, attributes and calls may have."""
        return self.resolver.qualified(expression)

    def bindings(self, name: cst.Name) -> tuple[Binding, ...]:
        """Return all bindings of a name in the scope that it is looked up in."""
        return self.resolver.bindings(name)

    def value(self, name: cst.Name) -> cst.BaseExpression | None:
        """Return the value of a name that is bound exactly once, by a plain assignment."""
        return self.resolver.value(name)

    def scope(self, node: cst.CSTNode) -> Scope:
        """Return the scope in which the names of `node` are looked up."""
        return self.scopes.of(node)

    def uses(self, scope: Scope, name: str) -> tuple[cst.Name, ...]:
        """Return the places that read `name` as bound in `scope`, in source order."""
        return tuple(self.resolver.uses(scope, name))

    def constant(self, expression: cst.BaseExpression) -> Constant | Missing:
        """Return the value of a constant expression, or MISSING."""
        return constant(expression, self.resolver)

    def refer(self, qualified: str, at: cst.CSTNode) -> Reference:
        """Return how to write a qualified name at a place, with the imports to add for it."""
        return self.resolver.refer(qualified, at)

    def free_name(self, wanted: str, at: cst.CSTNode) -> str:
        """Return `wanted`, or with a number behind it, such that nothing visible at that place has that name."""
        return self.resolver.free_name(wanted, at)

    def method_calls(self, *attributes: str) -> Iterator[cst.Call]:
        """Yield the calls `x.attribute(…)`, whatever x is, in source order."""
        found = [call for attribute in frozenset(attributes) for call in self._method_calls.get(attribute, ())]
        yield from found if len(attributes) == 1 else sorted(found, key=self.tree.order)

    @cached_property
    def _method_calls(self) -> defaultdict[str, list[cst.Call]]:
        index: defaultdict[str, list[cst.Call]] = defaultdict(list)
        for call in self.nodes(cst.Call):
            if isinstance(call.func, cst.Attribute):
                index[call.func.attr.value].append(call)
        return index

    def calls(self, *qualified: str) -> Iterator[CallSite]:
        """Yield the calls of functions with these qualified names, in source order."""
        wanted = frozenset(qualified)
        found = {site.call: site for name in qualified for site in self._calls.get(name, ())}
        for call in sorted(found, key=self.tree.order):
            site = found[call]
            if site.certainty is not Certainty.UNRESOLVED:
                certain = self.names(call.func) <= wanted
                site = CallSite(call, site.name, Certainty.CERTAIN if certain else Certainty.POSSIBLE)
            yield site

    @cached_property
    def _calls(self) -> defaultdict[str, list[CallSite]]:
        index: defaultdict[str, list[CallSite]] = defaultdict(list)
        stars = self.resolver.star_modules()
        for call in self.nodes(cst.Call):
            names = self.names(call.func)
            for name in sorted(names):
                index[name].append(CallSite(call, name, Certainty.CERTAIN))
            if not names and (text := self.resolver.spelled(call.func)):
                for name in (text, *(f"{module}.{text}" for module in stars)):
                    index[name].append(CallSite(call, name, Certainty.UNRESOLVED))
        return index
