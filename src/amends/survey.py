"""A second look at a file that passed the prescreen: which candidates are code, and what must be parsed for them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from amends.codemod import Codemod, Place, Trigger
from amends.dialects import WORDS, Reach, wishes
from amends.encoding import Encoding
from amends.excerpt import Excerpt, excerpt
from amends.lexer import Kind, Lexed, Token
from amends.outline import masked
from amends.prescreen import Candidates
from amends.relevance import parts, shares

_SMALL = 3_000  # bytes: less is parsed as it is
_MOST = 0.7  # of a file: an excerpt that is no shorter does not pay
_WIDE = re.compile(rb"(?i)#[^\r\n]*(?:%b)[^\r\n]*" % b"|".join(word.encode() for word in WORDS))
_NARROW = frozenset({Reach.LINE, Reach.CODE})


@dataclass(frozen=True, slots=True)
class Survey:
    """The codemods that have candidates in a file, and the excerpt that decides about them where one pays."""

    codemods: tuple[Codemod, ...]
    excerpt: Excerpt | None = None


def survey(data: bytes, encoding: Encoding, found: Candidates) -> Survey:
    """Look at a file in an encoding of which every byte below 128 is the character of that number."""
    mark = len(encoding.mark)
    body = data[mark:]
    lexed = Lexed.of(body.decode("latin-1"))
    code = masked(body, lexed.tokens)
    real = {codemod: [at - mark for trigger, at in pairs if _counts(trigger, lexed.kind_at(at - mark), code, at - mark)]
            for codemod, pairs in found.items()}  # fmt: skip
    active = tuple(codemod for codemod, places in real.items() if places)
    if not active or len(body) < _SMALL or body.count(b"\r") != body.count(b"\r\n"):
        return Survey(active)
    all_parts = parts(code)
    clues = [m.start() for codemod in active if codemod.clues for m in re.finditer(codemod.clues, code)]
    marks = sorted({at for codemod in active for at in real[codemod]})
    clues += _wide_comments(body, lexed.tokens)
    kept = shares(code, all_parts, marks, clues, with_callers=any(codemod.follows_callers for codemod in active))
    shortened = excerpt(body, code, all_parts, kept)
    pays = shortened is not None and len(shortened.data) < _MOST * len(body)
    return Survey(active, shortened if pays else None)


def _counts(trigger: Trigger, kind: Kind, code: bytes, at: int) -> bool:
    """Whether a trigger's match in text of this kind is a candidate."""
    if kind is Kind.CODE:
        return trigger.place is not Place.TEXT
    return kind is not Kind.COMMENT and trigger.place is not Place.CODE and not _stands_alone(code, at)


def _stands_alone(code: bytes, at: int) -> bool:
    """Whether a string is a statement of its own, such as a docstring."""
    start = code.rfind(b"\n", 0, at) + 1
    end = code.find(b"\n", at)
    return not code[start : end if end >= 0 else len(code)].strip(b'" \t\r#')


def _wide_comments(data: bytes, tokens: Sequence[Token]) -> Iterator[int]:
    """Yield where comments stand that ask for silence elsewhere than on their own lines."""
    if not _WIDE.search(data):
        return
    for kind, start, end in tokens:
        if kind is Kind.COMMENT and _WIDE.match(data, start, end):
            text = data[start:end].decode("latin-1")
            if any(wish.reach not in _NARROW for wish in wishes(text)):
                yield start
