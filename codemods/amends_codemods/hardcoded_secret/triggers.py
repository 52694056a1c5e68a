"""The bytes that point to a secret: a name that speaks of one beside a text, a call that takes one, a known format.

These words are written down again, and not taken from the tables, as every run reads them and few need the tables.
"""

from __future__ import annotations

from amends.codemod import Place, Trigger

_SPOKEN = (
    b"passphrase", b"passcode", b"psw", b"pswd", b"pwd", b"secret", b"secrete", b"token", b"credential", b"jwt",
    b"authorization", b"dbpass", b"userpass", b"mypass",
)  # fmt: skip
_BEFORE_KEY = (
    b"api", b"access", b"private", b"auth", b"master", b"app", b"application", b"client", b"licen[sc]e", b"account",
    b"storage", b"subscription", b"service", b"admin", b"webhook", b"stripe", b"openai", b"anthropic", b"sendgrid",
    b"google", b"maps", b"aws", b"azure", b"twilio", b"mailgun", b"github", b"gitlab", b"slack", b"rapidapi",
    b"weather", b"algolia", b"cohere", b"gemini", b"groq", b"mistral", b"pinecone", b"huggingface", b"hf", b"deepseek",
    b"secret", b"sign", b"signing", b"signature", b"jwt", b"hmac", b"cookie", b"fernet", b"aes", b"encryption",
    b"encrypt", b"decryption", b"crypto", b"cipher", b"des", b"xor", b"consumer", b"developer", b"shared", b"symmetric",
)  # fmt: skip
_NAMES = {
    **dict.fromkeys((b"passw", b"pasw", b"passsw"), rb"(?i:pas+w(?:o?r?d|ort)?)"),
    **{word: rb"(?i:%b)" % word for word in _SPOKEN},
    b"api_hash": rb"(?i:api_hash)",
    b"pass": rb"(?i:pass)(?<![a-z]pass)(?<![A-Z]PASS)",
    b"pw": rb"(?i:pw)(?<![a-z]pw)(?<![A-Z]PW)",
    b"key": rb"(?i:(?:%b)key)" % b"|".join(rb"(?<=%b)|(?<=%b[_ -])" % (word, word) for word in _BEFORE_KEY),
}
_ENDED = rb"(?:(?<=[a-z])(?![a-z])|(?<=[A-Z])(?![A-Z]))"  # `token` and `tokenURL`, but neither `tokens` nor `tokenizer`
SPOKEN_NAME = rb"(?:%b)%b" % (b"|".join(_NAMES.values()), _ENDED)
"""A name that speaks of a secret."""

# A value that is a text, maybe wrapped or behind `or`; or a line that goes on.
_WRAPPERS = (
    rb"(?:\b(?:SecretStr|SecretBytes|Secret|str|bytes|bytearray|field|Field|attrib|ib|quote|quote_plus|b64decode"
    rb"|urlsafe_b64decode|unhexlify|fromhex|to_bytes|force_bytes|force_str|mapped_column|mark_safe|Str|StringType|Option|Argument|Header|Query|Cookie|Form|Body"
    rb"|getenv|environ\.get|environ\.setdefault|environ\.pop|default|value)\s*[(=]|(?<![\w)\]])\()"
)
_QUOTE = rb"[A-Za-z]{0,2}[\"']"
_TEXT = (
    rb"(?:[^\n#\"'(\[{]*(?:%b[^\n\"'(\[{]*)*(?:[\"']|(?:#[^\n]*)?\r?\n(?:(?<=[(\\=]\n)|(?<=[(\\=]\r\n)))"
    rb"|[^\n]*?(?:\bor\b|\belse\b)\s*\(?\s*%b|[^\n]*[(\\=,]\s*(?:#[^\n]*)?\r?\n\s*%b)" % (_WRAPPERS, _QUOTE, _QUOTE)
)
CHAINED = rb"(?:[ \t]*[\w.]+\[[^\]\n]*\][ \t]*=(?!=))*"
"""Further targets between a name and its value: `user["password"] = user["name"] = …`."""

_ASSIGNED = (
    rb"[\w.\-() \t]{0,60}?(?:\[[^\]\n]*\])?[ \t)]{0,4}"
    rb"(?::[^=\n]*|,[^=\n]*)?(?:[=!:<>]?=|[<>:]|\b(?:not )?in\b|\bis(?: not)?\b)" + CHAINED + _TEXT
)
_CONSTANT = rb"\s*(?:None|True|False|\.\.\.|[-+]?[\d.]|[bB][\"'])"
_ENTRY = rb"[\w. \-]*[\"'](?:\s*:(?:%b|%b)|\s*\)*\]%b|\s*(?:,|\)%b))" % (
    _TEXT, _CONSTANT, _ASSIGNED, _ASSIGNED,
)  # fmt: skip


_COMPARED = tuple(
    Trigger(
        (quote + operator,),
        rb".%b[ \w.(\[\"']*(?i:pas|secret|token|pw|psw|key|credential|jwt|auth)" % operator,
        Place.TEXT,
        check="is_compared_with_a_name",
    )
    for quote in (b'"', b"'")
    for operator in (b" ==", b" !=", b"==", b"!=", b" in ", b" not in ", b" is ", b" <", b" >")
)  # fmt: skip

# One of several texts, a list of names that is filled from another, a pattern.
_LISTED = (
    *(
        Trigger((word,), name + _ENDED + pattern)
        for word, name in _NAMES.items()
        for pattern in (
            rb"[\w.)\]\"'() ]{0,60}?\bin\s*[\[({]\s*[\"']",
            rb"\w*\s*(?:,[\w.,* \t]*)?(?:\]\s*=(?!=)[^\n]*[\"']|\)?\s*=\s*\[)",
        )
    ),
    Trigger((b"match ", b"case "), rb"case [^\n]*[\"']", Place.CODE, check="is_case_of_a_secret"),
)  # fmt: skip

# What is looked up by a user's name, compared with a password.
_LOOKED_UP = (
    *(
        Trigger((b"passw", operator), rb"(?<=[\])]) ?[!=]=\s*[\w.]*(?i:passw|pwd)", Place.CODE)
        for operator in (b" ==", b" !=", b"==", b"!=")
    ),
    Trigger((b"passw",), rb"(?i)passw\w*\s*[!=]=\s*\w+(?:\[|\.get\()", Place.CODE),
    Trigger((b"passw", b"compare_digest"), rb"compare_digest\s*\([^\n]*[\])]", Place.CODE),
)

# The key of any service, if it looks drawn by chance.
_DRAWN = Trigger((b"_key",), rb"(?<=[A-Z\d])_KEY(?:\s*:\s*\w+)?\s*=\s*\(?\s*[\"'][0-9A-Za-z]{20}", Place.CODE)

# The same where the noun stands first: `KEY_API`, `keyOpenAI`.
_DRAWN_BEHIND = Trigger(
    (b"key",), rb"(?i)key(?<![a-z]key)_?[a-z]\w{1,30}(?:\s*:\s*\w+)?\s*=\s*\(?\s*[\"'][0-9A-Za-z]{20}", Place.CODE
)

# The same under the names that some clouds have for an access key and its secret.
_AKSK = tuple(
    Trigger((name + equals + quote,), rb"(?i)[as]k(?<![\w.][as]k) ?= ?[\"'][0-9A-Za-z]{20}", Place.CODE)
    for name in (b"ak", b"sk")
    for equals in (b" = ", b"=")
    for quote in (b'"', b"'")
)

_QUERIED = tuple(
    Trigger((word + quote,), rb"(?i)%b[\"']\s*:\s*[\"'][0-9A-Za-z]{20}" % word, Place.TEXT)
    for word in (b"key", b"appid")
    for quote in (b'"', b"'")
)

# The same in the text of a URL.
_IN_URLS = tuple(
    Trigger((b"://", word), rb"(?i)%b[\w.~%%+/-]{16}" % word, Place.TEXT)
    for word in (b"key=", b"token=", b"appid=", b"secret=")
)

# What a name in the plural holds, a pair of user and password.
_MEMBERS = (
    *(
        Trigger((word,), rb"(?i)%b(?:\s*:[^=\n]*)?\s*=\s*%b" % (word, pattern), Place.CODE)
        for words, pattern in (
            ((b"keys", b"tokens", b"secrets"), rb"(?:\w+\(\s*)?[\[({][^\])}]*[\"'][\w.:+/-]{16}"),
            ((b"credentials", b"creds"), rb"\(\s*[\"']"),
        )
        for word in words
    ),
)

_COOKIES = (
    Trigger((b"cookies.set",), rb"(?i)cookies\.set\s*\(\s*[\"'][\w.-]+[\"'],\s*[\"'][\w%+/=-]{16}", Place.CODE),
    Trigger((b"cookie",), rb"(?i)cookie[\"']\s*[:\],][\s=]*\(?\s*[bfr]?[\"'][^\"'\n]*=", Place.TEXT),
    Trigger((b"cookies",), rb"(?i)cookies(?:\s*:[^=\n]*)?\s*=\s*\{[^{}]*[\"'][\w%+/=-]{16}", Place.CODE),
    Trigger((b"cookies",), rb"(?i)cookies\s*\[[^\]\n]*\]\s*=\s*[\"'][\w%+/=-]{16}", Place.CODE),
)

# What somebody typed in, compared with a text; a variable that may be missing, and what stands in for it then.
_ASKED = (
    Trigger((b"getpass",), place=Place.CODE, check="is_compared_or_kept"),
    Trigger((b"request",), rb"(?i)request\w*\.[\w.]+(?:\(\)\.\w+)?[\[(][^\n\])]*(?:pas|secret|token|key)", Place.CODE,
            check="is_compared_or_kept"),
    Trigger((b"input(",), rb"(?i)input\([^)\n]*(?:pas|secret|token|key|code|pin)", Place.CODE,
            check="is_compared_or_kept"),
    Trigger((b"getenv",), rb"getenv\s*\([^)]*\)\s*or\b", Place.CODE, check="has_an_alternative"),
    Trigger((b"environ",), rb"environ\.get\s*\([^)]*\)\s*or\b", Place.CODE, check="has_an_alternative"),
    *(Trigger((word, b" or "), rb" or\s*\(*\s*[\"']", Place.CODE) for word in (b"environ as", b"getenv as")),
)  # fmt: skip

_CALLED = rb"(?i)[.\w]+\s*\("
_CALLS = (
    *(
        Trigger((word,), rb"(?i)%b\b(?<!\w%b)" % (word, word), Place.CODE, check="is_beside_a_text")
        for word in (b"jwt", b"hmac", b"fernet")
    ),
    *(Trigger((word,), place=Place.CODE, check="is_beside_a_text") for word in (
        b"itsdangerous", b"aesgcm", b"basicauth", b"digestauth", b"proxyauth", b"hashpw", b"telebot", b"telegram.bot",
        b"generate_password_hash", b"simple_bind_s", b"oauthhandler", b"oauth1", b"plaincredentials",
        b"plaintextauthprovider", b"username_pw_set", b"usernametoken", b"communitydata", b"usmuserdata",
        b"set_access_token", b"setpassword", b"influxdbclient", b"basic_auth",
        b"ntlmauth", b"clientsecretcredential", b"pyotp", b"compare_digest",
    )),
    *(Trigger((b"cipher", word), rb"(?:AES|DES)\b", Place.CODE) for word in (b"aes", b"des")),
    *(Trigger((word,), _CALLED, Place.CODE, check="takes_a_text") for word in (
        b".login", b"set_password", b".change_password", b".send_keys", b"github(", b".pass_",
    )),
    *(Trigger((word,), _CALLED, Place.CODE, check="takes_a_later_text") for word in (
        b"create_user", b"create_superuser",
    )),
    Trigger((b"boto3", b"session"), rb"(?i)session\s*\(", Place.CODE, check="takes_a_text"),
    Trigger((b"wandb", b".login"), place=Place.CODE, check="is_beside_a_text"),
    Trigger((b"ftp",), rb"(?i)ftp\w*\s*\([^)\n]*(?:[\"']|\n)", Place.CODE, check="takes_a_text"),
    *(Trigger((word,), rb"(?i)%b\s*\([^)\n]*(?:[\"']|\n)" % word, Place.CODE, check="signs")
      for word in (b"serializer", b"signer")),
    *(Trigger(words, _CALLED, Place.CODE, check="takes_a_text") for words in (
        (b"twilio", b"client"), (b"binance", b"client"), (b"exchangelib", b"credentials"),
        *((word, b"connection") for word in (b"pysftp", b"ldap3")), (b"pdf", b".decrypt"), (b"pdf", b".encrypt"),
        (b"passlib", b".hash"), (b"alpaca_trade_api", b"rest"), (b"wlan", b".connect"), (b"passw", b".fill"),
    )),
    *(
        Trigger((word, b"connect"), _CALLED, Place.CODE, check="connects")
        for word in (b"pymysql", b"mysqldb", b"cx_oracle", b"oracledb", b"pymssql", b"paramiko")
    ),
    Trigger((b"auth",), rb"(?i)auth\s*=\s*\(", Place.CODE, check="is_beside_a_text"),
)  # fmt: skip

_DISCORD = rb"[\"'][MNO][A-Za-z\d_-]{23,27}\."
_FORMATS = (
    *(Trigger((word,), pattern) for word, pattern in (
        *((word, rb"k_(?:live|test)_[0-9A-Za-z]{10}") for word in (b"k_live_", b"k_test_")),
        (b"whsec_", rb"whsec_[0-9A-Za-z+/=]{24}"),
        *((word, rb"A[KSBC][IC]A[A-Z2-7\"']") for word in (b"akia", b"asia", b"abia", b"acca")),
        *((word, rb"gh[pousr]_[0-9A-Za-z]{36}") for word in (b"ghp_", b"gho_", b"ghu_", b"ghs_", b"ghr_")),
        (b"github_pat_", rb"github_pat_[0-9A-Za-z]{22}_"),
        *((word, rb"gl[a-z]+-[\w-]{20}") for word in (
            b"glpat-", b"gldt-", b"glptt-", b"glrt-", b"glsoat-", b"glcbt-", b"glimt-", b"glft-", b"glagent-",
        )),
        *((word, rb"xox[a-z]-[\w-]{10}") for word in (
            b"xoxa-", b"xoxb-", b"xoxe-", b"xoxo-", b"xoxp-", b"xoxr-", b"xoxs-",
        )),
        (b"xapp-", rb"xapp-\d"),
        (b"aiza", rb"AIza[\w-]{35}"),
        (b"gocspx-", rb"GOCSPX-[\w-]{28}"),
        (b"ya29.", rb"ya29\.[\w-]{20}"),
        (b"sk-", rb"sk-(?<![A-Za-z0-9_]sk-)[\w-]{20}"),
        (b"hf_", rb"hf_[A-Za-z0-9]{30}"),
        (b"gsk_", rb"gsk_[A-Za-z0-9]{40}"),
        (b"r8_", rb"r8_[A-Za-z0-9]{37}"),
        (b"pplx-", rb"pplx-[A-Za-z0-9]{40}"),
        (b"sk", rb"SK[0-9a-f]{32}"),
        (b"sg.", rb"SG\.[\w-]{16,32}\."),
        (b"key-", rb"key-[0-9a-f]{32}"),
        (b"-us", rb"-us\d(?<=[0-9a-f]-us\d)"),
        (b"npm_", rb"npm_[A-Za-z0-9]{36}"),
        (b"pypi-", rb"pypi-AgE"),
        *((word, rb"shp\w\w_[0-9a-fA-F]{32}") for word in (b"shpat_", b"shpca_", b"shppa_", b"shpss_")),
        (b"eaaa", rb"EAAA[\w-]{60}"),
        (b"sq0atp-", b""),
        (b"sq0csp-", b""),
        *((word, rb"do[opr]_v1_[0-9a-f]{64}") for word in (b"doo_v1_", b"dop_v1_", b"dor_v1_")),
        (b"dapi", rb"dapi[0-9a-f]{32}"),
        *((word, rb"hv[sbr]\.[\w-]{24}") for word in (b"hvs.", b"hvb.", b"hvr.")),
        (b"nrak-", rb"NRAK-[0-9A-Z]{27}"),
        (b"secret_", rb"secret_[0-9A-Za-z]{43}"),
        (b"ntn_", rb"ntn_[0-9A-Za-z]{40}"),
        (b"lin_api_", rb"lin_api_[0-9A-Za-z]{40}"),
        (b"pat", rb"pat[0-9A-Za-z]{14}\."),
        (b"sl.", rb"sl\.(?:u\.)?[\w-]{130}"),
        (b"accountkey=", b""),
        (b"eyj", rb"eyJ[\w-]{8,}\."),
        (b"-----begin ", rb"-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY"),
        (b"://hooks.slack.com/", b""),
        (b".infura.io/", b""),
        (b".alchemy.com/v2/", b""),
        (b"/api/webhooks/", b""),
        (b"://", rb"://[^\s/]{0,300}:[^\s/]{0,300}[^}\s/]@"),
    )),
    *(Trigger((word,), rb"(?i)%b\s*=\s*\\?'?[^;\s'\"{}]" % word, Place.TEXT) for word in (b"pwd", b"password")),
    *(Trigger((word, quote), _DISCORD) for word in (b"discord", b"disnake", b"nextcord", b"hikari")
      for quote in (b'"', b"'")),
    *(Trigger((word, b":"), rb":[A-Za-z0-9_-]{35}(?<=\d{8}:.{35})", Place.TEXT) for word in (
        b"bot", b"telegram", b"telethon", b"pyrogram",
    )),
)  # fmt: skip

# A parameter, as in `def login(user, password):`, to which a call may pass a text by position.
_REST_OF_PARAMETER = rb"\w*\s*(?::[^,)=\n]*)?(?:=[^,)\n]*)?[,)]"
_PARAMETERS = tuple(
    Trigger(
        (word,), _NAMES[word] + _ENDED + _REST_OF_PARAMETER, Place.CODE,
        check="is_parameter_of_a_text", follows_callers=True,
    )
    for word in (b"passw", b"pwd", b"secret", b"passphrase", b"token")
)  # fmt: skip

TRIGGERS = (
    *(
        Trigger((word,), name + _ENDED + pattern, place, check=check)
        for pattern, place, check in (
            (_ASSIGNED, Place.CODE, "is_given_a_text"),
            (_ENTRY, Place.TEXT, "is_key_of_a_text"),
        )
        for word, name in _NAMES.items()
    ),
    *_PARAMETERS,
    *_COMPARED,
    *_LISTED,
    *_LOOKED_UP,
    _DRAWN,
    _DRAWN_BEHIND,
    *_AKSK,
    *_QUERIED,
    *_COOKIES,
    *_MEMBERS,
    *_IN_URLS,
    *_ASKED,
    *_CALLS,
    *_FORMATS,
)

# names of the accounts that a secret opens, where they are bound
ACCOUNTS = (
    b"user", b"username", b"login", b"email", b"mail", b"account", b"host", b"hostname", b"server", b"database",
    b"dbname", b"db", b"uid", b"usr", b"port", b"endpoint", b"address",
)  # fmt: skip
