"""Tells where a text may begin with a blank, which eval skips and numexpr does not."""

from __future__ import annotations

import libcst as cst

from amends.source import Binding, Source
from amends_codemods.eval_exec.reading.spelling import pieces

_STRIPPING = frozenset({"strip", "lstrip"})
_PARTING = frozenset({"split", "rsplit", "partition", "rpartition"})
_KEEPING = frozenset({"rstrip", "lower", "upper", "casefold", "replace", "translate", "removesuffix"})
_TIGHT = (cst.Name, cst.Attribute, cst.Call, cst.Subscript)


def without_blank(source: Source, text: cst.BaseExpression, code: str) -> str:
    """Return the code of a text, stripped where what the text is made of may begin with a blank."""
    if not _may_begin_with_blank(source, text, 2):
        return code
    return f"{code}.strip()" if isinstance(text, _TIGHT) or text.lpar else f"({code}).strip()"


def _may_begin_with_blank(source: Source, text: cst.BaseExpression, hops: int) -> bool:
    if isinstance(text, cst.Name):
        return bool(hops) and any(_is_given_blank(source, binding, hops - 1) for binding in source.bindings(text))
    if isinstance(text, cst.Subscript):
        return _is_cut_off(source, text)
    if isinstance(text, cst.Call) and isinstance(text.func, cst.Attribute):
        return _is_left_over(source, text, text.func, hops)
    first = next(iter(pieces(source, text) or ()), "")
    return isinstance(first, str) and first[:1] in {" ", "\t"}


def _is_given_blank(source: Source, binding: Binding, hops: int) -> bool:
    """Whether a name is assigned such a text, or one of the parts of a text is unpacked into it."""
    if binding.value is not None:
        return _may_begin_with_blank(source, binding.value, hops)
    node = binding.node
    if isinstance(node, (cst.For, cst.CompFor)):
        return _parts_at_sign(source, node.iter)
    return isinstance(node, cst.Assign) and _parts_at_sign(source, node.value)


def _is_cut_off(source: Source, part: cst.Subscript) -> bool:
    """Whether a part of a text begins where another one ends: `text.split("=")[1]`, `text[5:]`."""
    index = part.slice[0].slice
    if isinstance(index, cst.Slice):
        return index.lower is not None
    is_first = isinstance(index, cst.Index) and source.constant(index.value) == 0
    return _parts_at_sign(source, part.value) and not is_first


def _parts_at_sign(source: Source, many: cst.BaseExpression) -> bool:
    """Whether a text is parted at something else than blanks."""
    if not isinstance(many, cst.Call) or not isinstance(many.func, cst.Attribute) or not many.args:
        return False
    sign = source.constant(many.args[0].value)
    return many.func.attr.value in _PARTING and isinstance(sign, str) and bool(sign.strip())


def _is_left_over(source: Source, call: cst.Call, method: cst.Attribute, hops: int) -> bool:
    """Whether a text is what a method leaves of one: of `query.replace("calculate", "")` a blank is left."""
    name = method.attr.value
    if name in _STRIPPING or name not in _KEEPING:
        return name == "removeprefix"
    old, new = (source.constant(arg.value) for arg in call.args[:2]) if len(call.args) == 2 else (None, None)  # noqa: PLR2004 - old, new
    if name == "replace" and old == " ":
        return False
    is_taken_out = name == "replace" and new == "" and isinstance(old, str) and len(old) > 1
    return is_taken_out or _may_begin_with_blank(source, method.value, hops)
