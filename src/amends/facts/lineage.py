"""Follows a class to those that it derives from, as far as they stand in the same module."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from amends.source import Source

_MOST_HOPS = 5


def lineage(source: Source, class_: cst.ClassDef, hops: int = _MOST_HOPS) -> Iterator[cst.ClassDef]:
    """Yield a class and its bases, and theirs, each before those that it derives from."""
    yield class_
    for base in class_.bases if hops else ():
        bindings = source.bindings(base.value) if isinstance(base.value, cst.Name) else ()
        above = bindings[0].node if len(bindings) == 1 else None
        if isinstance(above, cst.ClassDef) and above is not class_:
            yield from lineage(source, above, hops - 1)
