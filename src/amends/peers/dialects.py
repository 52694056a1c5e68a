"""How security tools are asked in a comment to be silent, each in its own dialect.

Regular expressions will do: every dialect is a regular language, and a comment is a single line.
"""

from __future__ import annotations

import enum
import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import takewhile
from typing import Final

from amends.peers.bandit import TESTS

WORDS: Final = ("nosec", "noqa", "ruff", "amends", "nosemgrep", "allowlist", "whitelist", "gitleaks")
_SECRETS = frozenset({"B105", "B106", "B107"})
_ID_OF_NAME = {name.upper(): identifier for identifier, name in TESTS.items()}

_NOSEC = re.compile(r"#\s*nosec:?([^#]*)")
_NOQA = re.compile(r"#\s*((?:ruff|flake8)\s*:\s*)?(?i:noqa)")
_RUFF = re.compile(r"#\s*ruff\s*:\s*(ignore|file-ignore|disable|enable)\s*\[([^\]]*)\]")
_AMENDS = re.compile(r"#\s*amends\s*:\s*ignore\b(?:\s*\[([^\]]*)\])?")
_SECRET = re.compile(r"#\s*(?:nosemgrep\b|pragma\s*:\s*(?:allow|white)list[ -]secret\b|gitleaks:allow\b)")
_CODES = re.compile(r"(?:[A-Z]+[0-9]+)+")
_CODE = re.compile(r"[A-Z]+[0-9]+")


class Reach(enum.Enum):
    """What a comment speaks of.

    LINE: its own line. CODE: its own line too, but the code below it where it stands alone. FILE: the whole
    file, where it stands alone. MODULE: as FILE, and only unindented. START and STOP: what is between them.
    """

    LINE = enum.auto()
    CODE = enum.auto()
    FILE = enum.auto()
    MODULE = enum.auto()
    START = enum.auto()
    STOP = enum.auto()


@dataclass(frozen=True, slots=True)
class Wish:
    """What a comment asks for: silence about `codes`, or about everything if that is None."""

    reach: Reach
    codes: frozenset[str] | None
    listed: tuple[str, ...] = ()


def wishes(comment: str) -> tuple[Wish, ...]:
    """Return what a comment asks for, read in every dialect."""
    return tuple(wish for read in _DIALECTS if (wish := read(comment)))


def _bandit(comment: str) -> Wish | None:
    """Ids and names between punctuation of any kind; where none of them exists, everything is meant."""
    match = _NOSEC.search(comment)
    if match is None:
        return None
    words = {word[0].upper() for word in re.finditer(r"\w+", match[1])}
    known = {_ID_OF_NAME.get(word, word) for word in words} & TESTS.keys()
    return Wish(Reach.LINE, frozenset(known | words) if known else None)


def _flake8(comment: str) -> Wish | None:
    """After a colon come codes, up to the first other word; without a colon everything is meant."""
    match = _NOQA.search(comment)
    if match is None:
        return None
    reach, rest = Reach.FILE if match[1] else Reach.LINE, comment[match.end() :]
    head, colon, tail = rest.partition(":")
    if colon and not head.strip():
        words = takewhile(_CODES.fullmatch, tail.partition("#")[0].replace(",", " ").split())
        codes = frozenset(code for word in words for code in _CODE.findall(word))
        return Wish(reach, codes) if codes else None
    return Wish(reach, None) if rest[:1] in {"", "#"} or rest[0].isspace() else None


def _ruff(comment: str) -> Wish | None:
    match = _RUFF.search(comment)
    if match is None:
        return None
    reach = {
        "ignore": Reach.CODE,
        "file-ignore": Reach.MODULE,
        "disable": Reach.START,
        "enable": Reach.STOP,
    }[match[1]]
    return Wish(reach, frozenset(_listed(match[2])), _listed(match[2]))


def _amends(comment: str) -> Wish | None:
    match = _AMENDS.search(comment)
    if match is None:
        return None
    return Wish(Reach.CODE, None if match[1] is None else frozenset(_listed(match[1])))


def _secret_scanners(comment: str) -> Wish | None:
    """Semgrep, detect-secrets and gitleaks, which are heard about secrets alone, whatever rule they name."""
    return Wish(Reach.CODE, _SECRETS) if _SECRET.search(comment) else None


_DIALECTS: tuple[Callable[[str], Wish | None], ...] = (_bandit, _flake8, _ruff, _amends, _secret_scanners)


def _listed(codes: str) -> tuple[str, ...]:
    return tuple(code.strip() for code in codes.split(",") if code.strip())
