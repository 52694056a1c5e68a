"""The digests of a file and how they are related: the same input, the same variable, one that goes into another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Final

import libcst as cst

from amends.facts.remembering import remembered
from amends.source import Source, argument, descend, dotted
from amends_codemods.weak_hash.flow import APART, made_of, uses_of_value, variable
from amends_codemods.weak_hash.functions import FUNCTIONS, Shape
from amends_codemods.weak_hash.purpose.families import CHECKS, MAKING, SECRETS, SIGNATURES
from amends_codemods.weak_hash.purpose.segments import words

_SIGNING: Final = SIGNATURES - {"webhook"}


class _Index:
    """The calls that make digests, by how they are spelled, and by what their digests become in which function."""

    def __init__(self, source: Source) -> None:
        self.all: list[cst.Call] = []
        self.spelled: defaultdict[str, list[cst.Call]] = defaultdict(list)
        self.becoming: defaultdict[tuple[int, str], list[cst.Call]] = defaultdict(list)
        self.keyed: defaultdict[str, list[cst.Call]] = defaultdict(list)
        for call in source.nodes(cst.Call):
            if _makes_digest(source, call):
                self.all.append(call)
                self.spelled[source.code(call)].append(call)
                function = source.enclosing(call, cst.FunctionDef)
                self.becoming[id(function), _becomes(source, call)].append(call)
                if is_hmac(source, call):
                    self.keyed[_key(source, call)].append(call)


@remembered
def _index(source: Source) -> _Index:
    return _Index(source)


def _makes_digest(source: Source, call: cst.Call) -> bool:
    return not FUNCTIONS.keys().isdisjoint(source.names(call.func))


def digests_in(source: Source, call: cst.Call) -> Iterator[cst.Call]:
    """Yield the calls whose digests go into this one."""
    for arg in call.args:
        for value in (arg.value, *made_of(source, arg.value)):
            if isinstance(value, cst.Call) and _makes_digest(source, value):
                yield value


def digests_of(source: Source, call: cst.Call) -> Iterator[cst.Call]:
    """Yield the calls that digest a digest once more."""
    for value in (call, *uses_of_value(source, call)):
        for above in source.ancestors(value):
            if isinstance(above, (cst.BaseSmallStatement, cst.BaseCompoundStatement)):
                break
            if isinstance(above, cst.Call) and _makes_digest(source, above):
                yield above


def twins(source: Source, call: cst.Call) -> Iterator[cst.Call]:
    """Yield the other calls that are spelled the same: who signs and who verifies has to do it alike."""
    if call.args:
        yield from (other for other in _index(source).spelled[source.code(call)] if other is not call)


def of_same_key(source: Source, call: cst.Call) -> Iterator[cst.Call]:
    """Yield the other HMACs of a key: who makes one and who checks it are apart, but have to do it alike."""
    key = _key(source, call)
    yield from (other for other in _index(source).keyed[key] if key and other is not call)


def counterparts(source: Source, call: cst.Call) -> Iterator[cst.Call]:
    """Yield the digests that are made of the same secrets in the same way elsewhere in the class, or beside it.

    Where no secret goes in, the functions have to be called after the same thing.
    """
    owner, secrets = source.enclosing(call, cst.ClassDef), _secrets(source, call)
    for other in _index(source).all:
        if other is call or source.code(other.func) != source.code(call.func) or _secrets(source, other) != secrets:
            continue
        if source.enclosing(other, cst.ClassDef) is owner and (secrets or _is_of_same(source, call, other)):
            yield other


def _is_of_same(source: Source, call: cst.Call, other: cst.Call) -> bool:
    functions = [f for each in (call, other) if (f := source.enclosing(each, cst.FunctionDef)) is not None]
    return len({frozenset(words(f.name.value)) - MAKING - CHECKS - _SIGNING for f in functions}) == 1


@remembered
def _secrets(source: Source, call: cst.Call) -> frozenset[str]:
    """Return the variables and attributes called secrets that go into a digest."""
    given = (value for arg in call.args for value in (arg.value, *made_of(source, arg.value, hops=1)))
    named = (node for value in given for node in descend(value) if isinstance(node, (cst.Name, cst.Attribute)))
    return frozenset(
        text for node in named if (text := dotted(node)) and not SECRETS.isdisjoint(words(text.rpartition(".")[2]))
    )


def is_hmac(source: Source, call: cst.Call) -> bool:
    """Whether a call makes an HMAC."""
    known = (FUNCTIONS.get(name) for name in source.names(call.func))
    return any(function.shape is Shape.HMAC for function in known if function)


def _key(source: Source, call: cst.Call) -> str:
    key = argument(call, "key", 0)
    return source.code(key.value) if key is not None else ""


def alternatives(source: Source, call: cst.Call) -> Iterator[cst.Call]:
    """Yield the other calls whose digests become the same variable in a function, or are returned from it as well."""
    function = source.enclosing(call, cst.FunctionDef)
    if function is not None:
        others = _index(source).becoming[id(function), _becomes(source, call)]
        yield from (other for other in others if other is not call)


def _becomes(source: Source, call: cst.Call) -> str:
    target = variable(source, call)
    if target is not None:
        return source.code(target)
    return "return" if isinstance(source.enclosing(call, cst.Return, *APART), cst.Return) else source.code(call)
