"""Tells text that is the name of something: the result is kept by that name, or names are looked up beside it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

import libcst as cst

from amends.facts.remembering import remembered
from amends.segments import segments
from amends.source import Source, argument
from amends_codemods.eval_exec.reading.flow import callees
from amends_codemods.eval_exec.reading.spelling import literal_text, pieces
from amends_codemods.eval_exec.signs import evidence
from amends_codemods.eval_exec.signs.uses import Use, use
from amends_codemods.eval_exec.signs.words import Says

_SETTERS = frozenset({"setattr", "__setattr__", "setdefault", "__setitem__"})
_REMEMBERED = frozenset({"cache", "cached", "memo", "parsed", "evaluated", "known", "seen"})


def is_kept_by_its_text(source: Source, call: cst.Call, text: cst.BaseExpression) -> bool:
    """Whether the text that is evaluated is also the key or the name that the result gets: `d[key] = eval(key)`."""
    return any(call in _results(source, value, 1) for value in _kept(source).get(source.code(text), ()))


def _results(source: Source, value: cst.BaseExpression, hops: int) -> Iterator[cst.BaseExpression]:
    """Yield the expressions that a value is the result of: those of its branches, and of its name."""
    yield value
    if isinstance(value, cst.IfExp):
        yield from (value.body, value.orelse)
    elif isinstance(value, cst.Name) and hops:
        for binding in source.bindings(value):
            yield from _results(source, binding.value, hops - 1) if binding.value is not None else ()


@remembered
def _kept(source: Source) -> Mapping[str, Sequence[cst.BaseExpression]]:
    """Return the values that a file puts away under keys and names, by these; those of caches are left out."""
    found: defaultdict[str, list[cst.BaseExpression]] = defaultdict(list)
    for entry in source.nodes(cst.DictElement, cst.DictComp):
        found[source.code(entry.key)].append(entry.value)
    for assignment in source.nodes(cst.Assign):
        for key in _keys(source, assignment):
            found[source.code(key)].append(assignment.value)
    for setter in source.nodes(cst.Call):
        function = setter.func.attr if isinstance(setter.func, cst.Attribute) else setter.func
        if isinstance(function, cst.Name) and function.value in _SETTERS and len(setter.args) > 1:
            found[source.code(setter.args[-2].value)].append(setter.args[-1].value)
    return found


def _keys(source: Source, assignment: cst.Assign) -> Iterator[cst.BaseExpression]:
    for target in assignment.targets:
        if isinstance(target.target, cst.Subscript) and not _is_cache(source, target.target.value):
            yield from (e.slice.value for e in target.target.slice if isinstance(e.slice, cst.Index))


def _is_cache(source: Source, holder: cst.BaseExpression) -> bool:
    return not _REMEMBERED.isdisjoint(segments(source.code(holder)))


def is_beside_names(source: Source, call: cst.Call) -> bool:
    """Whether the function around a call evaluates the name of something elsewhere."""
    function = source.enclosing(call, cst.FunctionDef)
    return function is not None and any(other is not call for other in _of_names(source).get(function, ()))


@remembered
def _of_names(source: Source) -> Mapping[cst.FunctionDef | None, Sequence[cst.Call]]:
    """Return the evals of names in a file by the function around."""
    found: defaultdict[cst.FunctionDef | None, list[cst.Call]] = defaultdict(list)
    for site in source.calls("builtins.eval"):
        if _is_of_name(source, site.call):
            found[source.enclosing(site.call, cst.FunctionDef)].append(site.call)
    return found


def shares_class_with_exec(source: Source, call: cst.Call) -> bool:
    """Whether the class around a call runs code as well, so that it is there to run what it is told."""
    class_ = source.enclosing(call, cst.ClassDef)
    return class_ is not None and class_ in _running_code(source)


@remembered
def _running_code(source: Source) -> frozenset[cst.ClassDef | None]:
    """Return the classes that call exec, by themselves or by a function of the file."""
    execs = [site.call for site in source.calls("builtins.exec") if not _imports(source, site.call)]
    functions = {source.enclosing(call, cst.FunctionDef) for call in execs}
    callers = (c for c in source.nodes(cst.Call) if execs and not functions.isdisjoint(callees(source, c)))
    return frozenset(source.enclosing(call, cst.ClassDef) for call in (*execs, *callers))


def is_beside_import(source: Source, call: cst.Call) -> bool:
    """Whether the function around a call imports what a text says, as names are looked up then."""
    return source.enclosing(call, cst.FunctionDef) in _importing(source)


@remembered
def _importing(source: Source) -> frozenset[cst.FunctionDef | None]:
    calls = (site.call for site in source.calls("builtins.exec") if _imports(source, site.call))
    return frozenset(source.enclosing(call, cst.FunctionDef) for call in calls)


def _imports(source: Source, call: cst.Call) -> bool:
    """Whether a call runs an import, by the first words of its text."""
    text = argument(call, None, 0)
    first = text.value if text is not None else None
    while isinstance(first, (cst.BinaryOperation, cst.Call, cst.Attribute)):
        if isinstance(first, cst.BinaryOperation):
            first = first.left
        else:
            first = first.func if isinstance(first, cst.Call) else first.value
    found = pieces(source, first) if first is not None else None
    return found is not None and literal_text(found).lstrip().startswith(("import ", "from "))


def _is_of_name(source: Source, call: cst.Call) -> bool:
    text = argument(call, None, 0)
    if text is None:
        return False
    is_object = use(source, call) in {Use.CALLED, Use.OBJECT}
    return is_object or evidence.meaning(source, call, text.value) is Says.NAME
