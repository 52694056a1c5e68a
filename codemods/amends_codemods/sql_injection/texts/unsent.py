"""Judges text with the words of SQL that no call is seen to run."""

from __future__ import annotations

import re
from collections.abc import Iterator

import libcst as cst

from amends.model import Advice, Decision, Harmless
from amends.source import Source
from amends.wording import brief
from amends_codemods.sql_injection.texts.listing import is_generated
from amends_codemods.sql_injection.texts.pieces import Hole, literal_text, pieces
from amends_codemods.sql_injection.texts.queries import is_statement
from amends_codemods.sql_injection.texts.reading import Reader

_QUESTION = re.compile(r"[A-Za-z]\?\s*\Z")
_PRINTING = frozenset({"builtins.print", "pprint.pprint", "warnings.warn"})
_LOGGING = frozenset({"debug", "info", "warning", "warn", "error", "exception", "critical", "log", "trace"})


def judged(source: Source, text: cst.BaseExpression) -> Decision:
    """Return why a text is none of a database's business, or what a person should do about it."""
    if isinstance(text, cst.Call) and (found := _of_call(source, text)) is not None:
        return found
    if is_message(source, text):
        return Harmless("the text goes into a message, not to a database")
    layout = Reader(source).read(text)
    if layout is None:
        return Advice("the text cannot be followed to the call that runs it; pass its values as parameters there")
    if reason := _why_prose(literal_text(layout)):
        return Harmless(reason)
    unknown = [p for p in pieces(layout) if isinstance(p, Hole) and not is_generated(source, p.expression)]
    if not unknown:
        return Harmless("every part of the text is a constant of this file")
    names = ", ".join(dict.fromkeys(hole.shown for hole in unknown[:3]))
    return Advice(
        f"the text is built here and run elsewhere: return it with placeholders, and {names} beside it as parameters"
    )


def _why_prose(text: str) -> str | None:
    """Say what tells that a text is for people; a question mark that is a placeholder does not end a word."""
    if not is_statement(text):
        return "the text is prose: it does not begin as a statement of SQL does"
    return "the text is a question to a person" if _QUESTION.search(text) else None


def _of_call(source: Source, call: cst.Call) -> Decision | None:
    """Judge a call of Django's `extra` or `RawSQL`; None for another."""
    name = call.func.attr.value if isinstance(call.func, cst.Attribute) else source.code(call.func)
    if name not in {"extra", "RawSQL"}:
        return None
    values = [arg.value for arg in call.args if not (arg.keyword and arg.keyword.value.endswith("params"))]
    if name == "RawSQL":
        values = values[:1]
    if all(is_generated(source, value) for each in values for value in _texts(each)):
        return Harmless("every part of the text is a constant of this file")
    if name == "extra" and not any("django" in binding for binding in _imports(source)):
        return Harmless("this file has nothing to do with Django, whose extra() would take SQL")
    codes = ", ".join(brief(source.code(value)) for value in values)
    return Advice(f"{codes} is SQL that is built elsewhere: build it from constants, and pass its values in params")


def _texts(value: cst.BaseExpression) -> list[cst.BaseExpression]:
    if isinstance(value, cst.Dict):
        return [element.value for element in value.elements]
    return [element.value for element in value.elements] if isinstance(value, (cst.List, cst.Tuple)) else [value]


def _imports(source: Source) -> Iterator[str]:
    for bindings in source.scopes.module.bindings.values():
        yield from (binding.imported for binding in bindings if binding.imported)


def is_message(source: Source, text: cst.CSTNode) -> bool:
    """Whether a text is printed, logged, or the message of an exception or an assertion."""
    child = text
    for above in source.ancestors(text):
        if isinstance(above, (cst.Raise, cst.Assert)):
            return True
        if isinstance(above, cst.Call) and above.func is not child:
            if isinstance(above.func, cst.Attribute) and above.func.attr.value in _LOGGING:
                return True
            return bool(source.names(above.func) & _PRINTING)
        if isinstance(above, cst.BaseStatement):
            return False
        child = above
    return False
