"""Turn a file's bytes into text and back, exactly or not at all."""

from __future__ import annotations

import io
import tokenize
import warnings
from dataclasses import dataclass

# Besides all of ASCII: what UTF-7, the escape codecs, HZ and their like read as something else.
_PROBE = bytes(range(128)) + rb"\x41 \u0041 \N{DIGIT ONE} +AGE- ~{VPND~} &AOk-"


class Undecodable(ValueError):
    """The bytes of a file are not text in its encoding; `line` is 1-based."""

    def __init__(self, message: str, line: int) -> None:
        super().__init__(message)
        self.line = line


@dataclass(frozen=True, slots=True)
class Encoding:
    """How a file is stored: Python's name of the codec, and the byte order mark in front."""

    codec: str = "utf-8"
    mark: bytes = b""

    @property
    def is_bytewise(self) -> bool:
        """Whether a byte below 128 is always the character of that number, as in UTF-8 and single-byte encodings."""
        return self.codec == "utf-8" or self.codec.startswith(("iso-8859-", "cp125", "koi8", "ascii"))


def decode(data: bytes) -> tuple[str, Encoding]:
    """Return the text as Python itself would read it, or raise Undecodable.

    The encoding is that of the coding line (PEP 263), or else UTF-8. A byte order mark is no part of the text.
    """
    body = data.removeprefix(b"\xef\xbb\xbf")
    encoding = Encoding(_codec(data), data[: len(data) - len(body)])
    try:
        text = body.decode(encoding.codec)
    except UnicodeDecodeError as error:
        raise _not_in(encoding.codec, body, error.start) from error
    if encode(text, encoding) != data:
        raise Undecodable(f"it cannot be written back in {encoding.codec}: convert the file to UTF-8", 1)
    return text, encoding


def encode(text: str, encoding: Encoding) -> bytes:
    """Return the bytes of `text`, or raise Undecodable if the encoding lacks a character."""
    try:
        return encoding.mark + text.encode(encoding.codec)
    except UnicodeEncodeError as error:
        line = text.count("\n", 0, error.start) + 1
        message = f"{encoding.codec} has no {text[error.start]!r}: convert the file to UTF-8"
        raise Undecodable(message, line) from error


def _codec(data: bytes) -> str:
    """Return the codec that the file declares, if it keeps every ASCII character in its place."""
    try:
        codec, lines = tokenize.detect_encoding(io.BytesIO(data).readline)
    except SyntaxError as error:
        raise _undetectable(data, str(error)) from error
    if codec == "utf-8-sig":
        return "utf-8"
    if not _extends_ascii(codec):
        message = f"{codec} is no superset of ASCII: convert the file to UTF-8"
        raise Undecodable(message, max(len(lines), 1))
    return codec


def _extends_ascii(codec: str) -> bool:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the escape codecs do not like the probe
        try:
            return _PROBE.decode(codec) == _PROBE.decode("ascii") and _PROBE.decode("ascii").encode(codec) == _PROBE
        except (UnicodeError, LookupError):
            return False


def _undetectable(data: bytes, message: str) -> Undecodable:
    head = b"".join(data.splitlines(keepends=True)[:2])
    try:
        head.decode("utf-8")
    except UnicodeDecodeError as error:
        return _not_in("utf-8", data, error.start)
    return Undecodable(f"{message}: correct the coding line or convert the file to UTF-8", 1)


def _not_in(codec: str, body: bytes, position: int) -> Undecodable:
    line = body.count(b"\n", 0, position) + 1
    return Undecodable(
        f"byte 0x{body[position]:02x} in line {line} is not {codec}: declare the true encoding in the first"
        " line (such as `# -*- coding: latin-1 -*-`) or convert the file to UTF-8",
        line,
    )


def is_encodable(text: str) -> bool:
    """Whether a text can be stored in UTF-8, as it cannot with half a surrogate pair in it."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
