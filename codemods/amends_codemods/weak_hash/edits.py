"""The rewrites of a call that makes a weak digest."""

from __future__ import annotations

import libcst as cst

from amends.arguments import with_argument
from amends.model import Change, Import, Reference
from amends.source import Source
from amends_codemods.weak_hash.detector import WeakHash
from amends_codemods.weak_hash.functions import Shape

FLAG = "usedforsecurity=False"


def flagged(source: Source, weak: WeakHash) -> tuple[Change, ...] | None:
    """Return the changes that declare a digest to be no matter of security; None where they cannot be made."""
    declared = weak.site.argument("usedforsecurity")
    if declared is not None:
        return (source.replace(declared.value, "False"),)
    change = with_argument(source, weak.site.call, FLAG)
    return (change,) if change else None


def keyed(source: Source, weak: WeakHash, variable: str) -> tuple[tuple[Change, ...], tuple[Import, ...]] | None:
    """Return the changes that make a call an HMAC-SHA256, with a key from the environment; None if they cannot be."""
    call = weak.site.call
    data = [arg for arg in call.args if arg is not weak.named_by]
    is_named = weak.function.shape is Shape.BY_NAME
    if len(data) > 1 or any(arg.keyword for arg in call.args) or (is_named and call.args[0] is not weak.named_by):
        return None
    quote = _quote_at(source, call)
    if quote is None:
        return None
    hmac, environ = source.refer("hmac.new", call), source.refer("os.environ", call)
    sha256, needed = _digest_function(source, call, quote)
    key = f"{environ.text}[{quote}{variable}{quote}].encode()"
    changes = [source.replace(call.func, hmac.text)]
    if weak.named_by is not None:
        changes.append(source.replace(weak.named_by.value, key))
    elif data:
        start = source.span(data[0])[0]
        changes.append(Change(start, start, f"{key},{_gap(source, start)}"))
    last = sha256 if data else f"digestmod={sha256}"
    if not call.args:
        last = f"{key}, {last}"
    end = with_argument(source, call, last)
    return ((*changes, end), (*hmac.imports, *environ.imports, *needed)) if end else None


def _gap(source: Source, start: int) -> str:
    """Return what parts a new first argument from the one that begins at an offset: as that is parted from the call."""
    line = source.text[:start].splitlines(keepends=True)[-1]
    return source.newline + line if not line.strip() else " "


def _quote_at(source: Source, at: cst.CSTNode) -> str | None:
    """Return the quote for a text at a place; None in f-strings that leave none to Pythons before 3.12."""
    taken = {above.start[-1] for above in source.ancestors(at) if isinstance(above, cst.FormattedString)}
    return next((quote for quote in ('"', "'") if quote not in taken), None)


def _digest_function(source: Source, at: cst.CSTNode, quote: str) -> tuple[str, tuple[Import, ...]]:
    """Return how to write SHA-256 as a digestmod: as hashlib's function if that is at hand, else by its name."""
    reference = source.refer("hashlib.sha256", at)
    return (f"{quote}sha256{quote}", ()) if reference.imports else (reference.text, ())


def stronger(source: Source, argument: cst.Arg) -> tuple[tuple[Change, ...], tuple[Import, ...]]:
    """Return the changes that ask for SHA-256 in the place of a weak algorithm."""
    if isinstance(argument.value, cst.SimpleString):
        quote = argument.value.quote
        return (source.replace(argument.value, f"{quote}sha256{quote}"),), ()
    text, imports = _digest_function(source, argument, _quote_at(source, argument) or '"')
    return (source.replace(argument.value, text),), imports


def factory(source: Source, weak: WeakHash, argument: cst.Arg) -> tuple[tuple[Change, ...], tuple[Import, ...]]:
    """Return the changes that give `file_digest` a function which declares the digest harmless."""
    reference: Reference = source.refer(f"hashlib.{weak.algorithm.replace('-', '')}", weak.site.call)
    return (source.replace(argument.value, f"lambda: {reference.text}({FLAG})"),), reference.imports
