"""Credentials that are known to all: those of emulators and of test modes, and keys that stand in every page."""

from __future__ import annotations

import re

from amends_codemods.hardcoded_secret.signs.names import segments

_EMULATORS = (
    # Azurite and the storage emulator before it: devstoreaccount1
    "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==",
    # the emulator of Azure Cosmos DB
    "C2y6yDjf5/R+ob0N8A7Cgv30VRDJIWEHLM+4QDU5DE2nQ9nDuVTqobD4b8mGGyPMbIZnqyMsEcaGQy67XIw/Jw==",
    # the first accounts of a Hardhat or Anvil development chain
    "ac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80",
    "59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d",
)

_TEST_MODES = frozenset(
    {
        # reCAPTCHA
        "6LeIxAcTAAAAAJcZVRqyHh71UMIEGNQ_MXjiZKhI",
        "6LeIxAcTAAAAAGG-vFI1TnRWxMZNFuojJ4WifJWe",
        # hCaptcha
        "10000000-ffff-ffff-ffff-000000000001",
        "0x0000000000000000000000000000000000000000",
        # Turnstile
        "1x00000000000000000000AA",
        "2x00000000000000000000AB",
        "3x00000000000000000000FF",
        "1x0000000000000000000000000000000AA",
        "2x0000000000000000000000000000000AA",
        "3x0000000000000000000000000000000AA",
    }
)

# What servers on one's own machine take where clients insist on a key: Ollama, LM Studio.
_IDLE = frozenset({"ollama", "lm-studio", "lmstudio", "lm_studio"})

# What stands where a password would, as the token is the user name: Toggl, GitHub.
_WORDS = frozenset({"api_token", "x-oauth-basic"})

# Site keys and secret keys of reCAPTCHA look alike.
_RECAPTCHA = re.compile(r"6L[\w-]{38}")
_HIDDEN = frozenset({"secret", "private"})

_PUBLIC = (
    # how the public keys of RSA and of the curve P-256 begin, in DER and Base64
    (
        re.compile("(?:MIGfMA0GCSqGSIb3DQEBAQUAA4|MII[BC]IjANBgkqhkiG9w0BAQEFAAOC|MFkwEwYHKoZIzj0CAQ).*", re.DOTALL),
        "the value is a public key",
    ),
    (
        re.compile(r"\s*-----BEGIN (?:[A-Z0-9]+ )*(?:PUBLIC KEY|CERTIFICATE)(?: BLOCK)?-----.*", re.DOTALL),
        "the value is a public key",
    ),
    # an account or a contract of an Ethereum chain; a private key has 64 digits
    (re.compile(r"0x[0-9a-fA-F]{40}"), "the value is an address on a chain, which everybody may see"),
    # the account that RabbitMQ comes with, which it lets in from its own machine alone
    (
        re.compile(r"(?:py)?amqps?://guest:guest@(?:localhost|127\.0\.0\.1)\b.*", re.DOTALL),
        "a factory default is known to all, and this one works on one's own machine only",
    ),
    # what the `.p12` file of every service account is opened with
    (re.compile("notasecret"), "Google gives every .p12 file this password"),
    # what the boxes of Vagrant let everybody in with
    (re.compile("vagrant"), "every box of Vagrant has this password"),
    # the secret and the key of Retry packets: RFC 9001, section 5.8
    (
        re.compile("d9c9943e6101fd200021506bcc02814c73030f25c79d71ce876eca876d9fb057|be0c690b9f66575a1d766b54e368c84e"),
        "the protocol QUIC gives this value to everybody",
    ),
    # what the documentation of vLLM has a server of one's own ask for
    (re.compile("token-abc123"), "the documentation of vLLM gives this key to everybody"),
    # what PostHog gives a project to send events with
    (
        re.compile(r"phc_[0-9A-Za-z]{40,}"),
        "the vendor means this key to be seen: one can only send events with it",
    ),
)


def why_known_to_all(text: str, name: str) -> str | None:
    """Say why a credential is no secret although it looks like one, or return None."""
    if any(key in text for key in _EMULATORS):
        return "the vendor gives this key to everybody; it only opens an emulator on one's own machine"
    if text in _TEST_MODES:
        return "the vendor gives this key to everybody, for tests"
    if text.lower() in _IDLE and "key" in segments(name):
        return "a server on one's own machine takes any key, and this one stands for none"
    if text in _WORDS and "password" in segments(name):
        return "the service takes this word for a password where the token is the user name"
    if _RECAPTCHA.fullmatch(text) and _HIDDEN.isdisjoint(segments(name)):
        return "a site key stands in every page that shows the widget"
    return next((reason for pattern, reason in _PUBLIC if pattern.fullmatch(text)), None)


def factory_default(text: str, name: str) -> str | None:
    """Say whether a value is what a device or a program comes with."""
    uniform = text.isalpha() or text.isdigit()
    return "a factory default is known to all" if uniform and "default" in segments(name)[:2] else None
