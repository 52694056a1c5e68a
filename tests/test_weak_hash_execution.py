"""Fixes of weak digests, run before and after: the same digests where nothing may change, HMACs where it must."""

from __future__ import annotations

import hashlib
import hmac
import io
from pathlib import PurePosixPath
from typing import Any

import pytest

from amends import engine
from amends.context import Context
from amends.model import Level, Outcome, Status, TodoKind
from amends.project import Project
from amends.registry import installed

WEAK_HASH = next(codemod for codemod in installed() if codemod.id == "weak-hash")
KEY = "5f1d"

DIGESTS_THAT_STAY = {
    "cache_key": (
        """\
import hashlib
def cache_key(url):
    return hashlib.md5(url.encode()).hexdigest()[:8]
""",
        ("https://example.com/a",),
    ),
    "checksum": (
        """\
from hashlib import sha1
def checksum(data):
    h = sha1()
    h.update(data)
    return h.digest()
""",
        (b"\x00\xff",),
    ),
    "etag": (
        """\
import hashlib
def etag(data):
    return hashlib.new(
        "md5",
        data,  # all
    ).hexdigest()
""",
        (b"body",),
    ),
    "bucket": (
        """\
from hashlib import md5 as m
def bucket(name):
    return int(m(name.encode()).hexdigest(), 16) % 7
""",
        ("name",),
    ),
    "digest_auth": (
        """\
import hashlib
def digest_auth(user, realm, password):
    return hashlib.md5(f"{user}:{realm}:{password}".encode()).hexdigest()
""",
        ("Mufasa", "testrealm@host.com", "Circle Of Life"),
    ),
}


def amended(before: str, level: Level = Level.REVIEW) -> Outcome:
    outcome = engine.run(before.encode(), Context(PurePosixPath("app.py"), Project.nothing(), level), (WEAK_HASH,))
    assert outcome.problem is None
    assert outcome.changed
    return outcome


def call(text: str | bytes, name: str, *arguments: object) -> Any:
    names: dict[str, Any] = {"__name__": "app"}
    exec(compile(text, "app.py", "exec"), names)
    return names[name](*arguments)


@pytest.mark.parametrize("name", DIGESTS_THAT_STAY)
def test_declared_digest_stays_the_same(name: str) -> None:
    before, arguments = DIGESTS_THAT_STAY[name]
    after = amended(before).after
    assert b"usedforsecurity=False" in after
    assert call(after, name, *arguments) == call(before, name, *arguments)


@pytest.mark.skipif(not hasattr(hashlib, "file_digest"), reason="hashlib.file_digest is new in Python 3.11")
def test_digest_of_a_file_stays_the_same() -> None:
    before = 'import hashlib\ndef checksum(file):\n    return hashlib.file_digest(file, "sha1").hexdigest()\n'
    after = amended(before, Level.SAFE).after
    assert call(after, "checksum", io.BytesIO(b"data")) == call(before, "checksum", io.BytesIO(b"data"))


@pytest.mark.parametrize(
    "digest",
    [
        "hashlib.md5(email.encode()).hexdigest()",
        'hashlib.new("sha1", email.encode()).hexdigest()',
        "(hashlib.sha1(\n        email.encode(),  # all of it\n    )).hexdigest()",
    ],
)
def test_digest_of_a_person_becomes_an_hmac(digest: str, monkeypatch: pytest.MonkeyPatch) -> None:
    outcome = amended(f"import hashlib\n\ndef hash_pii(email):\n    return {digest}\n")
    expected = hmac.new(KEY.encode(), b"a@example.com", hashlib.sha256).hexdigest()
    monkeypatch.setenv("PII_HASH_KEY", KEY)
    assert call(outcome.after, "hash_pii", "a@example.com") == expected
    monkeypatch.delenv("PII_HASH_KEY")
    with pytest.raises(KeyError, match="PII_HASH_KEY"):
        call(outcome.after, "hash_pii", "a@example.com")
    todos = {todo.kind for result in outcome.results for todo in result.todos}
    assert todos == {TodoKind.SET_VARIABLE, TodoKind.MIGRATE_DATA}


def test_object_that_is_fed_later_becomes_an_hmac(monkeypatch: pytest.MonkeyPatch) -> None:
    before = (
        "from hashlib import sha1\n\n\ndef hash_phone(phone):\n    digest = sha1()\n    for part in phone.split():\n"
        "        digest.update(part.encode())\n    return digest.digest()\n"
    )
    monkeypatch.setenv("PHONE_HASH_KEY", KEY)
    after = amended(before).after
    assert b"from hashlib import sha1" not in after
    assert call(after, "hash_phone", "555 01 00") == hmac.digest(KEY.encode(), b"5550100", "sha256")


def test_guessing_an_email_by_its_digest_works_before_and_fails_after(monkeypatch: pytest.MonkeyPatch) -> None:
    before = "import hashlib\n\ndef hash_email(email):\n    return hashlib.md5(email.encode()).hexdigest()\n"
    monkeypatch.setenv("EMAIL_HASH_KEY", KEY)
    guesses = [f"{name}@example.com" for name in ("ann", "bob", "cy")]

    def guessed(digest: str) -> list[str]:
        functions = (hashlib.md5, hashlib.sha1, hashlib.sha256)
        return [guess for guess in guesses for make in functions if make(guess.encode()).hexdigest() == digest]

    assert guessed(call(before, "hash_email", "bob@example.com")) == ["bob@example.com"]
    assert guessed(call(amended(before).after, "hash_email", "bob@example.com")) == []


def test_hmac_over_a_weak_digest_becomes_sha256() -> None:
    before = 'import hmac\n\ndef sign(key, message):\n    return hmac.new(key, message, "md5").hexdigest()\n'
    expected = hmac.new(b"k", b"m", "sha256").hexdigest()
    assert call(amended(before).after, "sign", b"k", b"m") == expected


@pytest.mark.parametrize("name", ["password", "session_token"])
def test_passwords_and_tokens_never_get_the_flag(name: str) -> None:
    before = f"import hashlib\n\ndef keep({name}):\n    return hashlib.sha1({name}.encode()).hexdigest()\n"
    outcome = engine.run(before.encode(), Context(PurePosixPath("app.py"), Project.nothing()), (WEAK_HASH,))
    assert [result.status for result in outcome.results] == [Status.ADVICE]
    assert not outcome.changed
