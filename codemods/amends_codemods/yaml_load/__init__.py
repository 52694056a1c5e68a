"""yaml.load with a loader that can build any Python object.

**Why it is dangerous.** A YAML document may name Python classes and functions. PyYAML's `Loader`,
`UnsafeLoader` and (in old versions) `FullLoader` import and call them, so whoever writes the document runs
code in the process that reads it (CWE-502).

**What the fix does.** `yaml.load(stream)`, also with an unsafe loader, becomes `yaml.safe_load(stream)`, and
so do `unsafe_load` and `full_load` and their `_all` forms. Where the code asked for the C parser
(`CLoader`), it keeps its speed with `Loader=yaml.CSafeLoader`. The idiom that imports `CLoader as Loader`
and falls back to `Loader` imports the safe pair instead. ruamel's `YAML(typ="unsafe")` becomes
`YAML(typ="safe")`.

**When it asks for review.** Always: a document that relied on Python tags (`!!python/tuple`, …) is refused
afterwards with a `yaml.constructor.ConstructorError`.

**What it leaves alone.** `SafeLoader`, `CSafeLoader`, `BaseLoader` and classes derived from them in the same
file; the same bound to another name. A loader that is a parameter, or that `**kwargs` may bring, is reported
with advice.

**References.** CWE-502, https://pyyaml.org/wiki/PyYAMLDocumentation, Bandit B506, Ruff S506.
"""

from amends.codemod import Codemod, Trigger

CODEMOD = Codemod(
    __name__,
    title="yaml.load with an unsafe loader",
    cwe=502,
    codes=("B506", "S506"),
    triggers=(Trigger((b"yaml", b"load")), Trigger((b"yaml", b"typ"))),
)
