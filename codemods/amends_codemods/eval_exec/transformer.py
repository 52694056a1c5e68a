"""Decides by what the text is: a value, an attribute, a formula, an import, or something only a person can replace."""

from __future__ import annotations

import libcst as cst

from amends.model import Advice, Decision, Edit, Finding, Harmless, Level
from amends.source import Certainty, Source
from amends_codemods.eval_exec import alternatives, doubts, handlers
from amends_codemods.eval_exec.binary import Binary, binary
from amends_codemods.eval_exec.detector import HandedOver, Run
from amends_codemods.eval_exec.edits import PERHAPS_BYTES, has_comment
from amends_codemods.eval_exec.evaluations import decide_eval
from amends_codemods.eval_exec.evidence import subject
from amends_codemods.eval_exec.importing import Unfit, binding, dynamic_import, is_import
from amends_codemods.eval_exec.spelling import pieces
from amends_codemods.eval_exec.words import Says


def transform(source: Source, finding: Finding[Run | HandedOver]) -> Decision:
    """Return the edit that does without running text, or the reason why it is left to a person."""
    if source.context.is_test:
        return Harmless(alternatives.TEST)
    return _decide(source, finding.evidence)


def _decide(source: Source, evidence: Run | HandedOver) -> Decision:
    if isinstance(evidence, HandedOver):
        return _handed_over(source, evidence)
    if evidence.certainty is None:
        return Harmless(alternatives.SHADOWED.format(function=evidence.function))
    if evidence.certainty is Certainty.POSSIBLE:
        return Advice(alternatives.UNCERTAIN.format(function=evidence.function))
    text = evidence.text
    if text is None:
        return Advice(alternatives.STARRED)
    if evidence.function == "eval":
        return decide_eval(source, evidence.call, text)
    return _exec(source, evidence.call, text)


def _handed_over(source: Source, evidence: HandedOver) -> Decision:
    says = subject(source, evidence.taker)
    if says not in {None, Says.DATA}:
        return Advice(alternatives.of_meaning(says))
    if (reason := doubts.of_option(source, evidence.taker)) is not None:
        return Advice(reason)
    if any(binary(source, arg.value) is not Binary.NO for arg in evidence.taker.args if arg.value is not evidence.name):
        return Advice(PERHAPS_BYTES)
    literal_eval = source.refer("ast.literal_eval", evidence.name)
    return Edit(
        "Use ast.literal_eval",
        Level.REVIEW,
        (source.replace(evidence.name, literal_eval.text),),
        imports=literal_eval.imports,
        note="only literals are read now; anything else in the data raises ValueError",
    )


def _exec(source: Source, call: cst.Call, text: cst.BaseExpression) -> Decision:
    found = pieces(source, text)
    if found is not None and is_import(found):
        try:
            return _import(source, call, text)
        except Unfit as unfit:
            return Advice(str(unfit))
    reason = alternatives.of_expression(source, text) or alternatives.of_file(source, text)
    if reason is None and found is not None:
        reason = alternatives.of_text(found)
    return Advice(reason or alternatives.CODE)


def _import(source: Source, call: cst.Call, text: cst.BaseExpression) -> Edit:
    """Return the edit for `exec("import …")`, or raise Unfit."""
    if not isinstance(source.parent(call), cst.Expr):
        raise Unfit("exec returns nothing: call importlib.import_module() as a statement and bind its result")
    importlib = source.refer("importlib.import_module", call)
    imported = dynamic_import(source, text, importlib)
    replaced = handlers.IMPORT_NAME if imported.takes_attribute else handlers.IMPORT
    widened = handlers.widened(source, call, replaced)
    if widened is None or has_comment(source, call):
        raise Unfit("use importlib.import_module(); a comment or a handler around keeps this from being done here")
    return Edit(
        "Import with importlib.import_module",
        Level.REVIEW,
        (source.replace(call, binding(source, call, imported)), *widened),
        imports=importlib.imports,
        note=_import_note(imported.takes_attribute),
    )


def _import_note(takes_attribute: bool) -> str:  # noqa: FBT001 - read from one field of one value
    if takes_attribute:
        return (
            "whoever sets the names still chooses what is imported: check them against a list; a submodule that "
            "its package has not imported is not found by getattr"
        )
    return "whoever sets the name still chooses which module runs: check it against a list of what is allowed"
