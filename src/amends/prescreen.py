"""Which codemods a file's raw bytes can concern at all: the gate before any parsing.

It may only be wrong by naming too many. A text whose encoding is no superset of ASCII passes unseen, and so does
an identifier in compatibility characters such as full-width letters, which Python reads as the plain ones.
"""

from __future__ import annotations

from collections.abc import Sequence

from amends.codemod import Codemod, Trigger


class _Words(dict[bytes, bool]):
    """Which words occur in some bytes; each is searched for once, whoever asks."""

    def __init__(self, data: bytes) -> None:
        super().__init__()
        self._data = data

    def __missing__(self, word: bytes) -> bool:
        self[word] = found = word in self._data
        return found


def concerned(data: bytes, codemods: Sequence[Codemod]) -> tuple[Codemod, ...]:
    """Return the codemods that may find something in a file of these bytes."""
    words = _Words(data)
    return tuple(c for c in codemods if any(_fires(trigger, words, data) for trigger in c.triggers))


def _fires(trigger: Trigger, words: _Words, data: bytes) -> bool:
    for word in trigger.words:
        if not words[word]:
            return False
    return trigger.pattern is None or trigger.pattern.search(data) is not None
