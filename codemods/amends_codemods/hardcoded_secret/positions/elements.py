"""The place of an element of a tuple, list or set: by the name that it fills, or by what the whole is called."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeAlias

import libcst as cst

from amends.source import Source
from amends_codemods.hardcoded_secret.positions.owners import around, callee, text_of
from amends_codemods.hardcoded_secret.positions.places import Place, Shape
from amends_codemods.hardcoded_secret.positions.sinks import AUTH
from amends_codemods.hardcoded_secret.positions.targets import place_of_target
from amends_codemods.hardcoded_secret.signs.names import SecretName, judge, segments
from amends_codemods.hardcoded_secret.signs.values import Use

Display: TypeAlias = "cst.Tuple | cst.List | cst.Set"

_COLLECTIONS = frozenset({"set", "frozenset", "list", "tuple"})
_PAIRS = frozenset({"credentials", "creds"})
_FEW = 5  # keys that a program lets in; more are a list of something


def assigned_by(source: Source, display: Display) -> cst.Assign | None:
    """Return the assignment of a display, maybe as the collection that a call makes of it."""
    holder = source.parent(display)
    call = source.parent(holder) if isinstance(holder, cst.Arg) else None
    if isinstance(call, cst.Call) and callee(call) in _COLLECTIONS:
        holder = source.parent(call)
    return holder if isinstance(holder, cst.Assign) else None


def is_second_of_two(display: Display, element: cst.BaseElement) -> bool:
    """Whether an element is the last of two, as the password behind the user's name is."""
    return len(display.elements) == 2 and display.elements[1] is element  # noqa: PLR2004 - user and password


def takes_a_pair(place: Place) -> bool:
    """Whether a place takes a user's name and password."""
    return not {name.lower() for name in place.names}.isdisjoint(AUTH)


def place_of_assigned(source: Source, assign: cst.Assign, display: Display, element: cst.BaseElement) -> Place:
    """Return the place of an element of what is assigned: one of several names, or a part of what one name holds."""
    target = assign.targets[0].target
    if isinstance(target, (cst.Tuple, cst.List)):
        return _unpacked(source, target, display, element)
    place = place_of_target(source, target)
    if isinstance(display, cst.Tuple) and is_second_of_two(display, element):
        if takes_a_pair(place):
            return replace(place, names=("password",), target=None, use=Use(opens=True))
        if any(segments(name)[-1:] and segments(name)[-1] in _PAIRS for name in place.names):
            beside = (("user", text_of(source, display.elements[0].value)),)
            return Place(Shape.ENTRY, ("password",), place.names[:1], owners=around(source, target), neighbours=beside)
    names = place.names if len(display.elements) <= _FEW else ()
    held = tuple(name[:-1] for name in names if holds_secrets(name) is not None)
    return Place(Shape.ELEMENT, held, owners=around(source, target))


def _unpacked(source: Source, target: cst.Tuple | cst.List, display: Display, element: cst.BaseElement) -> Place:
    index = next(number for number, each in enumerate(display.elements) if each is element)
    if isinstance(display, cst.Set) or len(target.elements) != len(display.elements):
        return Place(Shape.ELEMENT, owners=around(source, target))
    return place_of_target(source, target.elements[index].value)


def holds_secrets(name: str) -> SecretName | None:
    """Judge what each of those is that a name in the plural holds: `API_KEYS`."""
    judgement = judge(name[:-1]) if name[-1:] in {"s", "S"} else None
    return judgement if isinstance(judgement, SecretName) and not judgement.doubt else None
