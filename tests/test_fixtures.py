"""Every fixture of every codemod, at every level, held to every law; no codemod is named here."""

from __future__ import annotations

from pathlib import Path

import pytest

from amends.codemod import Codemod
from amends.model import Level
from amends.registry import installed
from amends.testing import Case, cases, check

FIXTURES = Path(__file__).parent.parent / "fixtures"
OWN = tuple(c for c in installed() if c.module.startswith("amends_codemods."))
HEADINGS = (
    "**Why it is dangerous.**",
    "**What the fix does.**",
    "**When it asks for review.**",
    "**What it leaves alone.**",
    "**References.**",
)


def _cases(codemod: Codemod) -> list[Case]:
    return list(cases(FIXTURES / codemod.id.replace("-", "_")))


@pytest.mark.parametrize("level", [Level.SAFE, Level.REVIEW], ids=lambda level: level.name.lower())
@pytest.mark.parametrize(
    ("codemod", "case"),
    [pytest.param(c, case, id=f"{c.id}-{case.folder.name}") for c in OWN for case in _cases(c)],
)
def test_case(codemod: Codemod, case: Case, level: Level) -> None:
    check(case, codemod, level)


@pytest.mark.parametrize("codemod", OWN, ids=lambda codemod: codemod.id)
def test_has_cases_that_are_found_and_cases_that_are_not(codemod: Codemod) -> None:
    changing = [case.expected(Level.REVIEW) is not None for case in _cases(codemod)]
    assert any(changing)
    assert not all(changing)


@pytest.mark.parametrize("codemod", OWN, ids=lambda codemod: codemod.id)
def test_documentation_has_its_headings(codemod: Codemod) -> None:
    for heading in HEADINGS:
        assert heading in codemod.documentation
