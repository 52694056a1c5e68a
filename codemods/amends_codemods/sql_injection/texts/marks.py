"""The marks of parameters (`?`, `%s`, `:name`) among the tokens of a query, those in strings and comments left out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import takewhile

from sqlglot.tokenizer_core import TokenType

from amends_codemods.sql_injection.texts.pieces import Atom
from amends_codemods.sql_injection.texts.places import Placeholder
from amends_codemods.sql_injection.texts.tokens import NOTHING, SqlToken


def placeholders(tokens: Sequence[SqlToken]) -> Iterator[Placeholder]:
    """Yield the placeholders among the tokens of a query."""
    at = dict(enumerate(tokens)).get
    for index, token in enumerate(tokens):
        following = at(index + 1, NOTHING)
        adjacent = following.index == token.index + 1 and not following.is_hole
        if token.type is TokenType.PLACEHOLDER:
            yield Placeholder(token.index, "?")
        elif token.word == "%" and adjacent and _text(following).upper() == "S":
            yield Placeholder(token.index, "%s")
        elif token.word == "%" and adjacent and following.word == "(":
            yield Placeholder(token.index, f"%({_text(at(index + 2, NOTHING))})s")
        elif token.word == ":" and adjacent and at(index - 1, NOTHING).word != ":":
            yield Placeholder(token.index, f":{_text(following)}")
        elif token.word == "$" and adjacent:
            yield Placeholder(token.index, f"${following.word}")
        elif token.type is TokenType.VAR and token.word.startswith("$"):
            yield Placeholder(token.index, token.word)


def _text(token: SqlToken) -> str:
    """Return the text of a token up to the first hole that touches it."""
    constant = takewhile(lambda piece: isinstance(piece, Atom), token.pieces)
    return "".join(piece.value for piece in constant if isinstance(piece, Atom))
