"""Changes become text, and every offset of the text knows where it came from."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amends.model import Change
from amends.splice import Origins, Taken, splice


@st.composite
def texts_with_changes(draw: st.DrawFn) -> tuple[str, list[Change]]:
    text = draw(st.text("abc\n", max_size=30))
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=8, unique=True)))
    pairs = zip(cuts[::2], cuts[1::2], strict=False)
    return text, draw(st.permutations([Change(a, b, draw(st.text("XY", max_size=3))) for a, b in pairs]))


@given(texts_with_changes())
def test_what_no_change_touches_stays_and_knows_its_origin(case: tuple[str, list[Change]]) -> None:
    text, changes = case
    result = splice(text, changes)
    origins = Origins(changes)
    assert result.translate({88: None, 89: None}) == "".join(
        c for i, c in enumerate(text) if not any(change.start <= i < change.end for change in changes)
    )
    for offset, character in enumerate(result):
        if character not in "XY":
            assert text[origins.of(offset)] == character
        else:
            assert origins.of(offset) in {change.start for change in changes}


def test_changes_at_one_place_keep_their_order_and_overlaps_are_a_bug() -> None:
    assert splice("ab", [Change(1, 1, "1"), Change(1, 1, "2")]) == "a12b"
    with pytest.raises(ValueError, match="overlap"):
        splice("abc", [Change(0, 2, ""), Change(1, 3, "")])


@given(texts_with_changes())
def test_what_is_taken_no_longer_fits(case: tuple[str, list[Change]]) -> None:
    _, changes = case
    taken = Taken()
    for change in changes:
        assert taken.fits([change])
        taken.take([change])
    for change in changes:
        assert not taken.fits([change])
