"""Statements that put a secret into the environment, where it should come from."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from amends.arguments import without_argument, without_entry
from amends.model import Change
from amends.source import Source
from amends.text.lexer import comments
from amends_codemods.hardcoded_secret.positions.owners import callee, text_of
from amends_codemods.hardcoded_secret.replacing.environment import index, is_environ

_CHOICES = (cst.BooleanOperation, cst.IfExp, cst.Element, cst.Tuple)


def without_export(source: Source, node: cst.BaseExpression) -> Change | None:
    """Return the change after which a text is no longer put into the environment; None where nothing certain is."""
    holder = source.parent(node)
    if isinstance(holder, cst.Assign):
        return _without_statement(source, holder) if len(holder.targets) == 1 else None
    if isinstance(holder, cst.DictElement):
        display = source.parent(holder)
        return _without_entry(source, display, holder) if isinstance(display, cst.Dict) else None
    call = source.parent(holder) if isinstance(holder, cst.Arg) else None
    if not isinstance(holder, cst.Arg) or not isinstance(call, cst.Call):
        return None
    if callee(call) == "setdefault" or len(call.args) == 1:
        return _without_statement(source, source.parent(call))
    return without_argument(source, call, holder) if holder.keyword else None


def _without_entry(source: Source, display: cst.Dict, entry: cst.DictElement) -> Change | None:
    arg = source.parent(display)
    call = source.parent(arg) if isinstance(arg, cst.Arg) else None
    if len(display.elements) == 1 and (call is None or (isinstance(call, cst.Call) and len(call.args) == 1)):
        return _without_statement(source, source.parent(call) if call else arg)
    return without_entry(source, display, entry)


def _without_statement(source: Source, statement: cst.CSTNode | None) -> Change | None:
    line = source.parent(statement) if statement is not None else None
    removable = isinstance(line, cst.SimpleStatementLine) and _is_removable(source, line)
    return source.remove_statement(line) if isinstance(line, cst.SimpleStatementLine) and removable else None


def _is_removable(source: Source, statement: cst.SimpleStatementLine) -> bool:
    """Whether a line can go as a whole: it is no block's only one, nothing else stands on it, and no comment."""
    block = source.parent(statement)
    alone = isinstance(block, cst.IndentedBlock) and len(block.body) == 1
    whole = len(statement.body) == 1 and source.stands_alone(statement)
    return whole and not alone and not comments(_line(source, statement))


def _line(source: Source, statement: cst.BaseStatement) -> str:
    change: Change = source.insert_after(statement, "")
    return source.text[source.span(statement)[0] : change.start]


def without_target(source: Source, node: cst.BaseExpression, variable: str) -> Change | None:
    """Return the change by which only the other targets are given a text: `db = os.environ["DB_PASSWORD"] = "…"`."""
    assign = source.parent(node)
    if not isinstance(assign, cst.Assign) or len(assign.targets) == 1:
        return None
    exported = [number for number, target in enumerate(assign.targets) if _is_item(source, target.target)]
    if len(exported) != 1 or _exported(source, assign.targets[exported[0]].target) != variable:
        return None
    starts = [source.span(each)[0] for each in (*(target.target for target in assign.targets), node)]
    return Change(starts[exported[0]], starts[exported[0] + 1], "")


def is_one_choice(source: Source, node: cst.BaseExpression) -> bool:
    """Whether a text is put into the environment only where there is no other, or beside what else is assigned."""
    first = above = source.parent(node)
    while isinstance(above, _CHOICES):
        above = source.parent(above)
    return above is not first and isinstance(above, (cst.Assign, cst.Arg, cst.DictElement))


def is_taken_out_again(source: Source, variable: str) -> bool:
    """Whether the module removes a variable from the environment: it is set for a while only, and maybe anew."""
    return any(name in {variable, None} for name in _removed(source))


def _removed(source: Source) -> Iterator[str | None]:
    """Yield each variable that is removed, None for one whose name is not known."""
    for statement in source.nodes(cst.Del):
        several = statement.target.elements if isinstance(statement.target, cst.Tuple) else ()
        for target in (statement.target, *(element.value for element in several)):
            if _is_item(source, target):
                yield _exported(source, target)
    for call in source.method_calls("pop", "clear", "popitem"):
        if isinstance(call.func, cst.Attribute) and is_environ(source, call.func.value):
            yield text_of(source, call.args[0].value) if call.args else None


def _is_item(source: Source, target: cst.BaseExpression) -> bool:
    return isinstance(target, cst.Subscript) and is_environ(source, target.value)


def _exported(source: Source, target: cst.BaseExpression) -> str | None:
    return text_of(source, index(target)) if isinstance(target, cst.Subscript) else None
