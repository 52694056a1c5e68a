"""Every case of the oracle: what is rewritten sends the same query with the values apart; what must stay, stays."""

from __future__ import annotations

import pytest

from oracle.cases_drivers import DRIVERS
from oracle.cases_layers import LAYERS
from oracle.cases_left import CASES as LEFT
from oracle.cases_syntax import SYNTAX
from oracle.cases_traps import TRAPS
from oracle.trial import Case, check

CASES = (*SYNTAX, *DRIVERS, *LAYERS, *TRAPS, *LEFT)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_case(case: Case) -> None:
    check(case)
