"""The YAML documents that stand in a file, and whether a safe loader would refuse them for a tag of Python."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile

import libcst as cst

from amends.source import MISSING, Source
from amends.source.constants import literal
from amends_codemods.yaml_load.loaders import FUNCTIONS

_PYTHON_TAG = "!!python/"
_TOGETHER = (cst.ConcatenatedString, cst.BinaryOperation, cst.FormattedString, cst.FormattedStringExpression)
# what looks for a tag, takes it out, or speaks of it to people
_NOT_READING = frozenset({
    "replace", "startswith", "endswith", "find", "index", "count", "split", "partition", "removeprefix", "strip",
    "sub", "subn", "search", "match", "findall", "compile", "print", "warn", "debug", "info", "warning", "error",
    "exception", "critical", "log", "echo", "add_constructor", "add_multi_constructor", "add_argument",
})  # fmt: skip


def python_tag(source: Source) -> str:
    """Return the first tag of Python in a document that stands in the file; "" if there is none."""
    if _PYTHON_TAG not in source.text:
        return ""
    tags = (tag for node, text in _texts(source) if (tag := tag_in(text)) and _is_document(source, node, text, tag))
    return next(tags, "")


def tag_in(text: str) -> str:
    """Return the first tag of Python in a text; "" if there is none."""
    _, found, behind = text.partition(_PYTHON_TAG)
    name = "".join(takewhile(lambda sign: sign.isalnum() or sign in "_.:/", behind))
    return f"{found}{name}" if found else ""


def _texts(source: Source) -> Iterator[tuple[cst.BaseExpression | cst.FormattedStringText, str]]:
    for node in source.nodes(cst.SimpleString):
        value = literal(node.value)
        if value is not MISSING and isinstance(value, (str, bytes)):
            yield node, value if isinstance(value, str) else value.decode("latin-1")
    for part in source.nodes(cst.FormattedStringText):
        yield part, part.value


def _is_document(source: Source, node: cst.CSTNode, text: str, tag: str) -> bool:
    """Whether a text may be loaded: it is neither a remark, nor looked for, nor nothing but the start of a tag."""
    if text.strip() == tag and ":" not in tag:
        return False
    above = source.parent(node)
    while isinstance(above, _TOGETHER):
        node, above = above, source.parent(above)
    if isinstance(above, (cst.Expr, cst.Comparison, cst.ComparisonTarget)):
        return False
    call = source.parent(above) if isinstance(above, cst.Arg) else None
    if not isinstance(call, cst.Call):
        return True
    name = call.func.attr if isinstance(call.func, cst.Attribute) else call.func
    is_told = isinstance(name, cst.Name) and name.value in _NOT_READING
    is_loaded = source.names(call.func) & FUNCTIONS.keys()  # that load is judged by itself
    return not is_told and not is_loaded and source.enclosing(call, cst.Raise) is None
