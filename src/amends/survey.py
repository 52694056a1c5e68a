"""A second look at a file that passed the prescreen: which candidates are code, and what must be parsed for them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from amends.codemod import Codemod, Place, Trigger
from amends.disk.encoding import Encoding
from amends.peers.dialects import WORDS, Reach, wishes
from amends.prescreen import TRIES, Candidates
from amends.text.code import Code
from amends.text.excerpt import Excerpt, excerpt
from amends.text.lexer import Kind, Lexed
from amends.text.parts import parts
from amends.text.relevance import Marks, selection
from amends.text.triggering import is_documentation

_SMALL = 3_000  # bytes: less is parsed as it is
_MOST = 0.9  # of a file: an excerpt that is no shorter does not pay
_WIDE = re.compile(rb"(?i)#[^\r\n]*(?:%b)[^\r\n]*" % b"|".join(word.encode() for word in WORDS))
_NARROW = frozenset({Reach.LINE, Reach.CODE})
_Pointed: TypeAlias = tuple[Trigger, int]


@dataclass(frozen=True, slots=True)
class Survey:
    """The codemods that have candidates in a file, its code, and the excerpt that decides where one pays."""

    codemods: tuple[Codemod, ...]
    code: Code | None = None
    excerpt: Excerpt | None = None


def survey(data: bytes, encoding: Encoding, found: Candidates, *, is_test: bool = False, max_size: int = 0) -> Survey:
    """Look at a file in an encoding of which every byte below 128 is the character of that number.

    More than `max_size` bytes are not parsed, so that of a larger file an excerpt has to do.
    """
    mark = len(encoding.mark)
    body = data[mark:]
    lexed = Lexed.of(body.decode("latin-1"))
    likely = {codemod: [(trigger, at - mark) for trigger, at in pairs if _fits(trigger, lexed.kind_at(at - mark))]
              for codemod, pairs in found.items()}  # fmt: skip
    if not any(likely.values()):
        return Survey(())
    code = Code.of(body, lexed)
    real = {codemod: list(_candidates(codemod, code, pairs)) for codemod, pairs in likely.items()}
    active = tuple(codemod for codemod, places in real.items() if places)
    told_by_all = any(codemod.is_told_by_all(code, is_test=is_test) for codemod in active)
    told_by_all = told_by_all or (len(body) <= max_size and any(codemod.asks_for_all(code) for codemod in active))
    if not active or told_by_all or _is_hard_to_part(code.data):
        return Survey(active, code)
    all_parts = parts(code.text)
    kept = selection(code.text, all_parts, _marks(code, active, real))
    shortened = excerpt(code, all_parts, kept)
    pays = shortened is not None and len(shortened.data) < _MOST * len(body)
    return Survey(active, code, shortened if pays else None)


def _candidates(codemod: Codemod, code: Code, pairs: Sequence[_Pointed]) -> Iterator[_Pointed]:
    """Yield those that stand a second look, and all that stand in one statement with very many others."""
    line, tried = 0, 0
    for trigger, at in sorted(pairs, key=_offset):
        if at >= line:
            end = code.text.find(b"\n", at)
            line, tried = (end if end >= 0 else len(code.text)), 0
        tried += 1
        if tried > TRIES or (not is_documentation(code, at) and codemod.stands(trigger, code, at)):
            yield trigger, at


def _offset(pointed: _Pointed) -> int:
    return pointed[1]


def _is_hard_to_part(data: bytes) -> bool:
    return len(data) < _SMALL or data.count(b"\r") != data.count(b"\r\n")


def _marks(code: Code, active: Sequence[Codemod], real: Mapping[Codemod, Sequence[_Pointed]]) -> Marks:
    clues = (found.start() for codemod in active if codemod.clues for found in re.finditer(codemod.clues, code.text))
    pointed = [(codemod, trigger, at) for codemod in active for trigger, at in real[codemod]]
    return Marks(
        candidates=sorted({at for codemod, _, at in pointed if not codemod.beside}),
        narrow=sorted({at for codemod, _, at in pointed if codemod.beside}),
        beside=tuple(ending for codemod in active for ending in codemod.beside),
        called=[at for codemod, trigger, at in pointed if codemod.follows_callers or trigger.follows_callers],
        followed=[at for codemod, _, at in pointed if codemod.follows_attributes],
        clues=list(clues),
        comments=list(_wide_comments(code)),
    )


def _fits(trigger: Trigger, kind: Kind) -> bool:
    """Whether a trigger looks for text of this kind."""
    if kind is Kind.CODE:
        return trigger.place is not Place.TEXT
    return kind is not Kind.COMMENT and trigger.place is not Place.CODE


def _wide_comments(code: Code) -> Iterator[int]:
    """Yield where comments stand that ask for silence elsewhere than on their own lines."""
    if not _WIDE.search(code.data):
        return
    for kind, start, end in code.lexed.tokens:
        if kind is Kind.COMMENT and _WIDE.match(code.data, start, end):
            text = code.data[start:end].decode("latin-1")
            if any(wish.reach not in _NARROW for wish in wishes(text)):
                yield start
