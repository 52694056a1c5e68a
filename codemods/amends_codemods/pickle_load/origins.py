"""Where the bytes of a pickle come from: this very function, or the network."""

from __future__ import annotations

import libcst as cst

from amends.source import Source
from amends_codemods.pickle_load.loaders import DUMPS

_NETWORK_ATTRIBUTES = frozenset({"content", "recv", "body", "data", "get_data", "download", "get_object"})
_NETWORK_MODULES = ("requests.", "urllib.", "httpx.", "aiohttp.", "socket.", "boto3.", "urllib3.", "http.")


def is_own_dump(source: Source, stream: cst.BaseExpression) -> bool:
    """Whether the bytes, or the buffer, were dumped by the code right here, so that nobody else wrote them."""
    values = [b.value for b in source.bindings(stream)] if isinstance(stream, cst.Name) else [stream]
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
