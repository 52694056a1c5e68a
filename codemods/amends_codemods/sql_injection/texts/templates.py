"""The fields of `%` and `.format` templates, taken out of literal text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from amends_codemods.sql_injection.texts.pieces import Atom

_PERCENT_FLAGS = "#0- +"
_PERCENT_TYPES = "diouxXeEfFgGcrsa"


@dataclass(frozen=True, slots=True)
class Field:
    """One field: its argument's `key` (None: the next one), what is taken from it, and how it is shown.

    `path` is what follows the key in `.format` (".name", "[0]"); `width_from_argument` marks `%*d`.
    """

    key: str | None
    text: str
    path: str = ""
    conversion: str = ""
    spec: str = ""
    percent: str = ""
    atoms: tuple[Atom, ...] = ()


Parsed: TypeAlias = "list[Atom | Field]"


class NotATemplate(Exception):
    """The text cannot be read as a template of its kind."""


def percent_fields(characters: Sequence[Atom]) -> Parsed:
    """Find the conversions of a `%` template; `%%` becomes one character."""
    found: Parsed = []
    position = 0
    while position < len(characters):
        atom = characters[position]
        if atom.value != "%":
            found.append(atom)
            position += 1
            continue
        text = "".join(a.value for a in characters[position : position + 80])
        if text.startswith("%%"):
            found.append(atom)
            position += 2
            continue
        field = _conversion(text)
        found.append(_placed(field, characters, position))
        position += len(field.text)
    return found


def _placed(field: Field, characters: Sequence[Atom], position: int) -> Field:
    return replace(field, atoms=tuple(characters[position : position + len(field.text)]))


def _conversion(text: str) -> Field:
    position, key = 1, None
    if text.startswith("(", position):
        end = text.find(")")
        if end < 0:
            raise NotATemplate(text)
        key, position = text[2:end], end + 1
    start = position
    while position < len(text) and text[position] in f"{_PERCENT_FLAGS}123456789.":
        position += 1
    if position == len(text) or text[position] not in _PERCENT_TYPES:
        raise NotATemplate(text)
    percent = f"%{text[start : position + 1]}"
    return Field(key, text[: position + 1], percent=percent)


def format_fields(characters: Sequence[Atom]) -> Parsed:
    """Find the fields of a `.format` template; `{{` and `}}` become one character each."""
    found: Parsed = []
    position = 0
    while position < len(characters):
        atom = characters[position]
        following = characters[position + 1].value if position + 1 < len(characters) else ""
        if atom.value in {"{", "}"} and following == atom.value:
            found.append(atom)
            position += 2
        elif atom.value == "{":
            field = _format_field(characters[position : position + 200])
            found.append(_placed(field, characters, position))
            position += len(field.text)
        elif atom.value == "}":
            raise NotATemplate("}")
        else:
            found.append(atom)
            position += 1
    return found


def _format_field(characters: Sequence[Atom]) -> Field:
    inside: list[str] = []
    for atom in characters[1:]:
        if atom.value == "}":
            break
        if atom.value == "{" or len(atom.value) != 1:
            raise NotATemplate("nested field")
        inside.append(atom.value)
    else:
        raise NotATemplate("{")
    body = "".join(inside)
    head, _, spec = body.partition(":")
    head, _, conversion = head.partition("!")
    name = head.partition(".")[0].partition("[")[0]
    return Field(name or None, f"{{{body}}}", head[len(name) :], conversion, spec)


def replaced_fields(characters: Sequence[Atom], searched: str) -> Parsed:
    """Find the places that `.replace(searched, …)` fills."""
    found: Parsed = []
    position = 0
    while position < len(characters):
        window = characters[position : position + len(searched)]
        if "".join(atom.value for atom in window) == searched:
            found.append(_placed(Field("0", searched), characters, position))
            position += len(searched)
        else:
            found.append(characters[position])
            position += 1
    return found
