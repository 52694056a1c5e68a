"""What the code around a text tells about it: the names it goes by, where it comes from, what it is given to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import libcst as cst

from amends.segments import segments
from amends.source import BindingKind, Source, last_name
from amends_codemods.eval_exec.reading.texts import TEXT_METHODS, changed_text
from amends_codemods.eval_exec.signs.words import NUMBERS, OPTION_METHODS, Says, said, says_of_function

_DATA_SOURCES = frozenset({
    "read", "readline", "readlines", "read_text", "read_bytes", "recv", "get_data", "fetchone", "hget", "lpop", "rpop",
    "communicate", "getvalue", "raw_input", "dumps",
})  # fmt: skip
_NAMESPACES = frozenset({"builtins.dir", "builtins.globals", "builtins.locals", "builtins.vars"})
_VIEWS = frozenset({"items", "keys", "values"})  # of a mapping: they say nothing of what is in there
_LOOKUPS = frozenset({"get", "getattr", "getenv", "hget", "pop", "setdefault", "find"})
_DATA_FUNCTIONS = frozenset({"subprocess.check_output", "subprocess.getoutput"})  # whatever the command is called
_PROMPTS = frozenset({"input", "raw_input", "prompt", "ask"})
_CONTAINERS = frozenset({
    "dict", "list", "tuple", "set", "frozenset", "Dict", "List", "Tuple", "Set", "Mapping", "Sequence", "Iterable",
    "str",
})  # fmt: skip
_EVALUATES = frozenset({"evaluate", "evaluator", "evaluates"})
_CALCULATES = frozenset(
    {"math", "maths", "mathematical", "arithmetic", "calculator", "formula", "equation", "formulas"}
)
_MAYBE_FORMULA = frozenset({"f", "fx", "func", "function", "fn", "g", "eq", "y", "functions"})


@dataclass(frozen=True, slots=True)
class _Names:
    """The names of one thing; what they say counts for more than what names further away say."""

    names: tuple[str, ...]


def meaning(source: Source, call: cst.Call, text: cst.BaseExpression) -> Says | None:
    """Return what the text of an `eval` is, as far as names, origin and annotations tell."""
    around = _function_says(source, call)
    own = next((says for layer in _layers(source, text, 3) if (says := _of(layer))), None)
    if own is Says.FORMULA and around is Says.CONDITION:
        return Says.CONDITION
    return own or around or _returned(source, call)


def subject(source: Source, taker: cst.Call, handed: cst.BaseExpression) -> Says | None:
    """Return what names tell about the values that a call takes: those of its object, or of its other arguments."""
    if last_name(taker.func) in OPTION_METHODS:
        return _of(_Names(tuple(text for arg in taker.args if not arg.keyword for text in strings(source, arg))))
    given = [arg.value for arg in taker.args if arg.value is not handed]
    holders = [taker.func.value] if isinstance(taker.func, cst.Attribute) else given
    return next((says for h in holders for layer in _layers(source, h, 2) if (says := _of(layer))), None)


def is_formula(source: Source, text: cst.BaseExpression) -> bool:
    """Whether names say that an expression is a formula."""
    return next((says for layer in _layers(source, text, 3) if (says := _of(layer))), None) is Says.FORMULA


def is_in_calculation(source: Source, node: cst.BaseExpression) -> bool:
    """Whether the function around, its class or the file is named as one that calculates."""
    return _function_says(source, node) is Says.FORMULA


def may_be_function_text(text: cst.BaseExpression) -> bool:
    """Whether a text is named as the formula of a function, such as `f` or `func_str`."""
    name = text.value if isinstance(text, cst.Name) else text.attr.value if isinstance(text, cst.Attribute) else ""
    return any(word in _MAYBE_FORMULA or word.endswith(("func", "function")) for word in segments(name))


def nearest_names(source: Source, text: cst.BaseExpression) -> tuple[str, ...]:
    """Return the names that a text itself goes by."""
    return next((layer.names for layer in _layers(source, text, 3) if layer.names), ())


def _of(layer: _Names) -> Says | None:
    return next((says for name in layer.names if (says := said(name))), None)


def _layers(source: Source, text: cst.BaseExpression, hops: int) -> Iterator[_Names]:
    """Yield the names that a text goes by, the nearest first."""
    if isinstance(text, cst.Name):
        yield _Names((text.value,))
        value = source.value(text) if hops else None
        if value is not None:
            yield from _layers(source, value, hops - 1)
        elif hops:
            yield from _loop_layers(source, text, hops)
    elif isinstance(text, cst.Attribute):
        yield _Names((text.attr.value,))
        yield from _layers(source, text.value, 0)
    elif isinstance(text, cst.Subscript):
        yield _Names(tuple(strings(source, text)))
        yield from _layers(source, text.value, hops)
    elif isinstance(text, cst.Call):
        yield from _call_layers(source, text, hops)
    elif isinstance(text, (cst.BooleanOperation, cst.BinaryOperation)):
        yield from _layers(source, text.left, hops)


def _loop_layers(source: Source, name: cst.Name, hops: int) -> Iterator[_Names]:
    for binding in source.bindings(name):
        if binding.kind is BindingKind.OTHER and isinstance(binding.node, (cst.For, cst.CompFor)):
            yield from _layers(source, binding.node.iter, hops - 1)


def _call_layers(source: Source, call: cst.Call, hops: int) -> Iterator[_Names]:
    func, name = call.func, last_name(call.func)
    if isinstance(func, cst.Attribute) and name in TEXT_METHODS:
        yield from _layers(source, func.value, hops)
        return
    if source.names(func) & _DATA_FUNCTIONS:
        yield _Names(("data",))
        return
    if (changed := changed_text(source, call)) is not None:
        yield from _layers(source, changed, hops)
    else:
        keys = (text for arg in call.args[:1] for text in strings(source, arg, with_names=name in _LOOKUPS))
        yield _Names(tuple(keys))
    if name in _PROMPTS:
        return
    if source.names(func) & _NAMESPACES:
        yield _Names(("name",))
    if name in _DATA_SOURCES:
        yield _Names(("data",))
    if name not in _VIEWS:
        yield _Names((name,))
    if isinstance(func, cst.Attribute):
        yield from _layers(source, func.value, 0)


def strings(source: Source, holder: cst.Subscript | cst.Arg, *, with_names: bool = True) -> Iterator[str]:
    """Yield the constant text that is the key of a subscript, or an argument; the text parts of an f-string."""
    inner = [holder.value] if isinstance(holder, cst.Arg) else [
        element.slice.value for element in holder.slice if isinstance(element.slice, cst.Index)
    ]  # fmt: skip
    for expression in inner:
        value = source.constant(expression)
        if isinstance(value, str):
            yield value
        elif with_names and isinstance(expression, cst.Name) and expression.value != "name":  # whose it is, not what
            yield expression.value
        elif isinstance(expression, cst.FormattedString):
            yield "".join(part.value for part in expression.parts if isinstance(part, cst.FormattedStringText)) + " "


def _function_says(source: Source, node: cst.BaseExpression) -> Says | None:
    """Return what the name of the function around a node tells, or that of its class or of the file."""
    function = source.enclosing(node, cst.FunctionDef)
    if function is not None:
        says = says_of_function(function.name.value)
        if says is None and not _EVALUATES.isdisjoint(segments(function.name.value)):
            says = Says.FORMULA
        if says is not None:
            return says
        docstring = segments(function.get_docstring() or "")
        if not _CALCULATES.isdisjoint(docstring):
            return Says.FORMULA
    owner = source.enclosing(node, cst.ClassDef)
    names = (*([owner.name.value] if owner else []), source.context.path.stem)
    is_calculator = any(says_of_function(name) is Says.FORMULA for name in names)
    return Says.FORMULA if is_calculator or (function is not None and _has_equals_key(source, function)) else None


def _has_equals_key(source: Source, function: cst.FunctionDef) -> bool:
    """Whether a function compares something with "=": the key of a calculator."""
    return any(
        source.constant(target.comparator) == "="
        for target in source.nodes(cst.ComparisonTarget)
        if source.enclosing(target, cst.FunctionDef) is function
    )


def _returned(source: Source, call: cst.Call) -> Says | None:
    annotation = result_annotation(source, call)
    if annotation in NUMBERS:
        return Says.CONDITION if annotation == "bool" else Says.FORMULA
    return Says.DATA if annotation.partition("[")[0].rpartition(".")[2] in _CONTAINERS else None


def result_annotation(source: Source, node: cst.CSTNode) -> str:
    """Return the annotation that the value of `node` has to satisfy, without blanks; "" if there is none."""
    parent = source.parent(node)
    if isinstance(parent, cst.AnnAssign):
        return _spelled(source, parent.annotation)
    function = source.enclosing(node, cst.FunctionDef)
    if isinstance(parent, cst.Return) and function is not None and function.returns is not None:
        return _spelled(source, function.returns)
    return ""


def _spelled(source: Source, annotation: cst.Annotation) -> str:
    value = source.constant(annotation.annotation)
    text = value if isinstance(value, str) else source.code(annotation.annotation)
    return "".join(text.split())
