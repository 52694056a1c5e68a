"""Text that is run as Python: eval and exec.

**Why it is dangerous.** `eval` and `exec` run whatever the text says, with all that the process may do. Text that
comes from a user, a file, a database or the network thereby becomes code (CWE-95). Empty namespaces do not
help: any object leads to any class by its attributes.

**What the fix does.** It depends on what the text is. An attribute spelled as text becomes `getattr(obj,
name)`; arithmetic over named values becomes `numexpr.evaluate(formula, local_dict={…}, global_dict={})`, which
knows numbers, operators and functions such as `sqrt` and nothing else; a literal becomes
`ast.literal_eval(text)`, which bytes are decoded for; constant text becomes the value that it spells. `eval`
handed over as a function (`frame.apply(eval)`, `sorted(texts, key=eval)`) becomes `ast.literal_eval`.
`exec("import …")` becomes the import itself or, with a name in it, `importlib.import_module`. An `except` around the
call that would no longer catch what the replacement raises is widened.

**When it asks for review.** Whenever the text is not a constant: the replacement refuses what it is not made for, which
may be what somebody relied on. numexpr has its own set of functions and no `and`, `or`, `if`; 2.8.5 is the first
version that refuses everything else, and it has to be installed. `ast.literal_eval` runs nothing, but huge or deeply
nested text can still exhaust memory or stack: limit its length.

**What it leaves alone.** Tests, and methods and other functions of these names, such as `model.eval()`. A name
looked up as text, conditions, statements, compiled code, lambdas, comprehensions and namespaces with objects in
them are reported with the alternative that fits. So are names of attributes that may have dots in them, text that the
code puts `and`, `math.sin` or a call into, a formula whose result is taken apart, text that the result is kept
under, what stands beside names that are looked up, and numbers and layers that people write as `3/4` and `[(512, 3)]
* 4`, and text that a comment, a docstring or the help of an option calls Python. Where nothing else reads an import,
or the file writes the text of objects such as dates, the text that is evaluated may be more than a literal or a
formula; a dictionary may hold more than numbers unless names say that it does not.

**References.** CWE-95, https://docs.python.org/3/library/ast.html#ast.literal_eval,
https://numexpr.readthedocs.io/en/latest/user_guide.html, Bandit B307 and B102, Ruff S307 and S102.
"""

from amends.codemod import Codemod, Place, Trigger

_FROM_BUILTINS = rb"builtins(?:__)?\s*(?:\.\s*(?:eval|exec)\b|as\b|import\b[^\n]*(?:eval|exec|\())"

CODEMOD = Codemod(
    __name__,
    title="eval or exec of text",
    cwe=95,
    codes=("B307", "S307", "B102", "S102"),
    triggers=(
        Trigger((b"eval",), rb"eval\b(?<![\w.]eval)", Place.CODE),
        Trigger((b"exec",), rb"exec\b(?<![\w.]exec)", Place.CODE),
        Trigger((b"builtins",), _FROM_BUILTINS, Place.CODE),
    ),
    clues=(
        rb"\badd_argument\b|\boption\(|\bdecode_responses\b|(?<![\w.])compile\(|\.(?:replace|sub)\("
        rb"|\bself\.\w+[ \t]*(?:\+=|=[ \t]*self\.\w+[ \t]*\+)"
    ),
    follows_callers=True,
    whole_if="is_told_by_all",
)
