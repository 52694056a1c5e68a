"""String literals taken apart into characters, and characters spelled as a literal again."""

from __future__ import annotations

import ast
import warnings
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import libcst as cst

from amends_codemods.sql_injection.texts.pieces import Atom, Hole, Piece, Token

if TYPE_CHECKING:
    from amends.source import Source

_ESCAPE_LENGTHS = {"x": 4, "u": 6, "U": 10}
_SPELLINGS = {"\n": "\\n", "\r": "\\r", "\t": "\\t", "\\": "\\\\", "\0": "\\x00"}


def read_literal(source: Source, node: cst.SimpleString | cst.FormattedString) -> Token | None:
    """Take a string literal apart; None for bytes and for an f-string with a `=` field."""
    if isinstance(node, cst.SimpleString):
        prefix, quote = node.prefix, node.quote
        if "b" in prefix.lower():
            return None
        raw = node.value[len(prefix) + len(quote) : -len(quote)]
        return Token(node, prefix, quote, tuple(atoms(raw, is_raw="r" in prefix.lower())))
    items: list[Piece] = []
    for part in node.parts:
        if isinstance(part, cst.FormattedStringText):
            items.extend(_single_braces(atoms(part.value, is_raw="r" in node.prefix.lower())))
        elif isinstance(part, cst.FormattedStringExpression) and part.equal is None:
            items.append(_field(source, part))
        else:
            return None
    return Token(node, node.prefix, node.quote, tuple(items))


def _field(source: Source, part: cst.FormattedStringExpression) -> Hole:
    spec = "".join(_spec_text(source, piece) for piece in part.format_spec or ())
    return Hole(
        code=source.code(part.expression),
        expression=part.expression,
        conversion=part.conversion or "",
        spec=spec,
        field=source.code(part),
    )


def _spec_text(source: Source, piece: cst.BaseFormattedStringContent) -> str:
    return piece.value if isinstance(piece, cst.FormattedStringText) else source.code(piece)


def atoms(raw: str, *, is_raw: bool) -> Iterator[Atom]:
    """Take the inside of a literal apart, escape by escape."""
    position = 0
    while position < len(raw):
        length = _unit_length(raw, position, is_raw=is_raw)
        unit = raw[position : position + length]
        yield Atom(_unit_value(unit, is_raw=is_raw), unit)
        position += length


def _unit_length(raw: str, position: int, *, is_raw: bool) -> int:
    if raw.startswith("\r\n", position):
        return 2
    if is_raw or raw[position] != "\\" or position + 1 == len(raw):
        return 1
    kind = raw[position + 1]
    if kind == "N" and raw.startswith("{", position + 2) and "}" in raw[position:]:
        return raw.index("}", position) - position + 1
    if kind in "01234567":
        length = 2
        while length < 4 and raw[position + length : position + length + 1] in tuple("01234567"):  # noqa: PLR2004 - the digits of an octal escape
            length += 1
        return length
    if raw.startswith("\r\n", position + 1):
        return 3
    return _ESCAPE_LENGTHS.get(kind, 2)


def _unit_value(unit: str, *, is_raw: bool) -> str:
    if unit in {"\r\n", "\r"}:
        return "\n"
    if is_raw or len(unit) == 1:
        return unit
    if unit[1] in "\r\n":
        return ""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return str(ast.literal_eval(f'"""{unit}"""')) if unit != '\\"' else '"'


def _single_braces(found: Iterable[Atom]) -> Iterator[Atom]:
    """Read `{{` and `}}` as one character each."""
    waiting: Atom | None = None
    for atom in found:
        if waiting is not None and atom.raw == waiting.raw:
            waiting = None
            continue
        waiting = atom if atom.raw in {"{", "}"} else None
        yield atom


def spell(text: str, quote: str) -> str:
    """Write `text` as the inside of a literal that is not raw and has this quote."""
    return "".join(_spell(character, quote) for character in text)


def _spell(character: str, quote: str) -> str:
    if character == "\n" and len(quote) > 1:
        return character
    if character == quote[0]:
        return f"\\{character}"
    return _SPELLINGS.get(character, character)


def respell(atom: Atom, *, from_quote: str, from_raw: bool, quote: str) -> str:
    """Return the spelling of an atom for a literal that is not raw and may have another quote."""
    same = from_quote == quote and not from_raw
    return atom.raw if same or atom.value == "" else spell(atom.value, quote)


def quoted(text: str) -> str:
    """Write `text` as a string literal, in double quotes where those need no escape."""
    quote = "'" if '"' in text and "'" not in text else '"'
    return f"{quote}{spell(text, quote)}{quote}"
