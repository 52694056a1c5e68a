"""Writes a safe name in the place of an unsafe one of the same module."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import libcst as cst

from amends.model import Change, Import
from amends.source import Source, dotted


@dataclass(frozen=True, slots=True)
class Renaming:
    """The changes that put another name of the same module in a name's place, and the imports around them."""

    changes: tuple[Change, ...]
    imports: tuple[Import, ...] = ()
    may_orphan: tuple[Import, ...] = ()


def renamed(source: Source, node: cst.CSTNode, safe: str, qualified: str) -> Renaming:
    """Write `safe` instead of what `node` names: an attribute, a string, an import or an imported name.

    An imported name brings its sister into the same import statement, which may be conditional or local.
    `qualified` is the whole name of `safe`, for a name that was bound in another way.
    """
    if isinstance(node, cst.Attribute):
        return Renaming((source.replace(node.attr, safe),))
    if isinstance(node, cst.SimpleString):
        return Renaming((source.replace(node, f"{node.prefix}{node.quote}{safe}{node.quote}"),))
    if isinstance(node, cst.ImportAlias):
        bound = _bound(node)
        return Renaming((source.replace(node, safe if bound == safe else f"{safe} as {bound}"),))
    beside = sister(source, node, safe, qualified)
    changes = (*beside.changes, source.replace(node, beside.text))
    return Renaming(changes, beside.imports, imported_as(source, node))


@dataclass(frozen=True, slots=True)
class Sister:
    """How to write another name of the module that a name comes from, and what must be imported for it."""

    text: str
    changes: tuple[Change, ...] = ()
    imports: tuple[Import, ...] = ()


def sister(source: Source, node: cst.CSTNode, safe: str, qualified: str) -> Sister:
    """Tell how to write `safe`, of the module that `node` comes from, at its place."""
    if isinstance(node, cst.Attribute):
        return Sister(f"{source.code(node.value)}.{safe}")
    if aliases := _import_aliases(source, node):
        return _imported_beside(source, node, safe, aliases)
    reference = source.refer(qualified, node)
    return Sister(reference.text, imports=reference.imports)


def imported_as(source: Source, node: cst.CSTNode | None) -> tuple[Import, ...]:
    """Return the imports that bring a name; none for anything else."""
    return tuple(_spec(source, alias) for alias in _import_aliases(source, node))


def _import_aliases(source: Source, node: cst.CSTNode | None) -> tuple[cst.ImportAlias, ...]:
    """Return what binds a name if that is nothing but `from … import …` (and None, where there is no such module)."""
    bindings = [b for b in source.bindings(node) if not b.is_none] if isinstance(node, cst.Name) else []
    aliases = [b.node for b in bindings if isinstance(b.node, cst.ImportAlias)]
    from_imports = all(isinstance(source.parent(alias), cst.ImportFrom) for alias in aliases)
    return tuple(aliases) if from_imports and len(aliases) == len(bindings) else ()


def _imported_beside(source: Source, node: cst.CSTNode, safe: str, aliases: Sequence[cst.ImportAlias]) -> Sister:
    local = _already_imported(source, safe, aliases)
    if local is not None:
        return Sister(local)
    local = safe if source.free_name(safe, node) == safe else source.free_name(f"yaml_{safe}", node)
    spelled = safe if local == safe else f"{safe} as {local}"
    ends = {source.span(_last_name(source.parent(alias)) or alias)[1] for alias in aliases}
    return Sister(local, tuple(Change(end, end, f", {spelled}") for end in sorted(ends)))


def _last_name(statement: cst.CSTNode | None) -> cst.ImportAlias | None:
    names = statement.names if isinstance(statement, cst.ImportFrom) else ()
    return None if isinstance(names, cst.ImportStar) or not names else names[-1]


def _already_imported(source: Source, safe: str, aliases: Sequence[cst.ImportAlias]) -> str | None:
    """Return the name under which every one of the statements imports `safe` already."""
    names = {frozenset(_names_for(source.parent(alias), safe)) for alias in aliases}
    shared = names.pop() if len(names) == 1 else frozenset[str]()
    return min(shared, default=None)


def _names_for(statement: cst.CSTNode | None, safe: str) -> Iterator[str]:
    if isinstance(statement, cst.ImportFrom) and not isinstance(statement.names, cst.ImportStar):
        yield from (_bound(alias) for alias in statement.names if dotted(alias.name) == safe)


def _bound(alias: cst.ImportAlias) -> str:
    bound = alias.asname.name if alias.asname else alias.name
    return dotted(bound) or ""


def _spec(source: Source, alias: cst.ImportAlias) -> Import:
    statement = source.parent(alias)
    module = dotted(statement.module) if isinstance(statement, cst.ImportFrom) else None
    return Import(module or "", dotted(alias.name) or "", _bound(alias) if alias.asname else "")
