"""How drivers read a query and its parameters: each style of placeholders filled in as its drivers do."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias, cast


class Disagreement(AssertionError):
    """Placeholders and parameters do not fit together."""


Reader: TypeAlias = Callable[[str, object], str]

_SQL = re.compile(
    r"""(?P<skip>'(?:[^']|'')*'|"[^"]*"|`[^`]*`|--[^\n]*|/\*.*?\*/|::)|\?|\$\d+|:\d+|:[A-Za-z_]\w*|@\w+""", re.DOTALL
)


def literal(value: object) -> str:
    """Write a value as SQL, as a driver would that sends no parameters apart."""
    if value is None:
        return "NULL"
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, (int, float)):
        return repr(value)
    if isinstance(value, (list, tuple)):
        return f"({', '.join(literal(item) for item in cast('Sequence[object]', value))})"
    return "'" + str(value).replace("'", "''") + "'"


def plain(text: str, parameters: object) -> str:
    """Read a text that can have no parameters."""
    if parameters not in (None, (), [], {}):
        raise Disagreement(f"parameters {parameters!r} where none are taken")
    return text


def qmark(text: str, parameters: object) -> str:
    """Read `?`."""
    return _positional(text, parameters, lambda found: found == "?")


def numeric(text: str, parameters: object) -> str:
    """Read `:1`, `:2` in their order, as Oracle's drivers bind a sequence."""
    return _positional(text, parameters, lambda found: re.fullmatch(r":\d+", found) is not None)


def qmark_or_named(text: str, parameters: object) -> str:
    """Read `?` from a sequence, `:name` from a mapping."""
    return (named if _is_mapping(parameters) else qmark)(text, parameters)


def numeric_or_named(text: str, parameters: object) -> str:
    """Read `:1` from a sequence, `:name` from a mapping."""
    return (named if _is_mapping(parameters) else numeric)(text, parameters)


def dollar(text: str, parameters: object) -> str:
    """Read `$1`, in any order and as often as wanted."""
    values = sequence(parameters)
    used: set[int] = set()

    def fill(found: str) -> str | None:
        if not found.startswith("$"):
            return None
        number = int(found[1:])
        used.add(number)
        if number > len(values):
            raise Disagreement(f"{found} has no parameter in {values!r}")
        return literal(values[number - 1])

    filled = _filled(text, fill)
    if len(used) != len(values):
        raise Disagreement(f"{len(values)} parameters, used are {sorted(used)}: {text}")
    return filled


def named(text: str, parameters: object) -> str:
    """Read `:name` outside of quotes."""
    values = _mapping(parameters)
    used: set[str] = set()

    def fill(found: str) -> str | None:
        return _by_name(found[1:], values, used) if found.startswith(":") and found != "::" else None

    filled = _filled(text, fill)
    _all_used(used, values, text)
    return filled


def clause(text: str, parameters: object) -> str:
    r"""Read `:name` as SQLAlchemy's `text()` does: in quotes too, with `\:` for a colon that means itself."""
    values = _mapping(parameters)
    used: set[str] = set()
    filled = re.sub(r"(?<![:\w\\]):(\w+)(?!:)", lambda m: _by_name(m[1], values, used), text)
    _all_used(used, values, text)
    return re.sub(r"\\(:)", r"\1", filled)


@dataclass(frozen=True, slots=True)
class Percent:
    """A reader of `%s` and `%(name)s`; some drivers leave `%%` as it is."""

    undoubles: bool = True
    positional: bool = True

    def __call__(self, text: str, parameters: object) -> str:
        """Fill in the parameters; without any, a text is sent as it is."""
        if parameters is None or parameters in ((), [], {}):
            return text
        if isinstance(parameters, Mapping):
            return self._named(text, cast("Mapping[str, object]", parameters))
        if not self.positional:
            raise Disagreement(f"a mapping is wanted, not {parameters!r}")
        waiting = list(sequence(parameters))
        filled = re.sub(r"%(.|$)", lambda m: self._next(m, waiting), text, flags=re.DOTALL)
        if waiting:
            raise Disagreement(f"{waiting!r} has no placeholder in {text!r}")
        return filled

    def _next(self, found: re.Match[str], waiting: list[object]) -> str:
        if found[1] == "s":
            if not waiting:
                raise Disagreement(f"not enough parameters for {found.string!r}")
            return literal(waiting.pop(0))
        return self._other(found)

    def _named(self, text: str, values: Mapping[str, object]) -> str:
        used: set[str] = set()

        def fill(found: re.Match[str]) -> str:
            return _by_name(found[2], values, used) if found[2] else self._other(found)

        filled = re.sub(r"%(\((\w+)\)s|.|$)", fill, text, flags=re.DOTALL)
        _all_used(used, values, text)
        return filled

    def _other(self, found: re.Match[str]) -> str:
        if not self.undoubles:
            return found[0]
        if found[1] != "%":
            raise Disagreement(f"{found[0]!r} is no placeholder: {found.string!r}")
        return "%"


def _by_name(name: str, values: Mapping[str, object], used: set[str]) -> str:
    if name not in values:
        raise Disagreement(f":{name} has no parameter in {values!r}")
    used.add(name)
    return literal(values[name])


def _all_used(used: set[str], values: Mapping[str, object], text: str) -> None:
    if unused := set(values) - used:
        raise Disagreement(f"{sorted(unused)} have no placeholder in {text!r}")


def _positional(text: str, parameters: object, is_placeholder: Callable[[str], bool]) -> str:
    waiting: Iterator[object] = iter(sequence(parameters))

    def fill(found: str) -> str | None:
        if not is_placeholder(found):
            return None
        for value in waiting:
            return literal(value)
        raise Disagreement(f"not enough parameters for {text!r}: {parameters!r}")

    filled = _filled(text, fill)
    if left := list(waiting):
        raise Disagreement(f"{left!r} has no placeholder in {text!r}")
    return filled


def _filled(text: str, fill: Callable[[str], str | None]) -> str:
    def replace(found: re.Match[str]) -> str:
        value = None if found["skip"] else fill(found[0])
        return found[0] if value is None else value

    return _SQL.sub(replace, text)


def sequence(parameters: object) -> Sequence[object]:
    """Return parameters as the sequence that they must be."""
    if parameters is None:
        return ()
    if isinstance(parameters, (str, bytes)) or not isinstance(parameters, (list, tuple)):
        raise Disagreement(f"a sequence is wanted, not {parameters!r}")
    return cast("Sequence[object]", parameters)


def _is_mapping(parameters: object) -> bool:
    return isinstance(parameters, Mapping)


def _mapping(parameters: object) -> Mapping[str, object]:
    if parameters in (None, (), []):
        return {}
    if not isinstance(parameters, Mapping):
        raise Disagreement(f"a mapping is wanted, not {parameters!r}")
    return cast("Mapping[str, object]", parameters)
