"""Families of words that mean something together with others, or with the place where they stand."""

from __future__ import annotations

from typing import Final

from amends_codemods.weak_hash.purpose.purposes import Purpose

SIGNATURES: Final = frozenset({
    "authorization", "sign", "signature", "signed", "webhook", "hmac", "signing", "sig", "mac",
})  # fmt: skip
"""Words that mean authorship if a secret goes into the digest, and just a name for something if not."""

PROOFS: Final = frozenset({("auth", "key")})
"""Names of what proves that one has a key, if that key goes into the digest."""

SIGNING: Final = frozenset({"sign", "signed", "tampered", "tampering"})
"""What a comment says of a digest that a key goes into, if it is a signature."""

TO_SIGN: Final = frozenset({("sign", what) for what in ("content", "data", "str", "string", "text")} | {("to", "sign")})
"""Names of what goes into a signature."""

SIGNATURE_NAMES: Final = frozenset({"authorization", "sig", "sign", "signature", "signed", "signing", "webhook"})
"""What a digest is called that shows who has made something, with a key or without."""

NO_SIGNATURES: Final = frozenset({
    *(("sign", how) for how in ("in", "up", "out", "on", "off")), ("call", "sign"), ("zodiac", "sign"),
})  # fmt: skip
"""Words that only look as if something was signed."""

SENDABLE: Final = frozenset({"body", "header", "headers", "message", "payload", "request", "response", "webhook"})
"""What a signature is sent along with."""

CHECKSUMS: Final = frozenset({"checksum", "checksums", "chksum"})
"""What a digest of data is called, and an authentication code as well, if a secret goes in."""

DIGESTS: Final = CHECKSUMS | {"md5", "sha1"}
"""What a digest of a file or the like is called by whoever gives it along with that."""

ADDED_SECRETS: Final = frozenset({"apikey", "pepper", "salt", "secret", "secretkey", "token"})
"""What makes an authentication code of a checksum."""

CHECKS: Final = frozenset({"verify", "validate", "callback", "notify"})
"""What is done with a signature, but with a token as well."""

CHALLENGES: Final = frozenset({
    "nonce", "chal", "challenge", "scramble", "cnonce", "realm", "sid", "rnd", "authenticator",
})  # fmt: skip
"""What the other side sends so that the digest of a secret is good for one answer."""

ENCRYPTION: Final = frozenset({"cipher", "crypto", "decrypt", "decryption", "encrypt", "encryption"})
CIPHERS: Final = frozenset({
    "aes", "aesgcm", "arc2", "arc4", "blowfish", "camellia", "chacha20", "cipher", "des", "des3", "fernet", "rc4",
    "salsa20", "secretbox", "sm4", "tripledes", "twofish",
})  # fmt: skip
"""What a digest is the key of, if it is passed there."""

KEY_FORMATS: Final = frozenset({"dpapi", "openpgp", "pgp"})
"""Formats of keys: a class or module that speaks of one makes all its digests as that wants it."""

SENDING: Final = frozenset({"send", "sendall", "sendto", "transmit"})
"""What hands something to the other side of a connection."""

SENT: Final = ("goes", "out")
"""Said of what is sent along with a request to somebody else."""

OWN_REQUESTS: Final = frozenset({"webhook", "webhooks"})
"""What a program sends to others who keep to its own rules."""

COMPARES: Final = frozenset({"compare_digest", "constant_time_compare", "safe_str_cmp", "safe_compare"})
"""What compares two digests."""

IN_RANGE: Final = ("pwned",)
"""Said of what is cut in two as one asks Have I Been Pwned for a password."""

NUMBER: Final = ("number",)
"""Said of what only serves as a number: to pick a place, or to be computed with."""

BEFORE_KEY: Final = ("before", "key")
"""Said of a text behind which the key comes that a vendor has given, as in `&key=`."""

FORMULA: Final = ("as", "documented")
"""Said of what a docstring or comment gives the formula of, as that of somebody else's interface."""

TOO_LONG: Final = ("too", "long")
"""Said of what is digested because it is longer than a name may be."""

PROPERTIES: Final = frozenset({
    "collide", "collision", "collisions", "deterministic", "fingerprint", "seen", "stable", "unique",
})  # fmt: skip
"""What a comment says of any digest, of a person as well as of data."""

SEEN: Final = ("deduplicate",)
"""Said of what is looked for in a collection, and put there."""

STRETCHED: Final = ("stretched",)
"""Said of bytes that are made as many as a cipher wants."""

OF_OBJECT: Final = ("of", "object")
"""Said of what a class tells of its objects to whoever prints or compares them."""

PASSWORDS: Final = frozenset({"password", "passwd", "pwd", "pw", "passphrase", "passcode"})

SECRETS: Final = frozenset(
    {"secret", "key", "salt", "secretkey", "appsecret", "apikey", "pepper", "token", "sec", "appsec", "sk"}
)
STRONG_SECRETS: Final = frozenset({"secret", "secretkey", "appsecret", "pepper", "privatekey"})
"""What is a secret, whatever the digest is called."""

VENDOR_PARAMETERS: Final = frozenset({"params", "appid", "appkey", "apikey", "sign", "merchant", "partner"})
"""What shows, beside a signature, that it is sent to somebody who asks for this one."""

CLIENT_IDS: Final = frozenset({"appid", "appkey", "accessid", "accesskey", "clientid", "merchant", "partner"})
TIMES: Final = frozenset({"timestamp", "ts", "nonce", "time"})
"""What goes into a signature beside a secret, by which a vendor knows his client and the hour."""

SEQUENCES: Final = frozenset({"seq", "seqno", "sequence"})
"""What goes into a signature of one message among many of a connection."""

VENDOR_KEYS: Final = frozenset({
    ("api", "key"), ("app", "id"), ("app", "key"), ("app", "secret"), ("application", "key"), ("application", "secret"),
    ("consumer", "key"), ("merchant", "key"),
})  # fmt: skip
"""What somebody has given to us who wants to know his clients by it."""

OUTSIDE: Final = frozenset({
    "request", "req", "header", "headers", "post", "form", "args", "environ", "meta", "json", "event", "callback",
})  # fmt: skip
"""What holds that which somebody else has sent."""

FROZEN: Final = frozenset({"v1", "legacy", "compat"})
"""What a function is called that makes what older versions have made."""

MAKING: Final = frozenset({
    "add", "build", "calc", "calculate", "compute", "create", "encode", "gen", "generate", "get", "make", "md5",
    "param", "params",
})  # fmt: skip
"""Words behind which a sign is a thing and not what is done."""

VERBS: Final = frozenset({
    "anon", "anonymise", "anonymize", "anonymized", "anonymous", "deidentify", "mask", "obfuscate", "pseudonym",
    "pseudonymise", "pseudonymize", "pseudonymized", "redact", "scrub",
})  # fmt: skip
"""What is done to an identity, which does not say whose it is."""

HIDING: Final = frozenset({"obfuscate"})
"""What is done to anything that is not to be read, be it a name in a program."""

HOLDERS: Final = frozenset(
    {("column",), ("columns",), ("dataframe",), ("df",), ("frame",), ("record",), ("row",), ("table",)}
)
"""What holds data of persons as well as of anything else."""

IDS: Final = frozenset({
    ("account", "id"), ("advertising", "id"), ("client", "id"), ("device", "id"), ("hardware", "id"), ("hwid",),
    ("ip",), ("machine", "code"), ("machine", "id"), ("serial", "number"), ("visitor",), ("visitor", "id"),
})  # fmt: skip
"""Names of what a digest is made into, of a person or of anything else: what goes in tells."""

HASHING: Final = VERBS | {"hash", "hashed", "hashing", "md5", "sha1"}
"""What a function is called that is given what it is called after."""

RANDOM: Final = frozenset({
    ("urandom",), ("random",), ("uuid1",), ("uuid4",), ("getrandbits",), ("randint",), ("rand",), ("entropy",),
    ("token", "hex"), ("token", "bytes"),
})  # fmt: skip
"""What makes a digest of it unlike all others."""

KEYS: Final = frozenset(
    {"certificate", "cert", "x509", "pubkey", "public", "pub", "ssh", "der", "pem", "rsa", "openssh"}
)
"""Words beside which a fingerprint is one of a key, as everybody else makes it."""

MEANINGS: Final = {
    (Purpose.CONTENT, "e tag"): "etag",
    (Purpose.PROTOCOL, "eafa5"): "websocket",
    (Purpose.CONTENT, "random"): "seed of random numbers",
    (Purpose.CONTENT, "rng"): "seed of random numbers",
    (Purpose.CONTENT, "randomstate"): "seed of random numbers",
}
"""How to say what a clue tells, where its own words do not."""

NLP: Final = frozenset({"tokenize", "tokenized", "tokenizer", "tokenization"})
"""Words beside which a token is a piece of text."""
