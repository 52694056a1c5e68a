"""Passwords, keys and tokens that are written into the code.

**Why it is dangerous.** Whoever reads the code, a clone, a package or a stack trace has the secret, and it
stays in the repository's history when the line is changed. It is the same in every installation, and
nobody can replace it without a release (CWE-798, CWE-259).

**What the fix does.** The text is replaced by `os.environ["NAME"]`, wherever it stands: constants, locals,
attributes, keyword and positional arguments, parameter defaults, dictionary entries, settings, comparisons,
fallbacks of `os.getenv` and `or`. The default of an option or of a lookup becomes `os.environ.get("NAME")`, as
it is read even where a value is given, and `d.setdefault(key, …)` becomes `if key not in d: d[key] = …`; the default
of decouple's `config` and its kind, and that of a field of pydantic's settings, just goes, and so does what is put
into `os.environ`. Bytes become `os.environ["NAME"].encode()`; in a longer text such as `"Bearer sk-…"` only the
credential is replaced. The name is the constant's own, or says whose the secret is; two different values never share
one. The removed values are not lost: `--env-file` writes them to a file.

**When it asks for review.** Always: the variable must be set before the program starts, and a secret that was
ever committed must be rotated. Both stand in the checklist, with the provider's name where the format tells it.

**What it leaves alone.** Placeholders, masks, templates, labels, names of fields and of variables, words of
protocols, paths, URLs without credentials, prose, tokens of parsers and language models, members of enumerations,
tables of names, codes and checksums, checks whether a setting still is its default, keys and passwords that a vendor
gives to everybody; tests, their helpers and doubles, unless the value has the format of a live credential. Each is
counted as harmless, with the reason. Where no expression can stand, a comment would be lost, or a variable is taken
out of the environment again, it is reported with advice.

**References.** CWE-798, CWE-259, Bandit B105, B106, B107, Ruff S105, S106, S107.
"""

from amends.codemod import Codemod, Option, flag
from amends_codemods.hardcoded_secret.triggers import ACCOUNTS, TRIGGERS

LOAD_DOTENV = Option(
    "secrets.load-dotenv", default=False, parse=flag, help="whether python-dotenv's load_dotenv() is called as well"
)

# what tells which variables are read already, and by which name a field of settings is
_CLUES = (
    rb"\benviron\b|\bgetenv\b|\b(?:config|env)(?:\.\w+)?\(\"|"
    rb"\bBaseSettings\b|\b(?:env_prefix|case_sensitive|alias_generator)\b"
)

CODEMOD = Codemod(
    __name__,
    title="hard-coded secret",
    cwe=798,
    codes=("B105", "B106", "B107", "S105", "S106", "S107"),
    triggers=TRIGGERS,
    options=(LOAD_DOTENV,),
    clues=_CLUES,
    beside=ACCOUNTS,
)
