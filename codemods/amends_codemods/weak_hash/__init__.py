"""MD5, SHA-1 and other digests that can be forged.

**Why it is dangerous.** Two inputs with the same MD5 or SHA-1 digest can be made at will, and digests of
passwords, emails or phone numbers are guessed by the billion per second (CWE-327). Where the digest only names or
compares data, nothing is wrong, but a Python that is held to FIPS refuses to make it.

**What the fix does.** The purpose decides, read from the names around the call. A digest that is no matter of
security (checksum, ETag, cache key, shard, colour, Gravatar) gets `usedforsecurity=False`, which leaves it
unchanged. A digest that stands for a person, or that signs something, becomes HMAC-SHA256 with a key from the
environment (`hmac.new(os.environ["PII_HASH_KEY"].encode(), email.encode(), hashlib.sha256)`), unless its length
counts (a UUID, a column of 32 characters) or an `except` would hide that the key is not set. HMACs over MD5 or
SHA-1 become HMAC-SHA256, as do hashes of pycryptodome and cryptography where no format asks for them.

**When it asks for review.** Where HMAC is put in: the key has to be set, and stored digests no longer match. Where a
protocol, format or other side mandates the digest (HTTP digest authentication, NTLM, certificate fingerprints, a
signature that a vendor asks for or that comes with a request), or where nothing tells its purpose:
`usedforsecurity=False` is a claim that somebody has to confirm. Only a digest that is seen to be no matter of
security gets it as a safe edit.

**What it leaves alone.** Passwords (a digest is the wrong tool: argon2, bcrypt or scrypt is the right one), keys of
ciphers (scrypt or PBKDF2 makes them of a password), and tokens, session ids and nonces (`secrets` is right) are
advice. So are calls whose `**kwargs` may hold the flag already, hashes that a name or version chooses, and projects
and files for Pythons before 3.9, which have no such flag. HMAC-SHA1 in TOTP, OAuth 1 or the like is harmless.

**References.** CWE-327, https://docs.python.org/3/library/hashlib.html, Bandit B324 and B303, Ruff S324 and S303.
"""

from amends.codemod import Codemod, Trigger

HELPER = rb"(?i:\w*(?:md5|sha1|hash|digest|encrypt)\w*|(?:\w*_)?sig(?:n(?:_\w+|ature)?)?)"
"""The names of functions whose callers tell what their digests are for."""

_OF_OLDER_PYTHONS = (
    rb"\bversion_info\b|\bsys\.version\b|\b(?:basestring|execfile|long|raw_input|unichr|unicode|xrange)\b"
    rb"|\bimport[ \t(]+(?:absolute_import|division|print_function|unicode_literals|with_statement)\b"
    rb"|\b(?:from|import)[ \t]+(?:BaseHTTPServer|ConfigParser|HTMLParser|Queue|SimpleHTTPServer|SocketServer|StringIO"
    rb"|Tkinter|__builtin__|cPickle|cStringIO|cookielib|copy_reg|httplib|itertools|md5|past|sha|six|urllib2|urlparse"
    rb"|xmlrpclib)\b"
)

_COLUMN = (
    rb"\b(?:(?:max_length|length|size)[ \t]*=[ \t]*|(?:N?CHAR|NVARCHAR|String|Unicode|VARCHAR)\([ \t]*)(?:32|40)\b"
)
"""The columns that hold a digest of MD5 or SHA-1 and no longer one."""

CODEMOD = Codemod(
    __name__,
    title="a digest that can be forged",
    cwe=327,
    codes=("B324", "B303", "S324", "S303"),
    triggers=(
        *(
            Trigger((module, algorithm), rb"(?i)(?:md[245]|sha[-_]?1?)\b")
            for module in (b"hashlib", b"hmac", b"hashes", b"crypto.hash", b"cryptodome.hash")
            for algorithm in (b"md", b"sha")
        ),
        *(Trigger((method,)) for method in (b"method_crypt", b"method_md5", b"method_blowfish")),
    ),
    # what shows that a file is for older Pythons, wherever it stands
    whole=(_OF_OLDER_PYTHONS,),
    clues=rb"\b" + HELPER + rb"\s*[(),]|\bself\.\w+\.(?:update|(?:hex)?digest)\s*\(|" + _COLUMN,
)
