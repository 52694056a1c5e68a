"""Turns the evaluation of a formula into a call of numexpr."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import libcst as cst

from amends.model import Change
from amends.source import Binding, Scope, Source
from amends_codemods.eval_exec.evidence import result_annotation
from amends_codemods.eval_exec.handlers import catches
from amends_codemods.eval_exec.namespaces import Entry, Namespace
from amends_codemods.eval_exec.substitution import substituted
from amends_codemods.eval_exec.values import Kind, kind, of_param

_SHORT = 2  # the usual length of a variable in mathematics: x, y, t, x1
_CONVERSIONS = frozenset({"builtins.float", "builtins.int", "builtins.complex"})


@dataclass(frozen=True, slots=True)
class Formula:
    """What numexpr is given: the text, the values of its variables, and whether they came by substitution."""

    text: str
    values: Namespace
    was_substituted: bool = False

    @property
    def divides_silently(self) -> bool:
        """Whether a division by zero gives infinity: it does where a variable takes part."""
        return bool(self.values.entries)


def formula(source: Source, call: cst.Call, text: cst.BaseExpression, given: Namespace) -> Formula:
    """Return the formula that an eval computes."""
    if given.given:
        return Formula(source.code(text), given)
    at_hand = Namespace(entries=tuple(visible(source, call, text)))
    found = substituted(source, text)
    if found is None or catches(source, call, "ZeroDivisionError"):
        return Formula(source.code(text), at_hand)
    names = {entry.key for entry in found.values}
    others = tuple(e for e in at_hand.entries if e.key not in names and e.value not in {v.value for v in found.values})
    return Formula(found.text, Namespace(entries=(*found.values, *others)), was_substituted=True)


def changes(source: Source, call: cst.Call, wanted: Formula, evaluate: str) -> tuple[Change, ...]:
    """Return the changes that turn the call of eval into one of numexpr, its result made a plain number."""
    text = call.args[0]
    before, after = _wrapping(source, call, wanted.values)
    start, end = source.span(text.value)
    local = _quoted(source, call, wanted.values.code)
    found = [source.replace(call.func, f"{before}{evaluate}")]
    if source.text[start:end] != wanted.text:
        found.append(Change(start, end, wanted.text))
    found += _namespaces(source, call, end, local)
    if after:
        behind = source.inner_span(call)[1]
        found.append(Change(behind, behind, after))
    return tuple(found)


def _namespaces(source: Source, call: cst.Call, end: int, local: str) -> tuple[Change, ...]:
    """Return the changes that put numexpr's two dictionaries in the place of those of eval."""
    given = call.args[1:]
    if not given:
        return (Change(end, end, f", local_dict={local}, global_dict={{}}"),)
    if len(given) == 1:
        return (_argument(source, given[0], f"local_dict={local}, global_dict={{}}"),)
    return _argument(source, given[0], f"local_dict={local}"), _argument(source, given[1], "global_dict={}")


def _argument(source: Source, arg: cst.Arg, text: str) -> Change:
    return Change(source.span(arg.keyword or arg.value)[0], source.span(arg.value)[1], text)


def _quoted(source: Source, call: cst.Call, code: str) -> str:
    """Return a dictionary's code with quotes that may stand in the f-string around it."""
    outer = source.enclosing(call, cst.FormattedString)
    return code.replace('"', "'") if outer is not None and '"' in outer.start and "'" not in code else code


def _wrapping(source: Source, call: cst.Call, values: Namespace) -> tuple[str, str]:
    """Return what comes before and behind the call, so that the result is what the code went on with."""
    if values.has_arrays:
        return "", ""
    if result_annotation(source, call) == "float":
        return "float(", ")"
    arg = source.parent(call)
    outer = source.parent(arg) if isinstance(arg, cst.Arg) else None
    if isinstance(outer, cst.Call) and len(outer.args) == 1 and source.names(outer.func) <= _CONVERSIONS:
        return ("", "") if source.names(outer.func) else ("", ".item()")
    return "", ".item()"


def visible(source: Source, call: cst.Call, text: cst.BaseExpression) -> Iterator[Entry]:
    """Yield the numbers that a formula can name where it is evaluated, as far as it is likely to."""
    used = _names_in(source, text)
    for scope in _scopes(source, call):
        for name, bindings in scope.bindings.items():
            if name in used or name.startswith("_") or not _is_bound_before(source, bindings, call):
                continue
            uses = source.uses(scope, name)
            found = _kind(source, scope, bindings)
            is_param = isinstance(bindings[0].node, cst.Param)
            is_loop = isinstance(bindings[0].node, (cst.For, cst.CompFor))
            known = found in {Kind.NUMBER, Kind.ARRAY} or is_param or is_loop
            likely = len(name) <= _SHORT or not uses or (found is Kind.NUMBER and is_param)
            if found is not Kind.OTHER and known and likely:
                yield Entry(f'"{name}"', name, found)


def variables(source: Source, call: cst.Call, text: cst.BaseExpression) -> tuple[str, ...]:
    """Return the parameters of the function around a call that nothing but the evaluated text can use."""
    used = _names_in(source, text)
    return tuple(
        name
        for scope in _scopes(source, call)
        for name, bindings in scope.bindings.items()
        if name not in used and isinstance(bindings[0].node, cst.Param) and not source.uses(scope, name)
        if _kind(source, scope, bindings) in {Kind.NUMBER, Kind.ARRAY, Kind.UNKNOWN}
    )


def _names_in(source: Source, text: cst.BaseExpression) -> frozenset[str]:
    """Return the names in an expression, and in the one that it is assigned from."""
    found: set[str] = set()
    left: list[cst.CSTNode] = [text]
    while left:
        node = left.pop()
        if isinstance(node, cst.Name):
            found.add(node.value)
            value = source.value(node)
            left += [value] if value is not None and isinstance(value, cst.Call) and len(found) < 50 else []  # noqa: PLR2004 - no more than a guard
        left += node.children
    return frozenset(found)


def _scopes(source: Source, call: cst.Call) -> Iterator[Scope]:
    """Yield the scopes whose names an eval sees: comprehensions up to the first function, or the module."""
    scope: Scope | None = source.scope(call)
    while scope is not None:
        if not scope.is_class:
            yield scope
        if isinstance(scope.node, (cst.FunctionDef, cst.Lambda, cst.ClassDef)):
            return
        scope = scope.parent


def _is_bound_before(source: Source, bindings: list[Binding], call: cst.Call) -> bool:
    """Whether one of the bindings certainly has happened when the call is made."""
    around = set(source.ancestors(call))
    for binding in bindings:
        if isinstance(binding.node, (cst.Param, cst.CompFor)):
            return True
        if isinstance(binding.node, cst.For) and binding.node in around:
            return True
        if isinstance(binding.node, (cst.Assign, cst.AnnAssign)):
            if binding.node in around:
                continue
            line = source.parent(binding.node)
            block = source.parent(line) if line else None
            if block in around and source.tree.order(binding.node) < source.tree.order(call):
                return True
    return False


def _kind(source: Source, scope: Scope, bindings: list[Binding]) -> Kind:
    name = bindings[0].name
    uses = source.uses(scope, name)
    if uses:
        return kind(source, uses[0])
    node = bindings[0].node
    if isinstance(node, cst.Param):
        return of_param(source, node)
    value = bindings[0].value
    if len(bindings) == 1 and value is not None:
        return kind(source, value)
    return Kind.UNKNOWN if isinstance(node, (cst.For, cst.CompFor)) else Kind.OTHER
