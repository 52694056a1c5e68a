"""What the comments beside a value say of it."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from amends.source import Source
from amends.text.lexer import comments
from amends_codemods.hardcoded_secret.positions.literals import Literal
from amends_codemods.hardcoded_secret.signs.names import singular

_UNREAL = frozenset({"dummy", "fake", "published"})
_DENIAL = frozenset({"not", "real", "no"})
_NO_SECRET = frozenset({"not", "secret"})
_DEMONSTRATION = frozenset({"public", "demo"})


def is_said_to_be_made_up(source: Source, literal: Literal) -> bool:
    """Whether a comment says that a value opens nothing, or only what is there to be shown to everybody."""
    said = (frozenset(singular(remark)) for remark in _remarks(source, literal.node))
    return any(
        words >= _NO_SECRET or (not _DENIAL & words and (_UNREAL & words or words >= _DEMONSTRATION)) for words in said
    )


def _remarks(source: Source, node: cst.CSTNode) -> Iterator[str]:
    """Yield the comments behind a node on its last line, and right above its first."""
    text = source.text
    start, end = source.span(node)
    behind = text[end : (text + "\n").index("\n", end)]
    yield from (behind[found.start : found.end] for found in comments(behind))
    above = text[:start].split("\n")[-2::-1]
    for line in above:
        if not line.lstrip().startswith("#"):
            return
        yield line
