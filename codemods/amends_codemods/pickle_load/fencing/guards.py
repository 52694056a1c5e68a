"""What a condition in a find_class tells, where it holds and where not, about the class that is asked for."""

from __future__ import annotations

import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeAlias

import libcst as cst

from amends.source import Source
from amends_codemods.pickle_load.fencing.known import NOTHING, Known, Pair
from amends_codemods.pickle_load.fencing.tables import Entry, entries, pair, rows, text

_GIVING_MODULES = frozenset({
    "sys.modules", "importlib.import_module", "builtins.__import__", "importlib.__import__",
})  # fmt: skip


class Part(enum.Enum):
    """What a name, or an expression, in a find_class is."""

    MODULE = "the module that is asked for"
    NAME = "the name that is asked for in it"
    PAIR = "(module, name)"
    DOTTED = "module.name, as a text"
    OBJECT = "the module itself, imported"
    FOUND = "something that may be given back"


@dataclass(frozen=True, slots=True)
class Row:
    """The part of a table of names by module that is about the module which is asked for."""

    pairs: frozenset[Pair]


Meaning: TypeAlias = Part | Row


@dataclass(frozen=True, slots=True)
class State:
    """What is known at one point of a find_class, and what its variables hold there."""

    known: Known
    variables: Mapping[str, Meaning] = field(default_factory=dict[str, Meaning])

    def also(self, known: Known) -> State:
        """Return the state where this is known as well."""
        return replace(self, known=self.known.also(known))

    def either(self, other: State) -> State:
        """Return the state where either way may have been gone."""
        same = {n: m for n, m in self.variables.items() if other.variables.get(n) == m}
        return State(self.known.either(other.known), same)

    def bound(self, name: str, meaning: Meaning | None) -> State:
        """Return the state once a variable has got a value; a new module, or name, is one of which nothing is known."""
        old = self.variables.get(name)
        if old is Part.MODULE or old is Part.NAME:
            known = self.known.of_another_module() if old is Part.MODULE else self.known.of_another_name()
            others = {n: m for n, m in self.variables.items() if m is Part.FOUND or _is_other(m, old)}
            return State(known, {**others, name: old})
        others = {n: m for n, m in self.variables.items() if n != name}
        return replace(self, variables={**others, name: meaning} if meaning else others)


def meaning(source: Source, expression: cst.BaseExpression, state: State) -> Meaning | None:
    """Return what an expression is of that which is asked for."""
    if isinstance(expression, cst.Name):
        return state.variables.get(expression.value)
    if isinstance(expression, cst.Tuple) and len(expression.elements) == 2:  # noqa: PLR2004 - module and name
        parts = [meaning(source, element.value, state) for element in expression.elements]
        return Part.PAIR if parts == [Part.MODULE, Part.NAME] else None
    parts = [meaning(source, part, state) for part in _joined_by_a_dot(source, expression)]
    return Part.DOTTED if parts == [Part.MODULE, Part.NAME] else _looked_up(source, expression, state)


def told(source: Source, condition: cst.BaseExpression, state: State) -> tuple[Known, Known]:
    """Return what is known where a condition holds, and where it does not."""
    if isinstance(condition, cst.UnaryOperation) and isinstance(condition.operator, cst.Not):
        holds, fails = told(source, condition.expression, state)
        return fails, holds
    if isinstance(condition, cst.BooleanOperation):
        return _of_both(source, condition, state)
    if isinstance(condition, cst.Comparison) and len(condition.comparisons) == 1:
        return _of_comparison(source, condition, state)
    return NOTHING, NOTHING


def _of_both(source: Source, condition: cst.BooleanOperation, state: State) -> tuple[Known, Known]:
    first_holds, first_fails = told(source, condition.left, state)
    second_holds, second_fails = told(source, condition.right, state)
    if isinstance(condition.operator, cst.And):
        return first_holds.also(second_holds), first_fails.either(first_holds.also(second_fails))
    return first_holds.either(first_fails.also(second_holds)), first_fails.also(second_fails)


def _of_comparison(source: Source, condition: cst.Comparison, state: State) -> tuple[Known, Known]:
    left, target = condition.left, condition.comparisons[0]
    operator, right = target.operator, target.comparator
    if isinstance(operator, (cst.In, cst.NotIn)):
        known = _among(source, meaning(source, left, state), right, state)
    elif isinstance(operator, (cst.Equal, cst.NotEqual)):
        known = _equal(source, meaning(source, left, state), right)
        known = known.also(_equal(source, meaning(source, right, state), left))
    else:
        known = NOTHING
    return (NOTHING, known) if isinstance(operator, (cst.NotIn, cst.NotEqual)) else (known, NOTHING)


def _among(source: Source, what: Meaning | None, table: cst.BaseExpression, state: State) -> Known:
    row = meaning(source, table, state)
    if what is Part.NAME and isinstance(row, Row):
        return Known(pairs=row.pairs)
    found = entries(source, table) if isinstance(what, Part) else None
    return _one_of(what, found) if found is not None else NOTHING


def _equal(source: Source, what: Meaning | None, other: cst.BaseExpression) -> Known:
    value = (pair(source, other) or text(source, other)) if what else None
    return _one_of(what, frozenset({value})) if value is not None else NOTHING


def _one_of(what: Meaning | None, found: frozenset[Entry]) -> Known:
    texts = frozenset(entry for entry in found if isinstance(entry, str))
    if what is Part.MODULE:
        return Known(modules=texts)
    if what is Part.NAME:
        return Known(names=texts)
    if what is Part.PAIR:
        return Known(pairs=frozenset(entry for entry in found if isinstance(entry, tuple)))
    if what is Part.DOTTED:
        return Known(pairs=frozenset(split for each in texts for split in _splits(each)))
    return NOTHING


def _splits(dotted_name: str) -> list[Pair]:
    """Return all that a dotted text may mean: a class may stand within a class, as in `module.Outer.Inner`."""
    return [(dotted_name[:at], dotted_name[at + 1 :]) for at, sign in enumerate(dotted_name) if sign == "."]


def _looked_up(source: Source, expression: cst.BaseExpression, state: State) -> Meaning | None:
    """Return what `sys.modules[module]`, `import_module(module)`, `TABLE[module]` or `TABLE.get(module, ())` is."""
    holder, key, defaults = _parts(expression)
    if holder is None or key is None or meaning(source, key, state) is not Part.MODULE:
        return None
    if source.names(holder) & _GIVING_MODULES:
        return Part.OBJECT
    is_call = isinstance(expression, cst.Call)
    if is_call and not (isinstance(holder, cst.Attribute) and holder.attr.value == "get"):
        return None
    pairs = rows(source, holder.value if is_call and isinstance(holder, cst.Attribute) else holder)
    return Row(pairs) if pairs is not None and all(_is_empty(source, default) for default in defaults) else None


def _parts(
    expression: cst.BaseExpression,
) -> tuple[cst.BaseExpression | None, cst.BaseExpression | None, Sequence[cst.BaseExpression]]:
    """Return what is asked, for what, and what else is given, in `asked[for]` and `asked(for, else)`."""
    if isinstance(expression, cst.Subscript) and len(expression.slice) == 1:
        index = expression.slice[0].slice
        return expression.value, index.value if isinstance(index, cst.Index) else None, ()
    if isinstance(expression, cst.Call) and expression.args:
        first, *others = (arg.value for arg in expression.args)
        return expression.func, first, others
    return None, None, ()


def _is_empty(source: Source, default: cst.BaseExpression) -> bool:
    return source.constant(default) is None or entries(source, default) == frozenset()


def _joined_by_a_dot(source: Source, expression: cst.BaseExpression) -> list[cst.BaseExpression]:
    """Return what a text is made of that has a dot between, in any of the ways to write `f"{module}.{name}"`."""
    if isinstance(expression, cst.FormattedString):
        return _of_f_string(expression)
    if isinstance(expression, cst.BinaryOperation):
        return _of_operation(source, expression)
    method = expression.func if isinstance(expression, cst.Call) else None
    if isinstance(method, cst.Attribute) and isinstance(expression, cst.Call):
        given = [arg.value for arg in expression.args if not arg.keyword and not arg.star]
        pattern = text(source, method.value)
        if (method.attr.value, pattern) == ("join", ".") and given and isinstance(given[0], (cst.Tuple, cst.List)):
            return _elements(given[0])
        return given if (method.attr.value, pattern) == ("format", "{}.{}") else []
    return []


def _of_operation(source: Source, expression: cst.BinaryOperation) -> list[cst.BaseExpression]:
    """Return the parts of `"%s.%s" % (module, name)`, or of `module + "." + name`."""
    left, right = expression.left, expression.right
    if isinstance(expression.operator, cst.Modulo) and isinstance(right, cst.Tuple):
        return _elements(right) if text(source, left) == "%s.%s" else []
    if not isinstance(left, cst.BinaryOperation) or not isinstance(expression.operator, cst.Add):
        return []
    is_dot = isinstance(left.operator, cst.Add) and text(source, left.right) == "."
    return [left.left, right] if is_dot else []


def _elements(display: cst.Tuple | cst.List) -> list[cst.BaseExpression]:
    return [element.value for element in display.elements]


def _of_f_string(expression: cst.FormattedString) -> list[cst.BaseExpression]:
    fields = [part for part in expression.parts if isinstance(part, cst.FormattedStringExpression)]
    between = [part.value for part in expression.parts if isinstance(part, cst.FormattedStringText)]
    is_plain = not any(field.conversion or field.format_spec for field in fields)
    in_order = len(expression.parts) == 3 and expression.parts[0] in fields  # noqa: PLR2004 - module, dot, name
    return [field.expression for field in fields] if is_plain and in_order and between == ["."] else []


def _is_other(kept: Meaning, changed: Part) -> bool:
    """Whether what a variable holds has nothing to do with what has changed."""
    return kept in {Part.MODULE, Part.NAME} and kept is not changed
