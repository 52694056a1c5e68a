"""What speaks against reading a text as a literal, where nothing says that it is anything else."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from amends.facts.fallbacks import is_instead_of
from amends.facts.libraries import imports
from amends.segments import segments
from amends.source import BindingKind, Source, argument
from amends_codemods.eval_exec import alternatives
from amends_codemods.eval_exec.reading.defaults import are_all_constant, known_texts
from amends_codemods.eval_exec.reading.expressions import is_expression
from amends_codemods.eval_exec.reading.folding import is_literal
from amends_codemods.eval_exec.reading.growing import is_grown
from amends_codemods.eval_exec.reading.inserted import is_no_literal
from amends_codemods.eval_exec.reading.written import written_object
from amends_codemods.eval_exec.rewriting import handlers
from amends_codemods.eval_exec.signs import evidence
from amends_codemods.eval_exec.signs.company import (
    is_asked_for_display,
    is_asked_for_words,
    is_given_names,
    names_in_comments,
    shares_function_with_exec,
)
from amends_codemods.eval_exec.signs.examples import is_called_python
from amends_codemods.eval_exec.signs.naming import is_beside_import, is_beside_names
from amends_codemods.eval_exec.signs.unread import unread_imports, unread_in_data
from amends_codemods.eval_exec.signs.words import Says, said

_BESIDE_NAMES = (
    "names are looked up by eval beside this, and so may this text hold some, which ast.literal_eval does not read: "
    "put what may be chosen into a dictionary, and use ast.literal_eval for what is no key of it"
)
_NAMES = (
    "the code around says that the text holds names: if it is arithmetic, hand the numbers behind them to "
    "numexpr.evaluate(text, local_dict={…}, global_dict={}); if it names one thing, take it from a dictionary"
)
_GRAMMAR = (
    "the text is a token of a grammar, a name as well as a value: let the grammar convert what is data, as with "
    "pyparsing_common.number, and look names up in a dictionary"
)
_STANDS_IN = (
    "eval stands in for a module that could not be imported: drop this branch if every Python has the module by now, "
    "or use ast.literal_eval, imported elsewhere, if the text is data"
)
_FRACTION = (
    "the number may be written as a fraction, which ast.literal_eval refuses: float(fractions.Fraction(text)) reads "
    "3/4 as well as 0.75"
)
_REPEATED = (
    "layers are often written with operators, as in [(512, 3)] * 4, which ast.literal_eval refuses: write them out "
    "where they are set, and use ast.literal_eval"
)
_CONSTANT = "the texts are constant: write what they come to in their place, or functions that calculate it"
_WRITTEN = (
    "the file writes the text of {made}, and ast.literal_eval reads the texts of plain data alone: write JSON, with "
    "texts and numbers for what is none, and read that"
)
_SAID = "the comment says that the text may hold {name}: " + alternatives.UNKNOWN
_REFUSED = "ast.literal_eval has refused this text before, so it is more than a literal: " + alternatives.UNKNOWN
_TOKENS = frozenset({"t", "tok", "toks", "token", "tokens"})  # as parameters of actions are called
_PARSERS = frozenset({"pyparsing"})
# numbers that people write as they think of them: 3/4, 8/255
_FRACTIONS = frozenset({"eps", "epsilon", "factor", "frac", "fraction", "mult", "multiplier", "proportion", "ratio"})


def doubt(source: Source, call: cst.Call, text: cst.BaseExpression, says: Says | None) -> str | None:
    """Return what a person should do with a text that is perhaps no literal; None if nothing says so."""
    return next(_doubts(source, call, text, says), None)


def _literal_evals(source: Source, text: cst.BaseExpression) -> Iterator[cst.Call]:
    """Yield the calls that read the same text as a literal."""
    for site in source.calls("ast.literal_eval"):
        read = site.argument("node_or_string", 0)
        if read is not None and source.code(read.value) == source.code(text):
            yield site.call


def _doubts(source: Source, call: cst.Call, text: cst.BaseExpression, says: Says | None) -> Iterator[str]:
    yield from _of_making(source, call, text)
    yield from _said_around(source, call, text)
    if is_no_literal(source, text):
        yield alternatives.WORDS
    if _is_of_grammar(source, text):
        yield _GRAMMAR
    is_told = says is Says.DATA and not handlers.swallows(source, call)
    if is_beside_import(source, call) or (not is_told and is_beside_names(source, call)):
        yield _BESIDE_NAMES
    if handlers.expects(source, call, "ImportError"):
        yield alternatives.CODE
    if handlers.stands_in(source, call, "ImportError"):
        yield _STANDS_IN
    if (reason := of_names(evidence.nearest_names(source, text))) is not None:
        yield reason


def _of_making(source: Source, call: cst.Call, text: cst.BaseExpression) -> Iterator[str]:
    """Yield what the making of the text, and what is at hand where it is evaluated, say against a literal."""
    if _comes_from_around(source, call, text) or _is_made_of_something_else(source, text) or is_grown(source, text):
        yield alternatives.UNKNOWN
    if is_expression(source, call, text) or is_called_python(source, call, text):
        yield alternatives.EXPRESSION
    if is_instead_of(source, call, _literal_evals(source, text)):
        yield _REFUSED
    if not all(map(is_literal, known_texts(source, text))):
        if are_all_constant(source, text):
            yield _CONSTANT
        yield "a value that the file gives to this text is no literal: " + alternatives.UNKNOWN
    if made := written_object(source, text):
        yield _WRITTEN.format(made=made)
    if argument(call, None, 1) is None:
        is_data = is_asked_for_display(source, call, text)
        unread = unread_in_data(source) if is_data else unread_imports(source)
        yield from (alternatives.UNREAD.format(name=name) for name in unread)


def _said_around(source: Source, call: cst.Call, text: cst.BaseExpression) -> Iterator[str]:
    holds_names = is_asked_for_words(source, call, text) or is_given_names(source, call)
    if holds_names or shares_function_with_exec(source, call):
        yield _NAMES
    yield from (_SAID.format(name=name) for name in names_in_comments(source, call))


def of_option(source: Source, taker: cst.Call) -> str | None:
    """Return what to do with the values that an option hands to eval, by its name and its default."""
    default = argument(taker, "default", None)
    text = source.constant(default.value) if default else None
    if isinstance(text, str) and not is_literal(text):
        return "the default is no literal: " + alternatives.UNKNOWN
    return of_names(tuple(text for arg in taker.args if not arg.keyword for text in evidence.strings(source, arg)))


def of_names(names: tuple[str, ...]) -> str | None:
    """Return what to do with a text that is named as something that people like to calculate."""
    last = {words[-1] for name in names if (words := segments(name))}
    if last & _FRACTIONS:
        return _FRACTION
    return _REPEATED if "layers" in last else None


def _is_made_of_something_else(source: Source, text: cst.BaseExpression) -> bool:
    """Whether a function, and nothing tells which, makes the text of a formula, a condition or code."""
    made = source.value(text) if isinstance(text, cst.Name) else text
    if not isinstance(made, cst.Call) or isinstance(made.func, cst.Attribute):
        return False
    names = (arg.value.value for arg in made.args if isinstance(arg.value, cst.Name))
    return any(said(name) in {Says.FORMULA, Says.CONDITION, Says.CODE} for name in names)


def _is_of_grammar(source: Source, text: cst.BaseExpression) -> bool:
    """Whether a text is what pyparsing hands to the action of a grammar: `tokens[0]`, where tokens is a parameter."""
    holder = text.value if isinstance(text, cst.Subscript) else None
    if not isinstance(holder, cst.Name) or holder.value not in _TOKENS or not imports(source, *_PARSERS):
        return False
    return any(binding.kind is BindingKind.PARAMETER for binding in source.bindings(holder))


def _comes_from_around(source: Source, call: cst.Call, text: cst.BaseExpression) -> bool:
    """Whether a function evaluates a text of the function around it: each time anew, so with values of its own."""
    if not isinstance(text, cst.Name):
        return False
    own = source.enclosing(call, cst.FunctionDef, cst.Lambda)
    bound = source.scope(call).visible(text.value)
    return bound is not None and isinstance(bound.node, (cst.FunctionDef, cst.Lambda)) and bound.node is not own
