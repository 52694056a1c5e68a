"""Where an expression stands: under which name, whose it is, and how it is used there."""

from __future__ import annotations

import enum
from collections.abc import Iterator
from dataclasses import dataclass, replace

import libcst as cst

from amends.source import Source, dotted

from .calls import place_of_argument
from .values import Use


class Shape(enum.Enum):
    """The syntax in which a value is given to a name."""

    CONSTANT = "constant"
    LOCAL = "local"
    ATTRIBUTE = "attribute"
    KEYWORD = "keyword"
    DEFAULT = "default"
    ENTRY = "entry"
    COMPARISON = "comparison"
    ARGUMENT = "argument"
    FALLBACK = "fallback"
