"""How a with statement that suppresses exceptions becomes a try statement that logs them."""

from __future__ import annotations

import libcst as cst

from amends.model import Change
from amends.source import Source
from amends_codemods.swallowed_exception import reading
from amends_codemods.swallowed_exception.logs.layout import Lines, unit


def changes_for(source: Source, suppressing: cst.With, lines: Lines) -> tuple[Change, ...] | None:
    """Return the changes that make a try statement of it; None where it does more, or its layout does not allow it."""
    caught = _caught(source, suppressing)
    if caught is None or not source.stands_alone(suppressing) or _ends_in_comments(suppressing):
        return None
    start = source.span(suppressing)[0]
    colon = source.text.index(":", source.span(suppressing.items[0].item)[1])
    if "#" in source.text[start:colon]:
        return None
    outer = source.indent(suppressing)
    step = unit(source, outer)
    call = lines.wrapped(outer + step, step).split("\n")
    body = (*call, lines.then) if lines.then else call
    handler = source.insert_after(suppressing, "\n".join([f"except {caught}:", *(step + line for line in body)]))
    return (Change(start, colon, "try"), *_unfolded(source, suppressing, colon, outer + step), handler)


def _caught(source: Source, suppressing: cst.With) -> str | None:
    """Return what a handler has to name to catch the same; None if the statement does more than to suppress that."""
    item = suppressing.items[0]
    call = item.item
    is_all = len(suppressing.items) == 1 and item.asname is None and isinstance(suppressing.lpar, cst.MaybeSentinel)
    if not is_all or not isinstance(call, cst.Call):
        return None
    classes = [argument.value for argument in call.args]
    plain = all(isinstance(each, (cst.Name, cst.Attribute)) for each in classes)
    if not plain or any(argument.star for argument in call.args):
        return None
    named = ", ".join(map(source.code, classes))
    return named if len(classes) == 1 else f"({named})"


def _ends_in_comments(suppressing: cst.With) -> bool:
    """Whether comments stand between the last statement and whatever follows the block."""
    blocks = (node for node in reading.own_nodes(suppressing.body) if isinstance(node, cst.IndentedBlock))
    return any(line.comment is not None for block in blocks for line in block.footer)


def _unfolded(source: Source, suppressing: cst.With, colon: int, indent: str) -> tuple[Change, ...]:
    """Put the body on a line of its own, if it stands behind the colon."""
    if not isinstance(suppressing.body, cst.SimpleStatementSuite):
        return ()
    first = source.span(suppressing.body.body[0])[0]
    return (Change(colon + 1, first, source.newline + indent),)
