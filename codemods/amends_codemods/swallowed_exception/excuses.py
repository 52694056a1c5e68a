"""What the comments beside a try statement say of a failure."""

from __future__ import annotations

from amends.source import Source
from amends_codemods.swallowed_exception import reading
from amends_codemods.swallowed_exception.detector import Swallowed
from amends_codemods.swallowed_exception.places import function_of
from amends_codemods.swallowed_exception.words import DISMISSALS, EXCUSES, WEAK_EXCUSES


def excused(source: Source, swallowed: Swallowed) -> bool:
    """Whether a comment says that this may happen."""
    return _says_any(source, swallowed, EXCUSES)


def dismissed(source: Source, swallowed: Swallowed) -> bool:
    """Whether a comment says that nothing depends on it, be it work or not."""
    return _says_any(source, swallowed, DISMISSALS)


def half_excused(source: Source, swallowed: Swallowed) -> bool:
    """Whether a comment says that this is fine."""
    return _says_any(source, swallowed, WEAK_EXCUSES)


def _says_any(source: Source, swallowed: Swallowed, excuses: tuple[str, ...]) -> bool:
    said = " ".join(
        (
            *reading.comments_above(swallowed.tried),
            *reading.comments(source, swallowed.tried, swallowed.handler),
            _docstring(source, swallowed),
        )
    ).lower()
    plain = "".join(c if c.isalnum() or c in "-'" else " " for c in said)
    return any(f" {excuse} " in f" {plain} " for excuse in excuses)


def _docstring(source: Source, swallowed: Swallowed) -> str:
    """Return the docstring of a function that consists of nothing but this try statement."""
    function = function_of(source, swallowed.handler)
    if function is None or len(function.body.body) != 2:  # noqa: PLR2004 - the docstring and the statement
        return ""
    return (function.get_docstring() or "") if function.body.body[1] is swallowed.tried else ""
