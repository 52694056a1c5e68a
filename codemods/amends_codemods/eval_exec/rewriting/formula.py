"""Turns the evaluation of a formula into a call of numexpr."""

from __future__ import annotations

from dataclasses import dataclass

import libcst as cst

from amends.model import Change
from amends.source import Source
from amends_codemods.eval_exec.reading.blanks import without_blank
from amends_codemods.eval_exec.reading.substitution import substituted
from amends_codemods.eval_exec.rewriting.handlers import expects_zero_division
from amends_codemods.eval_exec.signs.evidence import result_annotation
from amends_codemods.eval_exec.signs.namespaces import Namespace
from amends_codemods.eval_exec.signs.visible import visible

_TO_FLOAT = frozenset({"builtins.float"})
_CONVERSIONS = _TO_FLOAT | {"builtins.int", "builtins.complex"}


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
    code = without_blank(source, text, source.code(text))
    if given.given:
        return Formula(code, given)
    at_hand = Namespace(entries=visible(source, call, text))
    found = substituted(source, text)
    if found is None or expects_zero_division(source, call):
        return Formula(code, at_hand)
    names = {entry.key for entry in found.values}
    others = tuple(e for e in at_hand.entries if e.key not in names and e.value not in {v.value for v in found.values})
    left = f"{found.text}.strip()" if code != source.code(text) else found.text
    return Formula(left, Namespace(entries=(*found.values, *others)), was_substituted=True)


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
    return ("", "") if _is_made(source, call, _CONVERSIONS) else ("", ".item()")


def is_made_float(source: Source, call: cst.Call) -> bool:
    """Whether the result of a call becomes a float at once: the text of one would need no eval, but `1/2` does."""
    return _is_made(source, call, _TO_FLOAT)


def _is_made(source: Source, call: cst.Call, conversions: frozenset[str]) -> bool:
    arg = source.parent(call)
    outer = source.parent(arg) if isinstance(arg, cst.Arg) else None
    names = source.names(outer.func) if isinstance(outer, cst.Call) and len(outer.args) == 1 else frozenset[str]()
    return bool(names) and names <= conversions
