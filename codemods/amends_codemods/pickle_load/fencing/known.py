"""What is known about the module and the name that an unpickler is asked for: which ones they can only be."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TypeAlias, TypeVar

T = TypeVar("T")
Pair: TypeAlias = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Known:
    """All that the module, the name, and both together can be; None where nothing limits them."""

    modules: frozenset[str] | None = None
    names: frozenset[str] | None = None
    pairs: frozenset[Pair] | None = None

    def admitted(self) -> frozenset[Pair] | None:
        """Return all that can be asked for, or None if that is without limit."""
        if self.pairs is not None:
            return frozenset(p for p in self.pairs if _in(p[0], self.modules) and _in(p[1], self.names))
        if self.modules is None or self.names is None:
            return None
        return frozenset(product(self.modules, self.names))

    def also(self, other: Known) -> Known:
        """Return what is known where both hold."""
        return Known(
            _both(self.modules, other.modules), _both(self.names, other.names), _both(self.pairs, other.pairs)
        )  # fmt: skip

    def either(self, other: Known) -> Known:
        """Return what is known where one of them holds."""
        return Known(
            _any(self.modules, other.modules), _any(self.names, other.names), _any(self.admitted(), other.admitted())
        )  # fmt: skip

    def of_another_module(self) -> Known:
        """Return what is still known once the module has become another."""
        return Known(names=self.names)

    def of_another_name(self) -> Known:
        """Return what is still known once the name has become another."""
        return Known(modules=self.modules)


NOTHING = Known()


def _in(value: str, values: frozenset[str] | None) -> bool:
    return values is None or value in values


def _both(one: frozenset[T] | None, other: frozenset[T] | None) -> frozenset[T] | None:
    return one & other if one is not None and other is not None else other if one is None else one


def _any(one: frozenset[T] | None, other: frozenset[T] | None) -> frozenset[T] | None:
    return one | other if one is not None and other is not None else None
