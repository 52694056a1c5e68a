"""Decides what becomes of an eval or exec that is handed over instead of called."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from amends.model import Advice, Decision, Edit, Harmless, Level
from amends.source import Source
from amends_codemods.eval_exec import alternatives
from amends_codemods.eval_exec.handing import HandedOver, is_compared
from amends_codemods.eval_exec.reading.folding import is_literal
from amends_codemods.eval_exec.rewriting.edits import PERHAPS_BYTES
from amends_codemods.eval_exec.signs import doubts
from amends_codemods.eval_exec.signs.binary import Binary, binary
from amends_codemods.eval_exec.signs.evidence import subject
from amends_codemods.eval_exec.signs.unread import unread_imports
from amends_codemods.eval_exec.signs.words import Says

_LATER = {
    "eval": "eval is handed on and runs texts as Python: hand on ast.literal_eval where they are data, or else a "
    "function of your own that does what they ask for",
    "exec": "exec is handed on and runs texts as Python: hand on a function that does the work",
}
_COMPARED = "{function} is not called here, only compared with"


def decide_handed_over(source: Source, evidence: HandedOver) -> Decision:
    """Return the edit that hands on ast.literal_eval, or the reason why nothing or something else is to be done."""
    if is_compared(source, evidence.name):
        return Harmless(_COMPARED.format(function=evidence.function))
    if evidence.taker is None:
        return Advice(_LATER[evidence.function])
    if (reason := next(_against_literals(source, evidence, evidence.taker), None)) is not None:
        return Advice(reason)
    literal_eval = source.refer("ast.literal_eval", evidence.name)
    return Edit(
        "Use ast.literal_eval",
        Level.REVIEW,
        (source.replace(evidence.name, literal_eval.text),),
        imports=literal_eval.imports,
        note="only literals are read now; anything else in the data raises ValueError",
    )


def _against_literals(source: Source, evidence: HandedOver, taker: cst.Call) -> Iterator[str]:
    says = subject(source, taker, evidence.name)
    if says not in {None, Says.DATA}:
        yield alternatives.of_meaning(says)
    if (reason := doubts.of_option(source, taker)) is not None:
        yield reason
    yield from (alternatives.UNREAD.format(name=name) for name in unread_imports(source))
    given = [arg.value for arg in taker.args if arg.value is not evidence.name]
    if any(binary(source, value) is not Binary.NO for value in given):
        yield PERHAPS_BYTES
    if not all(is_literal(text) for value in given for text in _texts(source, value)):
        yield "one of the texts is no literal: " + alternatives.UNKNOWN


def _texts(source: Source, many: cst.BaseExpression) -> Iterator[str]:
    """Yield the constant texts in a list that is written out, here or where its name is set."""
    shown = source.value(many) if isinstance(many, cst.Name) else many
    for element in shown.elements if isinstance(shown, (cst.List, cst.Tuple, cst.Set)) else ():
        if isinstance(text := source.constant(element.value), str):
            yield text
