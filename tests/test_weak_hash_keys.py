"""A digest that is the key of a cipher gets advice of its own, and one that merely stands near a cipher does not."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest

from amends import engine
from amends.context import Context
from amends.model import Level
from amends.project import Project
from amends.registry import installed

WEAK_HASH = next(codemod for codemod in installed() if codemod.id == "weak-hash")
ADVICE = "too fast to make a key"

KEYS = (
    "AES.new(hashlib.md5(phrase).digest(), AES.MODE_CBC, vector)",
    "aes_key = hashlib.sha1(phrase).digest()[:16]",
    "encryption_key = hashlib.md5(phrase).digest()",
    "Fernet(base64.urlsafe_b64encode(hashlib.md5(phrase).hexdigest().encode()))",
    "class AESBox:\n    def __init__(self, phrase):\n        self.key = hashlib.md5(phrase).digest()",
    "key = hashlib.sha1(passphrase).digest() + bytes(4)",
    "def derive_key(password, salt):\n    return hashlib.md5(password + salt).digest()",
    "AESGCM(hashlib.md5(phrase).digest())",
    "tried.append(hashlib.md5(phrase).digest() * 2)",
    "raw = hashlib.sha1(phrase)\ntried.append(raw.digest().ljust(32, FILL))",
    "key = hashlib.md5(HARDWARE).digest()\nplain = xor_decrypt(data, key)",
)
NO_KEYS = (
    "des = hashlib.md5(path.read_bytes()).hexdigest()",
    "cipher_path = hashlib.md5(path.read_bytes()).hexdigest()",
    "class AESBox:\n    def checksum(self, data):\n        return hashlib.md5(data).hexdigest()",
    "password_key = hashlib.md5(password).digest()",
    "stored = hashlib.sha1(passphrase).hexdigest()",
    "key = hashlib.md5(path.read_bytes()).hexdigest()",
    "digest = hashlib.md5(path.read_bytes()).hexdigest()\nplain = xor_decrypt(path, digest)",
    "rows.append([hashlib.md5(row).hexdigest()] * 2)",
    "def key_of(row):\n    return hashlib.md5(row.encode()).hexdigest()",
)


def reasons(text: str) -> list[str]:
    context = Context(PurePosixPath("app.py"), Project.nothing(), Level.REVIEW)
    return [result.reason for result in engine.run(f"import hashlib\n{text}\n".encode(), context, (WEAK_HASH,)).results]


@pytest.mark.parametrize("text", KEYS)
def test_keys(text: str) -> None:
    assert [ADVICE in reason for reason in reasons(text)] == [True]


@pytest.mark.parametrize("text", NO_KEYS)
def test_what_is_no_key(text: str) -> None:
    assert [ADVICE in reason for reason in reasons(text)] == [False]
