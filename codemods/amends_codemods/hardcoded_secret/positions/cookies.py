"""Cookies in the code: whoever has that of a session is the user who logged in."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from amends.source import Source
from amends_codemods.hardcoded_secret.positions.places import Place, Shape
from amends_codemods.hardcoded_secret.signs.formats import COOKIE, Match
from amends_codemods.hardcoded_secret.signs.names import segments
from amends_codemods.hardcoded_secret.signs.texts import is_random

# Words of the names of cookies by which a server knows who is logged in.
_SESSIONS = frozenset({"session", "sessionid", "sess", "sessid", "phpsessid", "jsessionid", "sid", "sessdata", "token",
                       "auth", "login", "jwt", "sso"})  # fmt: skip
_COUNTING = frozenset({"ga", "gid", "fbp", "utm", "analytics", "csrf", "csrftoken", "xsrf"})


def session_in_header(text: str, place: Place) -> Match | None:
    """Return the value of the header `Cookie` as a match, if that of a session is among the cookies."""
    if place.names[:1] == () or place.names[0].lower() != "cookie":
        return None
    pairs = (pair.strip().partition("=") for pair in text.split(";"))
    told = any(is_session(name) and is_random(value) for name, _, value in pairs)
    return Match(COOKIE, 0, len(text), whole=True) if told else None


def is_session(name: str) -> bool:
    """Whether a cookie of this name is that of a session."""
    words = frozenset(segments(name))
    return not _SESSIONS.isdisjoint(words) and _COUNTING.isdisjoint(words)


def is_cookie_of_session(source: Source, node: cst.BaseExpression, place: Place) -> bool:
    """Whether an entry is the cookie of a session: `cookies={"sessionid": "…"}`."""
    if place.shape not in {Shape.ENTRY, Shape.SETTING} or not is_session(place.names[0] if place.names else ""):
        return False
    return any(name.lower().endswith("cookies") for name in (*place.path, *place.owners[:1], *_keywords(source, node)))


def _keywords(source: Source, node: cst.BaseExpression) -> Iterator[str]:
    """Yield the keyword by which a call takes the dictionary that an expression is an entry of."""
    element = source.parent(node)
    display = source.parent(element) if isinstance(element, cst.DictElement) else None
    arg = source.parent(display) if display else None
    if isinstance(arg, cst.Arg) and arg.keyword:
        yield arg.keyword.value
