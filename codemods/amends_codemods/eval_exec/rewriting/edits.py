"""The edits that do without an eval: another function in its place, or another expression."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import libcst as cst

from amends.facts.libraries import imports
from amends.model import Advice, Change, Decision, Edit, Import, Level, Todo, TodoKind
from amends.source import Source
from amends.text.lexer import comments
from amends_codemods.eval_exec.alternatives import CODE, EXPRESSION, NAMESPACE
from amends_codemods.eval_exec.reading.defaults import known_texts
from amends_codemods.eval_exec.reading.folding import is_beyond_numexpr
from amends_codemods.eval_exec.reading.inserted import unknown_to_numexpr
from amends_codemods.eval_exec.rewriting import handlers
from amends_codemods.eval_exec.rewriting.formula import Formula, changes, formula
from amends_codemods.eval_exec.signs.binary import Binary, binary
from amends_codemods.eval_exec.signs.evidence import is_formula
from amends_codemods.eval_exec.signs.examples import is_called_python, shows_texts
from amends_codemods.eval_exec.signs.namespaces import Namespace
from amends_codemods.eval_exec.signs.naming import shares_class_with_exec
from amends_codemods.eval_exec.signs.uses import Use, use
from amends_codemods.eval_exec.signs.visible import collection, row

_NUMEXPR = "numexpr>=2.8.5"
LITERAL_NOTE = (
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
_SYMBOLIC = frozenset({"sympy"})
_EXACT = frozenset({"decimal", "fractions"})
_FLOATS = (
    "the file calculates with exact numbers, which numexpr, made for floats, does not: parse the formula and apply "
    "its operators yourself, over ast.parse(text, mode='eval')"
)
_BEYOND = (
    "a formula of this file has attributes, conditions or functions that numexpr does not know: write it for numexpr, "
    "with its values as variables, and use numexpr.evaluate"
)
_SYMBOLS = (
    "the file works with symbols, which numexpr, made for numbers, does not know: build the expression from functions "
    "and symbols, or check the text against a grammar of its own before sympy reads it, as sympify and parse_expr "
    "evaluate it too"
)
_PARTS = (
    "names say that this is a formula, but the result is taken apart, and numexpr, which would be the fix, gives one "
    "number: use ast.literal_eval if the text is data, or numexpr.evaluate once for each of the formulas"
)
_UNKNOWN_WORD = (
    "{word!r} is put into the text here, which numexpr does not know: put &, | and ~ around comparisons in parentheses "
    "instead of and, or and not, and sin instead of math.sin, and use numexpr.evaluate; or evaluate it with a small "
    "language of its own, such as simpleeval's"
)
PERHAPS_BYTES = (
    "use ast.literal_eval; it reads text alone, and this may be bytes: decode them first, as in "
    "ast.literal_eval(data.decode())"
)
COMMENT = "a comment or a handler around the call keeps this from being done here"


@dataclass(frozen=True, slots=True)
class Replacement:
    """An expression for a whole call, and what is to be said of it."""

    code: str
    title: str
    note: str
    imports: tuple[Import, ...] = ()


def replacing(source: Source, call: cst.Call, new: Replacement) -> Decision:
    """Return the edit that puts an expression in the place of the whole call."""
    inside_text = source.enclosing(call, cst.FormattedString) is not None and any(quote in new.code for quote in "\"'")
    widened = handlers.widened(source, call, handlers.ATTRIBUTE)
    if has_comment(source, call) or inside_text or widened is None:
        return Advice(f"{new.title}: {new.code}; what stands around the call keeps this from being done here")
    found = (source.replace(call, new.code), *widened)
    return Edit(new.title, Level.REVIEW, found, imports=new.imports, note=new.note)


def use_numexpr(source: Source, call: cst.Call, text: cst.BaseExpression, given: Namespace) -> Decision:
    """Return the edit that has numexpr calculate a text, or what keeps it from being made."""
    wanted = formula(source, call, text, given)
    if (reason := next(_against_numexpr(source, call, text, wanted), None)) is not None:
        return Advice(reason)
    evaluate = source.refer("numexpr.evaluate", call)
    widened = handlers.widened(source, call, handlers.FORMULA)
    if widened is None or any(has_comment(source, arg.value) for arg in call.args):
        return Advice(f"use numexpr.evaluate; {COMMENT}")
    return Edit(
        "Use numexpr.evaluate",
        Level.REVIEW,
        (*changes(source, call, wanted, evaluate.text), *widened),
        imports=evaluate.imports,
        note=_FORMULA_NOTE + (_substitution_note(wanted) if wanted.was_substituted else ""),
        todos=(Todo(TodoKind.ADD_PACKAGE, _NUMEXPR, "earlier versions run Python code in the text"),),
    )


def _against_numexpr(source: Source, call: cst.Call, text: cst.BaseExpression, wanted: Formula) -> Iterator[str]:
    if wanted.divides_silently and handlers.expects_zero_division(source, call):
        yield _DIVISION
    if not wanted.values.has_arrays and use(source, call) is Use.PARTS:
        yield _PARTS
    yield from _of_text(source, call, text)
    if not is_formula(source, text) and (other := collection(source, call, text)):
        yield NAMESPACE.format(what=other)
    if not wanted.values.given and (other := row(source, call)):
        yield NAMESPACE.format(what=other)
    if imports(source, *_SYMBOLIC):
        yield _SYMBOLS
    if imports(source, *_EXACT):
        yield _FLOATS
    if shares_class_with_exec(source, call):
        yield CODE


def _of_text(source: Source, call: cst.Call, text: cst.BaseExpression) -> Iterator[str]:
    """Yield what the text itself, as far as it is seen or told of, says against numexpr."""
    if is_called_python(source, call, text) or shows_texts(source, call, text):
        yield EXPRESSION
    if word := unknown_to_numexpr(source, text):
        yield _UNKNOWN_WORD.format(word=word)
    if any(map(is_beyond_numexpr, known_texts(source, text))):
        yield _BEYOND


def _substitution_note(wanted: Formula) -> str:
    names = ", ".join(entry.key for entry in wanted.values.entries)
    return (
        f". replace() put the value in the place of every {names}, also of one within a longer name such as exp, and "
        "a negative value without parentheses; a variable does not"
    )


def use_literal_eval(source: Source, call: cst.Call, text: cst.BaseExpression, level: Level, note: str) -> Decision:
    """Return the edit that reads a text as a literal, or what keeps it from being made."""
    kind = binary(source, text)
    if kind is Binary.PERHAPS:
        return Advice(PERHAPS_BYTES)
    literal_eval = source.refer("ast.literal_eval", call)
    widened = handlers.widened(source, call, handlers.LITERAL)
    if widened is None or _hides_comment(source, call):
        return Advice(f"use ast.literal_eval; {COMMENT}")
    end, last = source.span(text)[1], source.span(call.args[-1].value)[1]
    decoded = ".decode()" if kind is Binary.YES else ""
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
