"""The module's own functions that only hand a query and its parameters on: calls of them send SQL as well."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import libcst as cst

from amends.source import Source
from amends_codemods.sql_injection.databases.definitions import Definitions
from amends_codemods.sql_injection.databases.interfaces import Kind, Method, Slot
from amends_codemods.sql_injection.databases.sinks import Sink

_BY_KEY = frozenset({"get", "setdefault", "pop"})
_EMPTY = frozenset({"None", "()", "[]", "tuple()", "list()", "{}"})


@dataclass(frozen=True, slots=True, eq=False)
class Wrapper:
    """A function whose parameters are a query and, if it takes any, its parameters; and the call it hands them to."""

    function: cst.FunctionDef
    method: Method
    sink: Sink


def wrappers(source: Source, found: Iterable[Sink]) -> dict[cst.FunctionDef, Wrapper]:
    """Return the functions around the given calls that hand on what they are given."""
    best: dict[cst.FunctionDef, Wrapper] = {}
    for sink in found:
        function = source.enclosing(sink.call, cst.FunctionDef)
        wrapper = _wrapper(source, function, sink) if function is not None else None
        if wrapper is None:
            continue
        known = best.get(wrapper.function)
        if known is None or (known.method.parameters is None and wrapper.method.parameters is not None):
            best[wrapper.function] = wrapper
    return best


def calls_of(
    source: Source, known: dict[cst.FunctionDef, Wrapper], definitions: Definitions
) -> Iterator[tuple[cst.Call, Wrapper]]:
    """Yield the calls of these functions, with what they call."""
    names = {function.name.value for function in known}
    for call in source.nodes(cst.Call) if names else ():
        callee = call.func.attr if isinstance(call.func, cst.Attribute) else call.func
        if isinstance(callee, cst.Name) and callee.value in names:
            function = definitions.named(call.func)
            if isinstance(function, cst.FunctionDef) and function in known and not _is_unbound(call, definitions):
                yield call, known[function]


def _is_unbound(call: cst.Call, definitions: Definitions) -> bool:
    """Whether a method is called on its class, so that its arguments may begin with the object."""
    owner = call.func.value if isinstance(call.func, cst.Attribute) else None
    return owner is not None and isinstance(definitions.named(owner), cst.ClassDef)


def _wrapper(source: Source, function: cst.FunctionDef, sink: Sink) -> Wrapper | None:
    query = _handed_on(source, function, sink.query.value)
    if query is None or sink.method.nested or sink.method.many:
        return None
    if _is_looked_up(source, query) or _is_remembered(source, function):
        return None
    given = sink.parameters
    parameters = _handed_on(source, function, _plain(source, given.value)) if given else None
    if given and (parameters is None or bool(given.star) != bool(parameters.star)):
        return None
    positions = _positions(source, function)
    method = Method(
        function.name.value,
        _slot(query, positions),
        _slot(parameters, positions) if parameters else None,
        frozenset({Kind.FUNCTION}),
        passing=sink.passing,
    )
    return Wrapper(function, method, sink)


def _is_looked_up(source: Source, query: cst.Param) -> bool:
    """Whether something is kept by the text of the query, which would be one for all values."""
    scope = source.scope(query.name).visible(query.name.value)
    return any(_is_key(source, use) for use in (source.uses(scope, query.name.value) if scope else ()))


def _is_remembered(source: Source, function: cst.FunctionDef) -> bool:
    """Whether calls with the same arguments, which have to be hashable, are made once."""
    return any("cache" in source.code(each.decorator) for each in function.decorators)


def _is_key(source: Source, use: cst.Name) -> bool:
    around = source.parent(use)
    if isinstance(around, cst.Comparison):
        operators = [target.operator for target in around.comparisons]
        return around.left is use and any(isinstance(operator, (cst.In, cst.NotIn)) for operator in operators)
    if isinstance(around, cst.Arg):
        call = source.parent(around)
        return isinstance(call, cst.Call) and isinstance(call.func, cst.Attribute) and call.func.attr.value in _BY_KEY
    return isinstance(around, (cst.Index, cst.DictElement))


def _slot(param: cst.Param, positions: dict[str, int]) -> Slot:
    return Slot(positions.get(param.name.value), None if param.star else param.name.value)


def _plain(source: Source, parameters: cst.BaseExpression) -> cst.BaseExpression:
    """Return `p` out of `p or ()`, `tuple(p)` and `list(p)`."""
    if isinstance(parameters, cst.BooleanOperation) and source.code(parameters.right) in _EMPTY:
        return parameters.left
    is_copy = isinstance(parameters, cst.Call) and source.names(parameters.func) <= {"builtins.tuple", "builtins.list"}
    if isinstance(parameters, cst.Call) and is_copy and len(parameters.args) == 1:
        return parameters.args[0].value
    return parameters


def _handed_on(source: Source, function: cst.FunctionDef, value: cst.BaseExpression) -> cst.Param | None:
    """Return the parameter of the function that a name is and always has been."""
    bindings = source.bindings(value) if isinstance(value, cst.Name) else ()
    node = bindings[0].node if len(bindings) == 1 else None
    return node if isinstance(node, cst.Param) and source.enclosing(node, cst.FunctionDef) is function else None


def _positions(source: Source, function: cst.FunctionDef) -> dict[str, int]:
    """Return the 0-based positions that the parameters have for a caller; keyword-only ones have none."""
    params = [*function.params.posonly_params, *function.params.params]
    is_method = isinstance(source.scope(function).node, cst.ClassDef)
    is_static = any(source.code(d.decorator) == "staticmethod" for d in function.decorators)
    if is_method and not is_static:
        params = params[1:]
    positions = {param.name.value: index for index, param in enumerate(params)}
    star = function.params.star_arg
    return {**positions, star.name.value: len(params)} if isinstance(star, cst.Param) else positions
