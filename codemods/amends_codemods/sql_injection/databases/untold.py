"""The driver of an object that does not tell it: other calls, imports, the setting, the project, in this order."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import libcst as cst

from amends.source import Source
from amends.wording import brief
from amends_codemods.sql_injection.databases.evidence import Evidence, agreed, generic
from amends_codemods.sql_injection.databases.interfaces import Driver, Kind, Paramstyle
from amends_codemods.sql_injection.databases.verdicts import Ground, Verdict
from amends_codemods.sql_injection.options import PARAMSTYLE

Serving = Callable[[Iterable[Driver]], tuple[Driver, ...]]

_HELP = "annotate it with the class of its driver"


class Untold:
    """Weighs what the surroundings of an object tell about its driver."""

    def __init__(self, source: Source, evidence: Evidence) -> None:
        self._source = source
        self._evidence = evidence
        self._setting = source.context.option(PARAMSTYLE)

    def verdict(self, receiver: cst.BaseExpression, kind: Kind, serving: Serving, *, may_guess: bool) -> Verdict:
        """Return the strongest evidence; `serving` picks the drivers that come into question."""
        weighed = (
            self._by_calls(receiver, kind, serving)
            or self._by_imports(kind, serving)
            or self._by_setting(kind)
            or self._by_project(kind, serving)
        )
        if weighed is not None:
            return weighed
        spelled = brief(self._source.code(receiver))
        if may_guess and kind is Kind.CONNECTION and not self._evidence.imported and not self._evidence.of_project:
            reason = f"nothing tells which driver {spelled} belongs to, so it is taken for a connection that reads ?"
            return Verdict(generic(Paramstyle.QMARK), kind, Ground.GUESS, reason)
        return Verdict(None, kind, Ground.GUESS, f"nothing tells which driver {spelled} belongs to; {_HELP}")

    def _by_calls(self, receiver: cst.BaseExpression, kind: Kind, serving: Serving) -> Verdict | None:
        style = self._evidence.style_of_calls(receiver)
        if style is None:
            return None
        spelled = style.placeholder(1, "name")
        reason = f"other calls in this file pass parameters for {spelled}"
        for drivers in (self._evidence.imported, self._evidence.of_project):
            serving_it = serving(drivers)
            accepting = [d for d in serving_it if style is d.paramstyle or style in d.accepts]
            if accepting:
                return Verdict(agreed(accepting) or generic(style), kind, Ground.CALLS, reason)
            if serving_it and not self._evidence.has_calls_on(receiver):
                names = ", ".join(d.name for d in serving_it)
                other = f"other calls in this file are written for {spelled}, which {names} does not read; {_HELP}"
                return Verdict(None, kind, Ground.CALLS, other)
        return Verdict(generic(style), kind, Ground.CALLS, reason)

    def _by_imports(self, kind: Kind, serving: Serving) -> Verdict | None:
        candidates = serving(self._evidence.imported)
        if not candidates:
            return None
        driver = agreed(candidates)
        if driver is None:
            names = ", ".join(d.name for d in candidates)
            reason = f"the file imports several drivers ({names}), which want different placeholders; {_HELP}"
            return Verdict(None, kind, Ground.FILE, reason)
        return Verdict(driver, kind, Ground.FILE, f"{driver.name} is the only such driver that this file imports")

    def _by_setting(self, kind: Kind) -> Verdict | None:
        if not self._setting:
            return None
        driver = generic(Paramstyle(self._setting))
        return Verdict(driver, kind, Ground.SETTING, f"the setting sql.paramstyle is {self._setting!r}")

    def _by_project(self, kind: Kind, serving: Serving) -> Verdict | None:
        candidates = serving(self._evidence.of_project)
        if not candidates:
            return None
        driver = agreed(candidates)
        if driver is None:
            names = ", ".join(d.name for d in candidates)
            reason = f"the project uses several drivers ({names}), which want different placeholders; {_HELP}"
            return Verdict(None, kind, Ground.PROJECT, reason)
        return Verdict(driver, kind, Ground.PROJECT, f"{driver.name} is the only such driver that the project uses")
