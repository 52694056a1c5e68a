"""Which imports have lost their last use, and how to remove them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import libcst as cst

from amends.model import Change, Import
from amends.source import Source, dotted


def removals(source: Source, candidates: Iterable[Import]) -> tuple[Change, ...]:
    """Return the changes that remove those imports among `candidates` that nothing in the module uses.

    Of several names in one statement one goes at a time: ask again after applying. An import stays where
    removing it would leave a block empty or take a comment along, in `__init__.py` (it may be re-exported),
    and where the name has other bindings or stands in `__all__` or an annotation.
    """
    wanted = frozenset(candidates)
    if not wanted or source.context.path.name == "__init__.py":
        return ()
    changes: list[Change] = []
    for statement in source.nodes(cst.Import, cst.ImportFrom):
        if not isinstance(statement.names, cst.ImportStar):
            unused = [a for a in statement.names if _spec(statement, a) in wanted and _is_unused(source, a)]
            if unused:
                changes += _without(source, statement, unused)
    return tuple(changes)


def imports_of(source: Source, expression: cst.BaseExpression) -> tuple[Import, ...]:
    """Return the imports that bind the name at the root of an expression: candidates, if the expression goes."""
    root = expression
    while isinstance(root, cst.Attribute):
        root = root.value
    bound = (binding.node for binding in (source.bindings(root) if isinstance(root, cst.Name) else ()))
    aliases = [(source.parent(node), node) for node in bound if isinstance(node, cst.ImportAlias)]
    return tuple(_spec(each, alias) for each, alias in aliases if isinstance(each, (cst.Import, cst.ImportFrom)))


def _spec(statement: cst.Import | cst.ImportFrom, alias: cst.ImportAlias) -> Import:
    name = dotted(alias.name) or ""
    asname = alias.asname.name.value if alias.asname and isinstance(alias.asname.name, cst.Name) else ""
    if isinstance(statement, cst.Import):
        return Import(name, alias=asname)
    return Import("." * len(statement.relative) + (dotted(statement.module) or ""), name, asname)


def _is_unused(source: Source, alias: cst.ImportAlias) -> bool:
    asname = alias.asname.name if alias.asname else None
    bound = asname.value if isinstance(asname, cst.Name) else (dotted(alias.name) or "").partition(".")[0]
    scope = source.scope(alias)
    if len(scope.bindings[bound]) != 1 or source.uses(scope, bound):
        return False
    return not any(bound in text for text in _names_in_strings(source))


def _names_in_strings(source: Source) -> Iterator[str]:
    """Yield the strings that may hold names: those in annotations and in assignments to `__all__`."""
    for text in source.nodes(cst.SimpleString):
        line = source.enclosing(text, cst.SimpleStatementLine)
        exported = line is not None and source.code(line).startswith("__all__")
        if exported or source.enclosing(text, cst.Annotation, cst.Subscript):
            yield text.value


def _without(
    source: Source, statement: cst.Import | cst.ImportFrom, unused: Sequence[cst.ImportAlias]
) -> tuple[Change, ...]:
    names = [] if isinstance(statement.names, cst.ImportStar) else list(statement.names)
    kept = [a for a in names if a not in unused]
    if kept:
        return _without_alias(source, names, unused[0])
    line = source.parent(statement)
    block = source.parent(line) if line else None
    if not isinstance(line, cst.SimpleStatementLine) or len(line.body) > 1 or line.trailing_whitespace.comment:
        return ()
    if not isinstance(block, (cst.Module, cst.IndentedBlock)) or len(block.body) == 1:
        return ()
    start, end = source.span(statement)
    has_comment = "#" in source.text[start:end]
    return () if has_comment or not source.stands_alone(line) else (source.remove_statement(line),)


def _without_alias(source: Source, names: Sequence[cst.ImportAlias], alias: cst.ImportAlias) -> tuple[Change, ...]:
    index = names.index(alias)
    if index + 1 < len(names):
        start, end = source.span(alias)[0], source.span(names[index + 1])[0]
    else:
        start, end = source.span(names[index - 1])[1], source.span(alias)[1]
    return () if "#" in source.text[start:end] else (Change(start, end, ""),)
