"""What a file and its project tell about the driver where an object does not: calls, imports, dependencies, setting."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property

import libcst as cst

from amends.source import Source, argument, dotted
from amends_codemods.sql_injection.databases.drivers import DRIVERS
from amends_codemods.sql_injection.databases.interfaces import Driver, Kind, Paramstyle, Passing
from amends_codemods.sql_injection.databases.lookup import driver_of
from amends_codemods.sql_injection.texts.placeholders import styles_in

_SENDING = ("execute", "executemany", "fetch", "fetchrow", "fetchval", "fetch_all", "fetch_one")
_FORMS = {
    Paramstyle.NAMED: Passing.MAPPING,
    Paramstyle.PYFORMAT: Passing.MAPPING,
    Paramstyle.DOLLAR: Passing.VARARGS,
}


def generic(style: Paramstyle) -> Driver:
    """Return a row for a driver of which only the style of its placeholders is known."""
    name = f"a driver with {style.placeholder(1, 'name')}"
    return Driver(name, paramstyle=style, passing=_FORMS.get(style, Passing.SEQUENCE), tells_apart=True)


class Evidence:
    """The file's and the project's testimony, each part gathered when first asked for."""

    def __init__(self, source: Source) -> None:
        self._source = source

    @cached_property
    def imported(self) -> tuple[Driver, ...]:
        """The drivers that the file imports, in the order of the table."""
        names: set[str] = set()
        for statement in self._source.nodes(cst.Import):
            names.update(dotted(alias.name) or "" for alias in statement.names)
        for import_from in self._source.nodes(cst.ImportFrom):
            module = dotted(import_from.module) if not import_from.relative else None
            if module and not isinstance(import_from.names, cst.ImportStar):
                names.update(f"{module}.{dotted(alias.name)}" for alias in import_from.names)
            names.add(module or "")
        found = {driver.name for name in names if (driver := driver_of(name))}
        return tuple(driver for driver in DRIVERS if driver.name in found)

    @cached_property
    def of_project(self) -> tuple[Driver, ...]:
        """The drivers that the project asks for, or that its files import."""
        project = self._source.context.project
        wanted = [d for d in DRIVERS if project.dependencies.intersection(d.distributions)]
        roots = {d.name for d in DRIVERS if any("." not in p and p in project.imports for p in d.packages)}
        return tuple(d for d in DRIVERS if d in wanted or d.name in roots)

    @cached_property
    def _calls(self) -> dict[str, frozenset[Paramstyle]]:
        found: defaultdict[str, set[Paramstyle]] = defaultdict(set)
        for call in self._source.method_calls(*_SENDING):
            query, parameters = argument(call, None, 0), argument(call, None, 1)
            if query is not None and parameters is not None and isinstance(call.func, cst.Attribute):
                styles = styles_in(self._literal_text(query.value))
                found[self._source.code(call.func.value)] |= styles
        return {receiver: frozenset(styles) for receiver, styles in found.items() if styles}

    def _literal_text(self, query: cst.BaseExpression) -> str:
        node = (self._source.value(query) or query) if isinstance(query, cst.Name) else query
        return " ".join(_literals(node))

    def style_of_calls(self, receiver: cst.BaseExpression) -> Paramstyle | None:
        """Return the style of the parameterized calls on the same object, or else of all in the file, if it is one."""
        own = self._calls.get(self._source.code(receiver))
        styles = own or frozenset(style for styles in self._calls.values() for style in styles)
        return next(iter(styles)) if len(styles) == 1 else None

    def has_calls_on(self, receiver: cst.BaseExpression) -> bool:
        """Whether just this object (as spelled) is given parameters somewhere in the file."""
        return self._source.code(receiver) in self._calls


def _literals(node: cst.CSTNode) -> Iterable[str]:
    """Yield the literal texts within an expression."""
    stack = [node]
    while stack:
        current = stack.pop()
        if isinstance(current, cst.SimpleString):
            yield current.raw_value
        elif isinstance(current, cst.FormattedStringText):
            yield current.value
        elif isinstance(current, (cst.BinaryOperation, cst.ConcatenatedString)):
            stack += [current.right, current.left]
        elif isinstance(current, cst.FormattedString):
            stack += reversed(current.parts)
        elif isinstance(current, cst.Call):
            stack += [arg.value for arg in current.args[:1]]


def serving(drivers: Iterable[Driver], method: str, kind: Kind) -> tuple[Driver, ...]:
    """Return those drivers whose objects of this kind have this method."""
    return tuple(d for d in drivers if any(m.name == method and kind in m.on for m in d.methods))


def agreed(drivers: Iterable[Driver]) -> Driver | None:
    """Return the driver that they are, or any of them if all want the same text and the same parameters."""
    several = tuple(dict.fromkeys(d.name for d in drivers))
    return None if not several else _one(several)


def _one(names: tuple[str, ...]) -> Driver | None:
    rows = [d for d in DRIVERS if d.name in names]
    if len(rows) == 1:
        return rows[0]
    forms = {(d.paramstyle, d.passing, d.wraps_text, d.undoubles_percent) for d in rows}
    if len(forms) > 1:
        return None
    style, passing, wraps, undoubles = forms.pop()
    dialects = {d.dialect for d in rows}
    return Driver(
        " or ".join(names), paramstyle=style, passing=passing, wraps_text=wraps, undoubles_percent=undoubles,
        dialect=dialects.pop() if len(dialects) == 1 else "",
        accepts=frozenset(style for style in Paramstyle if all(style in d.accepts for d in rows)),
        tells_apart=any(d.tells_apart for d in rows),
    )  # fmt: skip
