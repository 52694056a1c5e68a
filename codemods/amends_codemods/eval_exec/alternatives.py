"""What a person should do instead, where a text that is run is more than a value, an attribute or a formula."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import libcst as cst

from amends.facts.remembering import remembered
from amends.source import Scope, Source
from amends_codemods.eval_exec.reading.flow import callees, results
from amends_codemods.eval_exec.reading.markers import marked
from amends_codemods.eval_exec.reading.spelling import Hole, Piece
from amends_codemods.eval_exec.signs.words import Says

NAME = (
    "a name is looked up as text, so whoever sets it chooses what is called: put what may be chosen into a "
    'dictionary, ALLOWED = {"Name": Name, …}, and use ALLOWED[text]'
)
PATH = (
    "the name may be more than one plain name here, with dots, brackets or a call, which getattr does not take: "
    "{path} follows dots; look an element up, or call what was found, in code behind it"
)
KEPT = (
    "the text is also the name or the key that the result gets, so it is the name of something: write a dictionary of "
    'what there is, {"name": name, …}, and take the value from it'
)
TRIED = "this tries whether Python reads the text: ask sys.version_info instead, or go without if every Python does"
CONDITION = (
    "this is a condition, which ast.literal_eval and numexpr do not evaluate: compare fields, operators and values "
    'from a table such as {">": operator.gt}, or evaluate it with a small language of its own, such as simpleeval\'s'
)
CODE = (
    "this runs code: call a function chosen from a dictionary, import the module that holds the code, or run "
    "foreign code in a process of its own without rights"
)
UNREAD = (
    "nothing else in this file uses {name!r}, so the text may: if it is arithmetic, hand the values behind its names "
    "to numexpr.evaluate(text, local_dict={{…}}, global_dict={{}}), which has functions such as sqrt of its own; if it "
    "makes objects, build them from data that ast.literal_eval reads; if the import is needless, remove it"
)
VALUES = (
    "values become a text here only to be calculated with: calculate with them, sum(values) for a sum, "
    "math.prod(values) for a product; numexpr would take no integers of more than 64 bits"
)
UNKNOWN = (
    "nothing tells what the text is: use ast.literal_eval if it is data, numexpr.evaluate if it is arithmetic, getattr "
    "or a dictionary of allowed objects if it names something"
)
WORDS = (
    "words that are no literals are put into the text here, which ast.literal_eval refuses: put None in their place, "
    "or read the text as what it is, and use ast.literal_eval for what is data"
)
EXPRESSION = (
    "the text is an expression that people write, with names in it: evaluate it with a small language of its own, such "
    "as simpleeval's, or look up what it may name in a dictionary"
)
NAMESPACE = (
    "the text may use {what}, and nothing says that these are numbers alone: if it is arithmetic, hand such alone to "
    "numexpr.evaluate(text, local_dict={{…}}, global_dict={{}}); if it is data, use ast.literal_eval; if it names "
    "something, a dictionary of what is allowed"
)
SHADOWED = "the name is bound to something else in this module, so Python's {function} is not called"
UNCERTAIN = "{function} may be Python's own or something else here: give the other one a different name"
TEST = "a test runs text that it wrote itself"
STARRED = "the arguments are unpacked here, so the text is not seen: pass it by itself"
_COMPILED = (
    "compiled code is run: call a function instead; if the code was parsed and checked with ast, evaluate its nodes "
    "yourself, or use ast.literal_eval or numexpr.evaluate on the text"
)
_COMPILERS = frozenset({"builtins.compile", "codeop.compile_command", "code.compile_command"})


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
    spelled = marked([piece if isinstance(piece, str) else Hole(piece.expression) for piece in text], "exec")
    if spelled is None:
        return CODE
    inside = {type(node) for node in ast.walk(spelled.tree)}
    return next((shape.reason for shape in _SHAPES if not inside.isdisjoint(shape.syntax)), UNKNOWN)


def of_meaning(says: Says | None) -> str:
    """Return the alternative to running a text of which names tell what it is."""
    return {Says.NAME: NAME, Says.CONDITION: CONDITION, Says.CODE: CODE}.get(says or Says.DATA, UNKNOWN)


def of_expression(source: Source, expression: cst.BaseExpression) -> str | None:
    """Return the alternative to running compiled code, as it is or as what a name is set to; None if it is none."""
    if isinstance(expression, cst.Name):
        return _of_name(source, source.scope(expression).visible(expression.value), expression.value)
    if isinstance(expression, cst.Attribute):
        return _of_values(source, _set_attributes(source).get(source.code(expression), ()))
    return _of_values(source, (expression,))


@remembered
def _of_name(source: Source, scope: Scope | None, name: str) -> str | None:
    values = (binding.value for binding in scope.bindings[name]) if scope else ()
    return _of_values(source, (value for value in values if value is not None))


def _of_values(source: Source, values: Iterable[cst.BaseExpression]) -> str | None:
    reasons = (_of_call(source, value) for value in values if isinstance(value, cst.Call))
    return next((reason for reason in reasons if reason is not None), None)


def _of_call(source: Source, call: cst.Call) -> str | None:
    names = source.names(call.func)
    if names & _COMPILERS:
        inner = of_file(source, call.args[0].value) if call.args else None
        return inner or _COMPILED
    if any(name.startswith("types.") or name.endswith("CodeType()") for name in names):
        return "a code object is run: call a function instead"
    made = (result for function in callees(source, call) for result in results(source, function))
    return _COMPILED if any(_compiles(source, result) for result in made) else None


@remembered
def _set_attributes(source: Source) -> Mapping[str, Sequence[cst.BaseExpression]]:
    """Return what the attributes, as they are spelled, are set to anywhere in a file."""
    found: defaultdict[str, list[cst.BaseExpression]] = defaultdict(list)
    for assignment in source.nodes(cst.Assign):
        for target in assignment.targets:
            if isinstance(target.target, cst.Attribute):
                found[source.code(target.target)].append(assignment.value)
    return found


def _compiles(source: Source, result: cst.BaseExpression) -> bool:
    return isinstance(result, cst.Call) and bool(source.names(result.func) & _COMPILERS)


def of_file(source: Source, expression: cst.BaseExpression) -> str | None:
    """Return the alternative to running what a file holds; None if no file is read."""
    if isinstance(expression, cst.Name) and (value := source.value(expression)) is not None:
        expression = value
    if not isinstance(expression, cst.Call) or not isinstance(expression.func, cst.Attribute):
        return None
    if expression.func.attr.value not in {"read", "read_text", "read_bytes"}:
        return None
    return "a file is run: import it as a module, or use runpy.run_path() on a path that nobody else can write to"
