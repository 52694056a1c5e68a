"""Decides for each hole of a query whether its value is bound as a parameter, and how that value is written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import libcst as cst

from amends.source import Source
from amends_codemods.sql_injection.holes.absent import may_be_none
from amends_codemods.sql_injection.holes.conversions import as_text, as_whole, is_refused
from amends_codemods.sql_injection.holes.escapes import unescaped
from amends_codemods.sql_injection.holes.values import (
    Nature,
    is_plural,
    is_surely_number,
    is_written,
    nature,
)
from amends_codemods.sql_injection.texts.listing import Listing, is_generated, listing
from amends_codemods.sql_injection.texts.literals import quoted as spelled
from amends_codemods.sql_injection.texts.literals import spell
from amends_codemods.sql_injection.texts.pieces import Atom, Hole, Piece
from amends_codemods.sql_injection.texts.places import VALUES, Place, Quoted, Role

# what stands in such places holds no % and no placeholder
_NARROW = frozenset({Role.IDENTIFIER, Role.COMMENT, Role.ILLEGAL, Role.STATEMENT})
_ESCAPED = "is escaped for SQL already: pass the value itself as a parameter, without escaping it"
_SHOWN = "is shown in a form that cannot be moved into a parameter; do it by hand"
_EACH = "generate one placeholder for each"
_INTEGER_SPECS = frozenset({"d", "i", "u"})


@dataclass(frozen=True, slots=True, eq=False)
class Bound:
    """A value that becomes a parameter.

    `anchor` is the hole where the placeholder goes, `others` are those that the value takes in besides;
    `removed` are the quotes and the text within them. `is_certain` tells that the parameter is sure to mean
    what the text meant.
    """

    anchor: Hole
    code: str
    others: tuple[Hole, ...] = ()
    removed: frozenset[Atom] = frozenset()
    is_certain: bool = False
    note: str = ""
    listing: Listing | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Kept:
    """A hole that stays in the text, and why; `is_open` tells that a person has to look at it."""

    hole: Hole
    reason: str
    is_open: bool = True
    may_hold_sql: bool = False


Fate = Bound | Kept


def fates(source: Source, places: Mapping[Hole, Place], dialect: str) -> list[Fate]:
    """Return what becomes of each hole, in the order of the text; `dialect` is that of the database."""
    found: list[Fate] = []
    done: set[Hole] = set()
    named = {hole.code: place for hole, place in places.items() if place.role is Role.IDENTIFIER}
    for hole, found_at in places.items():
        place = named.get(hole.code, found_at) if found_at.quoted is None else found_at
        if hole not in done:
            fate = _fate(source, hole, place, dialect)
            done |= {fate.anchor, *fate.others} if isinstance(fate, Bound) else {hole}
            found.append(fate)
    return found


def _fate(source: Source, hole: Hole, place: Place, dialect: str) -> Fate:  # noqa: PLR0911 - guard clauses, one for each kind
    if place.quoted is None and hole.is_whole and is_generated(source, hole.expression):
        return Kept(hole, f"{hole.shown} is generated from constants", is_open=False, may_hold_sql=True)
    if (several := _several(source, hole, place)) is not None:
        return several
    if place.quoted is not None and place.role is Role.VALUE:
        return _in_quotes(source, hole, place, place.quoted, dialect)
    if place.role in VALUES:
        return _bare(source, hole, place, dialect)
    if place.role is Role.IDENTIFIER and place.quoted is None and nature(source, hole) is Nature.CONSTANT:
        return Kept(hole, f"{hole.shown} is a constant", is_open=False)
    if is_surely_number(source, hole):
        return Kept(hole, f"{hole.shown} is a number, whatever happens", is_open=False)
    return Kept(hole, _reason(hole, place), may_hold_sql=place.role not in _NARROW)


def _several(source: Source, hole: Hole, place: Place) -> Bound | None:
    """Return the values of an IN list that are joined into the text."""
    in_quotes = place.quoted is not None and place.role is Role.VALUE and len(place.quoted.inside) == 1
    if not (in_quotes or place.role in {Role.ITEMS, Role.BARE_ITEMS}) or not hole.is_plain or not hole.is_whole:
        return None
    found = listing(source, hole.expression, in_quotes=in_quotes, bare=place.role is Role.BARE_ITEMS)
    if found is None:
        return None
    removed = place.quoted.atoms if place.quoted else frozenset[Atom]()
    return Bound(hole, found.code, removed=removed, note=f"{found.code} is passed value by value", listing=found)


def _reason(hole: Hole, place: Place) -> str:
    behind = f" ({place.note})" if place.note else ""
    if place.role is Role.IDENTIFIER:
        return (
            f"{hole.shown} is a name{behind}: no parameter can stand there;"
            " check it against a list of the allowed names"
        )
    if place.role is Role.STATEMENT:
        return f"{place.note} takes no parameters: check {hole.shown} against a list of the allowed values"
    if place.role is Role.ILLEGAL:
        return f"no placeholder may stand for {hole.shown}{behind}; rewrite that part of the statement first"
    if place.role is Role.COMMENT:
        return f"{hole.shown} stands in an SQL comment: take it out"
    if place.role in {Role.ITEMS, Role.BARE_ITEMS}:
        return f"{hole.shown} holds the values of an IN list: generate one placeholder for each and pass the values"
    return f"{hole.shown} is a part of the statement{behind}: build it from constants, its values as parameters"


# values in quotes


def _in_quotes(source: Source, hole: Hole, place: Place, quoted: Quoted, dialect: str) -> Fate:
    holes = [piece for piece in quoted.inside if isinstance(piece, Hole)]
    for each in holes:
        if reason := _unfit(source, each):
            return Kept(hole, reason)
    if len(quoted.inside) == 1 and nature(source, hole) is Nature.CONSTANT:
        return Kept(hole, f"{hole.shown} is a constant", is_open=False)
    if len(quoted.inside) == 1 and place.is_alone:
        return Kept(hole, f"{hole.shown} may hold several values, quotes between them: {_EACH}")
    code = _value(source, quoted.inside)
    if len(quoted.inside) == 1 and code == hole.code:
        code = as_text(source, hole, dialect)
    if code is None:
        return Kept(hole, f"{hole.shown} {_SHOWN}")
    natures = {nature(source, each) for each in holes}
    is_text = len(quoted.inside) > 1 or not natures & {Nature.NUMBER, Nature.OBJECT, Nature.COLLECTION}
    doubt = _doubt(source, hole, place, code)
    return Bound(holes[0], code, tuple(holes[1:]), quoted.atoms, is_text and not doubt, doubt)


def _doubt(source: Source, hole: Hole, place: Place, code: str) -> str:
    if place.is_doubtful:
        return "double quotes around a value are taken for those of a string"
    is_passed_on = code == hole.code and not place.is_sought and may_be_none(source, hole)
    return f"where {hole.shown} is None, NULL is passed, and no longer the text 'None'" if is_passed_on else ""


def _unfit(source: Source, hole: Hole) -> str:
    """Return why the value in a hole cannot be bound although it stands in quotes."""
    known = nature(source, hole)
    call = hole.expression
    if isinstance(call, cst.Call) and isinstance(call.func, cst.Attribute) and call.func.attr.value == "join":
        return f"{hole.shown} holds several values in one pair of quotes: {_EACH}"
    if unescaped(source, hole) is None:
        return f"{hole.shown} {_ESCAPED}"
    if known is Nature.COLLECTION and isinstance(call, (cst.List, cst.Tuple, cst.Dict, cst.Set, cst.ListComp)):
        return f"{hole.shown} holds several values: pass them as parameters one by one"
    return ""


def _value(source: Source, inside: Sequence[Piece]) -> str | None:
    """Return the expression for what stood between two quotes."""
    if len(inside) == 1 and isinstance(inside[0], Hole):
        hole = inside[0]
        if hole.is_plain or hole.percent == "%d":
            code = unescaped(source, hole) if hole.is_plain else as_whole(source, hole)
            is_text = nature(source, hole) not in {Nature.OBJECT, Nature.COLLECTION} or is_plural(hole.code)
            return code if code is None or is_text else f"str({code})"
    holes = [piece for piece in inside if isinstance(piece, Hole)]
    if all(hole.percent in {"", "%s"} for hole in holes):
        return _formatted(source, inside)
    if all(hole.percent for hole in holes):
        text = "".join(p.value.replace("%", "%%") if isinstance(p, Atom) else p.percent for p in inside)
        codes = ", ".join(hole.code for hole in holes)
        return f"{spelled(text)} % ({codes}{',' if len(holes) == 1 else ''})"
    return None


def _formatted(source: Source, inside: Sequence[Piece]) -> str | None:
    codes = [unescaped(source, piece) or piece.code for piece in inside if isinstance(piece, Hole)]
    joined = "".join(codes)
    if "\\" in joined or "\n" in joined or "#" in joined or ('"' in joined and "'" in joined):
        return _concatenated(source, inside)
    literal = "".join(piece.value for piece in inside if isinstance(piece, Atom))
    quote = "'" if '"' in joined or ('"' in literal and "'" not in literal + joined) else '"'
    parts: list[str] = []
    for piece in inside:
        if isinstance(piece, Atom):
            parts.append({"{": "{{", "}": "}}"}.get(piece.value) or spell(piece.value, quote))
        else:
            conversion = f"!{piece.conversion}" if piece.conversion else ""
            spec = f":{piece.spec}" if piece.spec else ""
            code = unescaped(source, piece) or piece.code
            parts.append(f"{{{' ' if code.startswith('{') else ''}{code}{conversion}{spec}}}")
    return f"f{quote}{''.join(parts)}{quote}"


def _concatenated(source: Source, inside: Sequence[Piece]) -> str | None:
    parts: list[str] = []
    run = ""
    for piece in inside:
        if isinstance(piece, Atom):
            run += piece.value
            continue
        if not piece.is_plain or "\n" in piece.code:
            return None
        parts += [spelled(run)] if run else []
        parts.append(f"str({unescaped(source, piece) or piece.code})")
        run = ""
    return " + ".join([*parts, *([spelled(run)] if run else [])])


# values without quotes


def _bare(source: Source, hole: Hole, place: Place, dialect: str) -> Fate:  # noqa: PLR0911 - guard clauses, one for each kind
    known = nature(source, hole)
    if known is Nature.SQL or (hole.is_whole and is_written(source, hole.expression)):
        return Kept(hole, f"{hole.shown} holds SQL, not a value: build it from constants", may_hold_sql=True)
    if known is Nature.CONSTANT:
        return Kept(hole, f"{hole.shown} is a constant", is_open=False, may_hold_sql=True)
    if known is Nature.COLLECTION or (place.is_alone and is_plural(hole.code)):
        return Kept(hole, f"{hole.shown} holds several values: {_EACH}", may_hold_sql=True)
    if place.role is Role.NUMBER and known is not Nature.NUMBER:
        return Kept(
            hole,
            f"{hole.shown} may be a column or a value here; if it is a value, pass it as a parameter",
            may_hold_sql=True,
        )
    code = _number(source, hole)
    if code is None:
        why = _ESCAPED if unescaped(source, hole) is None else _SHOWN
        return Kept(hole, f"{hole.shown} {why}")
    if is_refused(source, hole, dialect):
        return Kept(hole, f"{hole.shown} is of a type that the driver does not take: pass it as the column holds it")
    is_number = known is Nature.NUMBER
    if place.role is Role.COUNT and dialect == "mysql" and not is_number:
        code = f"int({code})"
    note = "" if is_number else f"{hole.shown} stood in the text without quotes: it is passed as it is"
    return Bound(hole, code, is_certain=is_number, note=note)


def _number(source: Source, hole: Hole) -> str | None:  # noqa: PLR0911 - guard clauses, one for each kind
    if hole.percent and hole.percent != "%s":
        kind = hole.percent[-1]
        if kind in _INTEGER_SPECS:
            return as_whole(source, hole)
        if kind in "feEgG":
            return hole.code if len(hole.percent) == 2 else f'float("{hole.percent}" % {hole.code})'  # noqa: PLR2004 - "%f"
        return hole.code if kind == "r" else None
    if hole.spec:
        kind = hole.spec[-1]
        if kind == "d" and "," not in hole.spec:
            return hole.code
        return f'float(f"{{{hole.code}:{hole.spec}}}")' if kind in "feEg" and '"' not in hole.code else None
    if hole.conversion == "r":
        return hole.code
    call = hole.expression
    if hole.is_whole and isinstance(call, cst.Call) and len(call.args) == 1:
        names = source.names(call.func)
        if names <= {"builtins.str", "builtins.repr"} and names and not call.args[0].star:
            return source.code(call.args[0].value)
    if unescaped(source, hole) is None:
        return None
    return hole.code


def codes(bound: Iterable[Bound]) -> list[str]:
    """Return the expressions of parameters."""
    return [each.code for each in bound]
