"""Reads the namespaces that an eval is given: numbers by name, or things that only Python can use."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import libcst as cst

from amends.facts.passing import passed
from amends.segments import segments
from amends.source import Source, argument
from amends_codemods.eval_exec.signs.evidence import is_in_calculation
from amends_codemods.eval_exec.signs.values import Kind, kind
from amends_codemods.eval_exec.signs.words import MATH, NO_NUMBERS, OF_NUMBERS, VARIABLES

_MATH_MODULES = ("builtins", "math", "numpy")
# names of dictionaries that hold whatever a program has, not only numbers
_SCOPES = frozenset({
    "globals", "locals", "namespace", "ns", "scope", "env", "environment", "module", "g", "l", "globs", "glob",
    "globals_", "locals_", "global_ns", "local_ns", "symbols",
})  # fmt: skip
_NO_BUILTINS = frozenset({"__builtins__", "__builtin__"})


@dataclass(frozen=True, slots=True)
class Entry:
    """A value of a formula as it stands in a dictionary: `key` is source text, empty for `**value`."""

    key: str
    value: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Namespace:
    """What a text may refer to. `given` is whether the call says so; `unfit` is what a formula cannot use."""

    given: bool = False
    entries: tuple[Entry, ...] = ()
    unfit: str = ""

    @property
    def is_numeric(self) -> bool:
        """Whether there are values, and all of them are known to be numbers or arrays."""
        return bool(self.entries) and all(entry.kind in {Kind.NUMBER, Kind.ARRAY} for entry in self.entries)

    @property
    def has_arrays(self) -> bool:
        """Whether a value is an array, so that the result may be one."""
        return any(entry.kind is Kind.ARRAY for entry in self.entries)

    @property
    def code(self) -> str:
        """The dictionary of the values as an expression."""
        if len(self.entries) == 1 and not self.entries[0].key:
            return self.entries[0].value
        return "{" + ", ".join(f"{e.key}: {e.value}" if e.key else f"**{e.value}" for e in self.entries) + "}"


class _Unfit(Exception):
    """A namespace holds what a formula cannot use; the text says what."""


def namespace(source: Source, call: cst.Call) -> Namespace:
    """Return the namespace that an eval is given, both dictionaries taken together."""
    given = [arg for arg in (argument(call, "globals", 1), argument(call, "locals", 2)) if arg is not None]
    try:
        entries = [entry for arg in given for entry in _entries(source, arg.value, 2)]
    except _Unfit as unfit:
        return Namespace(given=True, unfit=str(unfit))
    return Namespace(given=bool(given), entries=tuple(dict.fromkeys(entries)))


def _entries(source: Source, expression: cst.BaseExpression, hops: int) -> Iterator[Entry]:
    if isinstance(expression, cst.Dict):
        for element in expression.elements:
            if isinstance(element, cst.DictElement):
                yield from _entry(source, element.key, element.value)
            else:
                yield from _entries(source, element.value, hops)
    elif isinstance(expression, cst.DictComp):
        if kind(source, expression.value) is not Kind.NUMBER:
            raise _Unfit(source.code(expression))
        yield Entry("", source.code(expression), Kind.NUMBER)
    elif isinstance(expression, cst.Call):
        yield from _called(source, expression)
    elif isinstance(expression, cst.Name):
        yield from _named(source, expression, hops)
    elif isinstance(expression, cst.Attribute) and _are_called_numbers(source, expression, expression.attr.value):
        yield Entry("", source.code(expression), Kind.UNKNOWN)
    else:
        raise _Unfit(source.code(expression))


def _entry(source: Source, key: cst.BaseExpression, value: cst.BaseExpression) -> Iterator[Entry]:
    name = source.constant(key)
    if name in _NO_BUILTINS:
        _check_builtins(source, value)
    elif not (isinstance(name, str) and _is_math(source, name, value)):
        yield Entry(source.code(key), source.code(value), _number(source, value))


def _check_builtins(source: Source, value: cst.BaseExpression) -> None:
    """Raise _Unfit if the builtins that are given hold more than functions that numexpr knows as well."""
    if isinstance(value, cst.Dict):
        for element in value.elements:
            name = source.constant(element.key) if isinstance(element, cst.DictElement) else None
            if not isinstance(name, str) or not _is_math(source, name, element.value):
                raise _Unfit(source.code(element))
    elif not (isinstance(value, cst.Name) and value.value in {"None", "False"}) and not _is_empty(source, value):
        raise _Unfit(source.code(value))


def _is_empty(source: Source, value: cst.BaseExpression) -> bool:
    if isinstance(value, cst.Call):
        return not value.args and "builtins.dict" in source.names(value.func)
    return isinstance(value, cst.List) and not value.elements


def _is_math(source: Source, name: str, value: cst.BaseExpression) -> bool:
    names = source.names(value)
    return name in MATH and bool(names) and names <= {f"{module}.{name}" for module in _MATH_MODULES}


def _number(source: Source, value: cst.BaseExpression) -> Kind:
    found = kind(source, value)
    is_called_other = isinstance(value, cst.Name) and not NO_NUMBERS.isdisjoint(segments(value.value)[-1:])
    if found is Kind.OTHER or (found is Kind.UNKNOWN and is_called_other):
        raise _Unfit(source.code(value))
    return found


def _called(source: Source, call: cst.Call) -> Iterator[Entry]:
    names = source.names(call.func)
    if "builtins.dict" in names and all(arg.keyword or not arg.star for arg in call.args):
        for arg in call.args:
            if arg.keyword is None:
                held = [entry.kind for entry in _entries(source, arg.value, 1)]
                yield Entry("", source.code(call), held[0] if len(call.args) == 1 and held else Kind.UNKNOWN)
                return
            yield Entry(f'"{arg.keyword.value}"', source.code(arg.value), _number(source, arg.value))
        return
    copied = call.func.value if isinstance(call.func, cst.Attribute) and call.func.attr.value == "copy" else None
    if isinstance(copied, cst.Name):
        yield from _named(source, copied, 1)
        return
    raise _Unfit(source.code(call))


def _named(source: Source, name: cst.Name, hops: int) -> Iterator[Entry]:
    """Yield the one entry that a dictionary with a name is, after a look at what it holds."""
    if name.value == "None":
        return
    bindings = source.bindings(name)
    for binding in bindings if hops else ():
        if isinstance(binding.node, cst.Param):
            yield Entry("", name.value, _of_param(source, name, binding.node))
            return
    value = source.value(name)
    if value is None or not hops:
        if not _are_called_numbers(source, name, name.value):
            raise _Unfit(name.value)
        yield Entry("", name.value, Kind.UNKNOWN)
        return
    held = tuple(_entries(source, value, hops - 1))
    kinds = [entry.kind for entry in (*held, *_put_in(source, name))]
    if kinds or not isinstance(value, cst.Dict):
        kind_of_all = next((k for k in (Kind.UNKNOWN, Kind.ARRAY) if k in kinds), Kind.NUMBER)
        yield Entry("", name.value, kind_of_all)


def _put_in(source: Source, name: cst.Name) -> Iterator[Entry]:
    """Yield what is put into a dictionary after it was made; raise _Unfit if that is no number."""
    scope = source.scope(name).visible(name.value)
    for use in source.uses(scope, name.value) if scope else ():
        parent = source.parent(use)
        if isinstance(parent, cst.Subscript) and isinstance(target := source.parent(parent), cst.AssignTarget):
            assign = source.parent(target)
            if isinstance(assign, cst.Assign):
                yield Entry("", name.value, _number(source, assign.value))
        elif isinstance(parent, cst.Attribute) and parent.attr.value == "update":
            call = source.parent(parent)
            if isinstance(call, cst.Call):
                for arg in call.args:
                    yield from _entries(source, arg.value, 0) if not arg.keyword else ()


def _are_called_numbers(source: Source, node: cst.BaseExpression, name: str) -> bool:
    """Whether a name says that it holds a formula's numbers, or may be one that does where something is calculated."""
    return name in OF_NUMBERS or (name in VARIABLES and is_in_calculation(source, node))


def _are_passed_numbers(source: Source, param: cst.Param) -> bool:
    """Whether the calls in this file give dictionaries of numbers to a parameter, and nothing else."""
    try:
        given = [tuple(_entries(source, value, 1)) for value in passed(source, param)]
    except _Unfit:
        return False
    return any(given) and all(entry.kind is not Kind.UNKNOWN for entries in given for entry in entries)


def _of_param(source: Source, name: cst.Name, param: cst.Param) -> Kind:
    """Return what the dictionary that a parameter takes holds, by its annotation, its name or what is passed."""
    annotation = "".join(source.code(param.annotation.annotation).split()) if param.annotation else ""
    inner = annotation.partition("[")[2].removesuffix("|None").rstrip("]").rpartition(",")[2]
    if inner in {"float", "int", "complex", "Number", "float|int", "int|float", "Union[int", "Union[float"}:
        return Kind.NUMBER
    if inner and inner not in {"Any", "object"}:
        raise _Unfit(param.name.value)
    if param.name.value not in _SCOPES and _are_passed_numbers(source, param):
        return Kind.NUMBER
    if param.name.value in _SCOPES or not _are_called_numbers(source, name, param.name.value):
        raise _Unfit(param.name.value)
    return Kind.UNKNOWN
