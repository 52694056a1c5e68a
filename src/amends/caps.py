"""What libCST must not be given: it would take minutes and gigabytes, or end the process without a word."""

from __future__ import annotations

import re

_DEEPEST = 100  # brackets within brackets; libCST runs out of stack at a few thousand, and Python's recursion before
_LONGEST = 2_000  # operators, or pieces of a string, in one statement; libCST needs minutes for ten thousand
_BRACKET = re.compile(rb"[][(){}]")
_FLAT = re.compile(rb"[\[({][^\[\](){}]*[\])}]")
_LINK = re.compile(rb"[-+*/%@&|^<>=~.]|\b(?:and|or|in|is|not|if|elif|await)\b|\"[ \t]+\"")


def exceeded(code: bytes, max_size: int) -> str | None:
    """Return why a text of this code is not to be parsed, with a way out, or None."""
    if len(code) > max_size:
        return (
            f"{len(code):,} bytes would have to be parsed, and max-size allows {max_size:,}:"
            " raise max-size, split the file, or exclude it"
        )
    if _depth(code) > _DEEPEST:
        return f"brackets are nested more than {_DEEPEST} deep: exclude the file"
    if _chain(code) > _LONGEST:
        return f"a statement has more than {_LONGEST:,} operators: split it, or exclude the file"
    return None


def _depth(code: bytes) -> int:
    depth = deepest = 0
    for bracket in _BRACKET.finditer(code):
        depth = depth + 1 if bracket[0] in b"([{" else max(0, depth - 1)
        deepest = max(deepest, depth)
    return deepest


def _chain(code: bytes) -> int:
    """Return how many operators the longest expression may have: those that no comma and no bracket parts."""
    chained = max((_links(line) for line in code.split(b"\n") if len(line) > _LONGEST), default=0)
    return max(chained, code.count(b"\nelif ") + code.count(b" elif ") if code.count(b"elif ") > _LONGEST else 0)


def _links(line: bytes) -> int:
    """Return how many operators stand beside each other in a logical line; brackets are operands of them."""
    most = 0
    while True:
        flat, count = _FLAT.subn(b"_", line)
        parts = (part for group in (_FLAT.findall(line) if count else [line]) for part in re.split(rb"[,;]", group))
        most = max(most, max((len(_LINK.findall(part)) for part in parts if len(part) > _LONGEST), default=0))
        if not count:
            return most
        line = flat
