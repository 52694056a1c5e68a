"""Decides by what the text is: a value, an attribute, a formula, an import, or something only a person can replace."""

from __future__ import annotations

import libcst as cst

from amends.model import Advice, Decision, Edit, Finding, Harmless, Level
from amends.source import Certainty, Source
from amends_codemods.eval_exec import alternatives
from amends_codemods.eval_exec.detector import Run
from amends_codemods.eval_exec.evaluations import decide_eval
from amends_codemods.eval_exec.handing import HandedOver
from amends_codemods.eval_exec.handing_over import decide_handed_over
from amends_codemods.eval_exec.reading.spelling import pieces
from amends_codemods.eval_exec.rewriting import handlers
from amends_codemods.eval_exec.rewriting.edits import has_comment
from amends_codemods.eval_exec.rewriting.importing import DynamicImport, Unfit, binding, dynamic_import, import_text
from amends_codemods.eval_exec.rewriting.statements import constant_code


def transform(source: Source, finding: Finding[Run | HandedOver]) -> Decision:
    """Return the edit that does without running text, or the reason why it is left to a person."""
    if source.context.is_test:
        return Harmless(alternatives.TEST)
    return _decide(source, finding.evidence)


def _decide(source: Source, evidence: Run | HandedOver) -> Decision:
    if isinstance(evidence, HandedOver):
        return decide_handed_over(source, evidence)
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


def _exec(source: Source, call: cst.Call, text: cst.BaseExpression) -> Decision:
    if import_text(source, text) is not None:
        try:
            return _import(source, call, text)
        except Unfit as unfit:
            return Advice(str(unfit))
    if isinstance(constant := source.constant(text), str):
        return constant_code(source, call, constant)
    found = pieces(source, text)
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
        note=_import_note(imported),
    )


def _import_note(imported: DynamicImport) -> str:
    if imported.takes_attribute:
        return (
            "whoever sets the names still chooses what is imported: check them against a list; a submodule that "
            "its package has not imported is not found by getattr"
        )
    allowed = "whoever sets the name still chooses which module runs: check it against a list of what is allowed"
    return allowed if imported.name else f"{allowed}; of a name with dots, an import would have bound the first part"
