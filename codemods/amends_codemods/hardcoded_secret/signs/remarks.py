"""What the comments beside a value say of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice, takewhile

import libcst as cst

from amends.facts.remarks import lines_above, remarks_beside
from amends.source import Source
from amends_codemods.hardcoded_secret.positions.literals import Literal
from amends_codemods.hardcoded_secret.signs.names import singular

_UNREAL = frozenset({"dummy", "fake", "published", "synthetic"})
_DENIAL = frozenset({"not", "real", "no"})
_DEMONSTRATION = frozenset({"public", "demo"})
_CLIENTS = frozenset({"client", "credential", "oauth", "design"})
_ASKING = frozenset({("do",), ("must",), ("should",), ("may",), ("shall",)})
_NEAR = 4  # words from `not` to what it denies
_FAR = 12  # lines from the heading of a section of constants
_CONSTANT = re.compile(r"[A-Za-z_]\w*(?:\s*:\s*[\w.\[\]]+)?\s*=(?!=)")
_RULE = re.compile(r"#\s*([-=~*_#])\1{3}")


def is_said_to_be_made_up(source: Source, literal: Literal) -> bool:
    """Whether a comment says that a value opens nothing, or only what is there to be shown to everybody."""
    return any(map(_says_made_up, remarks_beside(source, literal.node)))


def _says_made_up(remark: str) -> bool:
    words = frozenset(singular(remark))
    return _denies_a_secret(remark) or bool(not _DENIAL & words and (_UNREAL & words or words >= _DEMONSTRATION))


def _denies_a_secret(remark: str) -> bool:
    """Whether a remark says `not a secret` or the like, and does not ask for something as `do not log the secret`."""
    words = tuple(singular(remark))
    denials = (at for at, word in enumerate(words) if word == "not" and words[at - 1 : at] not in _ASKING)
    return any("secret" in words[at : at + _NEAR] for at in denials)


def is_said_to_be_public(source: Source, literal: Literal) -> bool:
    """Whether a comment, be it the heading of a section of constants, says that the clients of an app are public.

    What is built into an app that people install is no secret (RFC 8252, section 8.5), nor is what a web page ships.
    """
    said = [frozenset(singular(r)) for r in (*remarks_beside(source, literal.node), *_heading(source, literal.node))]
    return any("public" in words and _CLIENTS & words and not _DENIAL & words for words in said)


def _heading(source: Source, node: cst.CSTNode) -> Iterator[str]:
    """Yield the comments above a constant, and above the constants that stand right before it.

    Beyond a blank line, only what is ruled off is a heading: any other comment is about its own constants.
    """
    above = list(islice(lines_above(source.text, source.span(node)[0]), _FAR))
    group = list(takewhile(lambda line: not line.startswith("#"), above))
    heading = list(takewhile(lambda line: line.startswith("#"), above[len(group) :]))
    is_near = all(line.strip() for line in group) or any(map(_RULE.match, heading))
    if is_near and all(_CONSTANT.match(line) for line in group if line.strip()):
        yield from heading
