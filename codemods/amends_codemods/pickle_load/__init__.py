"""Loading of pickles, and of what wraps them, which runs whatever code the data names.

**Why it is dangerous.** A pickle is a program: it may name any function of any module and have it called while
it is loaded. Whoever can write the file, the message or the cache entry runs code in the process that
reads it (CWE-502). `dill`, `cloudpickle`, `joblib`, `shelve`, `pandas.read_pickle`, `torch.load` and
`numpy.load(allow_pickle=True)` load pickles as well.

**What the fix does.** `pickle.load` and `pickle.loads` use a restricted unpickler, which is written into the
module once, or reused where there is one: its `find_class` admits an explicit table (builtin containers, array,
collections, datetime, decimal, fractions, ipaddress, pathlib, uuid; numpy arrays where the file, or its project, works
with them; classes of this file that it evidently pickles) and raises `pickle.UnpicklingError` naming what it
refused. An unpickler of the file is one only if all that it finds lies behind a test of module and name against a table
that is written out, never changes, and names nothing that runs code.
`torch.load` gets `weights_only=True`. Literals that one file writes and reads back under the same path are kept as
JSON instead.
With `pickle.strategy = "fickling"` the calls become `fickling.load`; with `"advice"` they are only reported.

**When it asks for review.** Always: data that holds other classes is refused afterwards, until somebody who
trusts them adds them to the table.

**What it leaves alone.** Tests, what the same function has just dumped, and unpicklers with such a `find_class`;
those that list what they refuse, or whole modules, are reported. A load whose refusal a handler for all errors would
swallow is reported too, unless the file shows that the data is plain, and so is code that pickles whatever it is
given: serializers, queues, pairs of functions for any object. Models (of scikit-learn, torch, …), objects whose class
is not known here, data that a caller vouches for (`if trusted:`), programs for Python 2 alone, and the other
libraries' loaders are reported with the format to use instead. An import on its own loads nothing.

**References.** CWE-502, https://docs.python.org/3/library/pickle.html#restricting-globals, Bandit B301 B302 B403
B614, Ruff S301 S302 S403.
"""

from amends.codemod import Codemod, Option, choice
from amends_codemods.pickle_load.triggers import TRIGGERS

STRATEGY = Option(
    "pickle.strategy",
    "restricted",
    choice("restricted", "fickling", "advice"),
    "what becomes of pickle.load: a restricted unpickler, fickling.load, or advice alone",
)

_DUMP = rb"(?:\b(?:_?c?[pP]ickle5?|pkl?|dill)\.|(?<![.\w]))dumps?[ \t]*\(|\b(?:torch\.save|save_on_master)[ \t]*\("
_LOAD = rb"(?:\b(?:_?c?[pP]ickle5?|pkl?|dill|torch)\.|(?<![.\w]))loads?\b|Unpickler"
_FENCE = rb"\bdef[ \t]+find_class\b"
_KEPT = rb"\.\w+[ \t]*=[ \t]*(?:\w+\.)*loads?\b"

CODEMOD = Codemod(
    __name__,
    title="loading a pickle, which may run any code",
    cwe=502,
    codes=("B301", "B302", "B403", "B614", "S301", "S302", "S403"),
    triggers=TRIGGERS,
    options=(STRATEGY,),
    clues=rb"\b(?:dumps?|save|dispatch_table)\b|Unpickler|find_class|copyreg|ForkingPickler",
    follows_callers=True,
    follows_attributes=True,
    # what is in the pickles is told by the classes and functions of the file, wherever they are made use of, and by
    # all methods of a class that keeps what it has loaded; what an unpickler admits, by tables wherever they stand
    whole=(rb"%b|%b|%b" % (_DUMP, _KEPT, _FENCE), _LOAD),
)
