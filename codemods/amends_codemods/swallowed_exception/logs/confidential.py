"""Which variables may hold what nobody should read in a log: secrets, and what is told of persons.

The hard-coded secrets have a table of their own, as it answers for the other mistake: there a name counts if it is sure
to announce a secret, here if it is not sure that it does not.
"""

from __future__ import annotations

from typing import Final

from amends_codemods.swallowed_exception.words import words

_WORDS: Final = frozenset({
    "address", "ak", "auth", "barcode", "bearer", "birth", "birthday", "broker", "card", "ccn", "cert", "certificate",
    "connstr", "cred", "creds", "csc", "csrf", "cvc", "cvv", "dob", "dsn", "hash", "iban", "jwt", "key", "keys", "mail",
    "mfa", "mobile", "msisdn", "nonce", "otp", "pan", "pass", "passport", "patient", "pem", "phone", "phrase", "pii",
    "pin", "pincode", "private", "proxies", "proxy", "psk", "psw", "pw", "pwd", "salt", "sas", "seed", "session", "sid",
    "signature", "signed", "sk", "ssn", "tan", "tax", "totp", "wallet", "webhook", "webhooks", "wif", "xprv",
})  # fmt: skip
# what tells it however the words around are run together: `dbpassword`, `myApikey`, `oauthToken2`
_STEMS: Final = (
    "accesskey", "apikey", "authkey", "authent", "authoris", "authoriz", "authn", "authz", "connectionstr",
    "connstr", "cookie", "credential", "dbpass", "email", "mnemonic", "oauth", "passcode", "passphrase", "passw",
    "privatekey", "secret", "seedphrase", "signingkey", "telephone", "token", "userpass",
)  # fmt: skip
_TOGETHER: Final = (
    *(frozenset({"connection", text}) for text in ("str", "string")),
    *(frozenset({"conn", text}) for text in ("str", "string")),
    *(frozenset({what, "code"}) for what in ("access", "backup", "invite", "login", "recovery", "reset", "security",
                                             "sms", "verification")),
    *(frozenset({"account", text}) for text in ("no", "nr", "num", "number")),
)  # fmt: skip

_ADDRESSES: Final = frozenset({"link", "links", "uri", "uris", "url", "urls"})
# what may stand beside an address that anybody may read: any other may be one with a password or a token in it
_PUBLIC: Final = frozenset({
    "absolute", "abs", "api", "article", "audio", "base", "canonical", "chapter", "child", "current", "dest",
    "destination", "detail", "doc", "docs", "documentation", "feed", "file", "final", "first", "full", "home",
    "homepage", "html", "href", "http", "https", "icon", "image", "img", "in", "index", "item", "job", "json", "last",
    "logo", "main", "media", "new", "next", "old", "org", "original", "page", "paper", "pdf", "pic", "picture", "post",
    "poster", "prefix", "product", "profile", "project", "raw", "readme", "rel", "relative", "release", "root", "rss",
    "schema", "search", "seed", "site", "sitemap", "sub", "target", "thumb", "thumbnail", "to", "tweet", "user",
    "video", "web", "webpage", "website", "wiki", "wikipedia", "xml",
})  # fmt: skip
# where an address is one of these, or is handed to one, it is likely to hold a password or a token
_STORES: Final = frozenset({
    "amqp", "backend", "broker", "celery", "conn", "connect", "connection", "database", "databases", "db", "discord",
    "dsn", "engine", "ftp", "hook", "imap", "kafka", "mongo", "mongodb", "mysql", "notifier", "pg", "postgres",
    "postgresql", "proxy", "rabbit", "rabbitmq", "redis", "sentry", "sftp", "slack", "smtp", "sqlalchemy", "webhook",
})  # fmt: skip
_OPENERS: Final = frozenset({"from_dsn", "from_uri", "from_url"})
_SECRETIVE: Final = frozenset({
    "auth", "authenticate", "authenticator", "authorize", "bearer", "cookie", "cookies", "credential", "credentials",
    "decrypt", "jwt", "oauth", "oauth2", "otp", "pass", "passcode", "passphrase", "passwd", "password", "passwords",
    "pwd", "secret", "secrets", "token", "tokens", "vault",
})  # fmt: skip


def may_be_secret(name: str) -> bool:
    """Whether a variable of this name may hold a secret, or an address with one in it."""
    parts = frozenset(words(name))
    if parts & _WORDS and not _is_public_address(parts):
        return True
    run_together = name.lower().replace("_", "")
    if any(stem in run_together for stem in _STEMS) or any(pair <= parts for pair in _TOGETHER):
        return True
    return is_address(name) and not _is_public_address(parts)


def _is_public_address(parts: frozenset[str]) -> bool:
    """Whether nothing that stands beside an address tells more than where a page is."""
    beside = {part for part in parts - _ADDRESSES if not part.isdigit()}
    return bool(parts & _ADDRESSES) and beside <= _PUBLIC


def is_address(name: str) -> bool:
    """Whether a variable of this name holds an address, where a page or a server is."""
    return not _ADDRESSES.isdisjoint(words(name)) or name.lower().endswith(("url", "uri"))


def opens_store(name: str) -> bool:
    """Whether what is called so reaches a database, a broker or a webhook, whose address may hold a password."""
    return name in _OPENERS or not _STORES.isdisjoint(words(name))


def deals_in_secrets(name: str) -> bool:
    """Whether a function or class of this name has secrets at hand, in whatever it was given."""
    return bool(_SECRETIVE.intersection(words(name)))
