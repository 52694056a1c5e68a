"""What stands beside an eval and tells of its text: code that is run, names that are set for it, words it may hold."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import libcst as cst

from amends.facts.remembering import remembered
from amends.source import BindingKind, Source, argument, descend
from amends_codemods.eval_exec.reading.folding import is_literal

_CLASS = re.compile(r"\b(?:[A-Z][a-z\d]+){2,}\b|\b(?:[A-Za-z]\w*\.)+[A-Za-z]\w*(?=\()")
_PRODUCTS = frozenset({"JavaScript", "TypeScript", "GitHub", "OpenAI", "LangChain", "MicroPython"})
_APART = (cst.FunctionDef, cst.Lambda, cst.ClassDef)


def shares_function_with_exec(source: Source, call: cst.Call) -> bool:
    """Whether the function around also runs code, be it an import, which may define what the text names."""
    return source.enclosing(call, cst.FunctionDef) in _functions_with_exec(source)


@remembered
def _functions_with_exec(source: Source) -> frozenset[cst.FunctionDef]:
    around = (source.enclosing(site.call, cst.FunctionDef) for site in source.calls("builtins.exec"))
    return frozenset(function for function in around if function is not None)


def is_given_names(source: Source, call: cst.Call) -> bool:
    """Whether a variable is set in front of the call, in the same block, that nothing reads, so that the text may."""
    function = source.enclosing(call, cst.FunctionDef)
    if function is None or argument(call, None, 1) is not None:
        return False
    block, place = _block(source, call), source.tree.order(call)
    unread = (value for value in _values_unread(source, function) if source.tree.order(value) < place)
    return any(_block(source, value) is block for value in unread)


def _block(source: Source, node: cst.CSTNode) -> cst.BaseSuite | None:
    return source.enclosing(node, cst.IndentedBlock, cst.SimpleStatementSuite)


@remembered
def _values_unread(source: Source, function: cst.FunctionDef) -> Sequence[cst.BaseExpression]:
    """Return what variables of a function are given that it does not read, but for what was evaluated itself."""
    scope = source.scopes.own(function)
    unread = (bound for name, bound in scope.bindings.items() if name[0] != "_" and not source.uses(scope, name))
    values = (binding.value for bound in unread for binding in bound if binding.kind is BindingKind.ASSIGNMENT)
    return [value for value in values if value is not None and not _evaluates(source, value)]


def _evaluates(source: Source, value: cst.BaseExpression) -> bool:
    calls = (node for node in descend(value) if isinstance(node, cst.Call))
    return any("builtins.eval" in source.names(call.func) for call in calls)


def names_in_comments(source: Source, call: cst.Call) -> Iterator[str]:
    """Yield what the comments right above a call or behind it speak of that is called as classes are, or called."""
    statement = source.statement(call)
    if not isinstance(statement, cst.SimpleStatementLine):
        return
    remarks = [line.comment for line in statement.leading_lines]
    for remark in (*remarks, statement.trailing_whitespace.comment):
        yield from (word for word in _CLASS.findall(remark.value) if word not in _PRODUCTS) if remark else ()


def is_asked_for_words(source: Source, call: cst.Call, text: cst.BaseExpression) -> bool:
    """Whether the text is evaluated only if it holds a word, or begins with one, that no literal does."""
    return any(
        _holds_word(source, part, text) or _is_cut_like_a_call(source, part, text)
        if isinstance(part, cst.Comparison)
        else _begins_with_word(source, part, text)
        for test in _asked(source, call)
        for part in descend(test)
    )


def is_asked_for_display(source: Source, call: cst.Call, text: cst.BaseExpression) -> bool:
    """Whether the text is evaluated only if it begins as a dictionary or a list does."""
    return any(
        isinstance(part, cst.Call)
        and isinstance(part.func, cst.Attribute)
        and part.func.attr.value == "startswith"
        and source.code(part.func.value) == source.code(text)
        and all(source.constant(arg.value) in {"{", "["} for arg in part.args)
        for test in _asked(source, call)
        for part in descend(test)
    )


def _begins_with_word(source: Source, part: cst.CSTNode, text: cst.BaseExpression) -> bool:
    """Whether a part of a condition is like `text.startswith("Patch(")`."""
    method = part.func if isinstance(part, cst.Call) else None
    if not isinstance(part, cst.Call) or not isinstance(method, cst.Attribute) or method.attr.value != "startswith":
        return False
    begin = source.constant(part.args[0].value) if len(part.args) == 1 else None
    if not isinstance(begin, str) or not begin[:1].isalpha() or is_literal(begin.rstrip("([")):
        return False
    asked, whole = source.code(method.value), _whole(text) if begin.endswith("(") else text
    return asked == source.code(whole) or any(source.code(part) == asked for part in _put_into(text))


def _put_into(text: cst.BaseExpression) -> Iterator[cst.BaseExpression]:
    """Yield what f-strings put into a text."""
    yield from (part.expression for part in descend(text) if isinstance(part, cst.FormattedStringExpression))


def _is_cut_like_a_call(source: Source, comparison: cst.Comparison, text: cst.BaseExpression) -> bool:
    """Whether a condition is like `text[:5] == "eval("`, so that what is behind are the arguments of a call."""
    start, target = comparison.left, comparison.comparisons[0]
    begin = source.constant(target.comparator)
    if not isinstance(target.operator, cst.Equal) or not isinstance(begin, str) or not begin[:1].isalpha():
        return False
    return (
        begin.endswith("(") and _whole(start) is not start and source.code(_whole(start)) == source.code(_whole(text))
    )


def _whole(text: cst.BaseExpression) -> cst.BaseExpression:
    """Return the text that a slice is cut out of."""
    is_cut = isinstance(text, cst.Subscript) and isinstance(text.slice[0].slice, cst.Slice)
    return text.value if isinstance(text, cst.Subscript) and is_cut else text


def _asked(source: Source, call: cst.Call) -> Iterator[cst.BaseExpression]:
    """Yield what is true where the call stands: the tests around it, and what is asserted above it in its block."""
    inner: cst.CSTNode = call
    for above in source.ancestors(call):
        if isinstance(above, _APART):
            return
        if isinstance(above, cst.If) and inner is above.body:
            yield above.test
        if isinstance(above, cst.IndentedBlock):
            lines = (line for line in above.body if isinstance(line, cst.SimpleStatementLine))
            yield from (small.test for line in lines for small in line.body if isinstance(small, cst.Assert))
        inner = above


def _holds_word(source: Source, comparison: cst.Comparison, text: cst.BaseExpression) -> bool:
    word, target = source.constant(comparison.left), comparison.comparisons[0]
    if not isinstance(target.operator, cst.In) or not isinstance(word, str) or not word.isidentifier():
        return False
    spelled = source.code(text)
    return not is_literal(word) and any(source.code(part) == spelled for part in descend(target.comparator))
