"""What the comments beside a try statement say of a failure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

import libcst as cst

from amends.source import Source
from amends_codemods.swallowed_exception import reading
from amends_codemods.swallowed_exception.detector import Swallowed
from amends_codemods.swallowed_exception.places import function_of, functions_of, loops_of
from amends_codemods.swallowed_exception.words import (
    COMPLAINTS,
    DISMISSALS,
    EXCUSES,
    NO_RESULT,
    PRAGMAS,
    TASKS,
    WEAK_EXCUSES,
    words,
)

_SENTENCE = 4  # words
_PRAGMAS = frozenset((word,) for word in PRAGMAS)
_DASH = re.compile(r"\s(?:--?|[\u2013\u2014])\s")
_OF_CODE = re.compile(r"[=\[\]{}]|\S\(")


def excused(source: Source, swallowed: Swallowed) -> bool:
    """Whether a comment says that this may happen."""
    return _says_any(_beside(source, swallowed), EXCUSES)


def dismissed(source: Source, swallowed: Swallowed) -> bool:
    """Whether a comment or the function's docstring says that nothing depends on it, be it work or not."""
    promise = " ".join(each.get_docstring() or "" for each in functions_of(source, swallowed.handler))
    return _says_any(f"{_beside(source, swallowed)} {promise}", DISMISSALS)


def half_excused(source: Source, swallowed: Swallowed) -> bool:
    """Whether a comment says that this is fine."""
    return _says_any(_beside(source, swallowed), WEAK_EXCUSES)


def announced(source: Source, swallowed: Swallowed) -> bool:
    """Whether the docstring of the function says that it may have no result, and not only less in it."""
    function = function_of(source, swallowed.handler)
    if any(loops_of(source, swallowed.handler)):
        return False
    return function is not None and _says_any(function.get_docstring() or "", NO_RESULT)


def attempted(source: Source, swallowed: Swallowed) -> bool:
    """Whether the comment above, or the first one inside, begins with "try"."""
    inside = reading.comments(source, swallowed.tried, swallowed.handler)
    said = (*reading.comments_above(swallowed.tried), *islice(inside, 1))
    return any(words(comment)[:1] == ("try",) for comment in said)


def explained(source: Source, swallowed: Swallowed) -> bool:
    """Whether a comment in the handler says why nothing is done, and not only that something went wrong."""
    comments = _of_handler(source, swallowed)
    prose = map(_without_pragma, comments)
    said = [words(comment) for comment in prose if not _OF_CODE.search(comment) and not comment.endswith(":")]
    if any(TASKS.intersection(each) for each in said):
        return False
    return any(len(each) >= _SENTENCE and not COMPLAINTS.intersection(each) for each in said)


def _of_handler(source: Source, swallowed: Swallowed) -> Iterator[str]:
    """Yield the comments in a handler; of what suppresses exceptions those above it and behind it."""
    if not isinstance(swallowed.handler, cst.With):
        yield from reading.comments(source, swallowed.handler, swallowed.handler)
        return
    yield from reading.comments_above(swallowed.handler)
    header = swallowed.handler.body.header if isinstance(swallowed.handler.body, cst.IndentedBlock) else None
    if header is not None and header.comment is not None:
        yield header.comment.value.lstrip("#").strip()


def _without_pragma(comment: str) -> str:
    """Return what a comment says to people: of `noqa: BLE001 - the hint is optional` what stands behind the dash."""
    if words(comment)[:1] not in _PRAGMAS:
        return comment
    _, *prose = _DASH.split(comment, maxsplit=1)
    return "".join(prose)


def _says_any(said: str, excuses: tuple[str, ...]) -> bool:
    plain = "".join(c if c.isalnum() or c in "-'" else " " for c in said.lower())
    return any(f" {excuse} " in f" {plain} " for excuse in excuses)


def _beside(source: Source, swallowed: Swallowed) -> str:
    """Return what the comments say, and the docstring of a function that is nothing but this try statement."""
    comments = (
        *reading.comments_above(swallowed.tried),
        *reading.comments(source, swallowed.tried, swallowed.handler),
    )
    function = function_of(source, swallowed.handler)
    is_all = function is not None and len(function.body.body) == 2 and function.body.body[1] is swallowed.tried  # noqa: PLR2004 - the docstring and the statement
    return " ".join((*comments, (function.get_docstring() or "") if function and is_all else ""))
