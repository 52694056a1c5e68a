"""What triggers ask of the code on their second look: whether SQL text is put together at all, here or elsewhere."""

from __future__ import annotations

import re
from typing import Final

from amends.facts.remembering import remembered
from amends.text.code import Code
from amends.text.lexer import Kind
from amends.text.triggering import Check, callee, end_of_line, is_documentation, line_at, where_imported
from amends_codemods.sql_injection.triggers import BETWEEN

# the words that Bandit looks for anywhere in a string, and how other statements start in one
_WORDS = (
    rb"select(?:\s|\\).{0,5000}?from(?:\s|\\)|(?:insert%binto|delete%bfrom)(?:\s|\\)"
    rb"|update(?:\s|\\).{0,5000}?set(?:\s|\\)" % (BETWEEN, BETWEEN)
)
_STATEMENT = re.compile(
    rb"(?is)(?:[\"'](?:\s|\\[nt]|\(|--[^\n]*\n)*(?:(?:select|insert|update|delete|with)\b"
    rb"|(?:replace|merge|values|call|exec|execute|explain|upsert|create|drop"
    rb"|alter|truncate|grant|revoke|pragma|show|describe|use|copy|attach|detach|vacuum|analyze|rename|load|lock|kill"
    rb"|comment|refresh|optimize|notify|listen|set|reset|begin|declare|do|commit|savepoint|release|cluster|reindex"
    rb"|unload|install|prepare|deallocate|flush|purge|backup|restore|export|import|msck|cache|dbcc)(?=[\s\\({;%%]))"
    rb"|%b)" % _WORDS
)
_WORDED = re.compile(rb"(?is)%b" % _WORDS)
_GLUE = re.compile(rb'[%+]|\.(?:format|format_map|join|replace)\b|"\{')
_OPERATORS = b"%+*/-|&^@."
_ASSIGNED = re.compile(rb"([\w\x80-\xff]+)(?:[ \t]*:[^\n=]*)?[ \t]*\+?=[ \t(]*\Z")
# of these a text that is given by itself comes back, or becomes a part of a longer one
_BUILDING = frozenset({
    b"join", b"format", b"format_map", b"dedent", b"cleandoc", b"str", b"append", b"extend", b"insert", b"replace",
})  # fmt: skip
_LINE = 2_000  # bytes, of what may stand before a text


def runs_built_text(code: Code, at: int) -> bool:
    """Whether the call at an offset may run SQL that the file puts together."""
    if not _has_sql(code):
        return False
    return _GLUE.search(line_at(code, at)) is not None or (not _is_expression(code, at) and _builds_sql(code))


def _runs_built_text_of(package: bytes) -> Check:
    """Return the check that a call may do so in a file that imports a package."""
    is_imported = where_imported(rb"\b%b\b" % package)

    def check(code: Code, at: int) -> bool:
        return is_imported(code, at) and runs_built_text(code, at)

    return check


runs_text_of_databases: Final = _runs_built_text_of(b"databases")
runs_text_of_records: Final = _runs_built_text_of(b"records")


def _is_expression(code: Code, at: int) -> bool:
    """Whether a call is given an expression of SQLAlchemy: by a name that is assigned nothing else."""
    given = _FIRST_ARGUMENT.match(code.text, at)
    if given is None:
        return False
    return _holds_an_expression(code, re.escape(given[1]))


@remembered
def _holds_an_expression(code: Code, name: bytes) -> bool:
    assigned = re.findall(rb"%b(?<![\w.]%b)[ \t]*(?::[^=\n]*)?\+?=(?!=)([^\n]*)" % (name, name), code.text)
    expression = re.compile(rb"%b|[ \t(]*%b\b[ \t]*\." % (_EXPRESSION, name))
    return bool(assigned) and all(map(expression.match, assigned))


_FIRST_ARGUMENT = re.compile(rb"[\w.]*[ \t]*\([ \t]*(?:\w+[ \t]*=[ \t]*)?([A-Za-z_]\w*)[ \t]*[,.)]")
_EXPRESSION = rb"[ \t(]*(?:\w+\.)*(?:select|insert|update|delete|exists|union|union_all|query)[ \t]*\("


def is_built_statement(code: Code, at: int) -> bool:
    """Whether the word at an offset begins a text that is built, or is followed by the others of a statement in it."""
    is_whole = _WORDED.match(code.data, at, end_of_line(code, at)) is not None
    return (is_whole or _begins_a_text(code, at)) and is_built(code, at)


def _begins_a_text(code: Code, at: int) -> bool:
    token = code.lexed.token_at(at)
    return token is not None and not code.data[token.start : at].strip(b"rRfFbBuU\"' \t\r\n(")


def is_built(code: Code, at: int) -> bool:
    """Whether the string at an offset is a part of a longer text, or goes by a name that others build one with."""
    start, end = _extent(code, at)
    before, after = code.text[start - 1 : start] or b"\n", code.text[end : end + 1] or b"\n"
    if before in _OPERATORS or after in _OPERATORS or b"}" in before or b"{" in after:
        return True
    if code.lexed.kind_at(at) is Kind.TEXT:
        return True  # an f-string, if one without fields
    if assigned := _ASSIGNED.search(code.text, max(0, start - _LINE), start):
        return _is_glued(code, assigned[1])
    if before == b":":
        return False  # an entry of a mapping: whoever sends it names the mapping
    if before in b"(,=" and after in b"),":
        function = callee(code, start)
        return not function or function in _BUILDING
    return True


def _extent(code: Code, at: int) -> tuple[int, int]:
    """Return where the strings around an offset that are joined by standing side by side start and end.

    Comments may stand between them, and parentheses around them.
    """
    token = code.lexed.token_at(at)
    start = _start(code.text, token.start if token is not None else at)
    end = _end(code.text, start)
    while code.text[start - 1 : start] == b"(" and code.text[end : end + 1] == b")" and not callee(code, start):
        start, end = _start(code.text, start - 1), _end(code.text, end + 1)
    return start, end


def _start(text: bytes, place: int) -> int:
    while place and text[place - 1] in b'" \t#':
        place -= 1
    return place


def _end(text: bytes, place: int) -> int:
    strings = _STRINGS.match(text, place)
    return strings.end() if strings else place


_STRINGS = re.compile(rb'[" \t#]*')


@remembered
def _is_glued(code: Code, name: bytes) -> bool:
    """Whether a name is a part of an operation, a template, or a field of an f-string."""
    return any(
        _USED.match(code.text, found.end()) or code.text.endswith((b"+", b"+ ", b"{", b"{ "), 0, found.start())
        for found in re.finditer(rb"%b\b(?<!\w%b)" % (re.escape(name), re.escape(name)), code.text)
    )


_USED = re.compile(rb"[ \t]*(?:[%+}]|\.(?:format|format_map|replace|join)\b|:?![rsa]|:[^\n=]*\})")


@remembered
def _has_sql(code: Code) -> bool:
    return _STATEMENT.search(code.data) is not None


@remembered
def _builds_sql(code: Code) -> bool:
    words = (found.start() + 1 for found in _STATEMENT.finditer(code.data))
    strings = (at for at in words if code.lexed.kind_at(at) in {Kind.STRING, Kind.TEXT})
    texts = (at for at in strings if not is_documentation(code, at))
    return any(is_built(code, at) and not _is_told(code, at) for at in texts)


def _is_told(code: Code, at: int) -> bool:
    """Whether the string at an offset is a message: an argument of a log call or of an exception."""
    return _TELLING.fullmatch(callee(code, at)) is not None


_TELLING = re.compile(
    rb"debug|info|warn|warning|error|exception|critical|log|print|echo|secho|_|gettext|\w*(?:Error|Exception|Warning|Exit)"
)
