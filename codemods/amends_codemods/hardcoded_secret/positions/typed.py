"""A text that a program types into a field of a page, as a user would."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from amends.source import Source
from amends_codemods.hardcoded_secret.positions.made import makers
from amends_codemods.hardcoded_secret.positions.owners import callee, spelled, text_of
from amends_codemods.hardcoded_secret.signs.names import Kind, SecretName, judge, segments

# What types, by the position of the text: behind another it is told first which field.
_TYPES = {"send_keys": (0,), "fill": (0, 1)}
_WIDGETS = frozenset({"field", "input", "box", "textbox", "element", "elem", "el", "entry"})


def is_typed_as_a_password(source: Source, call: cst.Call, position: int) -> bool:
    """Whether an argument is typed into the field of a password: `find_element("name", "password").send_keys("…")`."""
    if not isinstance(call.func, cst.Attribute) or position not in _TYPES.get(callee(call), ()):
        return False
    told = (text_of(source, call.args[0].value),) if position else _called(source, call.func.value)
    return any(_is_of_a_password(name) for name in told if name)


def _called(source: Source, field: cst.BaseExpression) -> Iterator[str | None]:
    """Yield what a field is called: where it is found, and by the name that holds it."""
    if isinstance(field, cst.Call):
        yield from (text_of(source, arg.value) for arg in field.args)
        return
    yield from spelled(field)[:1]
    for maker in makers(source, field) if isinstance(field, cst.Name) else ():
        if maker is not None:
            yield from _called(source, maker)


def _is_of_a_password(name: str) -> bool:
    words = segments(name)
    while words and words[-1] in _WIDGETS:
        words = words[:-1]
    judgement = judge("_".join(words))
    return isinstance(judgement, SecretName) and judgement.kind is Kind.PASSWORD
