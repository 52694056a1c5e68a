"""The constant texts that a file gives to what it evaluates elsewhere: defaults of options, fields and parameters."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from amends.facts.loops import looped
from amends.facts.passing import passed
from amends.segments import segments
from amends.source import BindingKind, Source
from amends_codemods.eval_exec.signs.evidence import strings

_HAVE_FALLBACK = frozenset({"get", "getenv", "pop", "setdefault", "getattr"})
_FALLBACKS = frozenset({"default", "fallback"})
_CONFIGURATIONS = frozenset({"config", "cfg", "conf", "parser", "cp", "ini"})


def own_texts(source: Source, name: cst.Name) -> Iterator[str]:
    """Yield the constant texts that a name itself is given: by a loop, an assignment, a default, a fallback, a call."""
    yield from _fallbacks(source, name)
    yield from _looped(source, name)
    for binding in source.bindings(name):
        if isinstance(binding.node, cst.Param):
            yield from (text for given in passed(source, binding.node) for text in _constant(source, given))
        elif binding.value is not None:
            yield from _constant(source, binding.value)


def are_all_constant(source: Source, text: cst.BaseExpression) -> bool:
    """Whether loops over lists of constant texts, written out in the file, are all that gives a name its text."""
    bindings = source.bindings(text) if isinstance(text, cst.Name) else ()
    loops = ((b.node, b.name) for b in bindings if isinstance(b.node, (cst.For, cst.CompFor)))
    given = [list(looped(source, loop, name)) for loop, name in loops]
    is_seen = bool(given) and len(given) == len(bindings) and all(given)
    return is_seen and all(isinstance(source.constant(text), str) for texts in given for text in texts)


def known_texts(source: Source, text: cst.BaseExpression) -> Iterator[str]:
    """Yield the constant texts that the file gives to something of the same name: defaults, keywords, constants."""
    yield from _fallbacks(source, text)
    yield from _looped(source, text)
    name = _last_name(source, text)
    if not name or _is_own(source, text):
        return
    for param in source.nodes(cst.Param):
        if param.name.value == name and param.default is not None:
            yield from _constant(source, param.default)
    for arg in source.nodes(cst.Arg):
        if arg.keyword is not None and arg.keyword.value == name:
            yield from _constant(source, arg.value)
    for assignment in source.nodes(cst.AnnAssign):
        if _last_name(source, assignment.target) == name and assignment.value is not None:
            yield from _constant(source, assignment.value)
    for plain in source.nodes(cst.Assign):
        if any(_last_name(source, target.target) == name for target in plain.targets):
            yield from _constant(source, plain.value)
    yield from _option_defaults(source, name)


def _is_own(source: Source, text: cst.BaseExpression) -> bool:
    """Whether a name is one that a function takes out of something, so that others of that name are other things."""
    if not isinstance(text, cst.Name) or source.scope(text).is_module:
        return False
    bindings = source.bindings(text)
    return bool(bindings) and all(binding.kind is BindingKind.OTHER for binding in bindings)


def _looped(source: Source, text: cst.BaseExpression) -> Iterator[str]:
    """Yield the constant texts that loops give to a name."""
    for binding in source.bindings(text) if isinstance(text, cst.Name) else ():
        if isinstance(binding.node, (cst.For, cst.CompFor)):
            for given in looped(source, binding.node, binding.name):
                yield from _constant(source, given)


def _fallbacks(source: Source, text: cst.BaseExpression) -> Iterator[str]:
    """Yield the constant texts that stand in where there is no other: `getenv(name, "…")`, `text or "…"`."""
    value = source.value(text) if isinstance(text, cst.Name) else text
    if isinstance(value, cst.BooleanOperation):
        yield from _constant(source, value.right)
    elif isinstance(value, cst.Call) and _last_name(source, value.func) in _HAVE_FALLBACK:
        for arg in value.args[1:]:
            if arg.keyword.value in _FALLBACKS if arg.keyword else not _is_section(source, value):
                yield from _constant(source, arg.value)


def _is_section(source: Source, call: cst.Call) -> bool:
    """Whether the first argument is the section of a configuration file, and the second its option."""
    holder = call.func.value if isinstance(call.func, cst.Attribute) else None
    made = source.value(holder) if isinstance(holder, cst.Name) else None
    names = source.names(made if made is not None else holder) if holder else frozenset[str]()
    option = source.constant(call.args[1].value)
    is_configuration = not _CONFIGURATIONS.isdisjoint(segments(source.code(holder))) if holder else False
    return any(name.startswith("configparser.") for name in names) or (
        is_configuration and isinstance(option, str) and option.isidentifier()
    )


def _option_defaults(source: Source, name: str) -> Iterator[str]:
    for call in source.method_calls("add_argument", "option"):
        flags = {str(source.constant(arg.value)).lstrip("-").replace("-", "_") for arg in call.args if not arg.keyword}
        if name in flags:
            yield from (
                text for arg in call.args if arg.keyword and arg.keyword.value == "default"
                for text in _constant(source, arg.value)
            )  # fmt: skip


def _constant(source: Source, expression: cst.BaseExpression) -> Iterator[str]:
    value = source.constant(expression)
    if isinstance(value, str) and value.strip():
        yield value


def _last_name(source: Source, expression: cst.BaseExpression) -> str:
    if isinstance(expression, cst.Name):
        return expression.value
    if isinstance(expression, cst.Attribute):
        return expression.attr.value
    if isinstance(expression, cst.Subscript):
        return next(strings(source, expression), "")
    return ""
