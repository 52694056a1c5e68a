"""Reads `formula.replace("x", str(value))`: a variable's value that is put into the text of a formula."""

from __future__ import annotations

from dataclasses import dataclass

import libcst as cst

from amends.source import Source
from amends_codemods.eval_exec.reading.spelling import Hole, pieces
from amends_codemods.eval_exec.signs.namespaces import Entry
from amends_codemods.eval_exec.signs.values import Kind, kind

_TEXT_OF = frozenset({"builtins.str", "builtins.repr"})
_NUMERIC = frozenset("0123456789.eE+-jnaif()")


@dataclass(frozen=True, slots=True)
class Substituted:
    """The text without the substitutions, and the values by the names that stood for them."""

    text: str
    values: tuple[Entry, ...]


def substituted(source: Source, text: cst.BaseExpression) -> Substituted | None:
    """Take the substitutions of values for names off a text; None if there are none, or one cannot be told."""
    values: list[Entry] = []
    kept: list[str] = []
    while isinstance(text, cst.Call) and isinstance(text.func, cst.Attribute) and text.func.attr.value == "replace":
        entry = _entry(source, text)
        if entry is not None:
            values.append(entry)
        elif _changes_numbers(source, text):
            return None
        else:
            kept.append(source.text[source.span(text.func.value)[1] : source.span(text)[1]])
        text = text.func.value
    return Substituted(source.code(text) + "".join(reversed(kept)), tuple(reversed(values))) if values else None


def _entry(source: Source, call: cst.Call) -> Entry | None:
    """Return name and value of `.replace("x", str(value))`, `.replace("x", f"({value})")` and the like."""
    is_plain = len(call.args) == 2 and not any(arg.keyword or arg.star for arg in call.args)  # noqa: PLR2004 - old, new
    if not is_plain or "#" in source.code(call):
        return None
    name = source.constant(call.args[0].value)
    if not isinstance(name, str) or not name.isidentifier():
        return None
    value = _value(source, call.args[1].value)
    if value is None or kind(source, value) is Kind.OTHER:
        return None
    return Entry(source.code(call.args[0].value), source.code(value), kind(source, value))


def _value(source: Source, text: cst.BaseExpression) -> cst.BaseExpression | None:
    """Return the expression whose text, perhaps in parentheses, is the whole of `text`."""
    if isinstance(text, cst.Call) and len(text.args) == 1 and source.names(text.func) & _TEXT_OF:
        return text.args[0].value
    found = pieces(source, text) or ()
    holes = [piece for piece in found if isinstance(piece, Hole)]
    around = "".join(piece for piece in found if isinstance(piece, str))
    return holes[0].expression if len(holes) == 1 and holes[0].is_plain and not around.strip("() ") else None


def _changes_numbers(source: Source, call: cst.Call) -> bool:
    """Whether a replacement that stays could have changed the text of a number."""
    searched = source.constant(call.args[0].value) if call.args else None
    return not isinstance(searched, str) or not _NUMERIC.isdisjoint(searched)
