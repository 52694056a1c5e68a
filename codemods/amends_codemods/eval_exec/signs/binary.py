"""Tells bytes from text: eval reads both, ast.literal_eval reads text alone."""

from __future__ import annotations

import enum
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import libcst as cst

from amends.facts.libraries import imports
from amends.facts.remembering import remembered
from amends.segments import segments
from amends.source import Binding, Source, last_name


class Binary(enum.Enum):
    """Whether an expression is bytes."""

    YES = "bytes"
    PERHAPS = "bytes or text, by what cannot be seen here"
    NO = "text, as far as anything tells"


@dataclass(frozen=True, slots=True)
class _Origin:
    """Where bytes come from: how the qualified name of what makes them begins and ends."""

    start: str
    ends: tuple[str, ...]


_READS = (".read()", ".readline()")
_STORE_READS = tuple(f".{name}()" for name in ("get", "getset", "getdel", "hget", "lindex", "lpop", "rpop", "spop"))
_ORIGINS = (
    _Origin("requests.", (".content",)),
    _Origin("httpx.", (".content",)),
    _Origin("urllib.request.urlopen()", _READS),
    _Origin("gzip.open()", _READS),
    _Origin("bz2.open()", _READS),
    _Origin("subprocess.check_output()", ("",)),
    _Origin("subprocess.run()", (".stdout", ".stderr")),
    _Origin("subprocess.Popen()", (".communicate()", ".stdout.read()", ".stdout.readline()")),
    _Origin("flask.request", (".data", ".get_data()")),
    _Origin("io.BytesIO()", (".getvalue()", *_READS)),
    _Origin("redis.", _STORE_READS),
    _Origin("os.read()", ("",)),
)
_BYTES_FUNCTIONS = frozenset({
    "encode", "b64decode", "urlsafe_b64decode", "b32decode", "b16decode", "a85decode", "read_bytes", "unhexlify",
    "decompress", "tobytes", "recvfrom",
})  # fmt: skip
_KEEPING = frozenset({"strip", "lstrip", "rstrip", "replace", "split", "partition", "removeprefix", "removesuffix"})
_AS_TEXT = frozenset({"text", "universal_newlines", "encoding", "as_text", "decode_responses", "errors"})
_BYTE_STREAMS = frozenset({"rfile", "buffer"})  # of http.server and socketserver; of sys.stdin
_TAGS = ("mutagen.mp4.MP4()", "mutagen.apev2.APEv2()")  # some of the tags in a file are bytes
_RESPONSES = frozenset({"response", "resp", "res", "rsp", "r", "reply"})
_REQUESTS = frozenset({"request", "req"})
# what these libraries answer is text, also where it is called the content of a response
_CHATS = frozenset({
    "openai", "anthropic", "langchain", "langchain_core", "langchain_openai", "langchain_community", "litellm",
    "ollama", "groq", "google", "cohere", "mistralai",
})  # fmt: skip


def binary(source: Source, text: cst.BaseExpression, hops: int = 2) -> Binary:
    """Return whether the text of an eval is bytes."""
    while isinstance(text, cst.Call) and isinstance(text.func, cst.Attribute) and text.func.attr.value in _KEEPING:
        if any(isinstance(source.constant(arg.value), str) for arg in text.args):
            return Binary.NO
        text = text.func.value
    if isinstance(text, cst.Name) and hops and len(source.bindings(text)) > 1:
        return _of_many(source, source.bindings(text), hops - 1)
    chain = tuple(_chain(source, text))
    made = chain[1] if isinstance(text, cst.Name) and len(chain) > 1 else text
    is_told = isinstance(source.constant(text), bytes) or _is_annotated(source, made)
    is_decoded = _is_decoded(chain)
    if not is_decoded and (is_told or _opens_binary(source, chain) or _makes_bytes(made)):
        return Binary.YES
    if is_decoded or any(_says_text(source, node) for node in chain):
        return Binary.NO
    origin = _origin(source, text)
    if any(origin.startswith(row.start) and origin.endswith(row.ends) for row in _ORIGINS):
        return Binary.YES
    return Binary.PERHAPS if origin.startswith(_TAGS) or _may_be(source, made) else Binary.NO


def _is_decoded(chain: Sequence[cst.BaseExpression]) -> bool:
    """Whether text was made of bytes on the way: `output.decode().split()[0]`."""
    called = (last_name(node.func) for node in chain if isinstance(node, cst.Call))
    return next((name for name in called if name in {"decode", "encode"}), "") == "decode"


@remembered
def _of_many(source: Source, bindings: tuple[Binding, ...], hops: int) -> Binary:
    """Return what a name holds that is assigned, or added to, more than once."""
    values = (binding.value for binding in bindings if not binding.is_none)
    kinds = {binary(source, value, hops) for value in values if value is not None}
    if kinds == {Binary.YES}:
        return Binary.YES
    return Binary.PERHAPS if kinds - {Binary.NO} else Binary.NO


def _chain(source: Source, expression: cst.BaseExpression, hops: int = 8) -> Iterator[cst.BaseExpression]:
    """Yield an expression and, one by one, what it is taken from: `f.read()`, `f.read`, `f`, `open(…)`, `open`."""
    yield expression
    inner: cst.BaseExpression | None = None
    if isinstance(expression, (cst.Attribute, cst.Subscript)):
        inner = expression.value
    elif isinstance(expression, cst.Call):
        inner = expression.func
    elif isinstance(expression, cst.Name):
        inner = _maker(source, expression)
    if inner is not None and hops:
        yield from _chain(source, inner, hops - 1)


def _maker(source: Source, name: cst.Name) -> cst.BaseExpression | None:
    """Return what a name is once assigned, alone or among others, or is the target of in a `with`."""
    bindings = source.bindings(name)
    node = bindings[0].node if len(bindings) == 1 else None
    if isinstance(node, cst.WithItem):
        return node.item
    return node.value if isinstance(node, cst.Assign) else source.value(name)


def _origin(source: Source, expression: cst.BaseExpression) -> str:
    """Return the qualified name of an expression, with names replaced by what they are made of."""
    if isinstance(expression, cst.Attribute):
        return f"{_origin(source, expression.value)}.{expression.attr.value}"
    if isinstance(expression, cst.Call):
        return f"{_origin(source, expression.func)}()"
    if isinstance(expression, cst.Subscript):
        return _origin(source, expression.value)
    if not isinstance(expression, cst.Name):
        return ""
    made = _maker(source, expression)
    return _origin(source, made) if made is not None else min(source.names(expression), default="")


def _is_annotated(source: Source, expression: cst.BaseExpression) -> bool:
    bindings = source.bindings(expression) if isinstance(expression, cst.Name) else ()
    params = (b.node for b in bindings if isinstance(b.node, cst.Param))
    return any(p.annotation and source.code(p.annotation.annotation) == "bytes" for p in params)


def _opens_binary(source: Source, chain: tuple[cst.BaseExpression, ...]) -> bool:
    """Whether a file that is opened with a mode such as "rb", or a stream of bytes by custom, is read."""
    names = (last_name(node.func) for node in chain if isinstance(node, cst.Call))
    if next(names, "") not in {"read", "readline", "readlines"}:
        return False
    if any(isinstance(node, cst.Attribute) and node.attr.value in _BYTE_STREAMS for node in chain):
        return True
    opens = (node for node in chain if isinstance(node, cst.Call) and last_name(node.func) == "open")
    modes = (source.constant(arg.value) for call in opens for arg in call.args[:2])
    return any(isinstance(mode, str) and "b" in mode and set(mode) <= set("rwaxb+U") for mode in modes)


def _makes_bytes(expression: cst.BaseExpression) -> bool:
    if not isinstance(expression, cst.Call):
        return False
    name = last_name(expression.func)
    return name in _BYTES_FUNCTIONS or (name == "recv" and bool(expression.args))


def _says_text(source: Source, node: cst.BaseExpression) -> bool:
    """Whether a call is told to return text."""
    args = node.args if isinstance(node, cst.Call) else ()
    return any(
        arg.star == "**" or (arg.keyword and arg.keyword.value in _AS_TEXT and source.constant(arg.value) is not False)
        for arg in args
    )


def _may_be(source: Source, made: cst.BaseExpression) -> bool:
    """Whether an expression is usually bytes where it is called like this, and sometimes text."""
    if isinstance(made, cst.Call) and isinstance(made.func, cst.Attribute):
        if made.func.attr.value in {"recv", "decrypt"} or source.code(made) in _decoded(source):
            return True
        stores = {"redis", "memcache", "memcached"} & set(segments(source.code(made.func.value)))
        return bool(stores) and f".{made.func.attr.value}()" in _STORE_READS and not _decodes(source)
    if not isinstance(made, cst.Attribute):
        return False
    whose, what = set(segments(source.code(made.value))[-1:]), made.attr.value
    if what == "content":
        return bool(whose & _RESPONSES) and not imports(source, *_CHATS)
    if what == "payload":
        return bool(whose & {"msg", "message"}) and imports(source, "paho")
    return what in {"body", "data"} and bool(whose & _REQUESTS)


@remembered
def _decoded(source: Source) -> frozenset[str]:
    """Return the calls whose results are decoded somewhere in the file, as they are spelled."""
    made = (call.func.value for call in source.nodes(cst.Call) if isinstance(call.func, cst.Attribute)
            and call.func.attr.value == "decode")  # fmt: skip
    return frozenset(source.code(value) for value in made if isinstance(value, cst.Call))


def _decodes(source: Source) -> bool:
    return any(arg.keyword and arg.keyword.value == "decode_responses" for arg in source.nodes(cst.Arg))
