"""Decides what becomes of a call of eval, in the order of what its text may be."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

import libcst as cst

from amends.facts.remembering import remembered
from amends.model import Advice, Decision, Edit, Level
from amends.source import Source
from amends.wording import brief
from amends_codemods.eval_exec import alternatives
from amends_codemods.eval_exec.reading.assembly import assembled
from amends_codemods.eval_exec.reading.folding import is_arithmetic, is_literal
from amends_codemods.eval_exec.reading.inserted import is_no_literal
from amends_codemods.eval_exec.reading.shapes import TextShape, chooses_operator, names_in, shape
from amends_codemods.eval_exec.reading.spelling import Hole, Piece, literal_text, pieces
from amends_codemods.eval_exec.rewriting import handlers
from amends_codemods.eval_exec.rewriting.attributes import Attribute, attribute
from amends_codemods.eval_exec.rewriting.constants import value_code
from amends_codemods.eval_exec.rewriting.edits import (
    COMMENT,
    LITERAL_NOTE,
    Replacement,
    has_comment,
    replacing,
    use_literal_eval,
    use_numexpr,
)
from amends_codemods.eval_exec.rewriting.formula import is_made_float
from amends_codemods.eval_exec.rewriting.importing import imports_before
from amends_codemods.eval_exec.signs import doubts, evidence, naming
from amends_codemods.eval_exec.signs.binary import Binary, binary
from amends_codemods.eval_exec.signs.examples import is_called_python
from amends_codemods.eval_exec.signs.namespaces import Namespace, namespace
from amends_codemods.eval_exec.signs.unread import unread_beyond_numexpr
from amends_codemods.eval_exec.signs.uses import Use, use
from amends_codemods.eval_exec.signs.visible import named, variables, visible
from amends_codemods.eval_exec.signs.words import Says


def decide_eval(source: Source, call: cst.Call, text: cst.BaseExpression) -> Decision:  # noqa: PLR0911 - the order of what it may be
    """Return the edit for an eval, or the advice for what it does."""
    if any(arg.star for arg in call.args):
        return Advice(alternatives.STARRED)
    if (reason := alternatives.of_expression(source, text)) is not None:
        return Advice(reason)
    constant = source.constant(text)
    if isinstance(constant, str):
        return _imported(source, call, text) or _constant(source, call, text, constant)
    if isinstance(text, cst.BinaryOperation) and (bare := _beside_blanks(source, text)) is not None:
        return decide_eval(source, call, bare)
    if isinstance(constant, bytes) or _fills_bytes(source, text):
        return Advice("the text is bytes, which ast.literal_eval does not read: decode it and use ast.literal_eval")
    found = pieces(source, text)
    if found is not None:
        taken = attribute(source, call, found)
        if taken is not None:
            return _getattr(source, call, taken)
        spelled = shape(source, found)
        if spelled is not TextShape.OTHER or literal_text(found).strip():
            return _by_shape(source, call, text, found)
        if len(found) > 1 and not evidence.is_formula(source, text):
            return Advice(alternatives.UNKNOWN)
    return _imported(source, call, text) or _assembled(source, call, text) or _by_evidence(source, call, text)


def _beside_blanks(source: Source, text: cst.BinaryOperation) -> cst.BaseExpression | None:
    """Return the one of two operands that is a text to which the other adds nothing but blanks, which eval skips."""
    left, right = source.constant(text.left), source.constant(text.right)
    if not isinstance(text.operator, cst.Add) or text.lpar:
        return None
    if isinstance(left, str) and left and not left.strip(" \t"):
        return text.right
    return text.left if isinstance(right, str) and right and not right.strip() else None


def _fills_bytes(source: Source, text: cst.BaseExpression) -> bool:
    return isinstance(text, cst.BinaryOperation) and isinstance(source.constant(text.left), bytes)


def _constant(source: Source, call: cst.Call, text: cst.BaseExpression, constant: str) -> Decision:
    is_named = not isinstance(text, (cst.SimpleString, cst.ConcatenatedString, cst.FormattedString))
    if is_named and is_literal(constant):
        return use_literal_eval(source, call, text, Level.SAFE, "")
    if use(source, call) is Use.DROPPED or handlers.catches(source, call, "SyntaxError"):
        return Advice(alternatives.TRIED)
    code = value_code(source, call, constant)
    if code is not None:
        if has_comment(source, call):
            return Advice(COMMENT)
        return Edit("Write the value itself", Level.SAFE, (source.replace(call, code),))
    given = namespace(source, call)
    if (given.given or not isinstance(text, cst.SimpleString)) and is_arithmetic(constant) and not given.unfit:
        return use_numexpr(source, call, text, given)
    return Advice("the text is constant: write the expression itself instead of its text")


def _getattr(source: Source, call: cst.Call, taken: Attribute) -> Decision:
    unfit = namespace(source, call).unfit
    if unfit not in {"", "globals()", "locals()", "vars()"}:
        return Advice(alternatives.NAMESPACE.format(what=brief(unfit)))
    if is_called_python(source, call, call.args[0].value):
        return Advice(alternatives.EXPRESSION)
    if taken.path:
        return Advice(alternatives.PATH.format(path=taken.path))
    note = (
        "getattr takes one attribute, so a name with dots in it raises AttributeError; if somebody else sets the name, "
        "check it against a list of what is allowed"
    )
    return replacing(source, call, Replacement(taken.code, "Use getattr", note))


def _imported(source: Source, call: cst.Call, text: cst.BaseExpression) -> Decision | None:
    imported = next(imports_before(source, call, text), None)
    if imported is None:
        return None
    importlib = source.refer("importlib.import_module", call)
    note = "the name is imported by its text: check it against a list of what is allowed"
    new = Replacement(imported.value, "Import with importlib.import_module", note, importlib.imports)
    return replacing(source, call, new)


def _assembled(source: Source, call: cst.Call, text: cst.BaseExpression) -> Decision | None:
    """Return what is to be done with a text that was made from an object, or by pieces somewhere before."""
    for made in assembled(source, text):
        if made.is_repr:
            return Advice(
                "the text is the repr of an object, which only eval reads back: compare or copy the object, or read "
                "back a format made for it, such as JSON"
            )
        if made.is_joined and evidence.meaning(source, call, text) is not Says.FORMULA:
            return Advice(alternatives.UNKNOWN)
        if made.is_of_values:
            return Advice(alternatives.VALUES)
        if made.is_calculated:
            return use_numexpr(source, call, text, Namespace(given=True))
        if made.pieces and shape(source, made.pieces) is TextShape.OTHER:
            return Advice(alternatives.of_text(made.pieces))
    return None


def _by_shape(source: Source, call: cst.Call, text: cst.BaseExpression, found: tuple[Piece, ...]) -> Decision:
    spelled = shape(source, found)
    given = namespace(source, call)
    if spelled is TextShape.OTHER or given.unfit or use(source, call) in {Use.CALLED, Use.OBJECT, Use.DROPPED}:
        return Advice(alternatives.of_text(found))
    if spelled is TextShape.ARITHMETIC:
        if use(source, call) is Use.CONDITION and chooses_operator(source, found):
            return Advice(alternatives.CONDITION)
        return _arithmetic(source, call, text, found)
    if any(is_no_literal(source, piece.expression) for piece in found if isinstance(piece, Hole)):
        return Advice(alternatives.WORDS)
    return use_literal_eval(source, call, text, Level.REVIEW, LITERAL_NOTE)


def _arithmetic(source: Source, call: cst.Call, text: cst.BaseExpression, found: tuple[Piece, ...]) -> Decision:
    """Decide on text that is put together with operators: its variables are those that it spells or is given."""
    given = namespace(source, call)
    if given.given or any(evidence.is_formula(source, piece.expression) for piece in found if isinstance(piece, Hole)):
        return use_numexpr(source, call, text, given)
    entries = named(source, call, names_in(source, found))
    if entries is None:
        return Advice(alternatives.of_text(found))
    return use_numexpr(source, call, text, Namespace(given=True, entries=entries))


def _by_evidence(source: Source, call: cst.Call, text: cst.BaseExpression) -> Decision:  # noqa: PLR0911 - the order of what it may be
    given, used, says = namespace(source, call), _use_of_text(source, call, text), evidence.meaning(source, call, text)
    if given.unfit:
        return Advice(alternatives.NAMESPACE.format(what=brief(given.unfit)))
    if used in {Use.CALLED, Use.OBJECT}:
        return Advice(alternatives.CODE if says is Says.CODE else alternatives.NAME)
    if used is Use.DROPPED:
        return Advice(alternatives.CODE)
    if used is Use.CONDITION and says is not Says.DATA:
        return Advice(alternatives.CONDITION)
    if naming.is_kept_by_its_text(source, call, text) and not evidence.is_formula(source, text):
        return Advice(alternatives.KEPT)
    if says is Says.FORMULA or _has_variables(source, call, text, given, says):
        unread = unread_beyond_numexpr(source) if not given.given else ()
        return Advice(alternatives.UNREAD.format(name=unread[0])) if unread else use_numexpr(source, call, text, given)
    if says in {Says.CONDITION, Says.NAME, Says.CODE}:
        return Advice(alternatives.of_meaning(says))
    if given.entries:
        return Advice(alternatives.NAMESPACE.format(what=brief(given.code)))
    if (reason := doubts.doubt(source, call, text, says)) is not None:
        return Advice(reason)
    return _value(source, call, text)


def _value(source: Source, call: cst.Call, text: cst.BaseExpression) -> Decision:
    """Decide on a text that is a literal, or a number that is calculated."""
    if is_made_float(source, call) and binary(source, text) is Binary.NO:
        return use_numexpr(source, call, text, Namespace(given=True))
    return use_literal_eval(source, call, text, Level.REVIEW, LITERAL_NOTE)


def _use_of_text(source: Source, call: cst.Call, text: cst.BaseExpression) -> Use:
    """Return how the result is used; as an object, too, where that of the same text is in the same function."""
    same = _by_text(source).get((source.enclosing(call, cst.FunctionDef), source.code(text)), ())
    found = {use(source, each) for each in same}
    return next((kind for kind in (Use.CALLED, Use.OBJECT) if kind in found), use(source, call))


@remembered
def _by_text(source: Source) -> Mapping[tuple[cst.FunctionDef | None, str], Sequence[cst.Call]]:
    """Return the evals in functions by the text that they are given."""
    found: defaultdict[tuple[cst.FunctionDef | None, str], list[cst.Call]] = defaultdict(list)
    for site in source.calls("builtins.eval"):
        text, function = site.argument(None, 0), source.enclosing(site.call, cst.FunctionDef)
        if text is not None and function is not None:
            found[function, source.code(text.value)].append(site.call)
    return found


def _has_variables(
    source: Source, call: cst.Call, text: cst.BaseExpression, given: Namespace, says: Says | None
) -> bool:
    """Whether numbers are at hand that nothing but the text can use, so that it calculates with them."""
    if given.given:
        is_code = says is Says.CODE and not evidence.may_be_function_text(text)
        return given.is_numeric and says is not Says.CONDITION and not is_code
    if says not in {None, Says.CODE}:
        return False
    if evidence.may_be_function_text(text):
        return bool(visible(source, call, text))
    return says is None and bool(variables(source, call, text))
