"""Words that stand where a secret might stand, and say that it is none, or that it is a weak one."""

from __future__ import annotations

MASKS = frozenset("xX*.-_#?•…0")

PLACEHOLDERS = frozenset({
    "changeit", "changeme", "changethis", "pleasechange", "pleasechangeme", "replaceme", "replacethis", "placeholder",
    "todo", "fixme", "tbd", "redacted", "removed", "hidden", "masked", "dummy", "fake", "sample", "example", "foo",
    "bar", "baz", "foobar", "none", "null", "nil", "na", "undefined", "unset", "unknown", "empty", "notset", "notused",
    "unused", "ignored", "nopassword", "notneeded", "notrequired", "nokey", "nokeyneeded",
    "nokeyrequired", "nothing", "blah", "something", "whatever", "string", "value", "donotuse",
    "anonymous", "anon",
})  # fmt: skip

# What a person is told to do about a placeholder.
DOINGS = frozenset({
    "insert", "replace", "enter", "put", "paste", "fill", "type", "add", "change", "use", "please",
})  # fmt: skip
DESCRIPTIVE_STARTS = DOINGS | {
    "your", "yours", "example", "sample", "dummy", "fake", "placeholder", "todo", "some", "any", "mock", "redacted",
}  # fmt: skip
# What says of itself that it opens nothing, even where something takes it: `api_key="fake-key"`.
UNREAL_STARTS = frozenset(
    {"fake", "demo", "dummy", "mock", "fixture", "none", "empty", "unused", "placeholder", "ignored"}
)
DESCRIPTIVE_ANYWHERE = frozenset({"your", "here", "changeme", "placeholder", "replaceme"})

# Last words of a text that says there is no secret: `key-missing`, or behind `not`: `token-not-set`.
ABSENT = frozenset({"missing", "unset", "absent", "undefined", "unavailable", "unconfigured", "unspecified"})
GIVEN = frozenset({"set", "given", "provided", "configured", "specified", "available", "defined", "found", "needed"})
# What programs write between asterisks in place of a secret.
MASKING = frozenset({"filtered", "scrubbed", "omitted", "censored", "obfuscated", "sanitized", "private", "protected"})

# Words of the names of algorithms; numbers between them are parameters.
ALGORITHMS = frozenset({
    "pbkdf2", "bcrypt", "scrypt", "yescrypt", "argon2", "argon2i", "argon2d", "argon2id", "crypt", "hmac", "sha",
    "sha1", "sha2", "sha3", "sha224", "sha256", "sha384", "sha512", "md4", "md5", "blake2", "blake2b", "blake2s",
    "blake3", "phpass", "nthash", "lmhash", "ssha", "scram", "salted", "aes", "aes128", "aes192", "aes256", "des",
    "3des", "des3", "rsa", "dsa", "ecdsa", "ed25519", "cbc", "gcm", "ctr", "ecb", "cfb", "chacha20", "poly1305",
    "hs256", "hs384", "hs512", "rs256", "rs384", "rs512", "es256", "es384", "es512", "ps256", "eddsa", "rijndael",
    "secp256k1", "secp256r1", "nist256p1", "x25519", "curve25519", "ed448",
})  # fmt: skip

# What protocols, forms and configuration files write where a secret's name stands on the left.
VOCABULARY = frozenset({
    "bearer", "basic", "digest", "negotiate", "ntlm", "kerberos", "jwt", "jws", "jwe", "mac", "hmac", "saml", "oauth",
    "oauth1", "oauth2", "oidc", "openid", "apikey", "api", "authorization", "authorizationcode", "clientcredentials",
    "clientsecretpost", "clientsecretbasic", "code", "implicit", "pkce", "plain", "login", "logout", "signin", "signup",
    "text", "password", "passwd", "passphrase", "pass", "pwd", "token", "tokens", "secret", "secrets", "key", "keys",
    "credential", "credentials", "username", "user", "users", "userid", "email", "name", "id", "type", "kind", "field",
    "input", "submit", "checkbox", "radio", "file", "number", "date", "select", "textarea", "button", "form",
    "string", "str", "bytes", "int", "integer", "float", "bool", "boolean", "dict", "list", "object", "array", "json",
    "true", "false", "yes", "no", "on", "off", "auto", "never", "always", "required", "optional", "enabled", "disabled",
    "prompt", "ask", "stdin", "stdout", "keyring", "env", "environment", "vault", "config", "generated", "generate",
    "random", "default", "defaults", "new", "old", "current", "previous", "reset", "set", "get", "same", "any", "all",
    "static", "dynamic", "temporary", "permanent", "internal", "external", "local", "remote", "global", "session",
    "cookie", "header", "body", "query", "url", "uri", "path", "md5", "sha1", "sha256", "sha512", "base64",
    "utf8", "utf16", "ascii", "latin1", "hex", "sha", "rsa", "dsa", "ecdsa", "ed25519", "aes", "aes128", "aes256",
    "bcrypt", "scrypt", "argon2", "pbkdf2", "crypt", "ldap", "pam", "sso", "mfa", "totp", "otp", "sms", "public",
    "hs256", "hs384", "hs512", "rs256", "rs384", "rs512", "es256", "pem", "der", "pkcs8", "pkcs12", "pkcs1", "v1", "v2",
    "opaque", "generic", "database", "server", "client", "host", "hostname", "port", "self", "other", "error",
    "invalid", "missing", "expired", "valid", "failed", "success", "ok", "active", "inactive", "sensitive", "encrypted",
    "decrypted", "hashed", "cleartext", "plaintext", "varchar", "char", "binary", "blob", "raw", "quoted", "word",
    "identifier", "operator", "comment", "keyword", "newline", "whitespace", "indent", "dedent", "eof", "end", "start",
    "begin", "left", "right", "open", "close", "comma", "colon", "semicolon", "and", "or", "not", "in", "is", "as",
    "passed", "passing", "passthrough", "git", "hg", "svn", "azure", "aws", "gcp", "google", "github", "gitlab",
    "slack", "vertex", "bedrock", "openai", "anthropic", "xoauthbasic", "passwordbox", "passwordinput", "passwordfield",
})  # fmt: skip

# Passwords that people really use although each is a plain word.
WEAK_PASSWORDS = frozenset({
    "admin", "administrator", "root", "toor", "guest", "postgres", "letmein", "qwerty", "qwertyuiop", "asdfgh",
    "asdf", "monkey", "dragon", "master", "welcome", "iloveyou", "sunshine", "princess", "football", "baseball",
    "shadow", "superman", "batman", "swordfish", "opensesame", "sesame", "hunter", "alpine", "raspberry", "tiger",
    "scott", "oracle", "mysql", "mongo", "redis", "rabbitmq", "minioadmin", "minio", "airflow", "vagrant", "ubuntu",
    "changeit", "adminadmin", "secret", "test", "testing", "demo", "abcdef", "abcdefgh", "abcd", "passw", "manager",
    "tomcat", "cisco", "wordpress", "elastic", "grafana", "jenkins", "sonar", "nexus", "hello", "helloworld",
    "openseasame", "zaq", "starwars",
})  # fmt: skip

# What forms write about a field that has to be filled in: `required|min:8`.
RULES = frozenset({
    "required", "nullable", "sometimes", "present", "filled", "confirmed", "string", "alpha", "alphanumeric",
    "numeric", "integer", "boolean", "email", "min", "max", "between", "size", "length", "same", "different", "regex",
    "unique", "exists",
})  # fmt: skip

# What a check comes to.
OUTCOMES = frozenset({"pass", "passed", "fail", "failed", "ok", "error", "skip", "skipped", "warn", "warning"})

# Words that turn the name of a secret into one that somebody made up: "my_secret_key", "supersecret".
BOASTS = frozenset({
    "my", "your", "super", "very", "top", "ultra", "mega", "strong", "secure", "safe", "real", "really", "this",
    "dont", "do", "guess", "unsafe", "insecure", "hard", "complex", "random", "long", "dev", "flask", "django", "jwt",
    "the", "unique", "development", "production", "prod", "demo", "a", "our", "hardcoded", "fallback", "default",
    "hidden", "shared", "great", "big", "best", "not", "so", "too", "its", "is", "test", "ssh",
})  # fmt: skip

WEAK_STEMS = (
    "secret", "passw", "p@ss", "pa$$", "pass", "s3cr", "letmein", "qwert", "hunter", "admin", "12345", "1234", "abc123",
    "welcome", "super", "pwd", "root",
)  # fmt: skip

FILE_ENDINGS = (
    ".html", ".htm", ".txt", ".json", ".yaml", ".yml", ".toml", ".ini", ".cfg", ".conf", ".env", ".pem", ".key",
    ".crt", ".cer", ".pub", ".p12", ".pfx", ".jks", ".py", ".js", ".css", ".xml", ".csv", ".db", ".sqlite",
    ".sqlite3", ".log", ".md", ".rst", ".png", ".jpg", ".svg", ".sh", ".tmpl", ".j2", ".jinja", ".jinja2", ".tpl",
    ".mako", ".pickle", ".pkl", ".bin", ".dat", ".zip", ".gz", ".tar", ".com", ".org", ".net", ".io", ".so", ".h5",
    ".pt", ".gpg", ".asc",
)  # fmt: skip
