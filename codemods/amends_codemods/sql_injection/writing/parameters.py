"""Writes the parameters of a call: new values merged with those that are there, in the form that it takes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import libcst as cst

from amends.arguments import with_argument
from amends.model import Change
from amends.source import Source
from amends_codemods.sql_injection.databases.interfaces import Paramstyle, Passing
from amends_codemods.sql_injection.databases.receivers import Sink
from amends_codemods.sql_injection.texts.places import Placeholder
from amends_codemods.sql_injection.writing.unpacking import is_sequence, unpacked


class Unmergeable(Exception):
    """New parameters cannot be put among those that a call passes already; the text says why."""


@dataclass(frozen=True, slots=True)
class Element:
    """A parameter: where in the text its placeholder stands, its name and value.

    A `star` holds several, whose places end at `last`; it `is_bundle` if it can be passed as it stands. One that
    `is_shared` comes from a tuple that holds as many as the text asks for.
    """

    index: int
    name: str
    code: str
    star: bool = False
    is_bundle: bool = False
    last: int = -1
    is_shared: bool = False


@dataclass(frozen=True, slots=True)
class Given:
    """The parameters that a call passes already, and what in the text may ask for them.

    `further` are the arguments behind the first where each is a parameter of its own. `is_clause` tells that the
    text is an SQLAlchemy clause already, whose placeholders are named, and `may_be_mapping` that the driver takes a
    dict as well as a sequence.
    """

    argument: cst.Arg | None
    placeholders: tuple[Placeholder, ...] = ()
    opaque: tuple[int, ...] = ()
    further: tuple[cst.Arg, ...] = ()
    is_clause: bool = False
    may_be_mapping: bool = False


def style_of(placeholders: Iterable[Placeholder], default: Paramstyle) -> Paramstyle | None:
    """Return the style of the placeholders in a text, or the default; None if they are of several styles."""
    found = {_style(placeholder.text) for placeholder in placeholders} or {default}
    return found.pop() if len(found) == 1 else None


def _style(text: str) -> Paramstyle:
    if text.startswith("%("):
        return Paramstyle.PYFORMAT
    if text.startswith(":"):
        return Paramstyle.NUMERIC if text[1:].isdigit() else Paramstyle.NAMED
    return {"?": Paramstyle.QMARK, "%": Paramstyle.FORMAT, "$": Paramstyle.DOLLAR}[text[0]]


def is_empty(source: Source, argument: cst.Arg | None) -> bool:
    """Whether an argument brings no parameters: it is absent, None or an empty display."""
    if argument is None:
        return True
    return not argument.star and source.code(argument.value) in {
        "None",
        "()",
        "[]",
        "{}",
        "tuple()",
        "list()",
        "dict()",
    }


def written(source: Source, elements: Sequence[Element], given: Given, passing: Passing) -> str:
    """Return the code for all parameters of a call; raise Unmergeable where that cannot be right."""
    if passing is Passing.MAPPING:
        return _mapping(source, elements, given)
    if passing in {Passing.KEYWORDS, Passing.BINDPARAMS}:
        return ", ".join(f"**{e.code}" if e.star else f"{e.name}={e.code}" for e in elements)
    if passing is Passing.VARARGS:
        return ", ".join(_varargs(source, elements, given))
    codes = _merged(source, elements, given)
    if len(codes) == 1 and codes[0].startswith("*"):
        return elements[0].code if elements[0].is_bundle else f"tuple({codes[0][1:]})"
    base = codes[0].rpartition("[")[0]
    if (
        base
        and not given.placeholders
        and codes == [f"{base}[{i}]" for i in range(len(codes))]
        and all(e.is_shared for e in elements)
    ):
        return base
    is_list = given.argument is not None and isinstance(given.argument.value, cst.List)
    inside = ", ".join(codes)
    return f"[{inside}]" if is_list else f"({inside}{',' if len(codes) == 1 else ''})"


def _varargs(source: Source, elements: Sequence[Element], given: Given) -> list[str]:
    """Put numbered parameters behind those that are passed already."""
    old = [] if given.argument is None else [source.code(arg) for arg in (given.argument, *given.further)]
    if any(code.startswith("*") or "=" in code for code in old) or len(old) != len(
        {p.text for p in given.placeholders}
    ):
        raise Unmergeable("it cannot be seen how many parameters are passed already")
    return [*old, *(f"*{e.code}" if e.star else e.code for e in elements)]


def _mapping(source: Source, elements: Sequence[Element], given: Given) -> str:
    new = ", ".join(dict.fromkeys(f"**{e.code}" if e.star else f'"{e.name}": {e.code}' for e in elements))
    if is_empty(source, given.argument) or given.argument is None:
        only = elements[0] if len(elements) == 1 else None
        return only.code if only and only.star else f"{{{new}}}"
    value = given.argument.value
    if isinstance(value, cst.Dict):
        inside = source.code(value)[1:-1].strip().rstrip(",")
        return f"{{{inside}, {new}}}" if inside else f"{{{new}}}"
    if isinstance(value, (cst.List, cst.Tuple, cst.ListComp)):
        raise Unmergeable("the parameters that are passed already are no mapping")
    if not given.placeholders and not given.is_clause:
        raise Unmergeable("parameters are passed already, but it cannot be seen in the text how it asks for them")
    return f"{{**{unpacked(source, value, '{}', may_be_none=bool(given.opaque))}, {new}}}"


def _merged(source: Source, elements: Sequence[Element], given: Given) -> list[str]:
    new = [f"*{e.code}" if e.star else e.code for e in elements]
    argument = given.argument
    if argument is None or is_empty(source, argument):
        if given.placeholders:
            raise Unmergeable("the text has placeholders, but no parameters are passed for them")
        return new
    value = argument.value
    if (
        isinstance(value, (cst.Tuple, cst.List))
        and not argument.star
        and len(value.elements) == len(given.placeholders)
    ):
        old = list(zip((p.index for p in given.placeholders), value.elements, strict=True))
        is_mixed = any(e.index < p.index < e.last for e in elements for p in given.placeholders)
        if not given.opaque and not is_mixed and not any(isinstance(element, cst.StarredElement) for _, element in old):
            both = [(index, source.code(element.value)) for index, element in old]
            both += [(e.index, code) for e, code in zip(elements, new, strict=True)]
            return [code for _, code in sorted(both, key=lambda pair: pair[0])]
    return _around(source, elements, new, given, argument)


def _around(source: Source, elements: Sequence[Element], new: list[str], given: Given, argument: cst.Arg) -> list[str]:
    """Put the new parameters before or behind given ones whose number is not known."""
    value = argument.value
    if isinstance(value, (cst.Dict, cst.SimpleString, cst.Integer)):
        raise Unmergeable("the parameters that are passed already are no sequence")
    old = [f"*{unpacked(source, value, '()', may_be_none=bool(given.opaque))}"]
    if isinstance(value, (cst.Tuple, cst.List)):
        old = [source.code(element) for element in value.elements]
    asked = [*(p.index for p in given.placeholders), *given.opaque]
    if not asked:
        raise Unmergeable("parameters are passed already, but the text shows no placeholders for them")
    if not given.placeholders and given.may_be_mapping and not is_sequence(source, value):
        raise Unmergeable("it cannot be seen whether the parameters that are passed already are a sequence or a dict")
    if all(e.index > max(asked) for e in elements):
        return [*old, *new]
    if all(max(e.index, e.last) < min(asked) for e in elements):
        return [*new, *old]
    raise Unmergeable("it cannot be told where among the parameters that are passed already the new ones belong")


def passed(source: Source, sink: Sink, code: str) -> Change:
    """Return the change that hands the parameters to a call."""
    slot = sink.method.parameters
    query, call = sink.query, sink.call
    if sink.passing is Passing.BINDPARAMS:
        end = source.span(call)[1]
        return Change(end, end, f".bindparams({code})")
    if sink.parameters is not None and sink.passing is not Passing.KEYWORDS:
        if sink.passing is Passing.VARARGS:
            return Change(source.span(sink.parameters.value)[0], source.span(call.args[-1])[1], code)
        return source.replace(sink.parameters.value, code)
    position = call.args.index(query)
    by_keyword = (
        slot is not None
        and slot.keyword is not None
        and (
            slot.position is None
            or query.keyword is not None
            or slot.position != position + 1
            or len(call.args) > position + 1
        )
    )
    last = call.args[-1] if by_keyword else query
    if by_keyword and slot is not None:
        code = f"{slot.keyword}={code}"
    if last is call.args[-1] and (change := with_argument(source, call, code)) is not None:
        return change
    end = source.span(last)[1]
    return Change(end, end, f",{_line_break(source, call, last)}{code}")


def _line_break(source: Source, call: cst.Call, argument: cst.Arg) -> str:
    """Return what separates a new argument from the last: a new line where each argument has its own."""
    start = source.span(argument)[0]
    previous = source.text.rfind("\n", 0, start)
    indent = source.text[previous + 1 : start]
    opening = source.span(call.func)[1]
    return f"{source.newline}{indent}" if previous > opening and not indent.strip() else " "
