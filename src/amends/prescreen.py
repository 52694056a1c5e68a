"""Which codemods a file's raw bytes can concern at all: the gate before any parsing."""

from __future__ import annotations

from collections.abc import Sequence

from amends.codemod import Codemod, Trigger


def concerned(data: bytes, codemods: Sequence[Codemod]) -> tuple[Codemod, ...]:
    """Return the codemods that may find something in a file of these bytes; wrong only by naming too many."""
    return tuple(c for c in codemods if any(_fires(trigger, data) for trigger in c.triggers))


def _fires(trigger: Trigger, data: bytes) -> bool:
    if not all(word in data for word in trigger.words):
        return False
    return trigger.pattern is None or trigger.pattern.search(data) is not None
