"""Bytes to text and back, exactly or not at all."""

from __future__ import annotations

import io
import tokenize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amends.disk.encoding import Encoding, Undecodable, decode, encode


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        ("x = 'ä'\n".encode(), Encoding("utf-8")),
        (b"\xef\xbb\xbfx = 1\r\n", Encoding("utf-8", b"\xef\xbb\xbf")),
        ("# coding: latin-1\nx = 'ä'\n".encode("latin-1"), Encoding("iso-8859-1")),
        ("#!/usr/bin/python\n# vim: set fileencoding=cp1252 :\nx = '€'\n".encode("cp1252"), Encoding("cp1252")),
        ("# coding: gbk\nx = '中'\n".encode("gbk"), Encoding("gbk")),
        (b"", Encoding("utf-8")),
    ],
)
def test_as_python_reads_it(data: bytes, encoding: Encoding) -> None:
    text, found = decode(data)
    assert found == encoding
    assert encode(text, found) == data
    assert text == data.removeprefix(b"\xef\xbb\xbf").decode(encoding.codec)


@pytest.mark.parametrize(
    ("data", "line", "said"),
    [
        (b"x = 1\ny = '\xe4'\n", 2, "byte 0xe4 in line 2 is not utf-8: declare the true encoding"),
        (b"x = '\xe4'\n", 1, "byte 0xe4 in line 1"),
        (b"x = 1\n" * 5 + b"# \xff\n", 6, "line 6"),
        (b"# coding: nonsense\n", 1, "correct the coding line"),
        (b"# coding: utf-7\nx = 1\n", 1, "no superset of ASCII"),
        (b"# coding: unicode_escape\nx = 1\n", 1, "no superset of ASCII"),
        (b"# coding: rot13\n", 1, "no superset of ASCII"),
        (b"\xef\xbb\xbf# coding: latin-1\n", 1, "coding line"),
        (b"\xff\xfex\x00", 1, "byte 0xff"),
    ],
)
def test_what_cannot_be_read_is_told_with_its_line(data: bytes, line: int, said: str) -> None:
    with pytest.raises(Undecodable) as raised:
        decode(data)
    assert raised.value.line == line
    assert said in str(raised.value)


def test_what_cannot_be_written_is_told() -> None:
    with pytest.raises(Undecodable, match=r"iso-8859-1 has no '€'"):
        encode("x = 1\ny = '€'\n", Encoding("iso-8859-1"))


@given(st.binary(max_size=200), st.sampled_from([b"", b"# coding: latin-1\n", b"# coding: cp1252\n", b"\xef\xbb\xbf"]))
def test_any_bytes_come_back_or_are_refused(data: bytes, head: bytes) -> None:
    try:
        text, encoding = decode(head + data)
    except Undecodable:
        return
    assert encode(text, encoding) == head + data
    declared, _ = tokenize.detect_encoding(io.BytesIO(head + data).readline)
    assert encoding.codec == declared.removesuffix("-sig")
