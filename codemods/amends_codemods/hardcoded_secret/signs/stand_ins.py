"""Texts that stand where a secret would: nothing at all, masks, templates, placeholders."""

from __future__ import annotations

import re

from amends_codemods.hardcoded_secret.signs.names import segments, speaks_of_a_secret
from amends_codemods.hardcoded_secret.signs.texts import undisguised
from amends_codemods.hardcoded_secret.signs.words import (
    ABSENT,
    DESCRIPTIVE_ANYWHERE,
    DESCRIPTIVE_STARTS,
    DOINGS,
    GIVEN,
    MASKING,
    MASKS,
    PLACEHOLDERS,
    UNREAL_STARTS,
)

_NO_SECRET = (("not", "a", "secret"), ("not", "secret"), ("not", "real"), ("not", "a", "real"))
_AROUND_KEY = frozenset({"key", "api", "access", "session", "client", "auth"})
_FEW = 2
_INSTRUCTIONS = DOINGS - {"change", "add", "use"}  # many a program runs with `change-in-production`
_TOLD = frozenset({"key", "your", "here", "this"})
_DESCRIBING = ("your", "changeme", "changethis", "changepw", "changepass", "replaceme")
_TEMPLATE = re.compile(
    r"\$\{|\$\(|\{\{|\}\}|%\(\w+\)s|\{(?:\d|[^\W\d]\w*)?\}|[\])]\{\d+\}|%s\b|^%\w+%$|^__\w+__$|^@\w+@$"
)
_VARIABLE = re.compile(r"\$\w+")
_TELLING = 2  # digits that no variable has
_FRAMED = re.compile(r"([*#~=<>-])\1+ ?(\w+) ?[*#~=<>-]{2,}")
_COLOUR = re.compile(r"#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6}|[0-9a-fA-F]{8})|(?:rgb|hsl)a?\([\d\s.,%/]+\)")
_REPEATED = re.compile(r"([^\W_]{3,8})\1{2,}")
_TITLE = re.compile(r"My(?: [A-Z]\w*)+")
_BRACKETED = re.compile(r"<[^>]*>|\[[^\]]*\]|\{[^}]*\}|«[^»]*»|\([^)]*\)")


def is_stand_in(text: str) -> bool:
    """Whether a text only stands where a password would: a template, a mask, a placeholder."""
    return bool(no_content(text) or stands_for_another(text) or described(text))


def no_content(text: str) -> str | None:
    """Say why a text holds nothing at all."""
    if not text.strip():
        return "an empty value is no secret"
    is_mask = len(set(text)) == 1 and (text[0] in MASKS - {"0"} or not text.isalnum())
    if is_mask or _REPEATED.fullmatch(text):
        return "the value is a mask, not a secret"
    if "\x1b[" in text:
        return "the value tells a terminal how to show something"
    if _COLOUR.fullmatch(text):
        return "the value is a colour"
    if not any(c.isalnum() for c in text):
        return "the value is punctuation, as a parser's token is"
    words = segments(text)
    denied = (words[start : start + len(said)] == said for said in _NO_SECRET for start in range(len(words)))
    return "the value says that it is none" if any(denied) else None


def issued_by_nobody(text: str) -> str | None:
    """Say whether a value is only called one for tests, as no service calls what it issues: `test-secret-key`."""
    words = segments(text)
    nouns = all(speaks_of_a_secret(word) or word in _AROUND_KEY for word in words[1:])
    return "the value says that it is none" if words[:1] == ("test",) and len(words) > 1 and nouns else None


def stands_for_another(text: str) -> str | None:
    """Say why a text is a stand-in that is filled in or replaced before use."""
    if _TEMPLATE.search(text) or _is_variable_of_shell(text):
        return "the value is a template that is filled in elsewhere"
    if _BRACKETED.fullmatch(text) or text.startswith(("<|", "</")):
        return "the value in brackets is a placeholder or a marker in a text"
    letters = plain(text)
    crossed = len(letters) > 1 and set(letters) <= {"x"}
    if _TITLE.fullmatch(text) or letters in PLACEHOLDERS or crossed or _asks_to_be_replaced(text):
        return "the value is a placeholder"
    framed = _FRAMED.fullmatch(text)
    if (framed and _is_word_of_masks(framed[2].lower())) or text.endswith(("...", "…")):
        return "the value is a mask, not a secret"
    words = segments(text)
    if "public" in words and {"demo", "test"}.intersection(words):
        return "the value says that everybody may see it"
    return "the value says that it is none" if _is_missing(words) or _is_unreal(text, words) else None


def _asks_to_be_replaced(text: str) -> bool:
    """Whether a text tells a person what to put there: `put-your-secret-here`, `INSERT_TOKEN`, `xxx-your-token-xxx`."""
    words = segments(text)
    if len(words) < _FEW or any(c.isdigit() for c in text) or set(map(str.isalnum, text[:1] + text[-1:])) != {True}:
        return False
    told = any(word in _TOLD or speaks_of_a_secret(word) for word in words[1:])
    crossed = "your" in words and any(len(word) > _FEW and set(word) == {"x"} for word in (words[0], words[-1]))
    return (words[0] in _INSTRUCTIONS and told) or crossed


def _is_variable_of_shell(text: str) -> bool:
    """Whether a text is the name of a variable behind its dollar, and no password such as `$ecret123`."""
    name = text[1:]
    if not _VARIABLE.fullmatch(text):
        return False
    told = "_" in name or name.isupper() or any(map(speaks_of_a_secret, segments(name)))
    return told or sum(map(str.isdigit, name)) < _TELLING or name.isdigit()


def _is_word_of_masks(word: str) -> bool:
    return word in PLACEHOLDERS or word in MASKING or speaks_of_a_secret(word)


def _is_unreal(text: str, words: tuple[str, ...]) -> bool:
    """Whether a text says of itself that it opens nothing: `fake-key`, `my-fake-key`."""
    if words[:1] == ("my",):
        text, words = text[3:], words[1:]
    return len(words) > 1 and words[0] in UNREAL_STARTS and text[len(words[0]) : len(words[0]) + 1] in {"-", "_", " "}


def _is_missing(words: tuple[str, ...]) -> bool:
    """Whether words say that there is no secret: `secret-key-missing`, `token not set`."""
    about = any(speaks_of_a_secret(word) or word == "key" for word in words)
    if not about and not (words[:1] == ("not",) and len(words) == _FEW):
        return False
    return words[-1] in ABSENT or (words[-2:-1] == ("not",) and words[-1] in GIVEN)


def described(text: str) -> str | None:
    """Say why a text describes what should stand there: `your-api-key-here`."""
    words = segments(text)
    starts_so = words[:1] != () and words[0] in DESCRIPTIVE_STARTS - (DOINGS if _is_one_mixed_word(text) else set())
    if starts_so or DESCRIPTIVE_ANYWHERE.intersection(words):
        return "the value is a placeholder"
    if set(text) <= MASKS or "xxxx" in text.lower() or "****" in text or "..." in text:
        return "the value is a mask, not a secret"
    letters = plain(text)
    if any("placeholder" in meant for meant in undisguised(text)):
        return "the value is a placeholder"
    if letters.startswith(_DESCRIBING) or letters.endswith(("here", "changeme")):
        return "the value is a placeholder"
    return None


def _is_one_mixed_word(text: str) -> bool:
    """Whether a text is made as passwords are made, whatever it begins with: `Replace4Ever!`."""
    sorts = {(c.islower(), c.isupper(), c.isdigit()) for c in text if c.isalnum()}
    return len(sorts) > _FEW and not any(c in "-_ " for c in text)


def plain(text: str) -> str:
    """Return the letters and digits of a text, in lower case."""
    return "".join(c for c in text.lower() if c.isalnum())
