"""Tells where the name of an attribute may be more than one plain name, which getattr does not take."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import libcst as cst

from amends.facts.remembering import remembered
from amends.segments import segments
from amends.source import Scope, Source
from amends_codemods.eval_exec.reading.defaults import own_texts
from amends_codemods.eval_exec.reading.spelling import literal_text, pieces
from amends_codemods.eval_exec.signs.evidence import strings

# what yields names with dots in them: of the parts of a model, within the parts that they are in
_DOTTED_SOURCES = frozenset({"named_parameters", "named_modules", "named_buffers", "state_dict"})
_DOTTED_WORDS = frozenset({
    "path", "dotted", "qualname", "chain", "expr", "expression", "code", "command", "cmd", "call", "statement", "line",
    "text", "content",
})  # fmt: skip
_WRITTEN = frozenset({"expr", "expression", "code"})
_TEXT_ENDINGS = frozenset({("str",), ("string",), ("text",), ("txt",)})
_KEEPING = frozenset({"strip", "lstrip", "rstrip", "lower", "upper", "replace", "removeprefix", "removesuffix"})
_TAKING_APART = frozenset({"split", "rsplit", "partition", "rpartition", "count", "find", "index", "replace"})
_SIGNS = frozenset(".([")
_LEAVING = (cst.Raise, cst.Return, cst.Continue, cst.Break)


def may_be_path(source: Source, call: cst.CSTNode, name: cst.BaseExpression) -> bool:
    """Whether the text that `name` holds may have dots, brackets or a call in it, by what the code does with it."""
    origins = tuple(_origins(source, name, 3))
    return any(
        _says_path(source, origin) or (isinstance(origin, cst.Name) and _is_handled_as_path(source, call, origin))
        for origin in origins
    )


def may_be_type(source: Source, name: cst.BaseExpression) -> bool:
    """Whether what a name holds is perhaps the type of an array's elements, which goes into a text as its name."""
    called = (segments(word) for origin in _origins(source, name, 2) for word in _names(source, origin))
    return any(words[-1:] == ("dtype",) for words in called)


def _origins(source: Source, name: cst.BaseExpression, hops: int) -> Iterator[cst.BaseExpression]:
    """Yield an expression and what it is, but for changes that leave its dots as they are."""
    yield name
    if not hops:
        return
    if isinstance(name, cst.Name):
        for binding in source.bindings(name):
            if binding.value is not None:
                yield from _origins(source, binding.value, hops - 1)
            elif isinstance(binding.node, (cst.For, cst.CompFor)):
                yield from _origins(source, binding.node.iter, 0)
    elif isinstance(name, cst.Call) and isinstance(name.func, cst.Attribute) and name.func.attr.value in _KEEPING:
        yield from _origins(source, name.func.value, hops)
    elif isinstance(name, cst.Subscript) and any(isinstance(e.slice, cst.Slice) for e in name.slice):
        yield from _origins(source, name.value, hops)


def _says_path(source: Source, origin: cst.BaseExpression) -> bool:
    """Whether an expression yields names with dots, joins names with them, or is called a path."""
    called = [segments(name) for name in _names(source, origin)]
    if any("path" in words or not _DOTTED_WORDS.isdisjoint(words[-1:]) for words in called):
        return True
    if any(map(_is_written_expression, called)):
        return True
    return _joins(source, origin) or any(_yields_paths(call) for call in _calls_in(source, origin))


def _is_written_expression(words: tuple[str, ...]) -> bool:
    """Whether a name such as `expr`, `code_str` or `expression_text` says that people write what it holds."""
    return not _WRITTEN.isdisjoint(words) or (
        words[-1:] in _TEXT_ENDINGS and not _DOTTED_WORDS.isdisjoint(words[-2:-1])
    )


def _names(source: Source, origin: cst.BaseExpression) -> tuple[str, ...]:
    if isinstance(origin, cst.Subscript):
        return tuple(strings(source, origin))
    last = origin.attr if isinstance(origin, cst.Attribute) else origin
    return (last.value,) if isinstance(last, cst.Name) else ()


def _joins(source: Source, text: cst.BaseExpression) -> bool:
    if isinstance(text, cst.Call) and isinstance(text.func, cst.Attribute) and text.func.attr.value == "join":
        return source.constant(text.func.value) == "."
    found = () if isinstance(text, cst.Name) else pieces(source, text) or ()
    return not _SIGNS.isdisjoint(literal_text(found))


def _yields_paths(call: cst.Call) -> bool:
    return isinstance(call.func, cst.Attribute) and call.func.attr.value in _DOTTED_SOURCES


def _calls_in(source: Source, expression: cst.CSTNode) -> Iterator[cst.Call]:
    """Yield the calls within an expression, and in what a name in it is assigned once."""
    value = source.value(expression) if isinstance(expression, cst.Name) else None
    if isinstance(expression, cst.Call):
        yield expression
    if isinstance(value, cst.Call):
        yield value
    for child in expression.children:
        yield from _calls_in(source, child)


def _is_handled_as_path(source: Source, call: cst.CSTNode, name: cst.Name) -> bool:
    """Whether a name is given texts with such signs in the file, or is tested for them or split at them."""
    if any(not _SIGNS.isdisjoint(text) for text in own_texts(source, name)):
        return True
    scope = source.scope(name).visible(name.value)
    if scope is None:
        return False
    return _is_split(source, scope, name.value) or any(
        not isinstance(test, cst.If) or _outcome(source, test, call) is not if_plain
        for test, if_plain in _tests(source, scope, name.value)
    )


@remembered
def _is_split(source: Source, scope: Scope, name: str) -> bool:
    """Whether a name is split at such a sign: `name.split(".")` and the like."""
    methods = [use for use in map(source.parent, source.uses(scope, name)) if isinstance(use, cst.Attribute)]
    calls = [call for m in methods if m.attr.value in _TAKING_APART and isinstance(call := source.parent(m), cst.Call)]
    return any(call.args and _has_sign(source, call.args[0].value) for call in calls)


@remembered
def _tests(source: Source, scope: Scope, name: str) -> Sequence[tuple[cst.CSTNode | None, bool]]:
    """Return what holds the tests of a name for such a sign, `"." in name`, and what they come to for a plain name."""
    found: list[tuple[cst.CSTNode | None, bool]] = []
    for use in source.uses(scope, name):
        target = source.parent(use)
        comparison = source.parent(target) if isinstance(target, cst.ComparisonTarget) else None
        if isinstance(comparison, cst.Comparison) and _has_sign(source, comparison.left):
            is_for_plain = not isinstance(comparison.comparisons[0].operator, cst.In)
            found.append((source.parent(comparison), is_for_plain))
    return tuple(found)


def _has_sign(source: Source, expression: cst.BaseExpression) -> bool:
    text = source.constant(expression)
    return isinstance(text, str) and not _SIGNS.isdisjoint(text)


def _outcome(source: Source, test: cst.If, call: cst.CSTNode) -> bool | None:
    """Return what a test has come to where the call is made; None where it may be either."""
    around = set(source.ancestors(call))
    if test.body in around:
        return True
    comes_after = source.tree.order(test) < source.tree.order(call)
    return False if test.orelse in around or (comes_after and _leads_away(test.body)) else None


def _leads_away(body: cst.BaseSuite) -> bool:
    last = body.body[-1] if body.body else None
    return isinstance(last.body[-1] if isinstance(last, cst.SimpleStatementLine) else last, _LEAVING)


def is_tried(source: Source, call: cst.Call, owner: str, name: str) -> bool:
    """Whether the function around a call has the same getattr, which eval goes beyond, or knows the name as a path."""
    function = source.enclosing(call, cst.FunctionDef)
    return not _tried(source).isdisjoint({(function, owner, name), (function, "", name)})


@remembered
def _tried(source: Source) -> frozenset[tuple[cst.FunctionDef | None, str, str]]:
    """Return the function around, the object and the name of each getattr in a file; no object for attrgetter."""
    found: set[tuple[cst.FunctionDef | None, str, str]] = set()
    for site in source.calls("builtins.getattr", "operator.attrgetter"):
        spelled = [source.code(arg.value) for arg in site.call.args[:2]]
        owner, name = spelled if len(spelled) > 1 else ("", *spelled) if spelled else ("", "")
        found.add((source.enclosing(site.call, cst.FunctionDef), owner, name))
    return frozenset(found)
