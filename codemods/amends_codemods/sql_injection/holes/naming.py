"""Names for the parameters of `:name` placeholders, taken from the values that they carry."""

from __future__ import annotations

import keyword
from collections.abc import Container, Iterable, Mapping

import libcst as cst

from amends_codemods.sql_injection.holes.binding import Bound
from amends_codemods.sql_injection.texts.pieces import Hole


def named(bound: Iterable[Bound], taken: Container[str]) -> Mapping[Bound, str]:
    """Return a name for each value; the same one for the same name or constant, else never one twice."""
    names: dict[Bound, str] = {}
    values: dict[str, str] = {}
    for each in bound:
        wanted = _word(each.anchor) or "value"
        name, number = wanted, 1
        while name in taken or values.get(name, each.code) != each.code:
            number += 1
            name = f"{wanted}_{number}"
        values[name] = each.code
        names[each] = name
    return names


def _word(hole: Hole) -> str:
    """Return the last word of an expression that can be a name: `user.id` → id, `data["name"]` → name."""
    word = _last_word(hole.expression) if hole.is_whole else hole.code.rstrip("\"']").rpartition(".")[2]
    word = word.rpartition('"')[2].rpartition("'")[2]
    plain = "".join(c if c.isalnum() and c.isascii() else "_" for c in word).strip("_")
    return plain if plain.isidentifier() and not keyword.iskeyword(plain) else ""


def _last_word(expression: cst.BaseExpression) -> str:  # noqa: PLR0911 - one line for each syntax
    if isinstance(expression, cst.Name):
        return expression.value
    if isinstance(expression, cst.Attribute):
        owner = _last_word(expression.value) if expression.attr.value == "id" else ""
        return f"{owner}_id" if owner and owner != "self" else expression.attr.value
    if isinstance(expression, cst.Subscript):
        index = expression.slice[0].slice
        return _last_word(index.value) if isinstance(index, cst.Index) else ""
    if isinstance(expression, cst.SimpleString):
        return str(expression.evaluated_value)
    if isinstance(expression, cst.Await):
        return _last_word(expression.expression)
    if isinstance(expression, cst.Call):
        if isinstance(expression.func, cst.Name) and len(expression.args) == 1:
            return _last_word(expression.args[0].value)
        if isinstance(expression.func, cst.Attribute):
            if expression.func.attr.value in {"get", "pop"} and expression.args:
                return _last_word(expression.args[0].value)
            return _last_word(expression.func.value)
    return ""
