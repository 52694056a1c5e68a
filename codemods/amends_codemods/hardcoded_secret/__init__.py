"""Passwords, keys and tokens that are written into the code.

**Why it is dangerous.** Whoever reads the code, a clone, a package or a stack trace has the secret, and it
stays in the repository's history when the line is changed. It is the same in every installation, and
nobody can replace it without a release (CWE-798, CWE-259).

**What the fix does.** The text is replaced by `os.environ["NAME"]`, wherever it stands: constants, locals,
attributes, keyword and positional arguments, parameter defaults, dictionary entries, settings, comparisons,
fallbacks of `os.getenv` and `or`. Bytes become `os.environ["NAME"].encode()`; in a longer text such as
`"Bearer sk-…"` only the credential is replaced. The name is the constant's own, or says whose the secret is;
two different values never share one. The removed values are not lost: `--env-file` writes them to a file.

**When it asks for review.** Always: the variable must be set before the program starts, and a secret that was
ever committed must be rotated. Both stand in the checklist, with the provider's name where the format tells it.

**What it leaves alone.** Placeholders, masks, templates, names of fields and of variables, words of protocols,
paths, URLs without credentials, prose, tokens of parsers and language models, members of enumerations; tests,
unless the value has the format of a live credential. Each is counted as harmless, with the reason. Where no
expression can stand, or a comment would be lost, it is reported with advice.

**References.** CWE-798, CWE-259, Bandit B105, B106, B107, Ruff S105, S106, S107.
"""

from amends.codemod import Codemod, Option, Trigger, flag

# What a name that announces a secret holds. `key` alone is in every second file, so it needs its word before it.
_NAMES = (
    rb"pas+w|pass(?![a-z])|(?<![a-z])p(?:wd|w|sw|swd)(?![a-z])|pwd|passcode|passphrase|secret|token|credential|jwt|apikey|"
    rb"(?:api|access|private|auth|master|app|application|client|licen[sc]e|account|storage|subscription|service|admin|"
    rb"webhook|stripe|openai|anthropic|sendgrid|google|g?maps|aws|azure|twilio|mailgun|github|gitlab|slack|rapidapi|weather|"
    rb"algolia|cohere|gemini|groq|mistral|pinecone|huggingface|hf|deepseek|sign|signing|signature|hmac|cookie|fernet|aes|"
    rb"encryption|encrypt|decryption|crypto|cipher|des|xor)[_ -]?key|authorization"
)
# Functions that take a secret by position, and arguments that take a pair of user and password.
_SINKS = (
    rb"(?:login|new|digest|\w*Auth|Fernet|AES\w*|DES|\w*Serializer|\w*Signer|create_user|create_superuser|hashpw|connect|TeleBot|"
    rb"Bot|Github|FTP|FTP_TLS|Client|OAuth\w*|simple_bind_s|set_password)"
)
# How credentials of a known format begin; a URL with a password.
_FORMATS = (
    rb"://[^\s'\"/]*:[^\s'\"]*@|-----BEGIN |[sr]k[_-]|whsec_|A[KSBC][IC]A|gh[pousr]_|github_pat_|gl[a-z]+-|xox|xapp-|"
    rb"hooks\.slack|discord|[MNO][A-Za-z\d_-]{23}|\d{8}:|AIza|GOCSPX-|ya29\.|hf_|gsk_|r8_|pplx-|SK[0-9a-f]{32}|SG\.|"
    rb"[0-9a-f]{32}-us|npm_|pypi-|shp|EAAA|sq0|do[opr]_v1|dapi|hv[sbr]\.|NRAK-|ntn_|lin_api_|pat[0-9A-Za-z]{14}\.|sl\.|"
    rb"AccountKey=|eyJ|key-[0-9a-f]{32}"
)

LOAD_DOTENV = Option(
    "secrets.load-dotenv", default=False, parse=flag, help="whether python-dotenv's load_dotenv() is called as well"
)

CODEMOD = Codemod(
    __name__,
    title="hard-coded secret",
    cwe=798,
    codes=("B105", "B106", "B107", "S105", "S106", "S107"),
    triggers=(
        Trigger((), rb"(?i)" + _NAMES),
        Trigger((), rb"\b" + _SINKS + rb"\(|auth"),
        Trigger((), _FORMATS),
    ),
    options=(LOAD_DOTENV,),
)
