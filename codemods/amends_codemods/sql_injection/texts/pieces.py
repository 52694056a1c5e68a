"""A query as pieces: characters of literal text, and holes that are filled while the program runs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TypeAlias

import libcst as cst

from amends.wording import brief


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
    template or f-string, verbatim, `atoms` the characters of a template's field. `is_whole` is false where
    `code` takes a part of `expression` ("x.name").
    """

    code: str
    expression: cst.BaseExpression
    conversion: str = ""
    spec: str = ""
    percent: str = ""
    field: str = ""
    is_whole: bool = True
    atoms: tuple[Atom, ...] = ()

    @property
    def shown(self) -> str:
        """The code as messages show it."""
        return brief(self.code)

    @property
    def is_plain(self) -> bool:
        """Whether the hole shows its expression just as `str` does."""
        return self.conversion in {"", "s"} and not self.spec and self.percent in {"", "%s"}


Piece: TypeAlias = Atom | Hole
Item: TypeAlias = "Atom | Hole | Alias"


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
    """A part with text around it that stays: parentheses, or a call that keeps the query's meaning.

    `is_clause` marks a call of SQLAlchemy's `text`.
    """

    opening: str
    inner: Layout
    closing: str
    is_clause: bool = False

    @property
    def is_parenthesised(self) -> bool:
        """Whether the text around is nothing but parentheses and white space on one line."""
        return not f"{self.opening}{self.closing}".strip("() ")


@dataclass(frozen=True, slots=True, eq=False)
class Argument:
    """One argument of a template: where it is shown, and its source with and without its name."""

    key: str | None
    code: str
    shown: tuple[Item, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Template:
    """A text with fields and the arguments that fill them.

    `opening` is what stands between the body and its arguments (` % (`, `.format(`), `closing` what stands
    behind them, `glue` what stands between two; `kind` is the sign of its fields: "%", "{", or "" for those
    that `.replace` looks for.
    """

    kind: str
    body: Layout
    opening: str
    arguments: tuple[Argument, ...]
    glue: tuple[str, ...]
    closing: str


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
    """A name for text that other statements build: `code` stands here, the parts of `layout` stand there."""

    code: str
    name: cst.BaseExpression
    layout: Layout
    field: str = ""


Layout: TypeAlias = "Token | Operand | Sum | Wrapped | Template | Join | Alias"


def parts(layout: Layout) -> Iterator[Item]:
    """Yield the text that a layout makes, piece by piece, with names for text built elsewhere as they are."""
    if isinstance(layout, Token):
        yield from layout.items
    elif isinstance(layout, Operand):
        yield layout.hole
    elif isinstance(layout, Alias):
        yield layout
    elif isinstance(layout, Join):
        for index, element in enumerate(layout.elements):
            yield from layout.separator if index else ()
            yield from parts(element)
    else:
        for inner in _inner(layout):
            yield from parts(inner)


def pieces(layout: Layout) -> Iterator[Piece]:
    """Yield the text that a layout makes, piece by piece."""
    for part in parts(layout):
        if isinstance(part, Alias):
            yield from pieces(part.layout)
        else:
            yield part


def with_text(layout: Layout, name: cst.BaseExpression, text: Layout) -> Layout:  # noqa: PLR0911 - guard clauses, one for each kind
    """Return a layout in which a name stands for other text; all pieces but those stay the same."""

    def changed(part: Item) -> Item:
        inner = with_text(part, name, text) if isinstance(part, Alias) else part
        return inner if isinstance(inner, (Alias, Atom, Hole)) else part

    if isinstance(layout, Alias):
        return replace(layout, layout=text if layout.name is name else with_text(layout.layout, name, text))
    if isinstance(layout, Token):
        return replace(layout, items=tuple(map(changed, layout.items)))
    if isinstance(layout, Sum):
        return replace(layout, parts=tuple(with_text(part, name, text) for part in layout.parts))
    if isinstance(layout, Wrapped):
        return replace(layout, inner=with_text(layout.inner, name, text))
    if isinstance(layout, Template):
        return replace(layout, body=with_text(layout.body, name, text))
    if isinstance(layout, Join):
        return replace(layout, elements=tuple(with_text(element, name, text) for element in layout.elements))
    return layout


def own(layout: Layout) -> Iterator[Layout]:
    """Yield a layout and all in it that stands in the same expression: names are not followed."""
    yield layout
    for inner in _inner(layout):
        yield from own(inner)


def own_pieces(layout: Layout) -> Iterator[Piece]:
    """Yield the pieces that stand in the expression itself."""
    for part in own(layout):
        if isinstance(part, Token):
            yield from (item for item in part.items if not isinstance(item, Alias))
        elif isinstance(part, Operand):
            yield part.hole


def aliases(layout: Layout) -> Iterator[Alias]:
    """Yield the names in a layout, and in the text that they stand for."""
    for part in own(layout):
        if isinstance(part, Alias):
            yield part
            yield from aliases(part.layout)


def templates(layout: Layout) -> Iterator[Template]:
    """Yield the templates in a layout, and in the text that its names stand for."""
    for part in own(layout):
        if isinstance(part, Template):
            yield part
        elif isinstance(part, Alias):
            yield from templates(part.layout)


def _inner(layout: Layout) -> tuple[Layout, ...]:
    if isinstance(layout, Token):
        return tuple(item for item in layout.items if isinstance(item, Alias))
    if isinstance(layout, Sum):
        return layout.parts
    if isinstance(layout, Wrapped):
        return (layout.inner,)
    if isinstance(layout, Template):
        return (layout.body,)
    return layout.elements if isinstance(layout, Join) else ()


def is_clause(layout: Layout) -> bool:
    """Whether the text goes through SQLAlchemy's `text`, here or where it is built."""
    for part in own(layout):
        if isinstance(part, Wrapped) and part.is_clause:
            return True
        if isinstance(part, Alias) and is_clause(part.layout):
            return True
    return False


def holes(layout: Layout) -> list[Hole]:
    """Return the holes of a layout in the order of the text."""
    return [piece for piece in pieces(layout) if isinstance(piece, Hole)]


def literal_text(layout: Layout) -> str:
    """Return the literal text of a layout, its holes left out."""
    return "".join(piece.value for piece in pieces(layout) if isinstance(piece, Atom))


def opens_quote(before: Iterable[Item]) -> bool:
    """Whether a string of SQL is open behind these pieces."""
    return sum(isinstance(piece, Atom) and piece.value == "'" for piece in before) % 2 == 1
