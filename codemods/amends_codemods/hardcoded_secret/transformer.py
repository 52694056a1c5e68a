"""Turns a secret in the code into a variable of the environment."""

from __future__ import annotations

from dataclasses import replace

import libcst as cst

from amends.arguments import without_argument
from amends.disk.encoding import is_encodable
from amends.model import Advice, Change, Claim, Decision, Edit, Finding, Harmless, Import, Level, Todo, TodoKind
from amends.source import Source
from amends.text.lexer import comments
from amends_codemods.hardcoded_secret.detector import HardcodedSecret
from amends_codemods.hardcoded_secret.positions.literals import Literal
from amends_codemods.hardcoded_secret.positions.owners import callee
from amends_codemods.hardcoded_secret.positions.places import Place, Shape
from amends_codemods.hardcoded_secret.positions.sinks import DECLARATIONS, LAST_RESORTS, OPTIONS
from amends_codemods.hardcoded_secret.replacing.conditions import made_conditional, set_where_missing
from amends_codemods.hardcoded_secret.replacing.exports import (
    is_one_choice,
    is_taken_out_again,
    without_export,
    without_target,
)
from amends_codemods.hardcoded_secret.replacing.loading import loading
from amends_codemods.hardcoded_secret.replacing.variables import OF_THE_SYSTEM
from amends_codemods.hardcoded_secret.signs.formats import Match
from amends_codemods.hardcoded_secret.signs.weighing import Nothing, Real, Told

_BLANKS = "\t\n\r\N{NO-BREAK SPACE}"  # what a person may type, or a file end with


def transform(source: Source, finding: Finding[HardcodedSecret]) -> Decision:
    """Return the edit that reads the secret from the environment, or the reason why it is left alone."""
    evidence = finding.evidence
    verdict, literal = evidence.verdict, evidence.literal
    if isinstance(verdict, Nothing) or literal is None:
        return Harmless(verdict.reason if isinstance(verdict, Nothing) else "the value is no text")
    if isinstance(verdict, Told):
        return Advice(verdict.advice)
    if refusal := _refusal(source, evidence, literal):
        return Advice(refusal, (_rotation(verdict, evidence.variable),))
    if evidence.place.shape is Shape.EXPORT:
        return _unexported(source, evidence, literal, verdict)
    if evidence.place.fallback and evidence.place.fallback.default:
        return _without_default(source, evidence.place.fallback.default, evidence.variable, verdict)
    edit = _read_from_environment(source, evidence, literal, verdict)
    call = set_where_missing(source, literal.node) if evidence.place.fallback is None else None
    return loading(source, edit) if call is None else _conditional(source, edit, call)


def _refusal(  # noqa: PLR0911 - a list of reasons
    source: Source, evidence: HardcodedSecret, literal: Literal
) -> str | None:
    """Say why a secret cannot be replaced where it stands, or None if it can."""
    fallback = evidence.place.fallback
    if fallback and fallback.variable is None:
        return "which variable should hold it is not certain; drop the default"
    if fallback and literal.is_bytes:
        return "a variable of the environment never holds bytes; drop the default"
    if not evidence.variable:
        return _why_unnamed((fallback.variable if fallback else evidence.place.names[0]) or "")
    if literal.is_binary:
        return f"the bytes are no text; make a new key that is, and read it from {evidence.variable}"
    if not is_encodable(literal.text) or any(not c.isprintable() and c not in _BLANKS for c in literal.text):
        return "a variable of the environment cannot hold such characters; read it from a file of its own"
    if source.enclosing(literal.node, cst.FormattedString):
        return f"it stands within an f-string; put it before that, as os.environ[{evidence.variable!r}]"
    if evidence.place.shape is Shape.LAST_RESORT and not _is_default_itself(source, evidence, literal):
        return "as a part of a default it would be read even where a value is given; make that required"
    if fallback and fallback.default:
        return None
    if comments(source.text[slice(*source.inner_span(_replaced(evidence.place, literal)))]):
        return f"a comment stands within it; put os.environ[{evidence.variable!r}] here yourself"
    return None


def _why_unnamed(known: str) -> str:
    """Say why the variable that the code names cannot hold a secret."""
    if not known:
        return "which variable holds it is not certain; set that where the program is started, and not here"
    if known in OF_THE_SYSTEM:
        return f"{known} is set by the system or the shell, to something else; read another variable"
    return f"{known} stands for another value elsewhere in this run; give one of them a name of its own"


def _is_default_itself(source: Source, evidence: HardcodedSecret, literal: Literal) -> bool:
    """Whether the default of an option or a lookup is the secret, and may as well be None."""
    fallback, match = evidence.place.fallback, isinstance(evidence.verdict, Real) and evidence.verdict.match
    partial = fallback is None and match and not match.whole
    read = fallback and fallback.default
    arg = source.parent(_replaced(evidence.place, literal))
    call = source.parent(arg) if isinstance(arg, cst.Arg) else None
    bound = evidence.place.target is not None and isinstance(arg, (cst.Assign, cst.AnnAssign))
    unwrapped = bound or (isinstance(call, cst.Call) and callee(call) in LAST_RESORTS)  # str(None) is a text
    return unwrapped and not (partial or read or literal.is_bytes)


def _replaced(place: Place, literal: Literal) -> cst.BaseExpression:
    return place.fallback.whole if place.fallback else literal.node


def _read_from_environment(source: Source, evidence: HardcodedSecret, literal: Literal, verdict: Real) -> Edit:
    place, variable = evidence.place, evidence.variable
    node = _replaced(place, literal)
    environ = source.refer("os.environ", at=node)
    whole = place.fallback or place.shape is Shape.EXPORT
    text = _expression(environ.text, variable, literal, None if whole else verdict.match)
    title = f'Read it from os.environ["{variable}"]'
    if place.shape is Shape.LAST_RESORT:
        text, title = f'{environ.text}.get("{variable}")', f'Read it from os.environ.get("{variable}")'
    return Edit(
        title,
        Level.REVIEW,
        (_replacement(source, node, text, place.fallback.since if place.fallback else None),),
        imports=environ.imports,
        todos=_todos(verdict, variable),
        claims=(Claim(variable, verdict.secret),),
        note=_note(place, variable),
    )


def _conditional(source: Source, edit: Edit, call: cst.Call) -> Decision:
    """Let a mapping be given a secret only where it has none."""
    around = made_conditional(source, call)
    if around is None:
        return Advice("it would be read even where a value is given; ask for the key first", edit.todos)
    return loading(source, replace(edit, changes=(around[0], *edit.changes, around[1])))


def _without_default(source: Source, default: cst.Arg | cst.AnnAssign, variable: str, verdict: Real) -> Decision:
    """Take out a default that stands in for a variable which a package reads in its own way."""
    todos = _todos(verdict, variable)
    change = _without_value(source, default) if isinstance(default, cst.AnnAssign) else _without(source, default)
    if change is None:
        return Advice("a comment stands beside this default; take it out yourself", todos)
    return Edit(
        f"Let {variable} have no default",
        Level.REVIEW,
        (change,),
        todos=todos,
        claims=(Claim(variable, verdict.secret),),
        note=_note_without_default(source, default, variable),
    )


def _note_without_default(source: Source, default: cst.Arg | cst.AnnAssign, variable: str) -> str:
    call = source.parent(default)
    is_option = isinstance(call, cst.Call) and callee(call) in OPTIONS - DECLARATIONS
    otherwise = "the option is None where it is not given" if is_option else "an error names it"
    return f"{variable} must be set; where it is not, {otherwise}"


def _without(source: Source, default: cst.Arg) -> Change | None:
    call = source.parent(default)
    if isinstance(call, cst.Call) and callee(call) in DECLARATIONS and default.keyword is None:
        return None if comments(source.code(default.value)) else source.replace(default.value, "...")
    return without_argument(source, call, default) if isinstance(call, cst.Call) else None


def _without_value(source: Source, assign: cst.AnnAssign) -> Change | None:
    """Return the change that leaves of an annotated assignment what it declares."""
    start, end = source.span(assign.annotation.annotation)[1], source.span(assign)[1]
    return None if comments(source.text[start:end]) else Change(start, end, "")


def _replacement(source: Source, node: cst.BaseExpression, text: str, since: cst.BaseExpression | None) -> Change:
    """Replace an expression with its parentheses; where they hold a comment, only what stands within."""
    start, end = source.span(node)
    if since is not None:
        start, end = source.span(since)[0], source.inner_span(node)[1]
    elif comments(source.text[start:end]):
        start, end = source.inner_span(node)
    glued = source.text[:start][-1:]
    return Change(start, end, f" {text}" if glued.isalnum() or glued == "_" else text)


def _expression(environ: str, variable: str, literal: Literal, match: Match | None) -> str:
    """Return the expression that has the literal's value once the variable is set."""
    if match is None or match.whole:
        text = f'{environ}["{variable}"]'
    else:
        before, after = _escaped(literal.text[: match.start]), _escaped(literal.text[match.end :])
        text = f"f\"{before}{{{environ}['{variable}']}}{after}\""
    return f"{text}.encode()" if literal.is_bytes else text


def _escaped(text: str) -> str:
    """Return a text as it is written between the double quotes of an f-string."""
    spelled = {'"': '\\"', "'": "'", "{": "{{", "}": "}}"}
    return "".join(spelled.get(character) or repr(character)[1:-1] for character in text)


def _unexported(source: Source, evidence: HardcodedSecret, literal: Literal, verdict: Real) -> Decision:
    """Take out what puts a secret into the environment, where it should come from."""
    variable, todos = evidence.variable, _todos(verdict, evidence.variable)
    if is_taken_out_again(source, variable):
        reason = f"{variable} is taken out of the environment again"
        return Advice(f"{reason}; set it where the program is started, and drop both", todos)
    target = without_target(source, literal.node, variable)
    if target or is_one_choice(source, literal.node):
        edit = _read_from_environment(source, evidence, literal, verdict)
        return replace(edit, changes=(*((target,) if target else ()), *edit.changes))
    change = without_export(source, literal.node)
    if change is None:
        return Advice(f"set {variable} where the program is started, and take this assignment out", todos)
    return Edit(
        f"Let {variable} be set from outside",
        Level.REVIEW,
        (change,),
        may_orphan=(Import("os"), Import("os", "environ")),
        todos=todos,
        claims=(Claim(variable, verdict.secret),),
        note=f"{variable} must be set before the program starts",
    )


def _todos(verdict: Real, variable: str) -> tuple[Todo, ...]:
    return Todo(TodoKind.SET_VARIABLE, variable, f"the {verdict.title}"), _rotation(verdict, variable)


def _rotation(verdict: Real, variable: str) -> Todo:
    known = verdict.match.format if verdict.match else None
    where = f"revoke it at {known.rotate}" if known and known.rotate else "replace it by a new one"
    holder = f" ({variable})" if variable else ""
    return Todo(TodoKind.ROTATE_SECRET, f"{verdict.title}{holder}", f"it stays in the repository's history; {where}")


def _note(place: Place, variable: str) -> str:
    if place.shape is Shape.LAST_RESORT:
        return f"where a value is given neither there nor in {variable}, it is None"
    if place.shape is Shape.DEFAULT:
        return f"{variable} is read once, when the function is defined, and must be set by then"
    return f"{variable} must be set; where it is not, a KeyError names it"
