"""Finds the clues in the words around a call, and how much each is stressed there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from amends_codemods.weak_hash.purpose.clues import CLUES, Clue
from amends_codemods.weak_hash.purpose.families import HASHING, IDS, NLP, NUMBER, TOO_LONG
from amends_codemods.weak_hash.purpose.purposes import WEIGHTS, Place, Purpose, Word
from amends_codemods.weak_hash.purpose.segments import PREPOSITIONS

MODIFIES: Final = 1
STANDS: Final = 2
IS_HEAD: Final = 4
GIVES_NAME: Final = frozenset({Place.TARGET, Place.FUNCTION})
_PASSING: Final = {("tmp",), ("temp",)}  # names of variables that are there for a moment
_HAS_GRAMMAR: Final = frozenset({Place.ARGUMENT, Place.COMPARED, Place.USE})
_IS_TOO_LONG: Final = Word(TOO_LONG, Place.USE)
IS_NUMBER: Final = Word(NUMBER, Place.USE)  # with no head: a name that says so has one
_MADE: Final = frozenset({Place.TARGET, Place.USE})
SURE: Final = 3


@dataclass(frozen=True, slots=True)
class Found:
    """A clue at a place, how much it is stressed there, and whether it only says that an id is made, of whatever."""

    clue: Clue
    place: Place
    emphasis: int
    is_made: bool = False

    @property
    def weight(self) -> int:
        """How much it counts."""
        return self.clue.strength * WEIGHTS[self.place] * self.emphasis


_BY_FIRST_WORD: Final = defaultdict[str, list[Clue]](list)
for _clue in CLUES:
    _BY_FIRST_WORD[_clue.phrase[0]].append(_clue)


def found_in(around: Sequence[Word]) -> Iterator[Found]:
    """Yield each clue once for each place, with the most emphasis that it has there, in the order of the words."""
    is_about_text = any(_tells_of_text(word) for word in around)
    most: dict[tuple[Clue, Place], Found] = {}
    for word in around:
        matches = list(_matches(word)) if word.words not in _PASSING else []
        is_text = is_about_text or word.is_put_together
        for clue, end in matches:
            if not (is_text and clue.phrase == ("token",)) and not _is_hearsay(clue, word):
                emphasis = _emphasis(word, end, has_head=any(other == word.head for _, other in matches))
                before = most.get((clue, word.place))
                is_made = _is_made(clue, word) and (before is None or before.is_made)
                stress = max(emphasis, before.emphasis if before else 0)
                most[clue, word.place] = Found(clue, word.place, stress, is_made)
    return iter(most.values())


def _is_made(clue: Clue, word: Word) -> bool:
    """Whether this is the name of an id that is made: what goes in tells whether it is one of a person.

    A function that hashes ids is called after what it is given.
    """
    if word.place is Place.FUNCTION and word.head and HASHING.isdisjoint(word.words):
        return clue.phrase in IDS or clue.phrase[-1] in {"id", "userid"}
    return word.place in _MADE and clue.phrase in IDS


def _is_hearsay(clue: Clue, word: Word) -> bool:
    """Whether this names data of a function that does more than to make a digest: other data, as likely as not."""
    return word.place is Place.FUNCTION and not word.head and clue.purpose is Purpose.CONTENT and clue.strength < SURE


def _tells_of_text(word: Word) -> bool:
    """Whether a token is but a piece of text here, or says where a long one goes on."""
    if word in {_IS_TOO_LONG, IS_NUMBER} or NLP.intersection(word.words) or "cursor" in word.words:
        return True
    return word.place is Place.ARGUMENT and "tokens" in word.words


def _matches(word: Word) -> Iterator[tuple[Clue, int]]:
    """Yield the clues in a name, each with the number of words up to its end; the longest where some overlap."""
    reached = 0
    for start, first in enumerate(word.words):
        fitting = [clue for clue in _BY_FIRST_WORD.get(first, ()) if _fits(clue, word, start)]
        longest = max((len(clue.phrase) for clue in fitting), default=0)
        if start + longest > reached:
            reached = start + longest
            yield from ((clue, reached) for clue in fitting if len(clue.phrase) == longest)


def _fits(clue: Clue, word: Word, start: int) -> bool:
    return word.place in clue.places and word.words[start : start + len(clue.phrase)] == clue.phrase


def _emphasis(word: Word, end: int, *, has_head: bool) -> int:
    """Return how much a clue counts in a name: what names the digest has a head, and a head has what modifies it."""
    if word.place in GIVES_NAME:
        return IS_HEAD if word.head == end else STANDS
    if word.place in _HAS_GRAMMAR and word.head != end and (has_head or _is_behind_preposition(word, end)):
        return MODIFIES
    return STANDS


def _is_behind_preposition(word: Word, end: int) -> bool:
    """Whether a clue only tells how or from what: `open_with_auth` gives what is opened."""
    return word.head < end and word.words[word.head] in PREPOSITIONS
