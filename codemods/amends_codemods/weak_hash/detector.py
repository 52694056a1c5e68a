"""Finds calls that make MD5, SHA-1 and the like."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import libcst as cst

from amends.model import Finding
from amends.source import CallSite, Certainty, Source, dotted
from amends_codemods.weak_hash.functions import FUNCTIONS, OF_PYTHON_2, WEAK, WEAK_CRYPT, HashFunction, Shape

_FOREIGN = HashFunction("hashlib", Shape.FOREIGN, "B324")


@dataclass(frozen=True, slots=True, eq=False)
class WeakHash:
    """A call that makes a weak digest: by which function, of which algorithm, and the argument that names it."""

    site: CallSite
    function: HashFunction
    algorithm: str
    named_by: cst.Arg | None = None


def detect(source: Source) -> Iterator[Finding[WeakHash]]:
    """Yield every call that makes a weak digest, whatever for."""
    seen: set[cst.Call] = set()
    for site in source.calls(*FUNCTIONS, *OF_PYTHON_2):
        names = sorted(source.names(site.call.func)) or [site.name]
        function = next((FUNCTIONS[name] for name in names if name in FUNCTIONS), None)
        if function is None or site.call in seen:
            continue
        weak = _weak(source, site, function)
        if weak is not None and not _is_declared_harmless(source, weak):
            seen.add(site.call)
            yield _finding(weak)
    for call in source.nodes(cst.Call):
        if call not in seen and (algorithm := _looks_like_hashlib(source, call)):
            site = CallSite(call, "hashlib", Certainty.UNRESOLVED)
            weak = WeakHash(site, _FOREIGN, algorithm)
            if not _is_declared_harmless(source, weak):
                yield _finding(weak)


def _finding(weak: WeakHash) -> Finding[WeakHash]:
    algorithm = weak.algorithm.upper().replace("METHOD_", "crypt's ")
    return Finding(weak.site.call, weak, weak.function.code, f"{algorithm} digests can be forged or guessed")


def _weak(source: Source, site: CallSite, function: HashFunction) -> WeakHash | None:
    if function.algorithm:
        return WeakHash(site, function, function.algorithm.lower())
    named_by = site.argument(function.keyword, function.position)
    algorithm = _algorithm(source, named_by.value) if named_by else None
    if function.shape is Shape.PARTIAL and named_by and isinstance(source.constant(named_by.value), str):
        return None
    known = WEAK_CRYPT if function.shape is Shape.CRYPT else WEAK
    if algorithm is None or algorithm not in known:
        return None
    return WeakHash(site, function, algorithm, named_by)


def _algorithm(source: Source, argument: cst.BaseExpression) -> str | None:
    """Return the algorithm that an argument means: by its name, as a function, or spelled as Bandit reads it."""
    value = source.constant(argument)
    if isinstance(value, str):
        return value.lower()
    for name in source.names(argument):
        module, _, function = name.rpartition(".")
        if module in {"hashlib", "crypt"} or module.startswith(("Crypto.Hash", "Cryptodome.Hash")):
            return function if module == "crypt" else function.lower()
    spelled = dotted(argument)
    return spelled.rpartition(".")[2].lower() if spelled and spelled.lower() in WEAK else None


def _looks_like_hashlib(source: Source, call: cst.Call) -> str | None:
    """Return the algorithm if a call has `hashlib` and a weak one in its name, as Bandit reads names."""
    texts = {*source.names(call.func), dotted(call.func) or ""}
    for text in texts:
        *path, last = text.strip(".").split(".")
        if "hashlib" in path and last in {"md4", "md5", "sha", "sha1"}:
            return last
    return None


def _is_declared_harmless(source: Source, weak: WeakHash) -> bool:
    """Whether the call says `usedforsecurity` itself, and not that it is."""
    declared = weak.site.argument("usedforsecurity")
    return declared is not None and source.constant(declared.value) is not True
