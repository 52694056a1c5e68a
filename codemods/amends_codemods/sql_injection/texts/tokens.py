"""The tokens of a query, as sqlglot sees them, and what the tokens around a hole say of its place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from sqlglot.dialects.dialect import Dialect
from sqlglot.tokenizer_core import TokenType

from amends_codemods.sql_injection.texts.grammar import (
    CALLABLE_TYPES,
    CLAUSES,
    COLLECTING,
    COMPARISONS,
    CONDITIONAL,
    EQUALS,
    NAMING,
    NO_CALL,
    OPERATORS,
    OTHER_STATEMENTS,
    SORTING,
    TYPED_LITERALS,
    UNBINDABLE,
)
from amends_codemods.sql_injection.texts.pieces import Atom, Hole, Piece
from amends_codemods.sql_injection.texts.places import Place, Quoted, Role, halved


@dataclass(frozen=True, slots=True)
class SqlToken:
    """One token: its type, its word in capitals, the pieces that it is made of, and where the first one is."""

    type: TokenType
    word: str
    index: int
    pieces: tuple[Piece, ...]

    @property
    def holes(self) -> tuple[Hole, ...]:
        """The holes in the token."""
        return tuple(piece for piece in self.pieces if isinstance(piece, Hole))

    @property
    def is_hole(self) -> bool:
        """Whether the token is nothing but one hole."""
        return len(self.pieces) == 1 and isinstance(self.pieces[0], Hole)


@dataclass(slots=True)
class Frame:
    """A pair of parentheses, or the whole: what it is, the clause in it, and whether a BETWEEN waits for AND."""

    kind: str
    clause: str = ""
    name: str = ""
    awaits_and: bool = False


@dataclass(frozen=True, slots=True)
class _Surroundings:
    """The clause and parentheses that a token stands in, and whether it follows the AND of a BETWEEN."""

    kind: str
    clause: str
    name: str
    outer: str
    ends_between: bool
    is_sorting: bool


NOTHING = SqlToken(TokenType.SPACE, "", -1, ())
_TOP = "top"
# sqlglot reads some statements (CALL, SHOW, …) as one opaque token, but only where they come first
_FIRST = ", "


def tokens_of(pieces: Sequence[Piece], known: Mapping[Hole, str], dialect: str) -> list[SqlToken]:
    """Tokenize a query; a hole whose text is not known stands in it as a word of its own."""
    text: list[str] = [_FIRST]
    owners: list[int] = [-1] * len(_FIRST)
    for index, piece in enumerate(pieces):
        shown = piece.value if isinstance(piece, Atom) else known.get(piece, f"Qhole{index}e")
        text.append(shown)
        owners += [index] * len(shown)
    found: list[SqlToken] = []
    for token in Dialect.get_or_raise(dialect or None).tokenize("".join(text))[1:]:
        inside = range(owners[token.start], owners[token.end] + 1)
        found.append(SqlToken(token.token_type, token.text.upper(), inside.start, tuple(pieces[i] for i in inside)))
    return found


@dataclass(slots=True)
class Statement:
    """The tokens of a query with what stands around each of them."""

    tokens: Sequence[SqlToken]
    dialect: str
    _around: list[_Surroundings] = field(default_factory=list[_Surroundings])
    error: str = ""

    def __post_init__(self) -> None:
        stack = [Frame(_TOP)]
        for index, token in enumerate(self.tokens):
            ends_between = self._step(stack, index, token)
            top = stack[-1]
            outer = stack[-2].clause if len(stack) > 1 else ""
            sorts = any(frame.clause in SORTING for frame in stack)
            self._around.append(_Surroundings(top.kind, top.clause, top.name, outer, ends_between, sorts))
        statements = [i for i, token in enumerate(self.tokens) if token.type is TokenType.SEMICOLON]
        if any(i + 1 < len(self.tokens) for i in statements):
            self.error = "it holds several statements, which most drivers do not run with parameters"

    def _step(self, stack: list[Frame], index: int, token: SqlToken) -> bool:
        """Take one token into account; return whether it is the AND of a BETWEEN."""
        top = stack[-1]
        if token.type is TokenType.L_PAREN:
            stack.append(self._opened(top, index))
        elif token.type is TokenType.R_PAREN:
            if len(stack) > 1:
                stack.pop()
        elif token.type in {TokenType.STRING, TokenType.IDENTIFIER}:
            return False
        elif token.word == "BETWEEN":
            top.awaits_and = True
        elif token.word == "AND" and top.awaits_and:
            top.awaits_and = False
            return True
        elif token.word in CLAUSES and self._word(index - 1) != "DISTINCT" and top.kind != "call":
            top.clause = CLAUSES[token.word]
        elif token.word == "SELECT":
            top.kind, top.clause = "group" if len(stack) > 1 else _TOP, "SELECT"
        return False

    def _opened(self, outer: Frame, index: int) -> Frame:
        before = self.at(index - 1)
        if before.word == "IN" and before.type not in {TokenType.STRING, TokenType.IDENTIFIER}:
            return Frame("in")
        if before.word == "VALUES" or (
            before.type is TokenType.COMMA and outer.clause == "VALUES" and outer.kind == _TOP
        ):
            return Frame("values")
        if outer.clause == "INTO" or before.word == "USING":
            return Frame("columns")
        is_name = before.type is TokenType.IDENTIFIER or (before.word[:1].isalpha() and before.word not in NO_CALL)
        return Frame("call", name=before.word) if is_name else Frame("group", outer.clause)

    def at(self, index: int) -> SqlToken:
        """Return a token, or an empty one beyond both ends."""
        return self.tokens[index] if 0 <= index < len(self.tokens) else NOTHING

    def _word(self, index: int) -> str:
        token = self.at(index)
        return "" if token.type in {TokenType.STRING, TokenType.IDENTIFIER} else token.word

    def place(self, index: int) -> Place:
        """Return the place of the holes in a token."""
        place = self._place(index)
        is_sorting = self._around[index].is_sorting and any(token.word in COLLECTING for token in self.tokens)
        return replace(place, is_sorting=True) if is_sorting else place

    def _place(self, index: int) -> Place:
        token = self.tokens[index]
        if refused := self._refused_statement(index):
            return Place(Role.STATEMENT, refused)
        if token.type is TokenType.STRING:
            return self._in_string(index)
        if token.type is TokenType.IDENTIFIER:
            return self._in_identifier(index)
        if not token.is_hole:
            kind = Role.ILLEGAL if token.type is not TokenType.VAR else Role.IDENTIFIER
            return Place(kind, "a part of a longer word")
        return self._bare(index)

    def _refused_statement(self, index: int) -> str:
        start = max((i + 1 for i in range(index) if self.tokens[i].type is TokenType.SEMICOLON), default=0)
        first = self.at(start)
        word = self._word(start)
        return word if word in OTHER_STATEMENTS and not first.holes else ""

    # holes that are words of their own

    def _bare(self, index: int) -> Place:  # noqa: C901, PLR0911 - guard clauses, one for each kind
        before, after = self._word(index - 1), self._word(index + 1)
        around = self._around[index]
        if self._is_part_of_name(index):
            return Place(Role.IDENTIFIER, "part of a qualified name")
        if after == "(":
            return Place(Role.IDENTIFIER, "the name of a function")
        if before in UNBINDABLE or before in TYPED_LITERALS or after in {"PRECEDING", "FOLLOWING", "ROWS", "ROW"}:
            return Place(Role.ILLEGAL, f"behind {before}")
        if around.name in CALLABLE_TYPES and around.kind == "call":
            return Place(Role.ILLEGAL, "the length of a type")
        if before == "IN":
            return Place(Role.BARE_ITEMS)
        if around.kind in {"in", "values"} and before in {"(", ","}:
            alone = before == "(" and after == ")"
            return Place(Role.ITEMS if alone and around.kind == "in" else Role.VALUE, is_alone=alone)
        if around.clause == "LIMIT" and before in {"LIMIT", "OFFSET", ","}:
            return Place(Role.COUNT)
        if before in COMPARISONS or before == "BETWEEN" or self._ends_between(index):
            return Place(Role.VALUE)
        if before in OPERATORS and not self._is_star(index - 1):
            unary = self._word(index - 2) in COMPARISONS or self._word(index - 2) in {"(", ","}
            return Place(Role.NUMBER if unary or around.clause in {"SELECT", ""} else Role.VALUE)
        if around.kind == "call" and before in {"(", ","} and around.clause == "":
            return Place(Role.NUMBER, "an argument of a function")
        if before in {"THEN", "ELSE"} or (before == "(" and self._word(index - 2) in COMPARISONS and after == ")"):
            return Place(Role.NUMBER)
        return self._named(before, around, after)

    def _named(self, before: str, around: _Surroundings, after: str) -> Place:
        if before in NAMING or around.kind == "columns":
            return Place(Role.IDENTIFIER, f"behind {before}" if before.isalpha() else "in a list of columns")
        if around.clause in SORTING:
            return Place(Role.IDENTIFIER, f"behind {around.clause} BY")
        if after in COMPARISONS or around.clause == "SELECT":
            return Place(Role.IDENTIFIER, "in the place of a column")
        return Place(Role.FRAGMENT, f"behind {before}" if before.isalpha() else "")

    def _ends_between(self, index: int) -> bool:
        return index > 0 and self._around[index - 1].ends_between

    def _is_part_of_name(self, index: int) -> bool:
        token = self.at(index - 1)
        return "." in {token.word, self._word(index + 1)} or token.word in {"`", "[", "@"}

    def _is_star(self, index: int) -> bool:
        return self._word(index) == "*" and self._word(index - 1) in {"SELECT", ",", ".", "DISTINCT", "("}

    # holes inside quotes

    def _in_string(self, index: int) -> Place:  # noqa: PLR0911 - guard clauses, one for each kind
        token, before, after = self.tokens[index], self.at(index - 1), self._word(index + 1)
        quoted = _quoted(token)
        if quoted is None or self._has_backslash(quoted):
            return Place(Role.ILLEGAL, "inside quotes with escapes")
        word, around = self._word(index - 1), self._around[index]
        if word == "FROM" and self._word(index - 2) == "DISTINCT":
            return Place(Role.VALUE, quoted=quoted)
        if after == "." or word in NAMING - {"SELECT", "DISTINCT", "BY"} or around.kind == "columns":
            return Place(Role.IDENTIFIER, f"a name in single quotes, behind {word}")
        if around.clause in SORTING and around.kind != "call":
            return Place(Role.IDENTIFIER, f"a name in single quotes, behind {around.clause} BY")
        if word in UNBINDABLE or (word in TYPED_LITERALS and word not in {"YEAR", "MONTH", "DAY"}):
            return Place(Role.ILLEGAL, f"behind {word}")
        if before.type is TokenType.STRING or self.at(index + 1).type is TokenType.STRING:
            return Place(Role.ILLEGAL, "next to another string")
        if before.is_hole or before.type in {TokenType.VAR, TokenType.IDENTIFIER, TokenType.NUMBER, TokenType.R_PAREN}:
            return Place(Role.ILLEGAL, f"behind {before.word}" if before.type is TokenType.VAR else "")
        alone = around.kind == "in" and word == "(" and after == ")"
        sought = around.clause in CONDITIONAL and word in EQUALS and self._word(index - 2) != "NOT"
        return Place(Role.VALUE, quoted=quoted, is_alone=alone, is_sought=sought)

    def _has_backslash(self, quoted: Quoted) -> bool:
        escapes = Dialect.get_or_raise(self.dialect or None).tokenizer_class.STRING_ESCAPES
        return "\\" in escapes and any(isinstance(piece, Atom) and piece.value == "\\" for piece in quoted.inside)

    def _in_identifier(self, index: int) -> Place:
        quoted = _quoted(self.tokens[index])
        word = self._word(index - 1)
        is_value = word in COMPARISONS or (self._around[index].kind in {"in", "values"} and word in {"(", ","})
        if quoted is None or quoted.opening.value != '"' or self.dialect != "sqlite" or not is_value:
            return Place(Role.IDENTIFIER, "inside the quotes of a name")
        if self._word(index + 1) == "." or any(isinstance(p, Atom) and p.value == '"' for p in quoted.inside):
            return Place(Role.IDENTIFIER, "inside the quotes of a name")
        return Place(Role.VALUE, "in double quotes", quoted, is_doubtful=True)


def _quoted(token: SqlToken) -> Quoted | None:
    """Return the quotes of a string and what stands between, doubled quotes read as one; None if it has others."""
    if len(token.pieces) < 2:  # noqa: PLR2004 - a constant that holds a whole string
        return None
    opening, *inside, closing = token.pieces
    if not isinstance(opening, Atom) or not isinstance(closing, Atom):
        return None
    if opening.value not in {"'", '"'} or closing.value != opening.value:
        return None
    atoms = frozenset(piece for piece in token.pieces if isinstance(piece, Atom))
    return Quoted(opening, tuple(halved(inside, opening.value)), atoms)
