"""The functions that make weak digests, and what they are told the algorithm by."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import Final

WEAK: Final = frozenset({"md4", "md5", "sha", "sha1", "sha-1"})


class Shape(enum.Enum):
    """How a call asks for a digest."""

    CONSTRUCTOR = "hashlib.md5(data)"
    BY_NAME = "hashlib.new('md5', data)"
    OF_FILE = "hashlib.file_digest(file, 'md5')"
    HMAC = "hmac.new(key, data, 'md5')"
    KEY_DERIVATION = "hashlib.pbkdf2_hmac('sha1', …)"
    PYCRYPTODOME = "Crypto.Hash.MD5.new(data)"
    CRYPTOGRAPHY = "cryptography…hashes.MD5()"
    CRYPT = "crypt.crypt(word, crypt.METHOD_MD5)"
    PARTIAL = "functools.partial(hashlib.md5)"
    FOREIGN = "a function that is only called like one of hashlib's"


@dataclass(frozen=True, slots=True)
class HashFunction:
    """A function by its qualified name.

    `algorithm` is the digest that it makes; without one, the argument `keyword` (at `position`) tells it.
    """

    name: str
    shape: Shape
    code: str
    algorithm: str = ""
    keyword: str = ""
    position: int = 0


_PYCRYPTODOME = ("MD2", "MD4", "MD5", "SHA", "SHA1")

FUNCTIONS: Final = {
    function.name: function
    for function in (
        *(HashFunction(f"hashlib.{name}", Shape.CONSTRUCTOR, "B324", name) for name in ("md4", "md5", "sha", "sha1")),
        *(HashFunction(f"_hashlib.openssl_{name}", Shape.CONSTRUCTOR, "B324", name) for name in ("md5", "sha1")),
        HashFunction("hashlib.new", Shape.BY_NAME, "B324", keyword="name"),
        HashFunction("hashlib.file_digest", Shape.OF_FILE, "B324", keyword="digest", position=1),
        HashFunction("hashlib.pbkdf2_hmac", Shape.KEY_DERIVATION, "B324", keyword="hash_name"),
        HashFunction("hmac.new", Shape.HMAC, "B324", keyword="digestmod", position=2),
        HashFunction("hmac.HMAC", Shape.HMAC, "B324", keyword="digestmod", position=2),
        HashFunction("hmac.digest", Shape.HMAC, "B324", keyword="digest", position=2),
        HashFunction("functools.partial", Shape.PARTIAL, "B324", keyword="func"),
        HashFunction("crypt.crypt", Shape.CRYPT, "B324", keyword="salt", position=1),
        HashFunction("crypt.mksalt", Shape.CRYPT, "B324", keyword="method"),
        *(
            HashFunction(f"{package}.Hash.{name}.new", Shape.PYCRYPTODOME, "B303", name)
            for package in ("Crypto", "Cryptodome")
            for name in _PYCRYPTODOME
        ),
        *(
            HashFunction(f"cryptography.hazmat.primitives.hashes.{name}", Shape.CRYPTOGRAPHY, "B303", name)
            for name in ("MD5", "SHA1")
        ),
    )
}

OF_PYTHON_2: Final = ("md5.md5", "md5.new", "sha.sha", "sha.new")
"""What a fallback for ImportError may bind the same name to; there are no such modules any more."""

WEAK_CRYPT: Final = frozenset({"METHOD_CRYPT", "METHOD_MD5", "METHOD_BLOWFISH"})
