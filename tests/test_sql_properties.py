"""Queries of all shapes, in all syntaxes, for all sorts of drivers, held to the oracle."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings

from oracle.shapes import cases
from oracle.trial import Case, check


@settings(max_examples=150, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(case=cases())
def test_any_shape(case: Case) -> None:
    check(case)
