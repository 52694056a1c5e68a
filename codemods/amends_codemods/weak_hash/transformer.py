"""Decides by the purpose of a weak digest what becomes of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from amends.model import Advice, Decision, Edit, Finding, Harmless, Level, Todo, TodoKind
from amends.orphans import imports_of
from amends.source import Certainty, Source
from amends_codemods.weak_hash.detector import WeakHash
from amends_codemods.weak_hash.edits import FLAG, factory, flagged, keyed, stronger
from amends_codemods.weak_hash.flow import is_only_printed, is_sent
from amends_codemods.weak_hash.functions import Shape
from amends_codemods.weak_hash.other_libraries import of_cryptography, of_pycryptodome
from amends_codemods.weak_hash.purpose.authorship import INCOMING
from amends_codemods.weak_hash.purpose.judgement import judge_purpose
from amends_codemods.weak_hash.purpose.purposes import Purpose
from amends_codemods.weak_hash.purpose.staying import why_it_stays
from amends_codemods.weak_hash.purpose.weighing import Judgement
from amends_codemods.weak_hash.versions import is_for_older_pythons, without_flag

_ON_PASSWORDS: Final = (
    "a digest is too fast to keep a password: use argon2-cffi (PasswordHasher), bcrypt or hashlib.scrypt; to migrate,"
    " check the old digest at the next login and store the new hash then"
)
_ON_TOKENS: Final = (
    "a digest makes no secret: take secrets.token_urlsafe() or secrets.token_hex() for a token, session id or nonce;"
    " to store or compare a token that is random already, use hashlib.sha256"
)
_ON_KEYS: Final = (
    "a digest is too fast to make a key of a password: use hashlib.scrypt() or PBKDF2HMAC, or secrets.token_bytes() for"
    " a key that nobody types; what is encrypted or signed already needs the old key"
)
_KEPT: Final = (
    "HMAC-SHA256 with a key would hide whom it stands for, but does not fit here: {reason}; so the digest stays, and"
    " can be guessed: confirm that this is no matter of security"
)
_ON_SENT_PASSWORDS: Final = (
    "whoever gets this request says how a password is to be digested: if it has to be like this, {flag} leaves it as it"
    " is; where you have a say, send the password itself over TLS, and keep it there with argon2-cffi, bcrypt or scrypt"
)
_STRONGER: Final = "use SHA-256 where it need not match a digest that is made elsewhere"
_INSTEAD: Final = {Purpose.PASSWORD: _ON_PASSWORDS, Purpose.KEY: _ON_KEYS, Purpose.TOKEN: _ON_TOKENS}


def transform(source: Source, finding: Finding[WeakHash]) -> Decision:
    """Return the edit that suits the digest's purpose, or why it is left to a person."""
    weak = finding.evidence
    if weak.function.shape is Shape.FOREIGN:
        return _foreign(source, weak)
    if weak.site.certainty is not Certainty.CERTAIN:
        return Advice("what is called is not certain; if it is hashlib's, say usedforsecurity=False or use SHA-256")
    is_keyed = weak.function.shape is Shape.HMAC
    judged = judge_purpose(source, weak.site.call, weak.algorithm, is_keyed=is_keyed)
    return _BY_SHAPE[weak.function.shape](source, weak, judged)


def _foreign(source: Source, weak: WeakHash) -> Decision:
    if source.names(weak.site.call.func):
        return Harmless("this hashlib is not the standard library's, so what it makes of the data stands elsewhere")
    return Advice("hashlib is not imported here by name; if this is the standard library's, import it")


def _plain(source: Source, weak: WeakHash, judged: Judgement) -> Decision:
    if judged.purpose in _INSTEAD:
        is_sent_password = judged.purpose is Purpose.PASSWORD and is_sent(source, weak.site.call)
        return Advice(_ON_SENT_PASSWORDS.format(flag=FLAG) if is_sent_password else _INSTEAD[judged.purpose])
    if any(arg.star for arg in weak.site.call.args):
        return Advice("the starred arguments may hold usedforsecurity already; where they do not, add it there")
    is_person = judged.purpose is Purpose.IDENTITY and not source.context.is_test
    kept = why_it_stays(source, weak.site.call, weak.algorithm) if is_person else ""
    if is_person and not kept:
        return _with_key(source, weak, judged)
    if is_for_older_pythons(source, weak.site.call):
        return Harmless("this is the branch for Pythons that know no usedforsecurity")
    is_kept = kept or judged.purpose is Purpose.PROTOCOL
    if reason := without_flag(source, "leave it" if is_kept else _STRONGER):
        return Advice(reason)
    return _declared(source, weak, judged, _KEPT.format(reason=kept) if kept else "")


def _declared(source: Source, weak: WeakHash, judged: Judgement, note: str) -> Decision:
    changes = flagged(source, weak)
    if changes is None:
        return Advice("add usedforsecurity=False, if this is no matter of security")
    is_harmless = judged.purpose is Purpose.CONTENT and weak.site.argument("usedforsecurity") is None
    return Edit(
        "Declare the digest to be no matter of security",
        Level.SAFE if is_harmless else Level.REVIEW,
        changes,
        note=note or _claim(judged, is_test=source.context.is_test),
    )


def _claim(judged: Judgement, *, is_test: bool) -> str:
    if judged.purpose is Purpose.CONTENT:
        because = f" ({judged.told_by})" if judged.told_by else ""
        return f"the digest is made {judged.purpose.value}{because} and stays the same"
    if judged.purpose is Purpose.PROTOCOL:
        if judged.told_by == INCOMING:
            return f"the other side mandates this digest ({INCOMING}): ask whether it signs with HMAC-SHA256 as well"
        whoever = "a protocol, a format or the other side"
        return f"{whoever} mandates this digest ({judged.told_by}), so it has to stay: confirm that it does"
    if judged.purpose is Purpose.IDENTITY or (judged.purpose is Purpose.UNKNOWN and is_test):
        return "a test has to expect what is made elsewhere: confirm that this is such a digest"
    if judged.told_by:
        return f"{judged.told_by}; that the digest is no matter of security is a claim somebody must confirm"
    return "nothing tells what this digest is for: that it is no matter of security is a claim somebody must confirm"


def _with_key(source: Source, weak: WeakHash, judged: Judgement) -> Decision:
    variable = f"{'_'.join(judged.identity).upper()}_HASH_KEY"
    made = keyed(source, weak, variable)
    if made is None:
        return Advice("a digest of such data can be guessed: use hmac.new(key, data, hashlib.sha256) with a secret key")
    changes, imports = made
    stored = f"digests made with {weak.algorithm.upper()}"
    return Edit(
        "Use HMAC-SHA256 with a key from the environment",
        Level.REVIEW,
        changes,
        imports=imports,
        may_orphan=imports_of(source, weak.site.call.func),
        todos=(
            Todo(TodoKind.SET_VARIABLE, variable, "a long random key, such as secrets.token_hex(32) makes"),
            Todo(TodoKind.MIGRATE_DATA, stored, f"those keyed with {variable} differ, and are longer"),
        ),
        note="digests that are stored, or that others make, no longer match; they have 64 hexadecimal digits",
    )


def _of_file(source: Source, weak: WeakHash, judged: Judgement) -> Decision:
    if weak.named_by is None or judged.purpose in {*_INSTEAD, Purpose.IDENTITY}:
        return Advice("use hashlib.file_digest(file, 'sha256'), unless somebody else's digest has to match")
    changes, imports = factory(source, weak, weak.named_by)
    return Edit(
        "Declare the digest to be no matter of security", Level.SAFE, changes, imports=imports,
        may_orphan=imports_of(source, weak.named_by.value), note="the digest of the file stays the same",
    )  # fmt: skip


def _hmac(source: Source, weak: WeakHash, judged: Judgement) -> Decision:
    if judged.purpose is Purpose.PROTOCOL:
        return Harmless(f"somebody else mandates this HMAC ({judged.told_by}), and collisions do not weaken an HMAC")
    if judged.purpose in _INSTEAD and (judged.purpose is not Purpose.TOKEN or judged.is_random):
        return Advice(f"stored values change with the algorithm; {_INSTEAD[judged.purpose]}")
    if weak.named_by is None or weak.site.has_stars:
        return Advice("use SHA-256 for the HMAC, if both sides can")
    if source.context.is_test:
        return Advice("a test has to expect the HMAC that is made elsewhere: change it together with that")
    if is_only_printed(source, weak.site.call):
        return Advice("it is printed, to be checked elsewhere: use SHA-256 as soon as whoever checks it does")
    changes, imports = stronger(source, weak.named_by)
    return Edit(
        "Use SHA-256 for the HMAC", Level.REVIEW, changes, imports=imports,
        may_orphan=imports_of(source, weak.named_by.value),
        todos=(Todo(TodoKind.MIGRATE_DATA, f"HMACs made with {weak.algorithm.upper()}", "those with SHA-256 differ"),),
        note="whoever checks or makes the other end of this HMAC has to change too",
    )  # fmt: skip


def _derivation(_source: Source, _weak: WeakHash, judged: Judgement) -> Decision:
    if judged.purpose is Purpose.PROTOCOL:
        return Harmless(f"a protocol mandates this key derivation ({judged.told_by})")
    return Advice(
        "use 'sha256' here (600,000 rounds or more), or argon2-cffi; keys and stored hashes change with it, so note the"
        " algorithm beside each hash and renew it at the next login"
    )


def _crypt(_source: Source, _weak: WeakHash, _judged: Judgement) -> Decision:
    return Advice(f"crypt is gone since Python 3.13, and this method is weak; {_ON_PASSWORDS}")


def _partial(_source: Source, _weak: WeakHash, _judged: Judgement) -> Decision:
    return Advice("pass usedforsecurity=False here as well, if this is no matter of security; else use hashlib.sha256")


_BY_SHAPE: Final[dict[Shape, Callable[[Source, WeakHash, Judgement], Decision]]] = {
    Shape.CONSTRUCTOR: _plain,
    Shape.BY_NAME: _plain,
    Shape.OF_FILE: _of_file,
    Shape.HMAC: _hmac,
    Shape.KEY_DERIVATION: _derivation,
    Shape.CRYPT: _crypt,
    Shape.PARTIAL: _partial,
    Shape.PYCRYPTODOME: of_pycryptodome,
    Shape.CRYPTOGRAPHY: of_cryptography,
}
