"""What triggers ask of the code on their second look: whether a text is given to a name, a key or a call.

In the code as it is seen here a string is a run of quotes, and what stands in brackets stands on one line.
"""

from __future__ import annotations

import re

from amends.facts.remembering import remembered
from amends.text.code import Code
from amends.text.lexer import Token
from amends.text.triggering import callee, line_at, opening, start_of_line, word_at
from amends_codemods.hardcoded_secret.triggers import CHAINED, SPOKEN_NAME

_PLAIN = rb'(?:[^"\n(\[{,}=!<>]|(?<![=!<>])=(?!=))*'
_INSIDE = rb'[^"\n(\[{)},]*'
# what a text may be wrapped in, and still go by the name outside
_WRAPPER = (
    rb"(?:\b(?:SecretStr|SecretBytes|Secret|str|bytes|bytearray|field|Field|attrib|ib|quote|quote_plus|b64decode"
    rb"|urlsafe_b64decode|unhexlify|fromhex|to_bytes|force_bytes|force_str|mapped_column|mark_safe|Str|StringType|Option|Argument|Header|Query|Cookie|Form|Body)"
    rb"[ \t]*\(|(?<![\w)\]])\()"
)
_DEFAULTED = rb"[^\"\n(\[{)}]*?\b(?:default|default_value|value)[ \t]*="
_WRAPPED = rb"(?:%b|%b)%b" % (_WRAPPER, _DEFAULTED, _INSIDE)
# what reads a variable, and comes to a text where that is missing
_FETCHED = rb'\b(?:getenv|get|setdefault|pop|config)[ \t]*\((?:"+|%b),%b' % (_INSIDE, _INSIDE)
_TEXT = rb'(?<!\+)(?<!\+ )(?:"+(?!["{])(?![ \t]*(?:%|\+(?![ \t]*[("])))|"{20})'
_NEXT = rb"%b(?:%b|%b)*%b" % (_PLAIN, _WRAPPED, _FETCHED, _TEXT)
_OPERATOR = rb"(?:[=!:<>]?=|[<>:]|\b(?:not[ \t]+)?in\b|\bis(?:[ \t]+not)?\b)"
_UNCHANGED = rb"(?:\.(?:encode|decode|strip|lstrip|rstrip|lower|upper|get_secret_value|get)\([^()\n]*\))*"
_REST_OF_NAME = rb"[\w\x80-\xff]*%b[ \t)]*(?:\[[^\]\n]*\])?%b[ \t)]*" % (_UNCHANGED, _UNCHANGED)
_FLAT = rb"[^\[\]\n]*"
_INDEX = rb"\[%b(?:\[%b(?:\[%b\]%b)*\]%b)*\]" % (_FLAT, _FLAT, _FLAT, _FLAT, _FLAT)
_ANNOTATION = rb"(?::(?:[^=\n,\[\](){}]|%b)*)?" % _INDEX

_NAME = re.compile(rb"%b%b%b%b" % (_REST_OF_NAME, _ANNOTATION, _OPERATOR, CHAINED))
_VALUE = re.compile(_NEXT)
_ALTERNATIVE = re.compile(rb"[ \t]*\(*[ \t]*%b" % _TEXT)
_SPREAD = re.compile(rb'%b(?:,[\w.,* \t]*)?\)*[ \t]*=(?!=)[^"\n(\[{]*(?:%b[^"\n(\[{]*)*"' % (_REST_OF_NAME, _WRAPPER))
_KEY = re.compile(rb"[ \t]*:|[ \t]*\)*[\])]%b%b%b" % (_REST_OF_NAME, _OPERATOR, CHAINED))
_CONSTANT = re.compile(rb"[ \t]*(?:None|True|False|\.\.\.|[-+]?[\d.])")
_NEXT_ARGUMENT = re.compile(rb"[ \t]*,")
_DEFAULT = re.compile(rb"[ \t]*,[^\n]*?\bdefault[ \t]*=")
_KEYED = frozenset({
    b"set", b"setattr", b"getattr", b"get", b"setdefault", b"set_option", b"__setitem__", b"pop", b"getenv",
    b"config", b"env", b"str", b"option", b"add_header", b"putheader", b"set_header", b"DEFINE_string",
})  # fmt: skip
_COMPARING = rb"[ \t]*(?:[=!<>]=|[<>]|(?:not[ \t]+)?in\b|is(?:[ \t]+not)?\b)"
_OTHER_SIDE = re.compile(_COMPARING + rb'([\w."()\[\],\x80-\xff \t]{1,120})')
_SPOKEN = re.compile(SPOKEN_NAME)
_DEFINITION = re.compile(rb"[ \t]*(?:async[ \t]+)?def[ \t]+(\w+)")
_CLASS = re.compile(rb"^[ \t]*class[ \t]+(\w+)", re.MULTILINE)
_IMPORTING = re.compile(rb"[^\n]*\bimport\b")
_RENAMING = re.compile(rb"\bas\b|\b(?:encode|decode|new|digest|AES)\b|\*")
_TEXT_OR_KEY = re.compile(rb'"|(?i:key)\b')
_SERIALIZERS = frozenset({
    b"Serializer", b"URLSafeSerializer", b"TimedSerializer", b"URLSafeTimedSerializer", b"Signer", b"TimestampSigner",
})  # fmt: skip
_MATCH = re.compile(rb"^([ \t]*)match\b([^\n]*):", re.MULTILINE)
_POSITIONAL_TEXT = re.compile(rb'[\w.]*[ \t]*\((?:[^\n]*?[(,])?[ \t]*"')
_LATER_TEXT = re.compile(rb'[\w.]*[ \t]*\([^\n]*?,[ \t]*"')
_OTHERWISE = re.compile(rb'[^\n]*?\)[ \t]*or\b[ \t]*\(*[ \t]*"')
_KEPT = re.compile(rb"\s*\w+[ \t]*(?::[^=\n]*)?=(?!=)")
_COMPARISON = re.compile(rb"[=!]=|\bin\b|compare_digest")


def is_given_a_text(code: Code, at: int) -> bool:
    """Whether the name at an offset is given a text, or compared with one."""
    found = _NAME.match(code.text, at)
    if found is not None and _comes_to_a_text(code.text, found.end()):
        return True
    return _SPREAD.match(code.text, at, at + _WINDOW) is not None and opening(code, at) < 0


def is_key_of_a_text(code: Code, at: int) -> bool:
    """Whether the string at an offset is the key, or the name in a call, of a constant."""
    token = code.lexed.token_at(at)
    if token is None:
        return True
    if key := _KEY.match(code.text, token.end):
        return _CONSTANT.match(code.text, key.end()) is not None or _comes_to_a_text(code.text, key.end())
    return _names_an_argument(code, token)


def _names_an_argument(code: Code, token: Token) -> bool:
    """Whether a string is the name in a call that takes a text with it: `setattr(user, "password", "…")`."""
    if not _ARGUMENT.search(code.text, max(0, token.start - _WINDOW), token.start):
        return False
    function = callee(code, token.start)
    behind = _NEXT_ARGUMENT if function in _KEYED or function in _getters(code) else _DEFAULT
    later = behind.match(code.text, token.end, token.end + _WINDOW)
    return later is not None and _comes_to_a_text(code.text, later.end())


@remembered
def _getters(code: Code) -> frozenset[bytes]:
    """Return the names that a file gives to what reads a variable: `from os import getenv as read`."""
    return frozenset(name for names in _RENAMED_GETTER.findall(code.text) for name in names if name)


_RENAMED_GETTER = re.compile(rb"\bgetenv[ \t]+as[ \t]+(\w+)|\b(\w+)[ \t]*=[ \t]*[\w.]*(?:getenv|\.get)[ \t]*[\r\n;#]")
_ARGUMENT = re.compile(rb"[(,][ \t]*\Z")


_WINDOW = 1_000  # bytes up to a first text
_FAR = 10_000  # bytes, and
_MOST = 100  # words and brackets, of an expression: what is longer may come to anything
_STOP = re.compile(rb"[(\[{)\]},\n]|\b(?:or|and|else)\b")
_BEFORE_CALL = re.compile(rb"[\w)\]\x80-\xff]")


def _comes_to_a_text(text: bytes, start: int) -> bool:
    """Whether the expression that starts here may come to a text: as it stands, wrapped, or as an alternative."""
    if _VALUE.match(text, start, start + _WINDOW):
        return True
    opened: list[bool] = []
    for number, stop in enumerate(_STOP.finditer(text, start, start + _FAR)):
        word = stop[0]
        if number > _MOST:
            return True
        if word in b"([{":
            opened.append(word != b"(" or _BEFORE_CALL.match(text, stop.start() - 1) is not None)
        elif any(opened) and word not in b")]}":
            continue
        elif word in b")]}" and opened:
            opened.pop()
        elif word in b")]},\n":
            return False
        elif _ALTERNATIVE.match(text, stop.end()):
            return True
    return len(text) > start + _FAR


def is_compared_with_a_name(code: Code, at: int) -> bool:
    """Whether the string that ends at an offset is compared with a name that speaks of a secret."""
    token = code.lexed.token_at(at)
    if token is None or token.end != at + 1:
        return False
    other = _OTHER_SIDE.match(code.text, token.end)
    return other is not None and _SPOKEN.search(code.data, *other.span(1)) is not None


def is_parameter_of_a_text(code: Code, at: int) -> bool:
    """Whether the name at an offset is a parameter of a function that the file calls with a text by position."""
    definition = _DEFINITION.match(code.text, start_of_line(code, at))
    if definition is None:
        return False
    return _is_called_with_a_text(code, definition[1])


@remembered
def _is_called_with_a_text(code: Code, function: bytes) -> bool:
    """Whether a function of the file, or some class of it if that is its `__init__`, is given a text by position."""
    names = set(_CLASS.findall(code.text)) if function == b"__init__" else {function}
    return any(re.search(rb'%b(?<![\w.]%b)[ \t]*\((?:[^\n]*?,)?[ \t]*"' % (name, name), code.text) for name in names)


def takes_a_text(code: Code, at: int) -> bool:
    """Whether the call at an offset is given a text by position."""
    return _POSITIONAL_TEXT.match(code.text, at) is not None


def takes_a_later_text(code: Code, at: int) -> bool:
    """Whether the call at an offset is given a text by position, behind other arguments."""
    return _LATER_TEXT.match(code.text, at) is not None


def is_beside_a_text(code: Code, at: int) -> bool:
    """Whether the statement at an offset holds a text or a key, or imports what is then called by another name."""
    line = line_at(code, at)
    return (_RENAMING if _IMPORTING.match(line) else _TEXT_OR_KEY).search(line) is not None


def is_case_of_a_secret(code: Code, at: int) -> bool:
    """Whether the `case` at an offset is one for what has a name that speaks of a secret."""
    start = start_of_line(code, at)
    above = _MATCH.finditer(code.text, max(0, start - _FAR), start)
    around = [found.span(2) for found in above if len(found[1]) < at - start]
    return bool(around) and _SPOKEN.search(code.data, *around[-1]) is not None


def signs(code: Code, at: int) -> bool:
    """Whether the call at an offset is given the text that something is signed with."""
    return word_at(code, at) in _SERIALIZERS and takes_a_text(code, at)


def has_an_alternative(code: Code, at: int) -> bool:
    """Whether a text stands in for what the call at an offset does not find."""
    return _OTHERWISE.match(code.text, at) is not None


def is_compared_or_kept(code: Code, at: int) -> bool:
    """Whether the statement at an offset compares something, or gives it a name by which that may be done."""
    line = line_at(code, at)
    return _COMPARISON.search(line) is not None or _KEPT.match(line) is not None


def connects(code: Code, at: int) -> bool:
    """Whether the call at an offset is one of `connect` alone, with a text by position."""
    return word_at(code, at) == b"connect" and takes_a_text(code, at)
