"""Finds downloads of models and datasets, and what each says about its repository and revision."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import libcst as cst

from amends.model import Finding
from amends.source import BindingKind, Source, argument, dotted
from amends_codemods.unpinned_download.functions import LOOSE_NAMES, LOOSE_PACKAGES, METHODS, Download, download
from amends_codemods.unpinned_download.members import member_value


@dataclass(frozen=True, slots=True)
class Unpinned:
    """A call that downloads.

    `function` is None where it only looks like one of those that do. `is_certain` tells that the name can mean
    nothing else. `repository` and `revision` are the arguments, where they are given.
    """

    call: cst.Call
    function: Download | None
    is_certain: bool
    repository: cst.Arg | None = None
    revision: cst.Arg | None = None


def detect(source: Source) -> Iterator[Finding[Unpinned]]:
    """Yield every call that downloads from a hub, pinned or not, but for those whose revision is a full commit."""
    for call in source.nodes(cst.Call):
        found = _unpinned(source, call)
        if found is not None:
            yield Finding(call, found, "B615", "this downloads whatever stands in the repository when it is run")


def _unpinned(source: Source, call: cst.Call) -> Unpinned | None:
    names = _names(source, call.func)
    rows = {name: download(name) for name in names}
    function = next((row for row in rows.values() if row is not None), None)
    if function is None:
        return Unpinned(call, None, is_certain=False) if _is_loose(source, call, names) else None
    return Unpinned(
        call,
        function,
        is_certain=all(rows.values()) and bool(source.names(call.func)),
        repository=argument(call, function.repository, function.position),
        revision=argument(call, "revision") or argument(call, "commit_id"),
    )


def _names(source: Source, func: cst.BaseExpression) -> frozenset[str]:
    """Return what a callee may mean; a method of a name is looked for in the class that the name is made of."""
    names = source.names(func) or _imported_elsewhere(source, func)
    if isinstance(func, cst.Attribute) and func.attr.value in METHODS and _is_local(names):
        owners = _owners(source, func.value)
        return frozenset(f"{owner}.{func.attr.value}" for owner in owners) or names
    return names


def _imported_elsewhere(source: Source, func: cst.BaseExpression) -> frozenset[str]:
    """Return what a name that is bound nowhere around means where another function of the file imports it."""
    found: set[str] = set()
    for node in source.nodes(cst.ImportFrom) if isinstance(func, cst.Name) else ():
        for alias in () if isinstance(node.names, cst.ImportStar) else node.names:
            if isinstance(func, cst.Name) and (alias.evaluated_alias or alias.evaluated_name) == func.value:
                found.add(f"{dotted(node.module)}.{alias.evaluated_name}")
    return frozenset(found)


def _is_local(names: frozenset[str]) -> bool:
    return all(name.startswith("<local>.") for name in names)


def _owners(source: Source, owner: cst.BaseExpression) -> frozenset[str]:
    """Return the qualified names of the object that a name is once assigned, or of the bases of the class it names."""
    value = source.value(owner) if isinstance(owner, cst.Name) else member_value(source, owner)
    if isinstance(value, cst.Call):
        return source.names(value)
    bindings = source.bindings(owner) if isinstance(owner, cst.Name) else ()
    if len(bindings) == 1 and bindings[0].kind is BindingKind.CLASS and isinstance(bindings[0].node, cst.ClassDef):
        return frozenset(base for arg in bindings[0].node.bases for base in source.names(arg.value))
    return frozenset()


def _is_loose(source: Source, call: cst.Call, names: frozenset[str]) -> bool:
    """Tell whether Bandit would take the call for a download: by the parts of its name alone."""
    text = dotted(call.func)
    spelled = (*names, *((text,) if text else ()))
    return any(_has_loose_parts(name.split(".")) for name in spelled) and _imports_any(source)


def _has_loose_parts(parts: list[str]) -> bool:
    return parts[-1] in LOOSE_NAMES and not LOOSE_PACKAGES.isdisjoint(parts[:-1])


def _imports_any(source: Source) -> bool:
    imports = (source.code(node) for node in source.nodes(cst.Import, cst.ImportFrom))
    return any(package in text for text in imports for package in LOOSE_PACKAGES)
