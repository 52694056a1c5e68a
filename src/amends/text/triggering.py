"""What triggers ask of a file's code on their second look: who imports what, and what a place stands in."""

from __future__ import annotations

import re
from collections.abc import Callable

from amends.text.code import Code

Check = Callable[[Code, int], bool]


def where_imported(packages: bytes) -> Check:
    """Return the check that a name is not just being defined, in a file one of whose imports matches the pattern."""
    wanted = re.compile(packages)

    def check(code: Code, at: int) -> bool:
        return not code.text.endswith(b"def ", 0, at) and wanted.search(code.imports) is not None

    return check


def member_of(package: bytes, *owners: bytes) -> Check:
    """Return the check that a name may be a function of a package.

    It may be where it stands behind the package's name or that of one of its modules (the `owners`), where an import
    of the package speaks of it or gives something another name, and where an assignment gives the package one.
    """
    renaming = re.compile(rb"\bas\b|\*" + b"".join(rb"|\bimport\b.*\b%b\b" % owner for owner in owners))
    alias = re.compile(rb"=[ \t]*[\w.]*\b(?:%b)[ \t]*[\r\n;#]" % b"|".join((package, *owners)))
    direct = tuple(owner + b"." for owner in (package, *owners))

    def check(code: Code, at: int) -> bool:
        if code.text.endswith(direct, 0, at) or alias.search(code.text):
            return True
        lines = [line for line in code.imports.split(b"\n") if package in line]
        if code.text.endswith(b".", 0, at):
            return any(map(renaming.search, lines))
        word = word_at(code, at)
        return any(word in line or b"*" in line for line in lines)

    return check


def word_at(code: Code, at: int) -> bytes:
    """Return the identifier that an offset stands in."""
    found = _WORD.match(code.text, start_of_word(code, at))
    return found[0] if found else b""


_WORD = re.compile(rb"[\w\x80-\xff]*")


def start_of_word(code: Code, at: int) -> int:
    """Return where the identifier around an offset starts."""
    while at and _WORD.fullmatch(code.text, at - 1, at):
        at -= 1
    return at


def line_at(code: Code, at: int) -> bytes:
    """Return the logical line around an offset; of a very long one, what is near."""
    start, end = start_of_line(code, at), end_of_line(code, at)
    return code.text[max(start, at - _NEAR) : min(end, at + _NEAR)]


_NEAR = 10_000  # bytes


def start_of_line(code: Code, at: int) -> int:
    """Return where the logical line around an offset starts."""
    return code.text.rfind(b"\n", 0, at) + 1


def end_of_line(code: Code, at: int) -> int:
    """Return where the logical line around an offset ends."""
    end = code.text.find(b"\n", at)
    return end if end >= 0 else len(code.text)


def is_documentation(code: Code, at: int) -> bool:
    """Whether a string at an offset is a statement of its own, such as a docstring."""
    if not code.text.startswith(b'"', at):
        return False
    return not code.text[start_of_line(code, at) : end_of_line(code, at)].strip(b'" \t\r#')


def opening(code: Code, at: int) -> int:
    """Return where the innermost bracket opens that an offset stands in, -1 if it stands in none, or in a long one."""
    depth, start = 0, max(start_of_line(code, at), at - _NEAR)
    for place in range(at - 1, start - 1, -1):
        byte = code.text[place]
        if byte in b")]}":
            depth += 1
        elif byte in b"([{":
            if not depth:
                return place
            depth -= 1
    return -1


def callee(code: Code, at: int) -> bytes:
    """Return the last name of what is called with the argument at an offset, b"" if it is none of a call."""
    opened = opening(code, at)
    called = _CALLEE.search(code.text, max(0, opened - _LONGEST), opened) if opened > 0 else None
    return called[1] if called and code.text[opened] == ord("(") else b""


_LONGEST = 120  # bytes of a name
_CALLEE = re.compile(rb"([\w\x80-\xff]+)[ \t]*\Z")
