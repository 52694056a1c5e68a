"""Putting changes into a text: which fit together, the text that results, where its parts came from."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable, Sequence

from amends.model import Change


def splice(text: str, changes: Sequence[Change]) -> str:
    """Return `text` with all changes made; they must not overlap, and those at one place keep their order."""
    pieces: list[str] = []
    done = 0
    for change in _in_order(changes):
        if change.start < done:
            raise ValueError(f"changes overlap at offset {change.start}")
        pieces += (text[done : change.start], change.text)
        done = change.end
    return "".join((*pieces, text[done:]))


def _in_order(changes: Iterable[Change]) -> list[Change]:
    return sorted(changes, key=lambda c: (c.start, c.end))


class Taken:
    """The parts of a text that chosen changes replace, to tell whether another change still fits."""

    def __init__(self) -> None:
        self._parts: list[tuple[int, int]] = []

    def fits(self, changes: Iterable[Change]) -> bool:
        """Whether none of the changes touches a part that is taken, or inserts where one begins."""
        return all(self._is_free(change.start, change.end) for change in changes)

    def _is_free(self, start: int, end: int) -> bool:
        index = bisect_left(self._parts, (start, start))
        before = self._parts[index - 1] if index else None
        after = self._parts[index] if index < len(self._parts) else None
        return (before is None or before[1] <= start) and (after is None or end <= after[0] != start)

    def take(self, changes: Iterable[Change]) -> None:
        """Mark the parts that the changes replace as taken."""
        for change in changes:
            insort(self._parts, (change.start, change.end))


class Origins:
    """The way back from an offset of the new text to one of the old."""

    def __init__(self, changes: Sequence[Change]) -> None:
        self._old: list[Change] = _in_order(changes)
        self._new: list[int] = []
        shift = 0
        for change in self._old:
            self._new.append(change.start + shift)
            shift += len(change.text) - (change.end - change.start)

    def of(self, offset: int) -> int:
        """Return the old offset of what stands at `offset`; for replaced text, the start of the change."""
        index = bisect_right(self._new, offset) - 1
        if index < 0:
            return offset
        change, start = self._old[index], self._new[index]
        if offset < start + len(change.text):
            return change.start
        return change.end + offset - start - len(change.text)
