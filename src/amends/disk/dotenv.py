"""The dotenv format, as python-dotenv, compose files and shells agree on it: names and values, read and written."""

from __future__ import annotations

import re
from collections.abc import Iterator

_BINDING = re.compile(
    r"""^[ \t]*(?:export[ \t]+)?(?P<name>[^\s=#'"]+)[ \t]*=[ \t]*
        (?: '(?P<single>(?:\\'|[^'])*)' | "(?P<double>(?:\\.|[^"\\])*)" | (?P<plain>[^\r\n]*?) )
        [ \t]*(?:(?<=\s)\#[^\r\n]*|(?<=['"])\#[^\r\n]*)?\r?$""",
    re.MULTILINE | re.VERBOSE | re.DOTALL,
)
_PLAIN = re.compile(r"[\w./+=@:,%-]+", re.ASCII)
_LETTERS = {"\\": "\\", "'": "'", '"': '"', "a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}
_ESCAPES = {character: f"\\{letter}" for letter, character in _LETTERS.items() if letter != "'"}


def bindings(text: str) -> Iterator[tuple[str, str]]:
    """Yield the names and values that a dotenv file sets."""
    for found in _BINDING.finditer(text):
        if found["single"] is not None:
            yield found["name"], re.sub(r"\\([\\'])", r"\1", found["single"])
        elif found["double"] is not None:
            yield found["name"], re.sub(r"\\([\\'\"abfnrtv])", lambda m: _LETTERS[m[1]], found["double"])
        else:
            yield found["name"], found["plain"]


def binding(name: str, value: str) -> str:
    """Return the lines that set a variable, without a line end.

    In single quotes nothing is special to any reader but a backslash before a backslash or a quote; other
    control characters than line feeds need double quotes and escapes.
    """
    if _PLAIN.fullmatch(value) or not value:
        return f"{name}={value}"
    if any(character < " " and character != "\n" for character in value):
        return f'{name}="{"".join(_ESCAPES.get(character, character) for character in value)}"'
    quoted = re.sub(r"\\(?=\\|'|$)|(?<=\\)\\|'", r"\\\g<0>", value)
    return f"{name}='{quoted}'"
