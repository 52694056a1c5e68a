"""What the shape of a text tells: whether a program, a person or chance has made it."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from amends_codemods.hardcoded_secret.signs.names import FLAGS, segments, speaks_of_a_secret
from amends_codemods.hardcoded_secret.signs.words import ALGORITHMS, WEAK_PASSWORDS, WEAK_STEMS

_DRAWN = 20
_MASHED = 12
ROW = 6  # characters that follow each other, behind the first
_CODE = re.compile(r"[A-Z]{1,2}-?\d{1,4}$")
_CAMEL_CASE = re.compile(r"[a-z]{2,}\d?(?:[A-Z][a-z]{2,}\d?)+$")
_REGEX = re.compile(r"\\[wdsbSWDB]|\(\?[:P=!<]|\[[^\]]*[a-z]-[a-z][^\]]*\]|\.[*+]|^\^|[\])][*+?]")
_VERSION_WORD = re.compile(r"(?<=[-_.])v\d+(?=[-_.]|$)")
_JOINT = re.compile(r"[-_:./]")
_HEX = re.compile(r"[0-9a-fA-F-]{16,}={0,2}$")
_DIGIT_IN_A_WORD = re.compile(r"[A-Za-z][013457][a-z]{2}")
_OF_KEYS = frozenset({"key", "hmac", "my", "sign", "signing"})
# What people call a secret of their own, and what joins the words of a sentence.
_OWN = frozenset({"my", "our", "this", "super", "very", "top", "really", "dont", "guess", "please", "change"})
_LINKS = frozenset({"for", "to", "of", "used", "with", "from", "by"})
_ROW_OF_WORDS = 3
_UNDISGUISED = str.maketrans("013457@$!", "oieastasi")


def is_word_of_a_program(text: str) -> bool:
    """Tell what no account is opened by, wherever it stands."""
    return is_identifier(text) or is_statement(text) or is_code(text)


def is_code(text: str) -> bool:
    """Tell whether a text is the number of a message, such as `E1001`."""
    return _CODE.match(text) is not None


def is_regular_expression(text: str) -> bool:
    """Tell whether a text holds what is written in regular expressions only."""
    return _REGEX.search(text) is not None


def is_identifier(text: str) -> bool:
    """Tell whether a text reads as several words of a program, joined: `cancel_url`, `grant-type`, `nextPage`."""
    text = _VERSION_WORD.sub("", text)
    words = segments(text)
    return (
        len(words) > 1
        and not any(c.isdigit() for c in text)
        and not any(speaks_of_a_secret(word) or any(stem in word for stem in WEAK_STEMS) for word in words)
        and all(c.isalpha() or c in "_-.:" for c in text)
    )


def is_label(text: str) -> bool:
    """Tell what a protocol mixes into a digest, so that it fits nothing else: `WebAppData`, `Bitcoin seed`."""
    if not _OF_KEYS.isdisjoint(segments(text)):
        return False
    parts = _JOINT.split(text.lower().replace(" ", "-"))
    if is_identifier(text.replace(" ", "-")):
        return True
    return len(parts) > 1 and any(map(is_algorithm, parts)) and any(map(str.isalpha, parts))


def is_said_of(text: str, name: str) -> bool:
    """Tell what a page or a help text says of a secret (`Default Encryption Key`) from one that somebody made up."""
    words = set(segments(text))
    plain = all(c.isalpha() or c in " -,.:;()/'" for c in text) and words.isdisjoint(_OWN)
    about = any(speaks_of_a_secret(word) or word in {"key", *segments(name)} for word in words)
    return plain and about and (text[:1].isupper() or (len(words) > _ROW_OF_WORDS and not words.isdisjoint(_LINKS)))


def is_statement(text: str) -> bool:
    """Tell a message such as `wrong_password` from a secret."""
    words = segments(text)
    return len(words) > 1 and words[0] in FLAGS and any(map(speaks_of_a_secret, words))


def is_strong(text: str) -> bool:
    """Whether a text by itself looks like a password that somebody made up: mixed, or disguised."""
    sorts = {(c.islower(), c.isupper(), c.isdigit()) for c in text if c not in "_-. <>"}
    mixed = len(sorts) > 2  # noqa: PLR2004 - two sorts make an identifier
    return mixed or is_disguised(text) or any(word in text.lower() for word in WEAK_STEMS if word != "pass")


def is_disguised(text: str) -> bool:
    """Tell whether digits stand for letters, as in `Passw0rd` and `s3cret`: no field is called so."""
    written, meant = text.lower(), next(undisguised(text))
    if text.isalnum() and _DIGIT_IN_A_WORD.search(text):
        return True
    return any(word in meant and word not in written for word in ("password", *WEAK_STEMS, *WEAK_PASSWORDS))


def undisguised(text: str) -> Iterator[str]:
    """Yield what a text may mean in which digits stand for letters; a `1` is read as i or as l."""
    yield text.lower().translate(_UNDISGUISED)
    yield text.lower().replace("1", "l").replace("!", "i").translate(_UNDISGUISED)


def is_algorithm(text: str) -> bool:
    """Tell whether a text names an algorithm, maybe with its parameters: `pbkdf2_sha512`, `scrypt:32768:8:1`."""
    words = _JOINT.split(text.lower())
    return words[0] in ALGORITHMS and all(word in ALGORITHMS or word.isdigit() for word in words)


def is_drawn(text: str) -> bool:
    """Whether a text is a long row of letters and digits that somebody's computer drew by chance."""
    is_long = len(text) >= _DRAWN and text.isalnum() and text.isascii()
    return is_long and not text.isdigit() and not has_a_row(text.lower()) and is_random(text)


def has_a_row(text: str) -> bool:
    """Whether letters or digits stand in their order: `abcdefgh`, `12345678`."""
    row = 0
    for is_next in steps(text):
        row = row + 1 if is_next else 0
        if row >= ROW:
            return True
    return False


def steps(text: str) -> Iterator[bool]:
    """Yield for each character but the first whether it follows the one before it in the alphabet or in counting."""
    return (ord(b) - ord(a) == 1 or a + b == "90" for a, b in pairwise(text))


def is_camel_case(text: str) -> bool:
    """Tell whether a text is words of a program, joined by capitals."""
    return _CAMEL_CASE.match(text) is not None


def is_random(text: str) -> bool:
    """Tell whether a text looks drawn by chance: long, mixed, and with much in it for its length."""
    if _HEX.match(text):
        return len(set(text)) > 4  # noqa: PLR2004 - fewer different digits are a pattern, not chance
    if len(text) < 16 or any(c.isspace() for c in text) or is_camel_case(text):  # noqa: PLR2004 - shorter texts vary by accident
        return False
    classes = sum((any(c.isdigit() for c in text), any(c.islower() for c in text), any(c.isupper() for c in text)))
    return classes > 1 and any(c.isdigit() for c in text) and _entropy(text) > 3.2  # noqa: PLR2004 - bits a character


def is_mashed(text: str) -> bool:
    """Tell whether somebody's hand fell on the keyboard: a long row of small letters that nobody could pronounce."""
    vowels = sum(map(text.count, "aeiouy"))
    return len(text) >= _MASHED and text.isascii() and text.isalpha() and text.islower() and vowels * 8 < len(text)


def _entropy(text: str) -> float:
    counts = Counter(text)
    return -sum(n / len(text) * math.log2(n / len(text)) for n in counts.values())
