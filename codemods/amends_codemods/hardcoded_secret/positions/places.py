"""Where an expression stands: under which name, whose it is, and by what syntax."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import TypeAlias

import libcst as cst

from amends_codemods.hardcoded_secret.signs.values import UNKNOWN, Use

# The names that stand beside a value, with their texts where those are literals.
Neighbours: TypeAlias = "tuple[tuple[str, str | None], ...]"


class Shape(enum.Enum):
    """The syntax in which a value is given to a name."""

    CONSTANT = "constant"
    LOCAL = "local variable"
    ATTRIBUTE = "attribute"
    SETTING = "setting"
    KEYWORD = "keyword argument"
    DEFAULT = "parameter default"
    ENTRY = "dictionary entry"
    QUERY = "parameter of a request"
    COMPARISON = "comparison"
    CHOICE = "one of several texts to compare with"
    ARGUMENT = "argument"
    LAST_RESORT = "default of an option or a lookup"
    EXPORT = "assignment to the environment"
    ELEMENT = "element"
    MEMBER = "enum member"
    FORMATTED = "part of an f-string"
    PATTERN = "pattern of a match"
    RIGID = "place where no expression can stand"
    OTHER = "expression"


COMPARED = frozenset({Shape.COMPARISON, Shape.CHOICE, Shape.PATTERN})


@dataclass(frozen=True, slots=True, eq=False)
class Fallback:
    """An expression that reads a variable and falls back to the literal; it is replaced as a whole.

    Where a package reads the variable in its own way, only the `default` goes that it is given as an argument, or
    that a field is assigned. Of a row of alternatives, what comes `since` one of them is replaced.
    """

    variable: str | None
    whole: cst.BaseExpression
    default: cst.Arg | cst.AnnAssign | None = None
    since: cst.BaseExpression | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Place:
    """Where a value stands.

    `names` are what it is called, the most telling first. `path` names what holds it as an entry, `owners` what
    is around it (callee, functions, classes), both the nearest first. `usual` is the variable that users of the
    callee know. `target` is the bare name that is bound. `fallback` is the expression that reads a variable, and
    comes to the value where that is not set.
    """

    shape: Shape
    names: tuple[str, ...] = ()
    path: tuple[str, ...] = ()
    owners: tuple[str, ...] = ()
    use: Use = UNKNOWN
    usual: str = ""
    target: cst.Name | None = None
    fallback: Fallback | None = None
    neighbours: Neighbours = ()


ELSEWHERE = Place(Shape.OTHER)
RIGID = Place(Shape.RIGID)
