"""Where the bytes of a pickle come from: this very function, the network, a path."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

import libcst as cst

from amends.facts.libraries import imports
from amends.source import Source, descend, dotted
from amends_codemods.pickle_load.loaders import DUMPS

_NETWORK_ATTRIBUTES = frozenset({"content", "recv", "body", "data", "get_data", "download", "get_object"})
_NETWORK_MODULES = ("requests.", "urllib.", "httpx.", "aiohttp.", "socket.", "boto3.", "urllib3.", "http.")

_EXTENSION: Final = re.compile(r"(?:\.\w+)+")
_WORD: Final = re.compile(r"[A-Za-z]{3}")
_UNWRAPPING = frozenset({
    "base64.b64decode", "base64.b85decode", "base64.decodebytes", "base64.standard_b64decode", "binascii.a2b_base64",
    "binascii.unhexlify", "builtins.bytes", "builtins.bytes.fromhex", "bz2.decompress", "gzip.decompress", "io.BytesIO",
    "lzma.decompress", "zlib.decompress",
})  # fmt: skip


def is_own_dump(source: Source, stream: cst.BaseExpression) -> bool:
    """Whether the bytes, or the buffer, were dumped by the code right here, so that nobody else wrote them."""
    values = [b.value for b in source.bindings(stream)] if isinstance(stream, cst.Name) else [stream]
    if isinstance(stream, cst.Attribute):
        values = list(_kept(source, stream))
    if values and all(isinstance(value, cst.Call) and source.names(value.func) & DUMPS for value in values):
        return True
    value = values[0] if len(values) == 1 else None
    if not isinstance(value, cst.Call):
        return False
    if not source.names(value.func) & {"io.BytesIO", "tempfile.TemporaryFile", "tempfile.SpooledTemporaryFile"}:
        return False
    if value.args and source.names(value.func) == frozenset({"io.BytesIO"}):
        return is_own_dump(source, value.args[0].value)
    return isinstance(stream, cst.Name) and not value.args and _is_dumped_into(source, stream)


def is_written_out(source: Source, stream: cst.BaseExpression, hops: int = 4) -> bool:
    """Whether the bytes stand in the file, plain or in one of the codings that keep bytes in a text."""
    if isinstance(source.constant(stream), bytes):
        return True
    value = source.value(stream) if isinstance(stream, cst.Name) else stream
    if not isinstance(value, cst.Call) or not value.args or not hops:
        return False
    text = value.args[0].value
    is_unwrapped = bool(source.names(value.func)) and source.names(value.func) <= _UNWRAPPING
    return is_unwrapped and (isinstance(source.constant(text), str) or is_written_out(source, text, hops - 1))


def _kept(source: Source, attribute: cst.Attribute) -> Iterator[cst.BaseExpression | None]:
    """Yield what the file assigns to an attribute of `self`, but for None: None where it is not a plain value."""
    class_, name = source.enclosing(attribute, cst.ClassDef), attribute.attr.value
    if class_ is None or dotted(attribute.value) != "self":
        return
    for target in source.nodes(cst.AssignTarget):
        if any(_sets(part, name) for part in _parts(target.target)):
            statement = source.parent(target)
            is_here = source.enclosing(target, cst.ClassDef) is class_ and _sets(target.target, name)
            value = statement.value if isinstance(statement, cst.Assign) and is_here else None
            yield from _made(source, value, name) if value else (None,)
    for changed in source.nodes(cst.AnnAssign, cst.AugAssign):
        if _sets(changed.target, name) and changed.value is not None:
            yield from _made(source, changed.value, name) if isinstance(changed, cst.AnnAssign) else (None,)


def _made(source: Source, value: cst.BaseExpression, name: str) -> Iterator[cst.BaseExpression]:
    """Yield what a value may be, other than None or what the same attribute of another object holds."""
    if isinstance(value, cst.IfExp):
        yield from (each for branch in (value.body, value.orelse) for each in _made(source, branch, name))
    elif isinstance(value, cst.BooleanOperation):
        yield from (each for side in (value.left, value.right) for each in _made(source, side, name))
    elif source.constant(value) is not None and not _sets(value, name):
        yield value


def _parts(target: cst.BaseExpression) -> Iterator[cst.BaseExpression]:
    if isinstance(target, (cst.Tuple, cst.List)):
        yield from (element.value for element in target.elements)
    else:
        yield target


def _sets(target: cst.BaseExpression, name: str) -> bool:
    return isinstance(target, cst.Attribute) and target.attr.value == name


def _is_dumped_into(source: Source, stream: cst.Name) -> bool:
    scope = source.scope(stream).visible(stream.value)
    sites = source.calls(*DUMPS)
    written = (arg.value for site in sites if (arg := site.argument("file", 1)) is not None)
    return any(
        isinstance(name, cst.Name) and name.value == stream.value and source.scope(name).visible(name.value) is scope
        for name in written
    )


def is_network(source: Source, stream: cst.BaseExpression) -> bool:
    """Whether the bytes are a response's, as far as their expression tells."""
    value = source.value(stream) if isinstance(stream, cst.Name) else None
    expressions = [stream, *([value] if value else [])]
    for node in source.nodes(cst.Attribute):
        inside = any(node is e or e in source.ancestors(node) for e in expressions)
        if inside and node.attr.value in _NETWORK_ATTRIBUTES:
            return True
    calls = (c for c in source.nodes(cst.Call) if any(c is e or e in source.ancestors(c) for e in expressions))
    return any(name.startswith(_NETWORK_MODULES) for call in calls for name in source.names(call.func))


def file_said(source: Source, path: cst.BaseExpression) -> str:
    """Return the end of a path that is put together, if that is a text which says what is in the file, else ""."""
    texts = [text for text in descend(path) if isinstance(text, (cst.SimpleString, cst.FormattedStringText))]
    last = texts[-1].value.strip("rbuf\"'") if texts else ""
    is_last = bool(texts) and source.code(path).rstrip(")\"' ").endswith(last.rstrip("\"'"))
    return last if is_last and says_which(last) else ""


def says_which(text: str) -> bool:
    """Whether a text in a path or key says more than what kind of file it is."""
    return _WORD.search(text) is not None and _EXTENSION.fullmatch(text) is None


def is_between_processes(source: Source, load: cst.Call) -> bool:
    """Whether the bytes come by a connection of multiprocessing."""
    stream = load.args[0].value if load.args else None
    value = source.value(stream) if isinstance(stream, cst.Name) else stream
    method = value.func if isinstance(value, cst.Call) else None
    is_received = isinstance(method, cst.Attribute) and method.attr.value == "recv_bytes"
    return is_received and imports(source, "multiprocessing")


def opened_path(source: Source, stream: cst.BaseExpression | None) -> cst.BaseExpression | None:
    """Return the path of the file that a stream expression reads, where an `open` in reach tells it."""
    opened = stream
    if isinstance(stream, cst.Name):
        bound = [b.node for b in source.bindings(stream)]
        withs = [node.item for node in bound if isinstance(node, cst.WithItem)]
        opened = withs[-1] if withs else source.value(stream)
    if not isinstance(opened, cst.Call):
        return None
    if isinstance(opened.func, cst.Attribute) and opened.func.attr.value in {"open", "read_bytes"}:
        modules = source.names(opened.func.value)
        if not modules & {"gzip", "bz2", "lzma", "io", "os", "codecs"}:
            return opened.func.value
    is_open = (dotted(opened.func) or "").rpartition(".")[2] == "open"
    return opened.args[0].value if is_open and opened.args else None
