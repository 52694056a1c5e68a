"""The choice of a driver for one call: the object itself, else the file, the setting, the project, in this order."""

from __future__ import annotations

from collections.abc import Iterable

import libcst as cst

from amends.source import Source
from amends.wording import brief
from amends_codemods.sql_injection.databases.drivers import DRIVERS
from amends_codemods.sql_injection.databases.evidence import Evidence, agreed, serving
from amends_codemods.sql_injection.databases.interfaces import Driver, Kind
from amends_codemods.sql_injection.databases.lookup import Role, driver_named
from amends_codemods.sql_injection.databases.roles import Evaluator, Roles
from amends_codemods.sql_injection.databases.untold import Untold
from amends_codemods.sql_injection.databases.verdicts import Ground, Verdict

_PLAIN = frozenset({"execute", "executemany", "executescript"})
_DISTINCTIVE = frozenset({"fetchrow", "fetchval", "execute_fetchall", "execute_insert", "exec_driver_sql"})
_WRAPPERS = {
    **{f"sqlalchemy{module}.text": "SQLAlchemy" for module in ("", ".sql", ".sql.expression")},
    "psycopg2.sql.SQL": "psycopg2",
    "psycopg.sql.SQL": "psycopg",
}


class Chooser:
    """Weighs the evidence, for every call of one source."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._evidence = Evidence(source)
        self._evaluator = Evaluator(source)
        self.definitions = self._evaluator.definitions
        self._untold = Untold(source, self._evidence)

    def of_object(self, receiver: cst.BaseExpression, method: str, call: cst.Call) -> Verdict | None:
        """Return the verdict on the object of a method call; None if the call sends no SQL."""
        if self.definitions.named(call.func) is not None:
            return None  # a method of this module, whatever its object is called
        roles = self._evaluator.roles(receiver)
        by_text = self._by_wrapper(call)
        if by_text is not None:
            return by_text
        known = [role for role in roles if role.driver is not None]
        if known:
            rows = tuple(r.driver for r in known if r.driver and any(m.name == method for m in r.driver.methods))
            return self._of_roles(known, rows, receiver, is_sure=len(known) == len(roles)) if rows else None
        return self._of_stranger(receiver, _kind(roles), method)

    def of_connection(self, connection: cst.BaseExpression, call: cst.Call) -> Verdict:
        """Return the verdict on an object that is handed to a function, such as pandas.read_sql."""
        by_text = self._by_wrapper(call)
        if by_text is not None:
            return by_text
        roles = self._evaluator.roles(connection)
        known = [role for role in roles if role.driver is not None]
        rows = tuple(role.driver for role in known if role.driver is not None)
        if rows:
            return self._of_roles(known, rows, connection, is_sure=len(known) == len(roles))
        kind = _kind(roles)
        if isinstance(self._source.constant(connection), str) or kind in {Kind.ENGINE, Kind.SESSION}:
            reason = "only SQLAlchemy has engines, and pandas makes one of a URL"
            return Verdict(driver_named("SQLAlchemy"), kind, Ground.METHOD, reason)
        return self._untold.verdict(connection, kind, _connecting, may_guess=True)

    def _of_stranger(self, receiver: cst.BaseExpression, kind: Kind, method: str) -> Verdict | None:
        """Return the verdict on an object whose driver it does not tell itself."""
        spelled = brief(self._source.code(receiver))
        if kind in {Kind.UNKNOWN, Kind.FOREIGN} and not self._evidence.has_calls_on(receiver):
            reason = f"nothing tells that {spelled} is a database"
            return Verdict(None, kind, Ground.GUESS, reason) if method in _PLAIN else None
        having = serving(DRIVERS, method, kind)
        if kind in {Kind.SESSION, Kind.ENGINE} and having:
            return self._of_session(spelled, kind, method)
        if method in _DISTINCTIVE and len(having) == 1:
            reason = f"only {having[0].name} has {method}()"
            return Verdict(having[0], kind, Ground.METHOD, reason, having, self._below((), spelled))
        verdict = self._untold.verdict(
            receiver, kind, lambda drivers: serving(drivers, method, kind), may_guess=method in _PLAIN
        )
        is_told = verdict.driver is not None and verdict.ground in {Ground.FILE, Ground.CALLS, Ground.PROJECT}
        return verdict if method in _PLAIN or (is_told and having) else None

    def _of_session(self, spelled: str, kind: Kind, method: str) -> Verdict:
        """Return SQLAlchemy, unless another library with sessions is about."""
        about = (*self._evidence.imported, *self._evidence.of_project)
        driver = agreed(serving(about, method, kind)) or driver_named("SQLAlchemy")
        reason = f"{spelled} is {_a(kind)}, as {driver.name} has"
        return Verdict(driver, kind, Ground.METHOD, reason, (driver,), self._below((), spelled))

    def _by_wrapper(self, call: cst.Call) -> Verdict | None:
        """Return the verdict where the query is an object of one library: `text(…)`, `sql.SQL(…)`."""
        for arg in call.args[:2]:
            names = self._makers(arg.value)
            wrapped = {_WRAPPERS[name] for name in names if name in _WRAPPERS}
            if len(wrapped) == 1:
                driver = driver_named(wrapped.pop())
                reason = f"the query is made by {min(names)}"
                return Verdict(driver, Kind.CONNECTION, Ground.RECEIVER, reason, (driver,))
        return None

    def _makers(self, query: cst.BaseExpression) -> frozenset[str]:
        """Return the names of the function whose call a query is, be it by way of a variable or of further calls."""
        if isinstance(query, cst.Name):
            values = [b.value for b in self._source.bindings(query) if isinstance(b.value, cst.Call)]
            return frozenset(name for value in values for name in self._makers(value))
        while isinstance(query, cst.Call) and isinstance(query.func, cst.Attribute):
            if not isinstance(query.func.value, cst.Call):
                break
            query = query.func.value
        return self._source.names(query.func) if isinstance(query, cst.Call) else frozenset()

    def _of_roles(
        self, known: list[Role], rows: tuple[Driver, ...], receiver: cst.BaseExpression, *, is_sure: bool
    ) -> Verdict:
        spelled, kind = brief(self._source.code(receiver)), known[0].kind
        driver = agreed(rows)
        if driver is None:
            names = " or ".join(sorted({row.name for row in rows}))
            reason = f"{spelled} may come from {names}, which want different placeholders"
            return Verdict(None, kind, Ground.RECEIVER, reason, rows)
        reason = f"{spelled} is {_a(kind)} of {driver.name}"
        ground = Ground.RECEIVER if is_sure else Ground.FILE
        return Verdict(driver, kind, ground, reason, rows, self._below(known, spelled))

    def _below(self, known: Iterable[Role], spelled: str) -> tuple[Driver | None, Ground, str]:
        backends = [role.backend for role in known if role.backend is not None]
        below = agreed(backends)
        if below is not None:
            return below, Ground.RECEIVER, f"the engine behind {spelled} uses {below.name}"
        native = agreed(serving(self._evidence.imported, "execute", Kind.CURSOR))
        if native is not None:
            return native, Ground.FILE, f"{native.name} is the only driver that this file imports"
        return None, Ground.GUESS, f"nothing tells which driver works below {spelled}; use sqlalchemy.text() with :name"


def _kind(roles: Roles) -> Kind:
    return next((role.kind for role in roles if role.kind is not Kind.UNKNOWN), Kind.UNKNOWN)


def _connecting(drivers: Iterable[Driver]) -> tuple[Driver, ...]:
    return tuple(driver for driver in drivers if driver.name != "pandas")


def _a(kind: Kind) -> str:
    return f"an {kind.value}" if kind.value[0] in "aeiou" else f"a {kind.value}"
