"""Tells whether what is done with a digest suits its length alone, so that no longer one can take its place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import libcst as cst

from amends.facts.remembering import remembered
from amends.source import Source, descend, dotted
from amends_codemods.weak_hash.flow import uses_of_value, variable
from amends_codemods.weak_hash.purpose.habits import becomes_number

_BYTES: Final = {"md4": 16, "md5": 16, "sha": 20, "sha1": 20, "sha-1": 20}
_TAKERS: Final = {
    "uuid.UUID": "a UUID is made of it, which has 16 bytes",
    "struct.unpack": "it is unpacked by its length",
    "struct.unpack_from": "it is unpacked by its length",
    "struct.iter_unpack": "it is unpacked by its length",
    "builtins.len": "its length is looked at",
}
_FORMS: Final = (cst.Arg, cst.Attribute, cst.Call)
_SIZES: Final = frozenset({"length", "max_length", "size"})
_TEXT_COLUMNS: Final = frozenset({"CHAR", "NCHAR", "NVARCHAR", "String", "Unicode", "VARCHAR"})
_PIECES: Final = 3


def why_its_width_counts(source: Source, call: cst.Call, algorithm: str) -> str:
    """Return what is done with a digest that a longer one does not suit, "" if nothing is."""
    size = _BYTES.get(algorithm, 0)
    values = (call, *uses_of_value(source, call))
    found = next((why for value in values if (why := _taken_by(source, value))), "")
    if found:
        return found
    if any(becomes_number(source, value) for value in values):
        return "a number is made of it"
    if any(_are_pieces_of_all(cuts, size) for cuts in _cuts(source, call)):
        return "it is taken to pieces by its length"
    return _column(source, call, 2 * size)


def is_cut_out(source: Source, call: cst.Call, algorithm: str) -> bool:
    """Whether its function cuts something else where such a digest ends: what it is compared with comes before more."""
    size = _BYTES.get(algorithm, 0)
    lengths = {size, 2 * size, 4 * -(-size // 3)} - {0}
    own = {call, *uses_of_value(source, call)}
    function = source.enclosing(call, cst.FunctionDef)
    return function is not None and any(
        not lengths.isdisjoint(bounds) and own.isdisjoint(descend(cut.value))
        for cut, bounds in _cuts_in(source, function)
    )


@remembered
def _cuts_in(
    source: Source, function: cst.FunctionDef
) -> Sequence[tuple[cst.Subscript, tuple[int | None, int | None]]]:
    found = ((node, _slice(source, node)) for node in descend(function.body) if isinstance(node, cst.Subscript))
    return tuple((node, bounds) for node, bounds in found if bounds is not None)


def _taken_by(source: Source, value: cst.CSTNode) -> str:
    for above in source.ancestors(value):
        if not isinstance(above, _FORMS):
            return ""
        if isinstance(above, cst.Attribute) and above.attr.value == "digest_size":
            return "its length is looked at"
        names = source.names(above.func) if isinstance(above, cst.Call) else ()
        if taker := next((name for name in names if name in _TAKERS), None):
            return _TAKERS[taker]
    return ""


def _cuts(source: Source, call: cst.Call) -> Iterator[set[tuple[int | None, int | None]]]:
    """Yield the slices that are taken of a digest, as bytes or as text."""
    yield {cut for value in uses_of_value(source, call) if (cut := _slice(source, source.parent(value))) is not None}


def _slice(source: Source, node: cst.CSTNode | None) -> tuple[int | None, int | None] | None:
    cut = node.slice[0].slice if isinstance(node, cst.Subscript) and len(node.slice) == 1 else None
    if not isinstance(cut, cst.Slice) or cut.step is not None:
        return None
    bounds = [source.constant(bound) if bound is not None else None for bound in (cut.lower, cut.upper)]
    lower, upper = (bound if isinstance(bound, int) else None for bound in bounds)
    return lower, upper


def _are_pieces_of_all(cuts: set[tuple[int | None, int | None]], size: int) -> bool:
    """Whether slices lie side by side: halves, or three and more, or up to the end of the digest."""
    ends = {lower or 0: upper for lower, upper in cuts}
    reached, pieces = 0, 0
    while reached in ends:
        pieces += 1
        end = ends[reached]
        if end is None:
            return pieces >= _PIECES or (pieces > 1 and 2 * reached in {size, 2 * size})
        if end <= reached:
            return False
        reached = end
    return pieces > 1 and reached in {size, 2 * size}


def _column(source: Source, call: cst.Call, digits: int) -> str:
    """Return that a column of the file's tables takes a digest which has as many characters as the digest, or ""."""
    name = _kept_as(source, call)
    for assigned in source.nodes(cst.Assign, cst.AnnAssign) if name else ():
        target = assigned.targets[0].target if isinstance(assigned, cst.Assign) else assigned.target
        if not isinstance(target, cst.Name) or target.value != name or not isinstance(assigned.value, cst.Call):
            continue
        if _holds(source, assigned.value, digits):
            return f"the column {name} takes {digits} characters"
    return ""


def _kept_as(source: Source, call: cst.Call) -> str:
    """Return the attribute or keyword under which an object keeps a digest."""
    for value in (call, *uses_of_value(source, call)):
        target = variable(source, value)
        if isinstance(target, cst.Attribute):
            return target.attr.value
        keyword = next((above.keyword for above in source.ancestors(value) if isinstance(above, cst.Arg)), None)
        if keyword is not None:
            return keyword.value
    return ""


def _holds(source: Source, column: cst.Call, digits: int) -> bool:
    """Whether a declaration, or the type in it, is one of a text of so many characters."""
    for arg in column.args:
        if arg.keyword is not None and arg.keyword.value in _SIZES and source.constant(arg.value) == digits:
            return True
        if isinstance(arg.value, cst.Call) and _holds(source, arg.value, digits):
            return True
    is_type = (dotted(column.func) or "").rpartition(".")[2] in _TEXT_COLUMNS
    return is_type and bool(column.args) and source.constant(column.args[0].value) == digits
