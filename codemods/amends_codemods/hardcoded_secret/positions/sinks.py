"""Where secrets are handed over: functions that take one by position, and drivers with their usual variables."""

from __future__ import annotations

from dataclasses import dataclass

from amends_codemods.hardcoded_secret.signs.values import Use

_SIGNS = Use(signs=True)
_OPENS = Use(opens=True)


@dataclass(frozen=True, slots=True)
class Sink:
    """A function whose argument at `position` (or by `keyword`) is a secret, and what to call it.

    `alone` says that it is one only if it is the sole argument: `user.set_password("…")`, not that of keyring.
    `package` is what a file must import for a method of such a name to be this one.
    """

    position: int
    keyword: str
    name: str
    use: Use
    alone: bool = False
    package: str = ""


_TWITTER = (
    Sink(0, "consumer_key", "consumer_key", Use()),
    Sink(1, "consumer_secret", "consumer_secret", _OPENS),
    Sink(2, "access_token", "access_token", Use()),
    Sink(3, "access_token_secret", "access_token_secret", _OPENS),
)
_TWITTER_ACCESS = (Sink(0, "key", "access_token", Use()), Sink(1, "secret", "access_token_secret", _OPENS))
_AWS_KEYS = (
    Sink(0, "aws_access_key_id", "aws_access_key_id", Use()),
    Sink(1, "aws_secret_access_key", "aws_secret_access_key", Use()),
)
_PDF = (Sink(0, "password", "pdf_password", _OPENS),)
_BINANCE = (Sink(0, "api_key", "binance_api_key", Use()), Sink(1, "api_secret", "binance_api_secret", Use()))

# By qualified name: "module.function", or "module.Class().method".
FUNCTIONS: dict[str, tuple[Sink, ...]] = {
    "jwt.encode": (Sink(1, "key", "jwt_secret", _SIGNS),),
    "jwt.decode": (Sink(1, "key", "jwt_secret", _SIGNS),),
    "jose.jwt.encode": (Sink(1, "key", "jwt_secret", _SIGNS),),
    "jose.jwt.decode": (Sink(1, "key", "jwt_secret", _SIGNS),),
    "hmac.new": (Sink(0, "key", "hmac_key", _SIGNS),),
    "hmac.digest": (Sink(0, "key", "hmac_key", _SIGNS),),
    "cryptography.fernet.Fernet": (Sink(0, "key", "fernet_key", _SIGNS),),
    "cryptography.hazmat.primitives.ciphers.algorithms.AES": (Sink(0, "key", "aes_key", _SIGNS),),
    "cryptography.hazmat.primitives.ciphers.aead.AESGCM": (Sink(0, "key", "aes_key", _SIGNS),),
    "Crypto.Cipher.AES.new": (Sink(0, "key", "aes_key", _SIGNS),),
    "Cryptodome.Cipher.AES.new": (Sink(0, "key", "aes_key", _SIGNS),),
    "Crypto.Cipher.DES.new": (Sink(0, "key", "des_key", _SIGNS),),
    "itsdangerous.Serializer": (Sink(0, "secret_key", "secret_key", _SIGNS),),
    "itsdangerous.URLSafeSerializer": (Sink(0, "secret_key", "secret_key", _SIGNS),),
    "itsdangerous.TimedSerializer": (Sink(0, "secret_key", "secret_key", _SIGNS),),
    "itsdangerous.URLSafeTimedSerializer": (Sink(0, "secret_key", "secret_key", _SIGNS),),
    "itsdangerous.Signer": (Sink(0, "secret_key", "secret_key", _SIGNS),),
    "itsdangerous.TimestampSigner": (Sink(0, "secret_key", "secret_key", _SIGNS),),
    "requests.auth.HTTPBasicAuth": (Sink(1, "password", "password", _OPENS),),
    "requests.auth.HTTPDigestAuth": (Sink(1, "password", "password", _OPENS),),
    "requests.auth.HTTPProxyAuth": (Sink(1, "password", "password", _OPENS),),
    "httpx.BasicAuth": (Sink(1, "password", "password", _OPENS),),
    "httpx.DigestAuth": (Sink(1, "password", "password", _OPENS),),
    "aiohttp.BasicAuth": (Sink(1, "password", "password", _OPENS),),
    "werkzeug.security.generate_password_hash": (Sink(0, "password", "password", _OPENS),),
    "bcrypt.hashpw": (Sink(0, "password", "password", _OPENS),),
    "passlib.context.CryptContext().hash": (Sink(0, "secret", "password", _OPENS),),
    **{
        f"passlib.hash.{scheme}.hash": (Sink(0, "secret", "password", _OPENS),)
        for scheme in ("bcrypt", "argon2", "pbkdf2_sha256", "pbkdf2_sha512", "sha256_crypt", "sha512_crypt")
    },
    "pymysql.connect": (Sink(2, "password", "password", _OPENS),),
    "MySQLdb.connect": (Sink(2, "password", "password", _OPENS),),
    "cx_Oracle.connect": (Sink(1, "password", "password", _OPENS),),
    "oracledb.connect": (Sink(1, "password", "password", _OPENS),),
    "ftplib.FTP": (Sink(2, "passwd", "password", _OPENS),),
    "ftplib.FTP_TLS": (Sink(2, "passwd", "password", _OPENS),),
    "twilio.rest.Client": (Sink(1, "password", "twilio_auth_token", _OPENS),),
    "tweepy.OAuthHandler": _TWITTER[:2],
    "tweepy.OAuth1UserHandler": _TWITTER,
    "tweepy.OAuthHandler().set_access_token": _TWITTER_ACCESS,
    "tweepy.OAuth1UserHandler().set_access_token": _TWITTER_ACCESS,
    "requests_oauthlib.OAuth1": _TWITTER,
    "requests_oauthlib.OAuth1Session": (_TWITTER[1],),
    "boto3.Session": _AWS_KEYS,
    "boto3.session.Session": _AWS_KEYS,
    "telebot.TeleBot": (Sink(0, "token", "telegram_bot_token", Use()),),
    "telegram.Bot": (Sink(0, "token", "telegram_bot_token", Use()),),
    "github.Github": (Sink(0, "login_or_token", "github_token", Use()),),
    "pymssql.connect": (Sink(2, "password", "password", _OPENS),),
    "paramiko.SSHClient().connect": (Sink(3, "password", "password", _OPENS),),
    "pysftp.Connection": (Sink(3, "password", "password", _OPENS),),
    "ldap3.Connection": (Sink(2, "password", "password", _OPENS),),
    "pika.PlainCredentials": (Sink(1, "password", "password", _OPENS),),
    "cassandra.auth.PlainTextAuthProvider": (Sink(1, "password", "password", _OPENS),),
    "neo4j.basic_auth": (Sink(1, "password", "password", _OPENS),),
    "zeep.wsse.UsernameToken": (Sink(1, "password", "password", _OPENS),),
    "zeep.wsse.username.UsernameToken": (Sink(1, "password", "password", _OPENS),),
    "influxdb.InfluxDBClient": (Sink(3, "password", "password", _OPENS),),
    "exchangelib.Credentials": (Sink(1, "password", "password", _OPENS),),
    "binance.client.Client": _BINANCE,
    "binance.Client": _BINANCE,
    "pysnmp.hlapi.CommunityData": (Sink(0, "communityIndex", "snmp_community_secret", Use()),),
    "pysnmp.hlapi.UsmUserData": (
        Sink(1, "authKey", "snmp_auth_key", _OPENS),
        Sink(2, "privKey", "snmp_private_key", _OPENS),
    ),
    "keyring.set_password": (Sink(2, "password", "password", _OPENS),),
    "wandb.login": (Sink(1, "key", "wandb_api_key", Use()),),
    "azure.identity.ClientSecretCredential": (Sink(2, "client_secret", "azure_client_secret", _OPENS),),
    "requests_ntlm.HttpNtlmAuth": (Sink(1, "password", "password", _OPENS),),
    "alpaca_trade_api.REST": (
        Sink(0, "key_id", "alpaca_api_key", Use()),
        Sink(1, "secret_key", "alpaca_secret_key", Use()),
    ),
    "pyotp.TOTP": (Sink(0, "s", "totp_secret", Use()),),
    "PyPDF2.PdfReader().decrypt": _PDF,
    "pypdf.PdfReader().decrypt": _PDF,
    "PyPDF2.PdfWriter().encrypt": _PDF,
    "pypdf.PdfWriter().encrypt": _PDF,
    "network.WLAN().connect": (Sink(1, "key", "wifi_password", _OPENS),),
}

# By the method's name alone: what the object is seldom shows where it is used.
METHODS: dict[str, Sink] = {
    "login": Sink(1, "password", "password", _OPENS),
    "simple_bind_s": Sink(1, "cred", "password", _OPENS),
    "set_password": Sink(0, "raw_password", "password", _OPENS, alone=True),
    "create_user": Sink(2, "password", "password", _OPENS),
    "create_superuser": Sink(2, "password", "password", _OPENS),
    "pass_": Sink(0, "pswd", "password", _OPENS, alone=True, package="poplib"),
    "username_pw_set": Sink(1, "password", "password", _OPENS),
    "change_password": Sink(0, "new_password", "password", _OPENS, alone=True),
    "setpassword": Sink(0, "pwd", "password", _OPENS, alone=True),
}


@dataclass(frozen=True, slots=True)
class Driver:
    """What the users of a package call the variable for each of its arguments."""

    package: str
    variables: dict[str, str]


def _postgres(package: str) -> Driver:
    return Driver(package, {"password": "PGPASSWORD"})


def _mysql(package: str) -> Driver:
    return Driver(package, {"password": "MYSQL_PWD", "passwd": "MYSQL_PWD"})


_AWS = {
    "aws_access_key_id": "AWS_ACCESS_KEY_ID",
    "aws_secret_access_key": "AWS_SECRET_ACCESS_KEY",
    "aws_session_token": "AWS_SESSION_TOKEN",
}

DRIVERS: dict[str, Driver] = {
    driver.package: driver
    for driver in (
        *(_postgres(name) for name in ("psycopg2", "psycopg", "asyncpg", "aiopg", "pg8000", "psycopg_pool")),
        *(_mysql(name) for name in ("mysql", "pymysql", "MySQLdb", "aiomysql", "asyncmy", "mariadb")),
        *(Driver(name, _AWS) for name in ("boto3", "aioboto3", "botocore", "boto")),
        Driver("redis", {"password": "REDIS_PASSWORD"}),
        Driver("pymongo", {"password": "MONGODB_PASSWORD"}),
        Driver("motor", {"password": "MONGODB_PASSWORD"}),
        Driver("pymssql", {"password": "MSSQL_PASSWORD"}),
        Driver("oracledb", {"password": "ORACLE_PASSWORD"}),
        Driver("cx_Oracle", {"password": "ORACLE_PASSWORD"}),
        Driver("snowflake", {"password": "SNOWFLAKE_PASSWORD"}),
        Driver("clickhouse_connect", {"password": "CLICKHOUSE_PASSWORD"}),
        Driver("clickhouse_driver", {"password": "CLICKHOUSE_PASSWORD"}),
        Driver("neo4j", {"password": "NEO4J_PASSWORD"}),
        Driver("elasticsearch", {"password": "ELASTIC_PASSWORD", "api_key": "ELASTIC_API_KEY"}),
        Driver("paramiko", {"password": "SSH_PASSWORD", "passphrase": "SSH_PASSPHRASE"}),
        Driver("fabric", {"password": "SSH_PASSWORD"}),
        Driver("netmiko", {"password": "SSH_PASSWORD", "secret": "ENABLE_SECRET"}),
        Driver("smtplib", {"password": "SMTP_PASSWORD"}),
        Driver("aiosmtplib", {"password": "SMTP_PASSWORD"}),
        Driver("imaplib", {"password": "IMAP_PASSWORD"}),
        Driver("poplib", {"password": "POP_PASSWORD"}),
        Driver("ftplib", {"password": "FTP_PASSWORD", "passwd": "FTP_PASSWORD"}),
        Driver("openai", {"api_key": "OPENAI_API_KEY"}),
        Driver("anthropic", {"api_key": "ANTHROPIC_API_KEY"}),
        Driver("stripe", {"api_key": "STRIPE_API_KEY"}),
        Driver("sendgrid", {"api_key": "SENDGRID_API_KEY"}),
        Driver("slack_sdk", {"token": "SLACK_BOT_TOKEN", "signing_secret": "SLACK_SIGNING_SECRET"}),
        Driver("slack_bolt", {"token": "SLACK_BOT_TOKEN", "signing_secret": "SLACK_SIGNING_SECRET"}),
        Driver("huggingface_hub", {"token": "HF_TOKEN"}),
        Driver("transformers", {"token": "HF_TOKEN", "use_auth_token": "HF_TOKEN"}),
        Driver("twilio", {"auth_token": "TWILIO_AUTH_TOKEN", "password": "TWILIO_AUTH_TOKEN"}),
        Driver("cohere", {"api_key": "CO_API_KEY"}),
        Driver("groq", {"api_key": "GROQ_API_KEY"}),
        Driver("pinecone", {"api_key": "PINECONE_API_KEY"}),
        Driver("ldap3", {"password": "LDAP_PASSWORD"}),
        Driver("ldap", {"password": "LDAP_PASSWORD"}),
        Driver("pika", {"password": "RABBITMQ_PASSWORD"}),
        Driver("pysftp", {"password": "SFTP_PASSWORD"}),
    )
}

# Calls that open something with what they are given, by their last name.
CONNECTS = frozenset({
    "connect", "connect_async", "create_connection", "create_pool", "create_async_pool", "ConnectionPool",
    "SimpleConnectionPool", "ThreadedConnectionPool", "MySQLConnectionPool", "Connection", "Redis", "StrictRedis",
    "MongoClient", "AsyncIOMotorClient", "SSHClient", "Elasticsearch", "ConnectHandler", "HTTPBasicAuth", "login",
    "authenticate", "ConnectionConfig",
})  # fmt: skip

# What a URL's scheme says about the variable that usually holds it.
SCHEMES: dict[str, str] = {
    "postgres": "DATABASE_URL", "postgresql": "DATABASE_URL", "mysql": "DATABASE_URL", "mariadb": "DATABASE_URL",
    "oracle": "DATABASE_URL", "mssql": "DATABASE_URL", "sqlite": "DATABASE_URL", "cockroachdb": "DATABASE_URL",
    "mongodb": "MONGODB_URI", "redis": "REDIS_URL", "rediss": "REDIS_URL", "amqp": "AMQP_URL", "amqps": "AMQP_URL",
    "pyamqp": "AMQP_URL", "smtp": "SMTP_URL", "smtps": "SMTP_URL", "ftp": "FTP_URL", "sftp": "SFTP_URL",
    "ssh": "SSH_URL",
    "http": "SERVICE_URL", "https": "SERVICE_URL", "ldap": "LDAP_URL", "neo4j": "NEO4J_URI", "bolt": "NEO4J_URI",
    "clickhouse": "CLICKHOUSE_URL", "snowflake": "DATABASE_URL",
}  # fmt: skip

# Calls that give a value back as it came, or packed: what goes by the name around the call.
WRAPPERS = frozenset({
    "SecretStr", "SecretBytes", "Secret", "str", "bytes", "bytearray", "field", "Field", "attrib", "ib", "quote",
    "quote_plus", "b64decode", "urlsafe_b64decode", "unhexlify", "fromhex", "to_bytes", "force_bytes", "force_str",
    "mapped_column", "mark_safe", "Str", "StringType",
})  # fmt: skip

# Functions that declare an option of a command line, whose default is a value like any other.
OPTIONS = frozenset({
    "add_argument", "add_option", "option", "Option", "argument", "Argument", "define", "DEFINE_string",
})  # fmt: skip

# Methods that take what options come to where they are not given, by their names.
PRESETS = frozenset({"set_defaults"})
# What declares the parameter of a command or of a route, as its default: `token: str = Header("…")`.
DECLARATIONS = frozenset({"Option", "Argument", "Header", "Query", "Cookie", "Form", "Body"})

# Methods that take settings as keywords.
SETTERS = frozenset({"update", "from_mapping", "setdefaults"})

# Functions that take a name and then its value: the position of the name.
KEYED: dict[str, int] = {
    "setattr": 1, "getattr": 1, "get": 0, "setdefault": 0, "set_option": 0, "__setitem__": 0, "pop": 0, "option": 0,
    "add_header": 0, "putheader": 0, "set_header": 0, "DEFINE_string": 0,
}  # fmt: skip

# Those of them that return the value only where there is no other.
READ = frozenset({"getattr", "get", "pop", "setdefault", "DEFINE_string"})

# All that take what something comes to in the last resort.
LAST_RESORTS = OPTIONS | PRESETS | READ | DECLARATIONS

# Functions that send what they are given.
POSTS = frozenset({"post", "put", "patch", "request", "urlencode", "send", "fetch"})

# Functions that return what somebody types in, methods that return what is held under a name, and the mappings
# of which that is what a client sent.
ASKING = frozenset({"input", "raw_input", "getpass", "prompt", "askpass", "text_input", "askstring"})
LOOKUPS = frozenset({"get", "pop", "getlist", "getfirst", "getvalue", "get_argument"})
SENT = frozenset({
    "request", "req", "form", "post", "args", "headers", "cookies", "query_params", "get_json", "get_argument",
    "session_state",
})  # fmt: skip

# What services call the parameter of a request that holds its key, where a longer name does not tell.
KEYS_OF_QUERIES = frozenset({"key", "appid"})

# Arguments and attributes that take a pair of user name and password.
AUTH = frozenset({"auth", "http_auth", "basic_auth", "httpauth"})

# What frameworks call the mapping of their settings.
CONFIGURATIONS = frozenset({"config", "settings", "conf", "configuration"})

# What a secret is told from by standing beside it: the words that name an account or where it is.
ACCOUNT = frozenset({
    "user", "username", "login", "email", "mail", "account", "host", "hostname", "server", "database", "dbname", "db",
    "uid", "usr", "port", "endpoint", "address",
})  # fmt: skip

HOSTS = frozenset({"host", "hostname", "server"})

# Words that a value names a field by: an account told in them is a mapping of names, no account.
FIELDS = ACCOUNT | {
    "url", "uri", "key", "field", "id", "string", "str", "text", "password", "passwd", "token", "secret", "name",
    "path", "type", "code",
}  # fmt: skip

# Names that say of what they hold that it is made up.
MADE_UP = frozenset({
    "dummy", "fake", "mock", "example", "sample", "placeholder", "stub", "invalid", "wrong", "schema", "openapi",
})  # fmt: skip
