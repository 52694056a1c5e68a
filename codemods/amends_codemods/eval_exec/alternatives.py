"""What a person should do instead, where a text that is run is more than a value, an attribute or a formula."""

from __future__ import annotations

import ast
from dataclasses import dataclass

import libcst as cst

from amends.source import Source
from amends_codemods.eval_exec.markers import marked
from amends_codemods.eval_exec.spelling import Piece
from amends_codemods.eval_exec.words import Says

NAME = (
    "a name is looked up as text, so whoever sets it chooses what is called: put what may be chosen into a "
    'dictionary, ALLOWED = {"Name": Name, …}, and use ALLOWED[text]'
)
PATH = (
    "the name may be more than one plain name here, with dots, brackets or a call, which getattr does not take: "
    "{path} follows dots; look an element up, or call what was found, in code behind it"
)
CONDITION = (
    "this is a condition, which ast.literal_eval and numexpr do not evaluate: compare fields, operators and values "
    'from a table such as {">": operator.gt}, or evaluate it with a small language of its own, such as simpleeval\'s'
)
CODE = (
    "this runs code: call a function chosen from a dictionary, import the module that holds the code, or run "
    "foreign code in a process of its own without rights"
)
UNKNOWN = (
    "nothing tells what the text is: use ast.literal_eval if it is data, numexpr.evaluate if it is arithmetic, getattr "
    "or a dictionary of allowed objects if it names something"
)
NAMESPACE = (
    "the text may use {what}, which is more than numbers: if it is arithmetic, hand the numbers alone to "
    "numexpr.evaluate(text, local_dict={{…}}, global_dict={{}}); if it is data, use ast.literal_eval; if it names "
    "something, a dictionary of what is allowed"
)
SHADOWED = "the name is bound to something else in this module, so Python's {function} is not called"
UNCERTAIN = "{function} may be Python's own or something else here: give the other one a different name"
TEST = "a test runs text that it wrote itself"
STARRED = "the arguments are unpacked here, so the text is not seen: pass it by itself"


@dataclass(frozen=True, slots=True)
class Shape:
    """A syntax that the text shows, and the alternative to making it from text."""

    syntax: tuple[type[ast.AST], ...]
    reason: str


_SHAPES = (
    Shape((ast.Lambda,), "a lambda is made from text: define the function, or choose one from a dictionary"),
    Shape(
        (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp),
        "a comprehension is made from text: write it as code, with the parts that vary as variables",
    ),
    Shape(
        (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef),
        "a definition is made from text: write a function that returns it, or use type()",
    ),
    Shape((ast.Import, ast.ImportFrom), "an import is made from text: use importlib.import_module()"),
    Shape(
        (ast.Assign, ast.AugAssign, ast.AnnAssign),
        "a name made from text is assigned to: keep such values in a dictionary, or use setattr",
    ),
    Shape((ast.Compare, ast.BoolOp, ast.IfExp, ast.Not), CONDITION),
    Shape((ast.Call,), "a call is made from text: choose the function from a dictionary and pass it the values"),
    Shape((ast.Name, ast.Attribute), NAME),
)


def of_text(text: tuple[Piece, ...]) -> str:
    """Return the alternative to running a text that is put together."""
    spelled = marked(text, "exec")
    if spelled is None:
        return CODE
    inside = {type(node) for node in ast.walk(spelled.tree)}
    return next((shape.reason for shape in _SHAPES if not inside.isdisjoint(shape.syntax)), UNKNOWN)


def of_meaning(says: Says | None) -> str:
    """Return the alternative to running a text of which names tell what it is."""
    return {Says.NAME: NAME, Says.CONDITION: CONDITION, Says.CODE: CODE}.get(says or Says.DATA, UNKNOWN)


def of_expression(source: Source, expression: cst.BaseExpression) -> str | None:
    """Return the alternative to running compiled code; None if it is none."""
    if not isinstance(expression, cst.Call):
        value = source.value(expression) if isinstance(expression, cst.Name) else None
        return of_expression(source, value) if isinstance(value, cst.Call) else None
    names = source.names(expression.func)
    if names & {"builtins.compile", "codeop.compile_command", "code.compile_command"}:
        inner = of_file(source, expression.args[0].value) if expression.args else None
        return inner or (
            "compiled code is run: call a function instead; if the code was parsed and checked with ast, evaluate its "
            "nodes yourself, or use ast.literal_eval or numexpr.evaluate on the text"
        )
    if any(name.startswith("types.") or name.endswith("CodeType()") for name in names):
        return "a code object is run: call a function instead"
    return None


def of_file(source: Source, expression: cst.BaseExpression) -> str | None:
    """Return the alternative to running what a file holds; None if no file is read."""
    if isinstance(expression, cst.Name) and (value := source.value(expression)) is not None:
        expression = value
    if not isinstance(expression, cst.Call) or not isinstance(expression.func, cst.Attribute):
        return None
    if expression.func.attr.value not in {"read", "read_text", "read_bytes"}:
        return None
    return "a file is run: import it as a module, or use runpy.run_path() on a path that nobody else can write to"
