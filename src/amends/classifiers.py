"""Reads the versions of Python that a project says it runs on: in its classifiers, and in the list of tox."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

_CLASSIFIER: Final = re.compile(r"\s*Programming Language :: Python :: (\d)(?:\.(\d+))?\s*")
_ENVIRONMENT: Final = re.compile(r"py(\d)\.?(\d+)(?:-.*)?")
_BRACES: Final = re.compile(r"\{([^{}]*)\}")
_TWO: Final = 2
_LAST_OF_2: Final = 7


def classified(lines: Iterable[str]) -> tuple[tuple[int, int], ...]:
    """Return the versions that trove classifiers name; Python 3 alone names none."""
    found = (match for line in lines if (match := _CLASSIFIER.fullmatch(line)))
    numbered = [(int(match[1]), int(match[2]) if match[2] else None) for match in found]
    return tuple((major, _LAST_OF_2 if minor is None else minor) for major, minor in numbered if minor or major == _TWO)


def environments(listed: str) -> tuple[tuple[int, int], ...]:
    """Return the versions in a list of environments of tox, such as `py{36,37}-django, py310`."""
    names = (name for line in listed.splitlines() for name in _expanded(line.partition("#")[0]))
    found = (match for name in names if (match := _ENVIRONMENT.fullmatch(name)))
    return tuple((int(match[1]), int(match[2])) for match in found)


def _expanded(line: str) -> Iterator[str]:
    """Yield the names in a line, with one of the alternatives in place of all braces."""
    braces = _BRACES.search(line)
    if braces is None:
        yield from line.replace(",", " ").split()
        return
    start, end = braces.span()
    before, after = re.search(r"[^\s,]*$", line[:start]), re.match(r"[^\s,]*", line[end:])
    head, tail = before[0] if before else "", after[0] if after else ""
    yield from _expanded(line[: start - len(head)] + " " + line[end + len(tail) :])
    for choice in braces[1].split(","):
        yield from _expanded(head + choice.strip() + tail)
