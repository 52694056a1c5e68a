"""Tells by how a digest is made and used that no other can take its place."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import libcst as cst

from amends.source import Source
from amends_codemods.weak_hash.flow import variable
from amends_codemods.weak_hash.functions import FUNCTIONS, WEAK, Shape
from amends_codemods.weak_hash.segments import words
from amends_codemods.weak_hash.vendors import PROTOCOLS

_HMACS: Final = [name for name, function in FUNCTIONS.items() if function.shape is Shape.HMAC]
_SAYS_NO_MORE: Final = frozenset({
    "digest", "encode", "encrypt", "get", "hash", "hex", "hexdigest", "make", "str", "string", "text", "to",
})  # fmt: skip


def called_after(source: Source, call: cst.Call, *, is_keyed: bool) -> str:
    """Return the name of what a call is made for, if that says which HMAC it makes, else "".

    Whoever calls `hmac_sha1`, or reads `{"md5": …}`, has a reason to want this one. With a plain digest the name must
    say nothing else: an `email_md5` is about emails.
    """
    for name in _made_for(source, call):
        said = set(words(name)) - {"hmac"}
        if not said.isdisjoint(WEAK) and (is_keyed or said <= WEAK | _SAYS_NO_MORE):
            return name
    return ""


def _made_for(source: Source, call: cst.Call) -> Iterator[str]:
    """Yield the keys, keywords, functions and classes under which others find the digest; variables are one's own."""
    inner: cst.CSTNode = call
    for above in source.ancestors(call):
        if isinstance(above, (cst.FunctionDef, cst.ClassDef)):
            yield above.name.value
        elif isinstance(above, cst.Arg) and above.keyword is not None:
            yield above.keyword.value
        elif isinstance(above, cst.DictElement) and inner is above.value:
            yield from _text(source, above.key)
        elif isinstance(above, cst.Assign):
            held = (target.target for target in above.targets if isinstance(target.target, cst.Subscript))
            keys = (element.slice for subscript in held for element in subscript.slice)
            yield from (text for key in keys if isinstance(key, cst.Index) for text in _text(source, key.value))
        inner = above


def _text(source: Source, expression: cst.BaseExpression) -> Iterator[str]:
    value = source.constant(expression)
    if isinstance(value, str):
        yield value


def protocol_of(source: Source, call: cst.Call) -> str:
    """Return the protocol that a function, class or module around a call is named after, "" if none is."""
    around = (above for above in source.ancestors(call) if isinstance(above, (cst.FunctionDef, cst.ClassDef)))
    names = (*(above.name.value for above in around), *source.context.path.with_suffix("").parts)
    return next((word for name in names for word in words(name) if (word,) in PROTOCOLS), "")


def is_key_of_hmac(source: Source, call: cst.Call) -> bool:
    """Whether the digest is the key of an HMAC, as it stands or by the variable or attribute that holds it."""
    target = variable(source, call)
    held = source.code(target) if target is not None else None
    around = source.enclosing(call, cst.ClassDef if held and "." in held else cst.FunctionDef)
    for site in source.calls(*_HMACS):
        key = site.argument("key", 0)
        if key is None or (around is not None and around not in source.ancestors(site.call)):
            continue
        if source.code(key.value) == held or key in source.ancestors(call):
            return True
    return False
