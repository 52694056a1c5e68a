"""What a file writes as the text of objects, where it evaluates what it reads: more than literals, perhaps."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import libcst as cst

from amends.facts.makers import makers
from amends.facts.passing import passed
from amends.facts.remembering import remembered
from amends.source import BindingKind, Source, argument, descend
from amends_codemods.eval_exec.reading.texts import TEXT_METHODS

_READS = frozenset({"read", "readline", "readlines", "read_text", "open"})
_WRITES = ("write", "writelines", "write_text")
_TEXT_OF = {"builtins.repr": True, "builtins.str": False}
# what makes objects whose text is no literal
_ROOTS = frozenset({
    "collections", "datetime", "decimal", "fractions", "ipaddress", "numpy", "pandas", "pathlib", "torch", "uuid",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Written:
    """A thing whose text is written; by `repr` it is written to be read back."""

    thing: cst.BaseExpression
    by_repr: bool


def written_object(source: Source, text: cst.BaseExpression) -> str:
    """Say what objects the file writes the texts of, if it reads the text that is evaluated; or ""."""
    return _object(source) if _is_read(source, text, 4) else ""


@remembered
def _object(source: Source) -> str:
    for written in _written(source):
        given = (written.thing, *_given(source, written.thing))
        made = [maker for thing in given for maker in makers(source, thing, 3)]
        found = next((maker for maker in made if _makes_object(source, maker)), None)
        if found is not None:
            return f"objects such as {source.code(found)} makes"
        if len(given) == 1 and not made and written.by_repr and _is_parameter(source, written.thing):
            return f"{source.code(written.thing)}, whatever that is"
    return ""


def _is_read(source: Source, text: cst.BaseExpression, hops: int) -> bool:
    if isinstance(text, cst.Call):
        name = text.func.attr if isinstance(text.func, cst.Attribute) else text.func
        if isinstance(name, cst.Name) and name.value in _READS:
            return True
        is_changed = isinstance(text.func, cst.Attribute) and text.func.attr.value in TEXT_METHODS
        return is_changed and isinstance(text.func, cst.Attribute) and _is_read(source, text.func.value, hops)
    if isinstance(text, cst.Subscript):
        return _is_read(source, text.value, hops)
    bindings = source.bindings(text) if isinstance(text, cst.Name) and hops else ()
    origins = (origin for binding in bindings for origin in _origins(binding.node, binding.value))
    return any(_is_read(source, origin, hops - 1) for origin in origins)


def _origins(node: cst.CSTNode, value: cst.BaseExpression | None) -> Iterator[cst.BaseExpression]:
    if value is not None:
        yield value
    elif isinstance(node, (cst.For, cst.CompFor)):
        yield node.iter
    elif isinstance(node, cst.WithItem):
        yield node.item


def _written(source: Source) -> Iterator[_Written]:
    """Yield the things that the file writes the texts of."""
    calls = [*source.method_calls(*_WRITES), *_prints(source)]
    for part in (part for call in calls for arg in call.args for part in descend(arg.value)):
        if isinstance(part, cst.Call) and len(part.args) == 1 and (names := source.names(part.func) & _TEXT_OF.keys()):
            yield _Written(part.args[0].value, any(_TEXT_OF[name] for name in names))
        elif isinstance(part, cst.FormattedStringExpression) and part.conversion == "r":
            yield _Written(part.expression, by_repr=True)


def _prints(source: Source) -> Iterator[cst.Call]:
    yield from (site.call for site in source.calls("builtins.print") if argument(site.call, "file"))


def _given(source: Source, thing: cst.BaseExpression) -> Iterator[cst.BaseExpression]:
    for binding in source.bindings(thing) if isinstance(thing, cst.Name) else ():
        if isinstance(binding.node, cst.Param):
            yield from passed(source, binding.node)
        elif isinstance(binding.node, (cst.For, cst.CompFor)):
            yield from (binding.node.iter, *_given(source, binding.node.iter))


def _is_parameter(source: Source, thing: cst.BaseExpression) -> bool:
    bindings = source.bindings(thing) if isinstance(thing, cst.Name) else ()
    return any(binding.kind is BindingKind.PARAMETER for binding in bindings)


def _makes_object(source: Source, maker: cst.BaseExpression) -> bool:
    """Whether something called is a class, or makes an instance of one, whose text is no literal."""
    if isinstance(maker, cst.Name) and any(b.kind is BindingKind.CLASS for b in source.bindings(maker)):
        return True
    names = source.names(maker)
    return any(name.partition(".")[0] in _ROOTS and "()" not in name for name in names)
