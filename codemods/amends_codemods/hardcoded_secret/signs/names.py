"""What a name says about its value: that it is a secret, that it only speaks of one, or nothing."""

from __future__ import annotations

import enum
import re
from collections.abc import Iterator
from dataclasses import dataclass

from amends_codemods.hardcoded_secret.signs.behind import are_owners, means_another_thing


class Kind(enum.Enum):
    """What sort of secret a name announces; the value is what messages call it."""

    PASSWORD = "password"  # noqa: S105 - what messages call it
    PASSPHRASE = "passphrase"  # noqa: S105 - what messages call it
    SIGNING = "signing key"
    SECRET = "secret"  # noqa: S105 - what messages call it
    KEY = "access key"
    TOKEN = "access token"  # noqa: S105 - what messages call it
    HASH = "password hash"

    @property
    def one(self) -> str:
        """What a message calls one of its sort."""
        return f"an {self.value}" if self.value.startswith("a") else f"a {self.value}"


@dataclass(frozen=True, slots=True)
class SecretName:
    """A name that announces a secret of some kind; with a `doubt`, only if the value is seen to be one."""

    kind: Kind
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class Mention:
    """A name that speaks of a secret without holding one; `reason` says how that is known."""

    reason: str


Judgement = SecretName | Mention

_SEGMENT = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+|[^\W\d_]+")
_PASSWORD = re.compile(r"pas+wo?r?d")

_PASSWORDS = frozenset({"pwd", "passwd", "passcode", "pswd", "psw", "passwort", "pw", "passw"})
_SPOKEN = frozenset({
    "pass", "passphrase", "secret", "secrete", "token", "credential", "apikey", *_PASSWORDS,
})  # fmt: skip

# what is one word with `pass`, even where it is written as two: `pass_word`, `passPhrase`
_BEHIND_PASS = frozenset({"word", "wd", "phrase"})

_GLUED = {
    **dict.fromkeys(("apikey",), ("api", "key")),
    **{f"{first}{last}": (first, last) for first in ("secret", "access", "private", "auth", "signing", "master",
                                                     "encryption") for last in ("key",)},
    **{f"{first}{last}": (first, last) for first in ("auth", "access", "api", "bot", "bearer", "jwt", "refresh",
                                                     "session", "id") for last in ("token",)},
    **{f"{first}{last}": (first, last) for first in ("client", "app", "jwt", "api", "consumer", "my", "shared")
       for last in ("secret",)},
    "dbpass": ("db", "pass"), "userpass": ("user", "pass"), "mypass": ("my", "pass"),
}  # fmt: skip

# What may follow the noun without making it the name of something else.
_QUALIFIERS = frozenset({
    "default", "value", "val", "str", "bytes", "text", "plain", "plaintext", "raw", "old", "new", "prod",
    "production", "dev", "development", "staging", "local", "live", "main", "primary", "secondary", "backup",
    "base", "b64", "hex", "env", "a", "b", "test", "sandbox", "demo", "current", "previous", "in", "fallback",
})  # fmt: skip
_DIGESTS = frozenset({"hash", "hashed", "digest", "encrypted", "md5", "sha", "sha1", "sha256", "bcrypt"})

_SIGNING_BEFORE_KEY = frozenset({
    "secret", "signing", "sign", "signature", "jwt", "hmac", "cookie", "fernet", "aes", "encryption", "encrypt",
    "decryption", "crypto", "cipher", "des", "xor", "symmetric",
})  # fmt: skip
_SIGNING_BEFORE_SECRET = frozenset({
    "jwt", "session", "cookie", "signing", "csrf", "hmac", "flask", "token", "storage",
})  # fmt: skip
_BEFORE_KEY = frozenset({
    "api", "access", "private", "auth", "master", "app", "application", "client", "license", "licence", "account",
    "storage", "subscription", "service", "admin", "webhook", "stripe", "openai", "anthropic", "sendgrid", "google",
    "maps", "gmaps", "aws", "azure", "twilio", "mailgun", "github", "gitlab", "slack", "rapidapi", "weather",
    "algolia", "cohere", "gemini", "groq", "mistral", "pinecone", "huggingface", "hf", "deepseek", "consumer",
    "developer", "shared",
})  # fmt: skip
# what Huawei, Volcengine, Baidu and Qiniu call an access key and its secret
_AKSK = frozenset({"ak", "sk"})
_PUBLIC = frozenset({"public", "publishable", "anonymous", "anon"})
_ANALYTICS = frozenset({"amplitude", "mixpanel", "posthog", "telemetry", "analytics"})
_NOT_BEFORE_KEY = frozenset({
    "public", "primary", "foreign", "cache", "cached", "partition", "sort", "object", "row", "kms", "hash", "etag",
    "idempotency", "session", "host", "index", "site", "publishable", "write", "telemetry", "analytics", "tracking",
    "ingest", "ingestion", "segment", "sentry", "instrumentation", "measurement", "posthog", "mixpanel", "amplitude",
    "redis", "dedup", "lookup", "map", "dict", "env", "config", "settings", "state", "event", "routing", "s3", "blob",
    "recaptcha", "hcaptcha", "turnstile",
})  # fmt: skip
_NOT_BEFORE_PASS = frozenset({
    "first", "second", "third", "last", "final", "single", "one", "two", "multi", "next", "render", "forward",
    "backward", "by", "low", "high", "band", "shadow", "compiler", "optimization", "pre", "post", "main", "early",
    "test", "tests", "quality", "all", "did", "should", "must", "can", "will", "is", "bypass", "over",
    "optimizer", "opt", "lowering", "analysis", "transform", "boarding", "season", "day", "hall", "depth",
})  # fmt: skip

_BEFORE_PASS = frozenset({
    "db", "database", "user", "admin", "root", "smtp", "mail", "email", "ftp", "sftp", "ssh", "mysql", "postgres", "pg",
    "redis", "mongo", "sql", "my", "login", "account", "app", "api", "vault", "mqtt", "wifi", "server", "sudo", "proxy",
    "auth", "http", "rabbitmq", "amqp", "ldap", "imap", "pop", "router", "host", "client", "service", "bot", "secret",
    "keystore", "truststore", "ssl", "key", "become", "enable", "jenkins", "jira", "elastic", "es", "gmail", "sender",
    "correct", "expected", "valid", "hardcoded", "stored", "bind", "sys", "system", "master", "web", "site", "basic",
})  # fmt: skip

# Words that make a token one of a text, a parser or a list that is read page by page.
_TEXT_TOKENS = frozenset({
    "pad", "padding", "eos", "bos", "unk", "unknown", "sep", "separator", "cls", "mask", "masked", "image", "img",
    "audio", "video", "vision", "special", "additional", "end", "start", "stop", "begin", "boi", "eoi", "eot", "eom",
    "sot", "soi", "boa", "eoa", "word", "text", "char", "blank", "delimiter", "newline", "placeholder", "prefix",
    "suffix", "first", "last", "previous", "prev", "current", "cur", "curr", "left", "right", "open", "close", "lexer",
    "parser", "operator", "op", "comment", "keyword", "pool", "patch", "wildcard", "number", "name", "tokenizer",
    "speech", "point", "object", "time", "timestamp", "language", "lang", "task", "decoder", "encoder", "header",
    "turn", "think", "thinking", "reasoning", "tool", "call", "context", "control", "query", "system", "escape",
    "fake", "global", "local", "content", "raw", "sub", "sos", "oov", "hole", "fim", "row", "column", "match",
    "path",
})  # fmt: skip
_PAGING_TOKENS = frozenset({
    "next", "page", "continuation", "continue", "nextpage", "pagination", "sync", "delta", "cancel", "cancellation",
    "input", "output", "marker", "idempotency", "resume", "starting", "more", "cursor", "lock",
})  # fmt: skip
FLAGS = frozenset({
    "has", "is", "show", "hide", "use", "disable", "check", "validate", "verify", "reset", "forgot",
    "forget", "change", "changed", "require", "requires", "required", "no", "without", "invalid", "missing", "wrong",
    "incorrect", "bad", "expired", "update", "generate", "create", "delete", "get", "set", "send", "need", "needs",
    "allow", "ask", "prompt", "weak", "revoke", "rotate", "list", "err", "error",
    "exclude", "include", "ignore", "skip",
})  # fmt: skip


def segments(name: str) -> tuple[str, ...]:
    """Split an identifier or key into its words, in lower case: `dbPassword` → ("db", "password")."""
    words: list[str] = []
    for match in _SEGMENT.finditer(name):
        word = match.group().lower()
        if word in _GLUED:
            words += _GLUED[word]
        elif word.endswith(("password", "passwd")) and word not in {"password", "passwd"}:
            cut = -len("password") if word.endswith("password") else -len("passwd")
            words += [word[:cut], word[cut:]]
        elif words[-1:] == ["pass"] and word in _BEHIND_PASS:
            words[-1] = f"pass{word}"
        else:
            words.append(word)
    return tuple(words)


def singular(name: str) -> Iterator[str]:
    """Yield the words of a name, those in the plural without their `s`."""
    return (word if word.endswith("ss") else word.removesuffix("s") for word in segments(name))


def speaks_of_a_secret(word: str) -> bool:
    """Tell whether a single word (in lower case) names a secret."""
    return word in _SPOKEN or _PASSWORD.fullmatch(word) is not None


def judge(name: str) -> Judgement | None:
    """Judge a name; None if it says nothing of secrets."""
    words = segments(name)
    core, behind = _parted(_without_qualifiers(words))
    kind = _kind(core)
    if kind is None or means_another_thing(behind):
        spoken = [word for word in (*words, *name.lower().split("_")) if speaks_of_a_secret(word)]
        return Mention(_mention(words, spoken[0])) if spoken else None
    if other := _other_meaning(core, behind, kind):
        return Mention(other)
    if are_owners(behind, _QUALIFIERS):
        return SecretName(kind)
    doubt = _mention(words, core[-1])
    return SecretName(kind, doubt) if name.replace("-", "_").isidentifier() else Mention(doubt)


def around_noun(name: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the words before the noun of a secret's name, and those behind it that say whose it is."""
    words = segments(name)
    core, behind = _parted(_without_qualifiers(words))
    return (core[:-1], behind) if behind else (words[:-1], ())


def _parted(words: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Part a name behind the last noun that announces a secret."""
    for end in range(len(words), 0, -1):
        core, behind = words[:end], words[end:]
        if _kind(core) and (not behind or _takes_words_behind(core[-1], behind)):
            return core, behind
    return words, ()


def _takes_words_behind(noun: str, behind: tuple[str, ...]) -> bool:
    """Whether a noun goes on meaning a secret before such words; `pass` and `jwt` are all sorts of things."""
    return noun not in {"pass", "jwt", "credential"} or (noun == "pass" and are_owners(behind, _QUALIFIERS))


def _other_meaning(core: tuple[str, ...], behind: tuple[str, ...], kind: Kind) -> str | None:
    """Say what a name means that ends as that of a secret does."""
    before = core[-2] if len(core) > 1 and kind is Kind.TOKEN else ""
    if before in _TEXT_TOKENS:
        return "the name means a token of a text, not an access token"
    if before == "postman":
        return "Postman tells its requests apart by it"
    if before in _PAGING_TOKENS:
        return "the name means a cursor into a list, not an access token"
    if _ANALYTICS.intersection((*core, *behind)):
        return "a key that only sends to analytics is public"
    if not _PUBLIC.isdisjoint((*core, *behind)):
        return "the name says that the value is public"
    flagged = len(core) > 1 and core[0] in FLAGS
    return f"the name says what is done about {kind.one}, not which it is" if flagged else None


def is_public(name: str) -> bool:
    """Tell whether a name says that its value may be read by all."""
    return not _PUBLIC.isdisjoint(segments(name))


def may_mean_passing(name: str) -> bool:
    """Tell whether the `pass` that a name ends in may be a run or an outcome: it does not say whose password it is."""
    words = _without_qualifiers(segments(name))
    return words[-1:] == ("pass",) and _BEFORE_PASS.isdisjoint(words)


def may_be_a_key(name: str) -> bool:
    """Tell whether a name may be that of a key of some service: `WEATHERBIT_KEY`, `key_api`, `ak` and `sk`."""
    words = segments(name)
    if name.lower() in _AKSK:
        return True
    if len(words) == 1 or not _NOT_BEFORE_KEY.isdisjoint(words):
        return False
    return (name.isupper() and words[-1] == "key") or (words[0] == "key" and are_owners(words[1:], _QUALIFIERS))


def announces(name: str) -> bool:
    """Tell whether a name announces a secret."""
    return isinstance(judge(name), SecretName)


def is_certain(name: str) -> bool:
    """Tell whether a name announces a secret beyond doubt."""
    judgement = judge(name)
    return isinstance(judgement, SecretName) and not judgement.doubt


def _without_qualifiers(words: tuple[str, ...]) -> tuple[str, ...]:
    end = len(words)
    while end > 1 and (words[end - 1].isdigit() or words[end - 1] in _QUALIFIERS):
        end -= 1
    return words[:end]


def _kind(core: tuple[str, ...]) -> Kind | None:  # noqa: PLR0911 - one line for each noun
    """Say what kind of secret the last words of a name announce."""
    if not core:
        return None
    if core[-3:] == ("access", "key", "id") or core[-2:] == ("api", "hash"):
        return Kind.KEY
    last, before = core[-1], core[-2] if len(core) > 1 else ""
    if last in _DIGESTS and (_PASSWORD.fullmatch(before) or before in _PASSWORDS):
        return Kind.HASH
    if last in _PASSWORDS or _PASSWORD.fullmatch(last):
        return Kind.PASSWORD
    if last == "passphrase":
        return Kind.PASSPHRASE
    if last == "pass":
        return None if before in _NOT_BEFORE_PASS else Kind.PASSWORD
    if last in {"secret", "secrete"}:
        return Kind.SIGNING if before in _SIGNING_BEFORE_SECRET else Kind.SECRET
    if last == "key":
        return _kind_of_key(before)
    return Kind.TOKEN if last in {"token", "credential", "jwt"} else None


def _kind_of_key(before: str) -> Kind | None:
    if before in _SIGNING_BEFORE_KEY:
        return Kind.SIGNING
    return Kind.KEY if before in _BEFORE_KEY else None


def _mention(words: tuple[str, ...], spoken: str) -> str:
    last = words[-1] if words else spoken
    if last.rstrip("s") == spoken or last == spoken:
        return f"the name only speaks of a {spoken}"
    return f"the name means the {last} of a {spoken}, not the {spoken} itself"
