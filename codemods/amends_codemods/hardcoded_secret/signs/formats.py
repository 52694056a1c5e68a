"""The credential formats that tell themselves by their text, whatever they are called."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from amends_codemods.hardcoded_secret.signs.texts import ROW, has_a_row, is_regular_expression, steps


@dataclass(frozen=True, slots=True)
class Format:
    """A credential's format: what it is, whose it is, where it is replaced by a new one.

    `variable` is what the provider's own tools read, or a name in their manner. `live` tells whether such a
    credential opens something real: those of a vendor's test mode do not. `embeds` tells whether it may be
    recognised inside a longer text.
    """

    title: str
    provider: str
    pattern: re.Pattern[str]
    variable: str
    rotate: str
    live: bool = True
    embeds: bool = True


@dataclass(frozen=True, slots=True)
class Match:
    """Where in a text a credential of a known format stands; `whole` if the text is nothing else."""

    format: Format
    start: int
    end: int
    whole: bool


def _format(  # noqa: PLR0913 - a row of the table
    title: str, provider: str, pattern: str, variable: str, rotate: str, *, live: bool = True, embeds: bool = True
) -> Format:
    bounded = rf"(?<![A-Za-z0-9_]){pattern}(?![A-Za-z0-9_])"
    return Format(title, provider, re.compile(bounded), variable, rotate, live, embeds)


FORMATS: tuple[Format, ...] = (
    _format("Stripe secret key", "Stripe", r"[sr]k_live_[0-9A-Za-z]{10,247}", "STRIPE_API_KEY",
            "dashboard.stripe.com/apikeys"),
    _format("Stripe test key", "Stripe", r"[sr]k_test_[0-9A-Za-z]{10,247}", "STRIPE_API_KEY",
            "dashboard.stripe.com/test/apikeys", live=False),
    _format("Stripe webhook secret", "Stripe", r"whsec_[0-9A-Za-z+/=]{24,}", "STRIPE_WEBHOOK_SECRET",
            "dashboard.stripe.com/webhooks"),
    _format("AWS access key id", "AWS", r"(?:AKIA|ASIA|ABIA|ACCA)[A-Z2-7][A-Z0-9]{15}", "AWS_ACCESS_KEY_ID",
            "console.aws.amazon.com/iam (Security credentials)"),
    _format("GitHub token", "GitHub", r"gh[pousr]_[0-9A-Za-z]{36,255}", "GITHUB_TOKEN", "github.com/settings/tokens"),
    _format("GitHub fine-grained token", "GitHub", r"github_pat_[0-9A-Za-z]{22}_[0-9A-Za-z]{59}", "GITHUB_TOKEN",
            "github.com/settings/tokens"),
    _format("GitLab token", "GitLab", r"gl(?:pat|dt|ptt|rt|soat|cbt|imt|ft|agent)-[0-9A-Za-z_-]{20,64}",
            "GITLAB_TOKEN", "gitlab.com/-/user_settings/personal_access_tokens"),
    _format("Slack token", "Slack", r"xox[abeoprs]-(?:\d+-)*[0-9A-Za-z-]{10,}", "SLACK_BOT_TOKEN",
            "api.slack.com/apps"),
    _format("Slack app token", "Slack", r"xapp-\d-[A-Z0-9]+-\d+-[0-9a-f]+", "SLACK_APP_TOKEN", "api.slack.com/apps"),
    _format("Slack webhook", "Slack", r"https://hooks\.slack\.com/services/T[0-9A-Z]{6,}/B[0-9A-Z]{6,}/[0-9A-Za-z]{16,}",
            "SLACK_WEBHOOK_URL", "api.slack.com/apps (Incoming Webhooks)"),
    _format("Discord webhook", "Discord", r"https://(?:\w+\.)?discord(?:app)?\.com/api/webhooks/\d{17,20}/[\w-]{60,}",
            "DISCORD_WEBHOOK_URL", "the channel's settings (Integrations)"),
    _format("Discord bot token", "Discord", r"[MNO][A-Za-z\d_-]{23,27}\.[A-Za-z\d_-]{6}\.[A-Za-z\d_-]{27,40}",
            "DISCORD_TOKEN", "discord.com/developers/applications"),
    Format("Telegram bot token", "Telegram",  # also in the address of its API: `https://api.telegram.org/bot…/getMe`
           re.compile(r"(?:(?<=/bot)|(?<![A-Za-z0-9_]))\d{8,10}:[A-Za-z0-9_-]{35}(?![A-Za-z0-9_])"),
           "TELEGRAM_BOT_TOKEN", "t.me/BotFather"),
    _format("Google API key", "Google", r"AIza[0-9A-Za-z_-]{35}", "GOOGLE_API_KEY",
            "console.cloud.google.com/apis/credentials"),
    _format("Google OAuth client secret", "Google", r"GOCSPX-[0-9A-Za-z_-]{28}", "GOOGLE_CLIENT_SECRET",
            "console.cloud.google.com/apis/credentials"),
    _format("Google OAuth access token", "Google", r"ya29\.[0-9A-Za-z_-]{20,}", "GOOGLE_ACCESS_TOKEN",
            "myaccount.google.com/permissions"),
    _format("Anthropic API key", "Anthropic", r"sk-ant-(?:api|admin)\d\d-[0-9A-Za-z_-]{20,}", "ANTHROPIC_API_KEY",
            "console.anthropic.com/settings/keys"),
    _format("OpenRouter API key", "OpenRouter", r"sk-or-v1-[0-9a-f]{64}", "OPENROUTER_API_KEY", "openrouter.ai/keys"),
    # DeepSeek, DashScope, Moonshot and others; what OpenAI issues has capitals
    _format("API key", "", r"sk-[0-9a-f]{32}(?:[0-9a-f]{32})?", "API_KEY", ""),
    _format("OpenAI API key", "OpenAI",
            r"sk-(?:(?:proj|svcacct|admin|None)-[0-9A-Za-z_-]{20,}|(?=[A-Za-z]*\d)[0-9A-Za-z]{20,})",
            "OPENAI_API_KEY", "platform.openai.com/api-keys"),
    _format("Hugging Face token", "Hugging Face", r"hf_[A-Za-z0-9]{30,40}", "HF_TOKEN",
            "huggingface.co/settings/tokens"),
    _format("Groq API key", "Groq", r"gsk_[0-9A-Za-z]{40,}", "GROQ_API_KEY", "console.groq.com/keys"),
    _format("Replicate token", "Replicate", r"r8_[0-9A-Za-z]{37}", "REPLICATE_API_TOKEN",
            "replicate.com/account/api-tokens"),
    _format("Perplexity API key", "Perplexity", r"pplx-[0-9A-Za-z]{40,}", "PPLX_API_KEY", "perplexity.ai/settings/api"),
    _format("Twilio API key", "Twilio", r"SK[0-9a-f]{32}", "TWILIO_API_KEY", "console.twilio.com"),
    _format("SendGrid API key", "SendGrid", r"SG\.[0-9A-Za-z_-]{16,32}\.[0-9A-Za-z_-]{32,64}", "SENDGRID_API_KEY",
            "app.sendgrid.com/settings/api_keys"),
    _format("Mailgun API key", "Mailgun", r"key-[0-9a-f]{32}", "MAILGUN_API_KEY",
            "app.mailgun.com/settings/api_security"),
    _format("Mailchimp API key", "Mailchimp", r"[0-9a-f]{32}-us\d{1,2}", "MAILCHIMP_API_KEY",
            "admin.mailchimp.com/account/api"),
    _format("npm token", "npm", r"npm_[0-9A-Za-z]{36}", "NPM_TOKEN", "npmjs.com/settings/~/tokens"),
    _format("PyPI token", "PyPI", r"pypi-AgE[0-9A-Za-z_-]{40,}", "PYPI_TOKEN", "pypi.org/manage/account/token"),
    _format("Shopify token", "Shopify", r"shp(?:at|ca|pa|ss)_[0-9a-fA-F]{32}", "SHOPIFY_ACCESS_TOKEN",
            "the shop's admin (Apps)"),
    _format("Square access token", "Square", r"(?:EAAA[\w-]{60}|sq0(?:atp|csp)-[\w-]{22,43})", "SQUARE_ACCESS_TOKEN",
            "developer.squareup.com/apps"),
    _format("DigitalOcean token", "DigitalOcean", r"do[opr]_v1_[0-9a-f]{64}", "DIGITALOCEAN_TOKEN",
            "cloud.digitalocean.com/account/api/tokens"),
    _format("Databricks token", "Databricks", r"dapi[0-9a-f]{32}(?:-\d)?", "DATABRICKS_TOKEN",
            "the workspace's user settings (Developer)"),
    _format("HashiCorp Vault token", "HashiCorp Vault", r"hv[sbr]\.[0-9A-Za-z_-]{24,}", "VAULT_TOKEN",
            "the Vault server (vault token revoke)"),
    _format("New Relic key", "New Relic", r"NRAK-[0-9A-Z]{27}", "NEW_RELIC_API_KEY", "one.newrelic.com/api-keys"),
    _format("Notion token", "Notion", r"(?:secret_[0-9A-Za-z]{43}|ntn_[0-9A-Za-z]{40,})", "NOTION_TOKEN",
            "notion.so/my-integrations"),
    _format("Linear API key", "Linear", r"lin_api_[0-9A-Za-z]{40}", "LINEAR_API_KEY", "linear.app/settings/api"),
    _format("Airtable token", "Airtable", r"pat[0-9A-Za-z]{14}\.[0-9a-f]{64}", "AIRTABLE_TOKEN",
            "airtable.com/create/tokens"),
    _format("Dropbox token", "Dropbox", r"sl\.(?:u\.)?[0-9A-Za-z_-]{130,}", "DROPBOX_ACCESS_TOKEN",
            "dropbox.com/developers/apps"),
    _format("Infura URL with a key", "Infura", r"(?:https|wss)://[\w-]+\.infura\.io/(?:ws/)?v3/[0-9a-f]{32}",
            "INFURA_URL", "app.infura.io"),
    _format("Alchemy URL with a key", "Alchemy", r"(?:https|wss)://[\w.-]+\.alchemy\.com/v2/[\w-]{32}", "ALCHEMY_URL",
            "dashboard.alchemy.com"),
    _format("Azure storage key", "Azure", r"AccountKey=[0-9A-Za-z+/]{80,}={0,2}", "AZURE_STORAGE_CONNECTION_STRING",
            "portal.azure.com (the storage account's access keys)", embeds=False),
    _format("JSON Web Token", "", r"eyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]{16,}", "JWT", "", live=False),
)  # fmt: skip

_KEY_BEGIN = re.compile(r"-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----")
PRIVATE_KEY = Format("private key (PEM)", "", _KEY_BEGIN, "PRIVATE_KEY", "", live=False)
URL = Format("URL with a password", "", re.compile(r"[a-z][a-z0-9+.-]*://\S*:\S*@", re.IGNORECASE), "", "", live=False)
DSN = Format("connection string with a password", "",
             re.compile(r"(?:^|[;\s])(?:pwd|password)\s*=\s*'?([^;\s'\"{}]+)", re.IGNORECASE), "DATABASE_DSN", "",
             live=False)  # fmt: skip

AUTHORIZATION = Format("access token", "", re.compile(r"(?!)"), "API_TOKEN", "", live=False)

COOKIE = Format("session cookie", "", re.compile(r"(?!)"), "COOKIE", "", live=False)

_IN_QUERY = re.compile("[?&]([\\w-]+)=([^&#\\s\"'<>{}\N{OBJECT REPLACEMENT CHARACTER}]+)")
QUERY = Format("key in a URL", "", _IN_QUERY, "API_KEY", "", live=False)

SCHEMES_OF_HTTP = frozenset({"bearer", "token", "basic", "apikey", "api-key", "key"})

_AWS = re.compile(r"A[KSBC][IC]A")
_BASE32 = re.compile(r"[A-Z2-7]+")
_TYPED = re.compile(r"dummy|example|fake|fixture|leak|mock|placeholder|real|sample|secret|staged|test|abc(?:def)?123")
_BEHIND_PREFIX = re.compile(r"[-_]")

_HOST_OF_DSN = re.compile(r"(?:^|[;\s])(?:server|host|dbname|database|data source|user id|uid|user|driver)\s*=",
                          re.IGNORECASE)  # fmt: skip
_OWN_HOST = re.compile(r"(?:^|[;\s])(?:server|host|data source)\s*=\s*(?:localhost|127\.0\.0\.1)\b", re.IGNORECASE)
_USER_OF_DSN = re.compile(r"(?:^|[;\s])(?:user id|uid|user)\s*=\s*'?([^;\s'\"{}]+)", re.IGNORECASE)
_ASSIGNED = re.compile(r"\s*=\s*")
_SETTING = re.compile(r"[A-Za-z][\w ]*=[^\n]*")
_SCHEMES_OF_PATTERNS = frozenset({"driver", "dialect", "dialect+driver", "scheme", "protocol"})
_STARTS = re.compile("|".join(sorted({
    "[sr]k[_-]", "whsec_", "A[KSBC][IC]A", "gh[pousr]_", "github_pat_", "gl[a-z]+-", "xox", "xapp-", "https://", "wss://",
    r"[MNO][A-Za-z\d_-]{23,27}\.", r"\d{8,10}:", "AIza", "GOCSPX-", r"ya29\.", "hf_", "gsk_", "r8_", "pplx-",
    "SK[0-9a-f]", r"SG\.", "key-", "[0-9a-f]{32}-us", "npm_", "pypi-", "shp", "EAAA", "sq0", r"do[opr]_v1", "dapi",
    r"hv[sbr]\.", "NRAK-", "secret_", "ntn_", "lin_api_", "pat", r"sl\.", "AccountKey=", "eyJ",
})))  # fmt: skip


def recognise(text: str) -> Match | None:
    """Find a credential of a known format in a text."""
    if _KEY_BEGIN.search(text) and text.count("\n") + text.count("\\n") > 1 and not is_regular_expression(text):
        return Match(PRIVATE_KEY, 0, len(text), whole=True)
    if not _STARTS.search(text):
        return None
    for known in FORMATS:
        found = known.pattern.search(text)
        if found and _is_varied(found.group()):
            whole = found.group() == text.strip() or not known.embeds
            return Match(known, found.start(), found.end(), whole)
    return None


def _is_varied(credential: str) -> bool:
    """Tell a credential from a mask such as `sk-xxxxxxxxxxxxxxxxxxxxxxxx`."""
    return len(set(credential[-16:])) > 5  # noqa: PLR2004 - sixteen random characters hold more than five


def is_typed(credential: str) -> bool:
    """Whether somebody typed a credential from one end of the keyboard to the other: `sk-abc123def456ghi789jkl012`."""
    code = _BEHIND_PREFIX.split(credential.lower())[-1]
    rows = ["".join(filter(is_one, code)) for is_one in (str.isalpha, str.isdigit)]
    return all(len(row) > ROW and all(steps(row)) for row in rows)


def is_documented_dummy(credential: str) -> bool:
    """Tell whether a vendor's documentation prints this very credential, or it says itself that it is an example."""
    return "EXAMPLE" in credential


def may_be_issued(credential: str) -> bool:
    """Whether a vendor may have made a credential, as against somebody who typed one that looks the part.

    The ids of AWS are written in Base32, which has neither 0 nor 1, 8 and 9. No vendor draws small letters alone.
    """
    if credential.islower() and not any(c.isdigit() for c in credential):
        return False
    if _AWS.match(credential) and not _BASE32.fullmatch(credential):
        return False
    return _TYPED.search(credential.lower()) is None and not has_a_row(credential.lower())


def password_in_url(text: str) -> str | None:
    """Return the password that a URL carries in front of its host, or None."""
    if "://" not in text or "@" not in text or any(c.isspace() for c in text):
        return None
    try:
        password = _split(text).password
    except ValueError:
        return None
    return password or None


def start_of_assigned_url(text: str) -> int:
    """Return where the URL begins in a text such as `DATABASE_URL=postgres://…`, 0 for any other."""
    name, assigned, url = text.partition("=")
    return len(name) + 1 if assigned and name.isidentifier() and "://" in url else 0


def is_on_own_machine(url: str) -> bool:
    """Whether a URL is one of this machine."""
    return _split(url).hostname in {"localhost", "127.0.0.1"}


def opens_own_machine(text: str) -> bool:
    """Whether a URL or a connection string opens a server on this machine, as one does where a program is developed."""
    if "://" in text:
        return is_on_own_machine(text)
    return _OWN_HOST.search(text) is not None


def repeats_its_user(text: str) -> bool:
    """Whether the password in a URL or a connection string is its user's name, as in `postgres:postgres@`."""
    if "://" in text:
        parts = _split(text)
        return parts.password == parts.username
    user = _USER_OF_DSN.search(text)
    return user is not None and user.group(1) == password_in_dsn(text)


def _split(url: str) -> SplitResult:
    """Split a URL whose scheme may be one that only SQLAlchemy knows, as `oracle+cx_oracle`."""
    return urlsplit("scheme://" + url.partition("://")[2])


def is_pattern_of_url(text: str) -> bool:
    """Whether a URL only shows where user and password go: `scheme://user:password@host`."""
    parts = _split(text.lower())
    shown = parts.username in {"user", "username"} and parts.password in {"pass", "password", "passwd", "pwd"}
    nowhere = parts.hostname in {"host", "hostname"} and (parts.password or "").isalpha()
    port = parts.netloc.rpartition("@")[2].partition(":")[2]
    filled_in = text.lower().partition("://")[0] in _SCHEMES_OF_PATTERNS or port.isalpha()
    return filled_in or nowhere or (shown and parts.hostname not in {"localhost", "127.0.0.1"})


def password_in_dsn(text: str) -> str | None:
    """Return the password in a connection string such as `host=db user=app password=…`, or None."""
    found = DSN.pattern.search(text)
    return found.group(1) if found and _HOST_OF_DSN.search(text) else None


def is_dsn(text: str) -> bool:
    """Whether a text is nothing but settings with their values, and no longer text that shows some.

    What divides them is a semicolon (ODBC, ADO.NET), or blanks (libpq).
    """
    settings = text.split(";") if ";" in text else _ASSIGNED.sub("=", text).split()
    return all(_SETTING.fullmatch(setting.strip()) for setting in settings if setting.strip())
