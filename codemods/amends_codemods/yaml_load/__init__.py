"""yaml.load with a loader that can build any Python object.

**Why it is dangerous.** A YAML document may name Python classes and functions. PyYAML's `Loader`,
`UnsafeLoader` and (in old versions) `FullLoader` import and call them, so whoever writes the document runs
code in the process that reads it (CWE-502).

**What the fix does.** `yaml.load(stream)`, also with an unsafe loader, becomes `yaml.safe_load(stream)`, and
so do `unsafe_load` and `full_load` and their `_all` forms. Where the code asked for the C parser
(`CLoader`), it keeps its speed with `Loader=yaml.CSafeLoader`. A loader that was chosen elsewhere in the
file is made safe there: the idiom that imports `CLoader as Loader` and falls back to `Loader`, a constant,
a `getattr`, the base of a loader class. What the file registers for tags of its own (`add_constructor`,
`YAMLObject`) goes to the safe loader too. ruamel's `YAML(typ="unsafe")` becomes `YAML(typ="safe")`.

**When it asks for review.** Always, except where the YAML stands in the code and has no tag: a document that
relied on Python tags (`!!python/tuple`, …) is refused afterwards with a `yaml.constructor.ConstructorError`.

**What it leaves alone.** `SafeLoader`, `CSafeLoader`, `BaseLoader` and classes derived from them in the same
file; the same bound to another name; text that the same function has just dumped. A loader that is a
parameter, that `**kwargs` may bring, that comes from another module or that a condition asks for instead of the
safe one is reported with advice, and so is a file that builds objects from Python tags on its own or holds a document
with such tags, and a load without tags of one's own whose result is used as an object, or whose file dumps whole
objects. Tags of a file's own are not moved if it has safe loads besides, which would read them as well, nor if they
are registered in a way that hides on which loader. A ruamel `YAML()` that only dumps loads nothing.

**References.** CWE-502, https://pyyaml.org/wiki/PyYAMLDocumentation, Bandit B506, Ruff S506.
"""

from amends.codemod import Codemod, Place, Trigger

CODEMOD = Codemod(
    __name__,
    title="yaml.load with an unsafe loader",
    cwe=502,
    codes=("B506", "S506"),
    triggers=(
        Trigger(
            (b"yaml", b"load"),
            rb"load(?:_all)?\b(?<!\wload)(?<!\wload_all)",
            Place.CODE,
            check="names_function_of_yaml",
        ),
        Trigger((b"yaml", b"full_load"), place=Place.CODE),
        Trigger((b"yaml", b"unsafe_load"), place=Place.CODE),
        Trigger((b"ruamel", b"yaml"), rb"YAML\b", Place.CODE),
    ),
    clues=(
        rb"\bdump|\bsafe_load|Loader\b|YAMLObject|\badd_(?:\w+_)?(?:constructor|resolver|representer)\b"
        rb"|construct_python|find_python|\byaml_(?:\w+_)?(?:constructors|resolvers)\b"
    ),
    follows_callers=True,
    follows_attributes=True,
    whole_if="speaks_of_python_tags",
)
