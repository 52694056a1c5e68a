"""Decides what becomes of a call of eval, in the order of what its text may be."""

from __future__ import annotations

from dataclasses import dataclass

import libcst as cst

from amends.lexer import comments
from amends.model import Advice, Change, Decision, Edit, Import, Level, Todo, TodoKind
from amends.source import Source
from amends_codemods.eval_exec import alternatives, evidence, handlers
from amends_codemods.eval_exec.assembly import assembled
from amends_codemods.eval_exec.attributes import getattr_code
from amends_codemods.eval_exec.constants import value_code
from amends_codemods.eval_exec.defaults import known_texts
from amends_codemods.eval_exec.folding import is_arithmetic, is_literal
from amends_codemods.eval_exec.formula import Formula, changes, formula, variables, visible
from amends_codemods.eval_exec.importing import imports_before
from amends_codemods.eval_exec.namespaces import Namespace, namespace
from amends_codemods.eval_exec.shapes import TextShape, is_bytes, shape
from amends_codemods.eval_exec.spelling import Piece, literal_text, pieces
from amends_codemods.eval_exec.uses import Use, use
from amends_codemods.eval_exec.words import Says

_NUMEXPR = "numexpr>=2.8.5"
_LITERAL_NOTE = (
    "only literals are read now; anything else in the text raises ValueError. Text of unlimited length can still "
    "exhaust memory or stack"
)
_FORMULA_NOTE = (
    "numexpr knows numbers, operators and functions such as sqrt, but no attributes, indexing, `and`, `or` or `if`; "
    "other names raise KeyError. Numbers are those of C: integers of 64 bits"
)


_DIVISION = (
    "a handler catches ZeroDivisionError, but numexpr, which would be the fix, gives infinity where a variable is 0: "
    "check the variables, or the result with math.isfinite, and use numexpr.evaluate"
)
_COMMENT = "a comment or a handler around the call keeps this from being done here"


def decide_eval(source: Source, call: cst.Call, text: cst.BaseExpression) -> Decision:
    """Return the edit for an eval, or the advice for what it does."""
    if any(arg.star for arg in call.args):
        return Advice(alternatives.STARRED)
    if (reason := alternatives.of_expression(source, text)) is not None:
        return Advice(reason)
    constant = source.constant(text)
    if isinstance(constant, str):
        return _constant(source, call, text, constant)
    found = pieces(source, text)
    if found is not None:
        code = getattr_code(source, call, found)
        if code is not None:
            return _getattr(source, call, code)
        spelled = shape(source, found)
        if spelled is not TextShape.OTHER or literal_text(found).strip():
            return _by_shape(source, call, text, found)
    return _imported(source, call, text) or _assembled(source, text) or _by_evidence(source, call, text)


def _constant(source: Source, call: cst.Call, text: cst.BaseExpression, constant: str) -> Decision:
    if not isinstance(text, (cst.SimpleString, cst.ConcatenatedString, cst.FormattedString)) and is_literal(constant):
        return _literal(source, call, text, Level.SAFE, "")
    code = value_code(source, call, constant)
    if code is not None:
        if has_comment(source, call):
            return Advice(_COMMENT)
        return Edit("Write the value itself", Level.SAFE, (source.replace(call, code),))
    given = namespace(source, call)
    if (given.given or not isinstance(text, cst.SimpleString)) and is_arithmetic(constant) and not given.unfit:
        return _formula(source, call, text, given)
    return Advice("the text is constant: write the expression itself instead of its text")


def _getattr(source: Source, call: cst.Call, code: str) -> Decision:
    unfit = namespace(source, call).unfit
    if unfit not in {"", "globals()", "locals()", "vars()"}:
        return Advice(alternatives.NAMESPACE.format(what=unfit))
    note = (
        "getattr takes one attribute, so a name with dots in it raises AttributeError; if somebody else sets the name, "
        "check it against a list of what is allowed"
    )
    return _replacing(source, call, _Replacement(code, "Use getattr", note))


@dataclass(frozen=True, slots=True)
class _Replacement:
    """An expression for a whole call, and what is to be said of it."""

    code: str
    title: str
    note: str
    imports: tuple[Import, ...] = ()


def _replacing(source: Source, call: cst.Call, new: _Replacement) -> Decision:
    """Return the edit that puts an expression in the place of the whole call."""
    inside_text = source.enclosing(call, cst.FormattedString) is not None and any(quote in new.code for quote in "\"'")
    widened = handlers.widened(source, call, handlers.ATTRIBUTE)
    if has_comment(source, call) or inside_text or widened is None:
        return Advice(f"{new.title}: {new.code}; what stands around the call keeps this from being done here")
    found = (source.replace(call, new.code), *widened)
    return Edit(new.title, Level.REVIEW, found, imports=new.imports, note=new.note)


def _imported(source: Source, call: cst.Call, text: cst.BaseExpression) -> Decision | None:
    imported = next(imports_before(source, call, text), None)
    if imported is None:
        return None
    importlib = source.refer("importlib.import_module", call)
    note = "the name is imported by its text: check it against a list of what is allowed"
    new = _Replacement(imported.value, "Import with importlib.import_module", note, importlib.imports)
    return _replacing(source, call, new)


def _assembled(source: Source, text: cst.BaseExpression) -> Advice | None:
    """Return the advice for a text that was made from an object, or by pieces somewhere before."""
    for made in assembled(source, text):
        if made.is_repr:
            return Advice(
                "the text is the repr of an object, which only eval reads back: compare or copy the object, or read "
                "back a format made for it, such as JSON"
            )
        if made.is_joined:
            return Advice(alternatives.CONDITION)
        if made.pieces and shape(source, made.pieces) is TextShape.OTHER:
            return Advice(alternatives.of_text(made.pieces))
    return None


def _by_shape(source: Source, call: cst.Call, text: cst.BaseExpression, found: tuple[Piece, ...]) -> Decision:
    spelled = shape(source, found)
    given = namespace(source, call)
    if spelled is TextShape.OTHER or given.unfit or use(source, call) in {Use.CALLED, Use.OBJECT, Use.DROPPED}:
        return Advice(alternatives.of_text(found))
    if spelled is TextShape.ARITHMETIC:
        return _formula(source, call, text, given)
    return _literal(source, call, text, Level.REVIEW, _LITERAL_NOTE)


def _by_evidence(source: Source, call: cst.Call, text: cst.BaseExpression) -> Decision:  # noqa: PLR0911 - the order of what it may be
    given, used, says = namespace(source, call), use(source, call), evidence.meaning(source, call, text)
    if given.unfit:
        return Advice(alternatives.NAMESPACE.format(what=given.unfit))
    if used in {Use.CALLED, Use.OBJECT}:
        return Advice(alternatives.CODE if says is Says.CODE else alternatives.NAME)
    if used is Use.DROPPED:
        return Advice(alternatives.CODE)
    if used is Use.CONDITION and says is not Says.DATA:
        return Advice(alternatives.CONDITION)
    if says is Says.FORMULA or _has_variables(source, call, text, given, says):
        return _formula(source, call, text, given)
    if says in {Says.CONDITION, Says.NAME, Says.CODE}:
        return Advice(alternatives.of_meaning(says))
    if given.entries:
        return Advice(alternatives.NAMESPACE.format(what=given.code))
    if not all(map(is_literal, known_texts(source, text))):
        return Advice("a value that the file gives to this text is no literal: " + alternatives.UNKNOWN)
    return _literal(source, call, text, Level.REVIEW, _LITERAL_NOTE)


def _has_variables(
    source: Source, call: cst.Call, text: cst.BaseExpression, given: Namespace, says: Says | None
) -> bool:
    """Whether numbers are at hand that nothing but the text can use, so that it calculates with them."""
    if given.given:
        return given.is_numeric and says is not Says.CONDITION
    if says is None:
        return bool(variables(source, call, text))
    return says is Says.CODE and evidence.may_be_function_text(text) and any(visible(source, call, text))


def _formula(source: Source, call: cst.Call, text: cst.BaseExpression, given: Namespace) -> Decision:
    wanted = formula(source, call, text, given)
    if wanted.divides_silently and handlers.catches(source, call, "ZeroDivisionError"):
        return Advice(_DIVISION)
    evaluate = source.refer("numexpr.evaluate", call)
    widened = handlers.widened(source, call, handlers.FORMULA)
    if widened is None or any(has_comment(source, arg.value) for arg in call.args):
        return Advice(f"use numexpr.evaluate; {_COMMENT}")
    return Edit(
        "Use numexpr.evaluate",
        Level.REVIEW,
        (*changes(source, call, wanted, evaluate.text), *widened),
        imports=evaluate.imports,
        note=_FORMULA_NOTE + (_substitution_note(wanted) if wanted.was_substituted else ""),
        todos=(Todo(TodoKind.ADD_PACKAGE, _NUMEXPR, "earlier versions run Python code in the text"),),
    )


def _substitution_note(wanted: Formula) -> str:
    names = ", ".join(entry.key for entry in wanted.values.entries)
    return (
        f". replace() put the value in the place of every {names}, also of one within a longer name such as exp, and "
        "a negative value without parentheses; a variable does not"
    )


def _literal(source: Source, call: cst.Call, text: cst.BaseExpression, level: Level, note: str) -> Decision:
    literal_eval = source.refer("ast.literal_eval", call)
    widened = handlers.widened(source, call, handlers.LITERAL)
    if widened is None or _hides_comment(source, call):
        return Advice(f"use ast.literal_eval; {_COMMENT}")
    end, last = source.span(text)[1], source.span(call.args[-1].value)[1]
    decoded = ".decode()" if is_bytes(source, text) else ""
    found = [source.replace(call.func, literal_eval.text), *widened]
    if decoded or end < last:
        found.append(Change(end, last, decoded))
    return Edit("Use ast.literal_eval", level, tuple(found), imports=literal_eval.imports, note=note)


def _hides_comment(source: Source, call: cst.Call) -> bool:
    """Whether a comment stands between the text and the last argument, which go."""
    first, last = call.args[0].value, call.args[-1].value
    between = source.text[source.span(first)[0] : source.span(last)[1]]
    return "#" in between and has_comment(source, call)


def has_comment(source: Source, node: cst.CSTNode) -> bool:
    """Whether a comment stands within a node, which replacing it would lose."""
    code = source.code(node)
    return "#" in code and next(iter(comments(code)), None) is not None
