"""What a value says: that it cannot be a secret, with the reason, or that it can."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from amends_codemods.hardcoded_secret.signs.names import Kind, segments, speaks_of_a_secret
from amends_codemods.hardcoded_secret.signs.stand_ins import (
    described,
    issued_by_nobody,
    no_content,
    plain,
    stands_for_another,
)
from amends_codemods.hardcoded_secret.signs.texts import (
    is_algorithm,
    is_camel_case,
    is_code,
    is_disguised,
    is_identifier,
    is_mashed,
    is_random,
    is_regular_expression,
    is_said_of,
    is_statement,
    is_strong,
    is_word_of_a_program,
    steps,
    undisguised,
)
from amends_codemods.hardcoded_secret.signs.well_known import factory_default
from amends_codemods.hardcoded_secret.signs.words import (
    BOASTS,
    FILE_ENDINGS,
    RULES,
    VOCABULARY,
    WEAK_PASSWORDS,
    WEAK_STEMS,
)

_REFERENCES = frozenset({"name", "id", "ref", "path", "type", "file", "store", "volume", "arn", "field", "header",
                         "bucket", "manager", "storage", "backend", "queue", "topic"})  # fmt: skip
_BEHIND_SECRET = frozenset({"key", "password", "token", "code", "word", "phrase", "passphrase", "pass", "jwt"})
_SHORT = 4
_SENTENCE = 3
_PAIR = 2
_WORDY = 8
_RUN = 3

_URL = re.compile(r"[a-z][a-z0-9+.-]*:(?://|[a-z])|//|mailto:", re.IGNORECASE)
_PATH = re.compile(r"(?:~|\.{1,2})?/[\w./{}<>:@ -]*$|[A-Za-z]:\\|[\w.-]+(?:/[\w.-]+)+/?$")
_ENVIRONMENT_NAME = re.compile(r"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$")
_MIME_TYPE = re.compile(r"(?:application|text|image|audio|video|multipart|font|model|message)/[\w.+-]+")
_ELEMENT = re.compile(r"(?=.*\[)(?:\.?/{1,2}[\w:*.-]+(?:\[[^\]]*\])?)+$")
_DOTTED_NAME = re.compile(r"[A-Za-z_][A-Za-z_]*\d?(?:[.:][A-Za-z_][A-Za-z_]*\d?)+$")
_HEADER = re.compile(r"X(?:-[A-Z][A-Za-z]*)+$|[A-Z][a-z]+(?:-[A-Z][A-Za-z]*)+$")
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.[a-z]{2,}$")
_DIGEST = re.compile(
    r"[0-9a-f]{32,128}$|\$\w{1,10}\$|\{(?:SSHA|SHA|MD5|CRYPT)|(?:pbkdf2|scrypt|argon2|bcrypt)[:_]\w+", re.IGNORECASE
)
_TYPE = re.compile(r"\w+ ?\(\d+(?:, ?\d+)?\)$|[A-Za-z]+[<\[][\w, .]+[>\]]$")
_VERSION = re.compile(r"(?:[A-Za-z]+[_-])*[A-Za-z]*\d+(?:\.\d+)+$")
_NUMERAL = re.compile(r"\d+\.\d+(?:e[+-]?\d+)?[a-z]?$|\d+e[+-]?\d+[a-z]?$", re.IGNORECASE)
_OBJECT_IDENTIFIER = re.compile(r"\.?[012](?:\.\d+){5,}$")
_WHOLE_REGEX = re.compile(r"\^.*[\[(\\].*\$$", re.DOTALL)
_NUMBER = re.compile(r"_\d{1,4}$")
_BOOLEAN = re.compile(r"(?:true|false)$", re.IGNORECASE)
_PROMPT = re.compile(r".*\w[:?] +$", re.DOTALL)
_LENGTH = re.compile(r"\d+(?:\.\d+)?(?:px|r?em|v[hw]|pt|%)$")
_RULES = re.compile(r"[a-z]+(?:[:=][\w.,]+)?(?:\|[a-z_]+(?:[:=][\w.,]+)?)+$")
_ADDRESS = re.compile(r"0x[0-9a-fA-F]{40,64}|[1-9A-HJ-NP-Za-km-z]{43,44}")
_CHOSEN = re.compile(r"(?=.*\d)[^\s:/.,<>(){}\[\]]{6,}")
_JOINT = re.compile(r"[-_./:]")
_APP_PASSWORD = re.compile(r"[a-z]{4}(?: [a-z]{4}){3}$")


@dataclass(frozen=True, slots=True)
class Use:
    """How a value is used where it stands, as far as that tells whether it can be a secret.

    `signs`: it is the key with which the program itself signs. `opens`: it is given to something that
    authenticates by it, or compared with what a user entered. `beside`: the account that it would open stands
    beside it.
    """

    signs: bool = False
    opens: bool = False
    beside: bool = False

    def __or__(self, other: Use) -> Use:
        """Return the two uses of one value as one."""
        return Use(self.signs or other.signs, self.opens or other.opens, self.beside or other.beside)


UNKNOWN = Use()


def why_harmless(text: str, name: str, kind: Kind, use: Use) -> str | None:
    """Return why a value cannot be a secret of this kind, or None if it can."""
    word = is_word_of_a_program(text) or not is_made_for_a_person(text, Kind.PASSWORD)
    used = use.signs or use.opens or (use.beside and kind in {Kind.PASSWORD, Kind.PASSPHRASE, Kind.HASH} and not word)
    return (
        no_content(text)
        or _repeats_in_capitals(text, name)
        or (None if use.signs else _too_short(text, use))
        or (None if use.signs else stands_for_another(text))
        or (None if used or kind is Kind.SIGNING else described(text))
        or (None if used else _repeats(text, name, kind))
        or (None if use.signs else _of_another_sort(text, name, kind, use))
        or (None if use.signs or use.opens else factory_default(text, name))
        or (None if used else _too_plain(text, kind))
        or (issued_by_nobody(text) if kind in {Kind.KEY, Kind.TOKEN, Kind.SECRET} else None)
    )


def is_made_for_a_person(text: str, kind: Kind) -> bool:
    """Whether a text may be the secret that somebody is expected to enter, as against a word of the program."""
    letters = plain(text)
    word = text.isalpha() and kind is not Kind.PASSWORD and not any(stem in letters for stem in WEAK_STEMS)
    if word and letters not in WEAK_PASSWORDS:
        return False
    return letters not in VOCABULARY or letters in WEAK_PASSWORDS or speaks_of_a_secret(letters)


# what nobody chooses, as one does a password
DRAWN = frozenset({Kind.KEY, Kind.TOKEN, Kind.SECRET, Kind.SIGNING})


def proves_itself(text: str, kind: Kind) -> bool:
    """Whether a value is seen to be a secret where its name leaves a doubt: one that chance has drawn, or a password.

    A token on a chain has an address, which everybody may see.
    """
    if _ADDRESS.fullmatch(text):
        return False
    if kind in {Kind.PASSWORD, Kind.PASSPHRASE} and _CHOSEN.fullmatch(text):
        return is_strong(text) and not text.isdigit()
    return any(is_random(piece) for piece in _JOINT.split(text))


def _too_short(text: str, use: Use) -> str | None:
    if len(text) >= _SHORT or ((use.opens or use.beside) and len(text) == _SHORT - 1):
        return None
    return "the value is too short to be a secret"


def _repeats_in_capitals(text: str, name: str) -> str | None:
    """Say whether a value only shows what is to be put in its place: `password="PASSWORD"`."""
    return "the value only repeats the name" if text.isupper() and text.lower() == name.lower() != text else None


def _repeats(text: str, name: str, kind: Kind) -> str | None:
    """Say whether a value only repeats its name; a key may be as poor as one word of its name."""
    value = segments(text)
    if text.lower() in WEAK_PASSWORDS and not any(map(speaks_of_a_secret, value)):
        return None
    poor = kind is Kind.SIGNING and len(value) == 1 and speaks_of_a_secret(value[0])
    part = set(value) <= set(segments(name)) and not poor
    if value and (part or plain(text) == plain(name)):
        return "the value only repeats the name"
    if kind is not Kind.SIGNING and _shares_a_run(value, segments(name)):
        return "the value is called like its name"
    # a password in such a disguise is one that people choose, and so may a bare token be
    if kind is Kind.TOKEN and len(segments(name)) > _PAIR and plain(name) in map(plain, undisguised(text)):
        return "the value is the name in disguise"
    return None


def _shares_a_run(value: Sequence[str], name: Sequence[str]) -> bool:
    """Whether several words of a name stand in a value as they do there: `Auth.GenerateAccessToken`."""
    runs = {tuple(name[start : start + _RUN]) for start in range(len(name) - _RUN + 1)}
    return any(tuple(value[start : start + _RUN]) in runs for start in range(len(value) - _RUN + 1))


def _of_another_sort(text: str, name: str, kind: Kind, use: Use) -> str | None:
    """Say why a text is something else: prose, a URL, a path, an expression, the name of something."""
    if reason := _written_as(text) or _as_working_folder(text, name) or _as_label(text, name):
        return reason
    words, is_spaced = segments(text), any(c.isspace() for c in text.strip())
    if is_spaced and kind not in {Kind.PASSPHRASE, Kind.SIGNING} and not _APP_PASSWORD.match(text):
        prose = not use.opens or len(text.split()) > _SENTENCE or any(map(speaks_of_a_secret, words))
        return "the value is prose" if prose else None
    if kind is Kind.SIGNING and (is_spaced or described(text)):
        return None
    if _ENVIRONMENT_NAME.match(text) and any(speaks_of_a_secret(word) or word == "key" for word in words):
        return "the value is the name of an environment variable or a constant"
    if use.opens or (use.beside and not is_word_of_a_program(text)):
        return None
    return _name_of_something(text, name)


def _written_as(text: str) -> str | None:
    """Say what a text is if it is written as only one sort of thing is."""
    for pattern, reason in (
        (_MIME_TYPE, "the value is a MIME type"),
        (_URL, "the value is a URL without credentials"),
        (_ELEMENT, "the value is where an element is in a document"),
        (_EMAIL, "the value is an e-mail address"),
        (_TYPE, "the value is a type"),
        (_BOOLEAN, "the value is true or false"),
        (_PROMPT, "the value is what somebody is asked with"),
        (_OBJECT_IDENTIFIER, "the value is the identifier of an object"),
        (_WHOLE_REGEX, "the value is a regular expression"),
        (_LENGTH, "the value is a length on a page"),
    ):
        if pattern.match(text):
            return reason
    if _RULES.match(text) and re.split(r"[|:=]", text)[0] in RULES:
        return "the value says what is asked of a field"
    return "the value is the name of an algorithm" if is_algorithm(text) else None


def _as_working_folder(text: str, name: str) -> str | None:
    """Say whether a value is a path, as a shell tells its folder by this name."""
    is_path = name in {"PWD", "OLDPWD"} and text.startswith("/") and _PATH.match(text)
    return "the value is a path" if is_path else None


def _as_label(text: str, name: str) -> str | None:
    is_label = len(text.split()) > 1 and is_said_of(text, name)
    return "the value says what the secret is for" if is_label else None


def _name_of_something(text: str, name: str) -> str | None:  # noqa: PLR0911 - one line for each thing
    """Say why a text names a thing instead of being a secret."""
    if text.lower().endswith(FILE_ENDINGS) or (_PATH.match(text) and not is_random(text)):
        return "the value is a path"
    if is_regular_expression(text):
        return "the value is a regular expression"
    if _ENVIRONMENT_NAME.match(text):
        return "the value is the name of an environment variable or a constant"
    if _HEADER.match(text):
        return "the value is the name of a header"
    if is_code(text):
        return "the value is a code that stands for a message"
    if _VERSION.match(text) or _NUMERAL.match(text):
        return "the value is a number or a version"
    if _DOTTED_NAME.match(text):
        return "the value is a dotted name"
    if is_statement(text):
        return "the value says what is done about a secret"
    letters = plain(text)
    if (letters in VOCABULARY or letters.removesuffix("s") in VOCABULARY) and letters not in WEAK_PASSWORDS:
        return "the value is a word of a protocol or a form"
    return "the value reads as the name of a field" if _is_field_name(text, name) else None


def _is_field_name(text: str, name: str) -> bool:
    """Tell the name of a secret (`user_password`, `clientSecret`) from a secret that somebody made up."""
    words = [word for word in segments(text) if not word.isdigit()]
    if text.lower() in WEAK_PASSWORDS or not all(c.isalnum() or c in "_-.: " for c in text):
        return False
    speaks = any(speaks_of_a_secret(w) or w in {"key", "tokens", "secrets"} for w in words)
    if len(words) > 1 and words[-1] in _REFERENCES:
        return speaks or not {*words}.isdisjoint(segments(name))
    if not speaks:
        return False
    if BOASTS.intersection(words) - set(segments(name)) or _hides_a_secret(words) or _has_telling_digits(text):
        return False
    glued = text.isalpha() and text.islower() and len(words) > 1
    return not glued or words[0] in {"new", "old", "user", "db", "login", "confirm", "api", "auth", "access", "re"}


def _hides_a_secret(words: Iterable[str]) -> bool:
    """Tell whether a word is made of `secret` and more, as `supersecret` is, but not `secretstorage`."""
    return any(before or behind in _BEHIND_SECRET for before, found, behind in _parts(words) if found)


def _parts(words: Iterable[str]) -> Iterator[tuple[str, str, str]]:
    return (word.partition("secret") for word in words if word not in {"secret", "secrets"})


def _has_telling_digits(text: str) -> bool:
    """Tell whether the digits in a text are such as people put into passwords: last, for letters, in one word."""
    lone = text.isalnum() and text.islower() and any(c.isdigit() for c in text)
    return lone or text[-1:].isdigit() or is_disguised(text)


def _too_plain(text: str, kind: Kind) -> str | None:
    """Say why a text has too little in it for a secret of its kind."""
    if kind is Kind.HASH:
        return None if _DIGEST.match(text) else "the value is no password hash"
    if kind is Kind.SIGNING or (is_random(text) and not is_identifier(text)) or len(text.split()) > 1:
        return None
    lowered = text.lower()
    weak = any(stem in lowered for stem in WEAK_STEMS) and not text.isupper()
    if kind in {Kind.PASSWORD, Kind.PASSPHRASE}:
        guessable = lowered in WEAK_PASSWORDS - {"test", "testing", "demo"} or weak or not text.isalpha()
        return None if guessable and not is_identifier(text) else "a plain word is no evidence of a password"
    joined = is_camel_case(text) or is_identifier(_NUMBER.sub("", text))
    mixed = sum(c.isdigit() for c in text) > 1 and any(c.isalpha() for c in text) and not joined
    if len(text) < _WORDY and (not weak or (text.isdigit() and all(steps(text)))):
        return f"the value has too little in it for {kind.one}"
    words = segments(text)
    hides = _hides_a_secret(words) or (words[:1] == ("my",) and "key" in words)
    boasts = weak and bool(BOASTS.intersection(words) or any(c.isdigit() for c in text))
    drawn = mixed or is_mashed(text) or is_disguised(text)
    return None if drawn or hides or boasts else f"the value has too little in it for {kind.one}"
