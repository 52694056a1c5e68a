"""SQL text that is put together from values.

**Why it is dangerous.** A value that is pasted into the text of a query is read as SQL: whoever chooses the
value can change the query, read other tables or destroy them (CWE-89).

**What the fix does.** The values become parameters, in the placeholders of the driver that runs the query
(`?`, `%s`, `$1`, `:name`), whatever syntax the text is built with: `+`, f-strings, `%`, `.format`, `.replace`,
`join`, appends and branches. The quotes around a value go, and what else stood between them moves into the
value (`LIKE '%{q}%'` passes `f"%{q}%"`). A parameter takes the value that the text would have had: where
something could change in between, the parameters are put together beside the text.

**When it asks for review.** When the driver is not told by the object that the query is sent through, and
when a value stood in the text without quotes and is not seen to be a number. Names of tables and columns and
other parts of a statement cannot be parameters: they stay, and are reported with advice.

**What it leaves alone.** Text of constants, generated lists of placeholders, log lines and other prose, and
calls of `execute` on what is no database.

**References.** CWE-89, https://peps.python.org/pep-0249/#paramstyle, Bandit B608, B610, B611, Ruff S608, S610,
S611.
"""

from amends.codemod import Codemod
from amends_codemods.sql_injection.options import PARAMSTYLE
from amends_codemods.sql_injection.triggers import TRIGGERS

CODEMOD = Codemod(
    __name__,
    title="SQL text put together from values",
    cwe=89,
    codes=("B608", "S608", "B610", "S610", "B611", "S611"),
    triggers=TRIGGERS,
    options=(PARAMSTYLE,),
    # what tells the driver: imports within functions, connections, parameterized calls
    clues=(
        rb"\bimport\s|\b(?:connect|cursor|exec\w*|fetch\w*|read_sql\w*"
        rb"|create_\w*engine|create_pool|\w*[sS]ession\w*)\s*\("
    ),
    follows_attributes=True,
)
