"""A query as pieces: characters of literal text, and holes that are filled while the program runs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeAlias

import libcst as cst


@dataclass(frozen=True, slots=True, eq=False)
class Atom:
    """One character of literal text: its `value`, and `raw`, how its token spells it.

    The value is empty for a backslash that joins two lines. A doubling that only a template needs (`{{`,
    `%%`) is not part of `raw`. Compared by identity: two equal characters are two places.
    """

    value: str
    raw: str


@dataclass(frozen=True, slots=True, eq=False)
class Hole:
    """An expression whose text goes into the query.

    `code` is the expression as it may be written elsewhere; `expression` is the node that it came from, for
    questions about it. `conversion` ("r") and `spec` ("02d") are those of an f-string or of `.format`,
    `percent` is the whole conversion of a `%` template ("%05d"). `field` is how the hole stands in its
    template or f-string, verbatim.
    """

    code: str
    expression: cst.BaseExpression
    conversion: str = ""
    spec: str = ""
    percent: str = ""
    field: str = ""

    @property
    def is_plain(self) -> bool:
        """Whether the hole shows its expression just as `str` does."""
        return self.conversion in {"", "s"} and not self.spec and self.percent in {"", "%s"}


Piece: TypeAlias = Atom | Hole
Item: TypeAlias = "Atom | Hole | Nested"


@dataclass(frozen=True, slots=True, eq=False)
class Token:
    """One string literal; `items` holds fields only if it is an f-string or (part of) a template."""

    node: cst.SimpleString | cst.FormattedString
    prefix: str
    quote: str
    items: tuple[Item, ...]

    @property
    def is_formatted(self) -> bool:
        """Whether the literal is an f-string."""
        return "f" in self.prefix.lower()

    @property
    def is_raw(self) -> bool:
        """Whether backslashes in the literal mean themselves."""
        return "r" in self.prefix.lower()


@dataclass(frozen=True, slots=True, eq=False)
class Operand:
    """A hole that is a term of a concatenation, or an element of a join."""

    hole: Hole


@dataclass(frozen=True, slots=True, eq=False)
class Sum:
    """Parts put together by `+` or by standing side by side; `glue` is the text between two of them."""

    parts: tuple[Layout, ...]
    glue: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Wrapped:
    """A part with text around it that stays: parentheses, or a call that keeps the query's meaning."""

    opening: str
    inner: Layout
    closing: str


@dataclass(frozen=True, slots=True, eq=False)
class Argument:
    """One argument of a template: the holes that show it, and its source with and without its name."""

    key: str | None
    code: str
    holes: tuple[Hole, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Template:
    """A text with fields and the arguments that fill them.

    `operator` is what joins the two in the source: ` % `, `.format`, `.format_map`, `.replace`.
    `shape` tells how the arguments are written: "(" a tuple or call, "{" a mapping, "" one bare value.
    """

    kind: str
    body: Layout
    operator: str
    shape: str
    arguments: tuple[Argument, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Join:
    """`separator.join([…])` of a display: `elements` with the literal `separator` between them."""

    opening: str
    separator: tuple[Atom, ...]
    elements: tuple[Layout, ...]
    glue: tuple[str, ...]
    closing: str


@dataclass(frozen=True, slots=True, eq=False)
class Alias:
    """A name that stands for text built elsewhere; `text` says where and how."""

    name: cst.BaseExpression
    code: str
    text: Text


@dataclass(frozen=True, slots=True, eq=False)
class Nested:
    """A field whose expression is a name for text built elsewhere."""

    hole: Hole
    alias: Alias


class Text(Protocol):
    """Text built by other statements than the one that uses it."""

    def layouts(self) -> Sequence[Layout]:
        """Return what the statements contribute, in the order of the text, each taken at most once."""
        ...


Layout: TypeAlias = "Token | Operand | Sum | Wrapped | Template | Join | Alias"


def pieces(layout: Layout) -> Iterator[Piece]:
    """Yield the text that a layout makes, piece by piece."""
    if isinstance(layout, Token):
        for item in layout.items:
            if isinstance(item, Nested):
                yield from pieces(item.alias)
            else:
                yield item
    elif isinstance(layout, Operand):
        yield layout.hole
    elif isinstance(layout, Sum):
        for part in layout.parts:
            yield from pieces(part)
    elif isinstance(layout, Wrapped):
        yield from pieces(layout.inner)
    elif isinstance(layout, Template):
        yield from pieces(layout.body)
    elif isinstance(layout, Alias):
        for definition in layout.text.layouts():
            yield from pieces(definition)
    else:
        for index, element in enumerate(layout.elements):
            if index:
                yield from layout.separator
            yield from pieces(element)


def holes(layout: Layout) -> list[Hole]:
    """Return the holes of a layout in the order of the text."""
    return [piece for piece in pieces(layout) if isinstance(piece, Hole)]


def literal_text(layout: Layout) -> str:
    """Return the literal text of a layout, its holes left out."""
    return "".join(piece.value for piece in pieces(layout) if isinstance(piece, Atom))
