"""The lexer agrees with Python's own tokenizer, and survives what that one refuses."""

from __future__ import annotations

import io
import sysconfig
import token
import tokenize
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from amends.text.lexer import Kind, Lexed, comments, tokens

STDLIB = sorted(Path(sysconfig.get_path("stdlib")).glob("*.py"))
OPENERS = {getattr(token, name, -1) for name in ("FSTRING_START", "TSTRING_START")}
CLOSERS = {getattr(token, name, -1) for name in ("FSTRING_END", "TSTRING_END")}
CODE = {token.NAME, token.NUMBER, token.OP}


def pieces(text: str) -> list[tuple[str, str]]:
    return [(found.kind.value, text[found.start : found.end]) for found in tokens(text)]


def assert_agrees(text: str) -> None:
    """Compare with `tokenize`, which gives an f-string whole before Python 3.12 and in pieces since."""
    offsets = [0]
    for line in io.StringIO(text, newline="\n"):
        offsets.append(offsets[-1] + len(line))
    lexed = Lexed.of(text)
    bounds = {(found.start, found.end): found.kind for found in lexed.tokens}
    starts, ends = {found.start for found in lexed.tokens}, {found.end for found in lexed.tokens}
    for found in tokenize.generate_tokens(io.StringIO(text, newline="\n").readline):
        start, end = (offsets[row - 1] + column for row, column in (found.start, found.end))
        if found.type == token.COMMENT:
            assert bounds.pop((start, end)) is Kind.COMMENT
        elif found.type in CODE:
            assert {lexed.kind_at(offset) for offset in range(start, end)} == {Kind.CODE}
        elif found.type in OPENERS:
            assert bounds.pop((start, end)) is Kind.TEXT
        elif found.type in CLOSERS:
            assert end in ends
        elif found.type == token.STRING and bounds.pop((start, end), None) is not Kind.STRING:
            assert start in starts
            assert end in ends
            assert lexed.kind_at(start) is Kind.TEXT
    assert set(bounds.values()) <= {Kind.TEXT, Kind.STRING}


@pytest.mark.parametrize("path", STDLIB[::3], ids=lambda path: path.name)
def test_standard_library(path: Path) -> None:
    with tokenize.open(path) as file:
        assert_agrees(file.read())


STRINGS = ["'a'", '"b"', "'''c\n'''", "f'{x}'", "rb'\\''", '"\\"#"', "F'{{'"]
PARTS = [*STRINGS, "#c\n", "\n", "(", ")", "+", "x", "if"]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(PARTS)))
def test_what_tokenize_accepts(parts: list[str]) -> None:
    text = " ".join(parts) + "\n"
    try:
        assert_agrees(text)
    except (tokenize.TokenError, SyntaxError):
        tokens(text)


@settings(max_examples=500, deadline=None)
@given(st.text("'\"\\#{}[:!fFrRbtN\n\r x", max_size=60))
def test_tokens_of_any_text_are_ordered_and_never_empty(text: str) -> None:
    position = 0
    for found in tokens(text):
        assert position <= found.start < found.end <= len(text)
        position = found.end


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x = 1", []),
        ("'a' \"b\"", ["'a'", '"b"']),
        ("''  ''''''", ["''", "''''''"]),
        ("'''a'b''c\\'''d'''", ["'''a'b''c\\'''d'''"]),
        (r"r'\' u'' Rb'x' ur'y'", [r"r'\' u'", "' Rb'", "' ur'", "'"]),
        ("rb'x' BR'y' U'z'", ["rb'x'", "BR'y'", "U'z'"]),
        ("x if'a'else'b'", ["'a'", "'b'"]),
        ("'a\\\nb' 'c\\\r\nd' 'e\\\rf'", ["'a\\\nb'", "'c\\\r\nd'", "'e\\\rf'"]),
        ("'a\nb = 'c'", ["'a", "'c'"]),
        ("'a\rb = 'c'", ["'a", "'c'"]),
        ("'''a\n'b'", ["'''a\n'b'"]),
        ("'a\\", ["'a\\"]),
    ],
)
def test_strings(text: str, expected: list[str]) -> None:
    assert pieces(text) == [("string", string) for string in expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# a\r# b\r\n#\n", ["# a", "# b", "#"]),
        ("'# a' # b '", ["# b '"]),
        ("'''\n# a\n''' # b", ["# b"]),
        ("f'{x # a\n}'", ["# a"]),
        ("f'''{\n    x  # it's \"one\n}''' # a", ["# it's \"one", "# a"]),
    ],
)
def test_comments(text: str, expected: list[str]) -> None:
    assert [text[found.start : found.end] for found in comments(text)] == expected


@pytest.mark.parametrize(
    ("text", "strings", "literal"),
    [
        ('f"{d["k"]}" + x', ['"k"'], 'f""'),
        ("f'{{a}} {b}'", [], "f'{{a}} '"),
        ("f'{a!r:>{w}} {t:%H:%M}'", [], "f'> %H:%M'"),
        ("f'{ {1: 'a'}[1]:{w}}'", ["'a'"], "f''"),
        ("f'{f'{f'{1}'}'}' 'a'", ["'a'"], "f'f'f''''"),
        (r"f'\N{DASH}\{a}\'' 'b'", ["'b'"], r"f'\N{DASH}\\''"),
        (r"rf'\N{a}\'' 'b'", ["'b'"], r"rf'\N\''"),
        ("f'''{a}'{b}''{c['''d''']}'''", ["'''d'''"], "f'''''''''"),
        ("f'{lambda x: 1}' t'{a}' tR'{b}'", [], "f' 1't''tR''"),
        ("f'{a\n}'", [], "f''"),
        ("f'a\nb = 'c'", ["'c'"], "f'a"),
        ("f'{a:\nb = 'c'", ["'c'"], "f'"),
        ("f'{a", [], "f'"),
        ("f'{a)}'", [], "f'}'"),
    ],
)
def test_formatted_strings(text: str, strings: list[str], literal: str) -> None:
    assert [piece for kind, piece in pieces(text) if kind == "string"] == strings
    assert "".join(piece for kind, piece in pieces(text) if kind == "text") == literal


def test_kind_at_every_offset() -> None:
    text = "a='b'#c\nf'd{e}'"
    marks = {Kind.CODE: ".", Kind.STRING: "s", Kind.COMMENT: "c", Kind.TEXT: "t"}
    kinds = "".join(marks[Lexed.of(text).kind_at(offset)] for offset in range(len(text)))
    assert kinds == "..ssscc.ttt...t"


def test_offsets_of_bytes() -> None:
    data = "é = 'ü'  # ö".encode()
    found = [data[item.start : item.end].decode() for item in tokens(data.decode("latin-1"))]
    assert found == ["'ü'", "# ö"]


HOSTILE = ['f"{', "f'''{", "f'{x:", '"\\\n', "'''\"\"\"", "f'\\N{", "f'{('", "f'''{\\'"]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_repetition_ends(text: str) -> None:
    assert tokens(text * 20_000)
