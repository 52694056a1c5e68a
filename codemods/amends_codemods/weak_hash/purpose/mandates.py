"""Tells by how a digest is made and used that no other can take its place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import libcst as cst

from amends.source import Source, descend, last_name
from amends_codemods.weak_hash.flow import uses_of_value, variable
from amends_codemods.weak_hash.functions import FUNCTIONS, WEAK, Shape
from amends_codemods.weak_hash.purpose.families import COMPARES
from amends_codemods.weak_hash.purpose.segments import words
from amends_codemods.weak_hash.purpose.vendors import PROTOCOLS

_HMACS: Final = [name for name, function in FUNCTIONS.items() if function.shape is Shape.HMAC]
_FOUR_BITS: Final = 0xF
_CHOOSERS: Final = frozenset({"alg", "algo", "algorithm", "digestmod", "hasher", "scheme", "version"})
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


def chosen_by(source: Source, call: cst.Call) -> str:
    """Return the name of the version, algorithm or the like that is compared to choose a digest, "" if none is."""
    inner: cst.CSTNode = call
    for above in source.ancestors(call):
        test = above.test if isinstance(above, (cst.If, cst.IfExp)) and inner is not above.test else None
        if isinstance(test, cst.Comparison) and not _CHOOSERS.isdisjoint(words(source.code(test.left))):
            return source.code(test.left)
        if isinstance(above, cst.FunctionDef):
            return ""
        inner = above
    return ""


def _made_for(source: Source, call: cst.Call) -> Iterator[str]:
    """Yield the keys, keywords, functions and classes under which others find the digest, or the texts they ask by.

    Variables are one's own.
    """
    inner: cst.CSTNode = call
    for above in source.ancestors(call):
        if isinstance(above, (cst.FunctionDef, cst.ClassDef)):
            yield above.name.value
        elif isinstance(above, cst.Arg) and above.keyword is not None:
            yield above.keyword.value
        elif isinstance(above, cst.DictElement) and inner is above.value:
            yield from _text(source, above.key)
        elif isinstance(above, cst.If) and inner is above.body:
            yield from _asked_for(source, above.test)
        elif isinstance(above, cst.MatchCase):
            yield from (text for node in descend(above.pattern) for text in _text(source, node))
        elif isinstance(above, cst.Assign):
            held = (target.target for target in above.targets if isinstance(target.target, cst.Subscript))
            keys = (element.slice for subscript in held for element in subscript.slice)
            yield from (text for key in keys if isinstance(key, cst.Index) for text in _text(source, key.value))
        inner = above


def _asked_for(source: Source, test: cst.BaseExpression) -> Iterator[str]:
    """Yield the texts that something has to equal, or to be among, as in `if algorithm == "md5"`."""
    if isinstance(test, cst.Comparison) and isinstance(test.comparisons[0].operator, (cst.Equal, cst.In)):
        yield from (text for node in descend(test) for text in _text(source, node))


def _text(source: Source, expression: cst.CSTNode) -> Iterator[str]:
    if isinstance(expression, cst.BaseExpression):
        value = source.constant(expression)
        yield from (value,) if isinstance(value, str) else ()


def stands_in_bytes(source: Source, call: cst.Call) -> bool:
    """Whether the bytes of an HMAC are put beside others, among which they are found again by their length."""
    return any(_is_put_beside(source, each) for raw in _bytes_of(source, call) for each in (raw, *_named(source, raw)))


def _bytes_of(source: Source, call: cst.Call) -> Iterator[cst.CSTNode]:
    if "hmac.digest" in source.names(call.func):
        yield call
    for value in (call, *uses_of_value(source, call)):
        method = source.parent(value)
        if isinstance(method, cst.Attribute) and method.attr.value == "digest" and (made := source.parent(method)):
            yield made


def _named(source: Source, raw: cst.CSTNode) -> Sequence[cst.Name]:
    """Return the places that read the variable which bytes are given to as they are."""
    assigned = source.parent(raw)
    target = assigned.targets[0].target if isinstance(assigned, cst.Assign) else None
    return source.uses(source.scope(target), target.value) if isinstance(target, cst.Name) else ()


def _is_put_beside(source: Source, raw: cst.CSTNode) -> bool:
    """Whether bytes are added to others, or compared with a slice of others."""
    above = source.parent(raw)
    if isinstance(above, cst.AugAssign):
        return isinstance(above.operator, cst.AddAssign)
    if isinstance(above, cst.BinaryOperation):
        return isinstance(above.operator, cst.Add)
    return any(_is_sliced(each) for other in _compared_with(source, raw) for each in (other, *_given(source, other)))


def _given(source: Source, value: cst.BaseExpression) -> Iterator[cst.BaseExpression]:
    """Yield what a variable is assigned, alone or among others."""
    bindings = source.bindings(value) if isinstance(value, cst.Name) else ()
    yield from (binding.node.value for binding in bindings if isinstance(binding.node, cst.Assign))


def _compared_with(source: Source, raw: cst.CSTNode) -> Iterator[cst.BaseExpression]:
    comparison = source.enclosing(raw, cst.Comparison)
    if comparison is not None:
        yield from (comparison.left, *(target.comparator for target in comparison.comparisons))
    call = source.parent(source.parent(raw) or raw)
    if isinstance(call, cst.Call) and last_name(call.func) in COMPARES:
        yield from (arg.value for arg in call.args)


def _is_sliced(value: cst.BaseExpression) -> bool:
    values = [element.value for element in value.elements] if isinstance(value, cst.Tuple) else [value]
    slices = (each.slice[0].slice for each in values if isinstance(each, cst.Subscript))
    return any(isinstance(each, cst.Slice) for each in slices)


def is_truncated(source: Source, call: cst.Call) -> bool:
    """Whether four bits of an HMAC say where in it a number is, as in a one-time code."""
    for use in uses_of_value(source, call):
        above = source.parent(use)
        while isinstance(above, (cst.Arg, cst.Attribute, cst.Call, cst.Subscript)):
            above = source.parent(above)
        if isinstance(above, cst.BinaryOperation) and isinstance(above.operator, cst.BitAnd):
            return _FOUR_BITS in {source.constant(above.left), source.constant(above.right)}
    return False


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
