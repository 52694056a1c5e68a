"""What becomes of the weak hashes of pycryptodome and cryptography, which know no `usedforsecurity`."""

from __future__ import annotations

from typing import Final

import libcst as cst

from amends.model import Advice, Change, Decision, Edit, Harmless, Level, Todo, TodoKind
from amends.orphans import imports_of
from amends.source import Source
from amends_codemods.weak_hash.detector import WeakHash
from amends_codemods.weak_hash.edits import FLAG
from amends_codemods.weak_hash.purpose.authorship import OWN
from amends_codemods.weak_hash.purpose.mandates import called_after, protocol_of
from amends_codemods.weak_hash.purpose.purposes import Purpose
from amends_codemods.weak_hash.purpose.weighing import Judgement
from amends_codemods.weak_hash.versions import without_flag

_IN_HASHLIB: Final = {"md5": "md5", "sha": "sha1", "sha1": "sha1"}
_FINGERPRINT: Final = frozenset({"fingerprint"})
_ON_PASSWORDS: Final = "use hashes.SHA256(); keys and stored hashes change with it, so renew them at the next login"
_TAKERS: Final = {
    **dict.fromkeys(
        ("OAEP", "MGF1", "TOTP", "HOTP", "hmac_hash", "verify", "recover_data_from_signature", "decrypt"),
        "the other side has to use the same algorithm; take hashes.SHA256() as soon as both can",
    ),
    **dict.fromkeys(
        ("Hash", "HMAC"), "use hashes.SHA256(), unless a digest that is stored or that others make has to match"
    ),
    **dict.fromkeys(("PBKDF2HMAC", "Scrypt"), _ON_PASSWORDS),
}
_PAYLOAD: Final = (Purpose.PASSWORD, Purpose.KEY, Purpose.TOKEN, Purpose.IDENTITY)


def of_pycryptodome(source: Source, weak: WeakHash, judged: Judgement) -> Decision:
    """Decide on `MD5.new(data)`: hashlib makes the same digest, and SHA-256 a better one."""
    call = weak.site.call
    if judged.purpose in _PAYLOAD and judged.told_by not in OWN:
        return Advice(
            "for a password use argon2-cffi, for a token secrets.token_urlsafe(), for the digest of personal data"
            " hmac.new(key, data, hashlib.sha256)"
        )
    if judged.purpose is Purpose.PROTOCOL:
        return Harmless(f"a protocol or format mandates this digest ({judged.told_by})")
    twin = _IN_HASHLIB.get(weak.algorithm)
    if twin is None:
        return Advice("use SHA256.new")
    is_plain = len(call.args) == 1 and not call.args[0].star and call.args[0].keyword is None
    is_safe = judged.purpose is Purpose.CONTENT and is_plain and _is_read_at_once(source, call)
    if not is_safe or without_flag(source, ""):
        return Advice(f"use SHA256.new, or hashlib.{twin}(…, {FLAG}), which makes the same digest")
    reference = source.refer(f"hashlib.{twin}", call)
    end = source.span(call.args[0])[1]
    return Edit(
        "Make the digest with hashlib, declared to be no matter of security",
        Level.SAFE,
        (source.replace(call.func, reference.text), Change(end, end, f", {FLAG}")),
        imports=reference.imports,
        may_orphan=imports_of(source, call.func),
        note="the digest stays the same",
    )


def _is_read_at_once(source: Source, call: cst.Call) -> bool:
    above = source.parent(call)
    return isinstance(above, cst.Attribute) and above.attr.value in {"digest", "hexdigest"}


def of_cryptography(source: Source, weak: WeakHash, judged: Judgement) -> Decision:
    """Decide on `hashes.SHA1()` by what it is passed to."""
    taker = _taker(source, weak.site.call)
    if taker in _FINGERPRINT:
        return Harmless("a fingerprint names a key or certificate as others do, and has to match theirs")
    if taker in _TAKERS:
        return Advice(_TAKERS[taker])
    if judged.purpose is Purpose.PASSWORD:
        return Advice(_ON_PASSWORDS)
    if reason := _mandated(source, weak.site.call, judged):
        return Advice(reason)
    if source.context.is_test:
        return Advice("a test has to expect what is made elsewhere: change it together with that")
    reference = source.refer("cryptography.hazmat.primitives.hashes.SHA256", weak.site.call)
    return Edit(
        "Use SHA-256",
        Level.REVIEW,
        (source.replace(weak.site.call.func, reference.text),),
        imports=reference.imports,
        may_orphan=imports_of(source, weak.site.call.func),
        todos=(
            Todo(TodoKind.MIGRATE_DATA, f"digests made with {weak.algorithm.upper()}", "those with SHA-256 differ"),
        ),
        note="whoever made or checks the other end has to change too, and stored digests no longer match",
    )


def _mandated(source: Source, call: cst.Call, judged: Judgement) -> str:
    """Return why somebody else has a say in which hash this is; "" if nothing tells so."""
    if name := called_after(source, call, is_keyed=True):
        return f"{name} says which hash it uses: write another beside it for those who can take SHA-256"
    if _is_chosen(source, call):
        return "which hash this is hangs on a name or version that others know: keep it for those that have it"
    told_by = judged.told_by if judged.purpose is Purpose.PROTOCOL else protocol_of(source, call)
    return f"a protocol or format seems to mandate this ({told_by}); if not, use hashes.SHA256()" if told_by else ""


def _is_chosen(source: Source, call: cst.Call) -> bool:
    """Whether a hash is one of several, taken by a key of a table or by a comparison."""
    if isinstance(source.parent(call), (cst.DictElement, cst.IfExp)):
        return True
    branch = source.enclosing(call, cst.If, cst.Else, cst.MatchCase, cst.FunctionDef)
    if isinstance(branch, cst.If):
        return isinstance(branch.test, cst.Comparison)
    return isinstance(branch, cst.MatchCase)


def _taker(source: Source, call: cst.Call) -> str:
    """Return the last name of the function that the hash is passed to."""
    for above in source.ancestors(call):
        if isinstance(above, cst.Call):
            function = above.func
            if isinstance(function, cst.Attribute):
                return function.attr.value
            return function.value if isinstance(function, cst.Name) else ""
        if not isinstance(above, cst.Arg):
            return ""
    return ""
