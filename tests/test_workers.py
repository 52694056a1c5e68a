"""Work is spread over processes: everything comes back in order, and a crash costs one item."""

from __future__ import annotations

import multiprocessing
import os
import signal
from contextlib import closing

import pytest

from amends.workers import Job, available, values

pytestmark = pytest.mark.skipif(not available, reason="processes cannot be forked here")


def doubled(number: int) -> int:
    if number in {7, 8, 700}:
        os.kill(os.getpid(), signal.SIGKILL)
    return number * 2


def lost(number: int, cause: str) -> str:
    return f"{number} {cause}"


@pytest.mark.parametrize("count", [0, 1, 2, 5, 31, 2000])
@pytest.mark.parametrize("workers", [1, 2, 3])
def test_every_value_comes_back_in_order(count: int, workers: int) -> None:
    items = range(1000, 1000 + count)
    assert list(values(Job(doubled, items, lost), workers)) == [number * 2 for number in items]


@pytest.mark.parametrize("workers", [1, 3])
def test_a_process_that_dies_costs_one_item(workers: int) -> None:
    found = list(values(Job(doubled, range(800), lost), workers))
    assert [value for value in found if isinstance(value, str)] == ["7 SIGKILL", "8 SIGKILL", "700 SIGKILL"]
    assert [value for value in found if isinstance(value, int)] == [2 * n for n in range(800) if n not in {7, 8, 700}]


def test_whoever_stops_listening_leaves_no_process_behind() -> None:
    with closing(values(Job(doubled, range(1000, 2000), lost), 2)) as stream:
        assert next(stream) == 2000
    assert not multiprocessing.active_children()
