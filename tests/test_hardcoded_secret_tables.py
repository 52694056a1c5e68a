"""The tables of names, formats and sinks: what they tell, and that the prescreen lets their files through."""

from __future__ import annotations

import pytest

from amends.prescreen import candidates
from amends.registry import installed
from amends_codemods.hardcoded_secret.positions.sinks import DRIVERS, FUNCTIONS, METHODS
from amends_codemods.hardcoded_secret.signs.bandit import is_candidate
from amends_codemods.hardcoded_secret.signs.formats import recognise
from amends_codemods.hardcoded_secret.signs.names import Mention, SecretName, judge

CODEMOD = next(codemod for codemod in installed() if codemod.id == "hardcoded-secret")

NAMES = [
    "password", "passwd", "PASSWORD", "dbPassword", "db_password", "passw", "pwd", "user_pwd", "passphrase",
    "secret", "client_secret", "API_KEY", "api_key", "apiKey", "access_key", "secretAccessKey", "private_key",
    "signing_key", "SECRET_KEY", "jwt_secret", "token", "auth_token", "accessToken", "credential", "passcode",
    "AWS_ACCESS_KEY_ID", "password_hash", "X-Api-Key", "stripe_key", "encryption_key", "DATABASE_PASS",
    "TOKEN_DISCORD", "password_mysql", "PASS_DB", "API_KEY_OPENAI", "accessKeyAWS", "passWord", "pass_phrase",
]  # fmt: skip

MENTIONS = [
    "token_type", "password_field", "TOKEN_URL", "next_token", "pad_token", "secret_name", "pass_rate",
    "first_pass", "has_password", "password_length", "TOKEN_GITHUB_URL", "password_admin_hint", "pass_line",
]  # fmt: skip

NOTHING = ["author", "monkey", "keyboard", "compass", "bypassed", "key", "name", "tokenizer", "secretary"]

CREDENTIALS = {
    "AKIAIOSFODNN7EXAMPLE": "AWS",
    "sk_test_4eC39HqLyjWDarjtT1zdp7dc": "Stripe",
    "ghp_16C7e42F292c6912E7710c838347Ae178B4a": "GitHub",
    "glpat-Abcdef0123456789wxyz": "GitLab",
    "AIzaSyD-9tSrke72PouQMnMX-a7eZSW0jkFMBWY": "Google",
    "hf_abcdefghijklmnopqrstuvwxyzABCDEFGH": "Hugging Face",
    "sk-proj-abcdefghijklmnopqrstuvwxyz123456": "OpenAI",
    "npm_abcdefghijklmnopqrstuvwxyz0123456789": "npm",
    "key-0123456789abcdef0123456789abcdef": "Mailgun",
}


@pytest.mark.parametrize("name", NAMES)
def test_a_name_that_announces_a_secret(name: str) -> None:
    assert isinstance(judge(name), SecretName)
    assert candidates(f"{name} = 'x'".encode(), (CODEMOD,), {})


@pytest.mark.parametrize("name", MENTIONS)
def test_a_name_that_only_speaks_of_one_says_why(name: str) -> None:
    judgement = judge(name)
    assert isinstance(judgement, Mention)
    assert judgement.reason


@pytest.mark.parametrize("name", NOTHING)
def test_a_name_that_says_nothing(name: str) -> None:
    assert judge(name) is None


@pytest.mark.parametrize("before", ["", "my_", "x_"])
@pytest.mark.parametrize("word", ["pass", "pwd", "token", "secret", "secrete", "passphrase", "password", "paswd"])
@pytest.mark.parametrize("after", ["", "_x", "_type"])
def test_a_name_that_bandit_reports_is_judged(before: str, word: str, after: str) -> None:
    name = before + word + after
    assert is_candidate(name)
    assert judge(name) is not None
    assert candidates(f"{name} = 'x'".encode(), (CODEMOD,), {})


@pytest.mark.parametrize(("text", "provider"), CREDENTIALS.items())
def test_a_known_format_tells_its_provider(text: str, provider: str) -> None:
    match = recognise(f"before {text} behind")
    assert match is not None
    assert match.format.provider == provider
    assert not match.whole
    assert candidates(text.encode(), (CODEMOD,), {})


@pytest.mark.parametrize("text", ["sk-xxxxxxxxxxxxxxxxxxxxxxxx", "AKIAXXXXXXXXXXXXXXXX", "sk-ssh-ed25519@openssh.com"])
def test_what_only_begins_like_a_credential_is_none(text: str) -> None:
    assert recognise(text) is None


@pytest.mark.parametrize("name", [*FUNCTIONS, *(f"x.{method}" for method in METHODS)])
def test_the_prescreen_knows_every_function(name: str) -> None:
    assert candidates(f"{name}('a', 'b')".encode(), (CODEMOD,), {})


def test_drivers_name_variables_in_capitals() -> None:
    for driver in DRIVERS.values():
        assert all(variable.isupper() for variable in driver.variables.values())
