"""The ways by which a find_class finds something: what may be looked up there, and given back."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from amends.source import MISSING, Source, children, dotted
from amends_codemods.pickle_load.fencing.dangers import is_dangerous
from amends_codemods.pickle_load.fencing.guards import Part, State, meaning, told
from amends_codemods.pickle_load.fencing.known import Pair
from amends_codemods.pickle_load.fencing.tables import settled, text

_IMPORTERS = frozenset({"importlib.import_module", "builtins.__import__", "importlib.__import__"})
_RUNNERS = frozenset({"builtins.eval", "builtins.exec", "builtins.compile"})
_OF_CLASS = 2  # self and the pair, where find_class is called by its class
_IN_OTHER_SCOPES = (
    cst.Lambda, cst.ListComp, cst.SetComp, cst.DictComp, cst.GeneratorExp, cst.FunctionDef, cst.ClassDef,
)  # fmt: skip


class Gap(Exception):
    """Something is looked up, or given back, that no table limits; the text says what."""


def looked_up(source: Source, node: cst.CSTNode, state: State) -> Iterator[Pair]:
    """Yield all that may be looked up while a node is evaluated, or raise Gap."""
    if isinstance(node, cst.IfExp):
        yield from looked_up(source, node.test, state)
        yield from (each for branch, then in _branches(source, node, state) for each in looked_up(source, branch, then))
    elif isinstance(node, cst.BooleanOperation):
        yield from looked_up(source, node.left, state)
        yield from looked_up(source, node.right, _behind(source, node, state))
    else:
        if isinstance(node, cst.Call):
            yield from _by_call(source, node, state)
        elif isinstance(node, _IN_OTHER_SCOPES) and _does_more(source, node):
            raise Gap("a function within it looks something up, or runs code")
        for child in children(node):
            yield from looked_up(source, child, state)


def given_back(source: Source, value: cst.BaseExpression | None, state: State) -> frozenset[Pair]:
    """Return what the names in a table stand for; raise Gap unless there is such a limit, or it is always the same."""
    if value is None or source.constant(value) is not MISSING or _is_always_the_same(source, value):
        return state.known.admitted() or frozenset()
    if isinstance(value, cst.IfExp):
        first, second = (given_back(source, branch, then) for branch, then in _branches(source, value, state))
        return first | second
    if isinstance(value, cst.BooleanOperation):
        right = given_back(source, value.right, _behind(source, value, state))
        return given_back(source, value.left, state) | right
    if _is_found(source, value, state):
        return frozenset()
    admitted = state.known.admitted()
    if admitted is None:
        raise Gap(f"{source.code(value)[:60]} is given back, whatever that is")
    return _harmless(admitted)


def _is_found(source: Source, value: cst.BaseExpression, state: State) -> bool:
    """Whether something is looked up right here, where that is judged, or has been before."""
    if meaning(source, value, state) is Part.FOUND:
        return True
    if not isinstance(value, cst.Call):
        return False
    if isinstance(value.func, cst.Attribute) and value.func.attr.value == "find_class":
        return True
    owner = value.args[0].value if value.args and "builtins.getattr" in source.names(value.func) else None
    return owner is not None and (meaning(source, owner, state) is Part.OBJECT or bool(_imported(source, owner)))


def is_settled(source: Source, value: cst.BaseExpression, state: State) -> bool:
    """Whether a variable that gets this value may be given back."""
    try:
        given_back(source, value, state)
    except Gap:
        return False
    return True


def _branches(source: Source, node: cst.IfExp, state: State) -> tuple[tuple[cst.BaseExpression, State], ...]:
    holds, fails = told(source, node.test, state)
    return (node.body, state.also(holds)), (node.orelse, state.also(fails))


def _behind(source: Source, node: cst.BooleanOperation, state: State) -> State:
    """Return the state in which the right side of `and` or `or` is evaluated."""
    holds, fails = told(source, node.left, state)
    return state.also(holds if isinstance(node.operator, cst.And) else fails)


def _calls(node: cst.CSTNode) -> Iterator[cst.Call]:
    for child in children(node):
        if isinstance(child, cst.Call):
            yield child
        yield from _calls(child)


def _does_more(source: Source, function: cst.CSTNode) -> bool:
    """Whether a function that may be called for a pickle looks something up, or runs code."""
    for call in _calls(function):
        names = (name.rpartition(".") for name in source.names(call.func))
        if _is_lookup(source, call) or any(is_dangerous(module, name) for module, _, name in names):
            return True
    return False


def _is_lookup(source: Source, call: cst.Call) -> bool:
    names = source.names(call.func)
    is_find_class = isinstance(call.func, cst.Attribute) and call.func.attr.value == "find_class"
    return is_find_class or bool(names & (_IMPORTERS | _RUNNERS | {"builtins.getattr"}))


def _by_call(source: Source, call: cst.Call, state: State) -> Iterator[Pair]:
    names = source.names(call.func)
    arguments = [arg.value for arg in call.args]
    if isinstance(call.func, cst.Attribute) and call.func.attr.value == "find_class":
        yield from _asked(source, call, arguments[-2:], state)
    elif names & _RUNNERS:
        raise Gap(f"it calls {dotted(call.func)}")
    elif names & _IMPORTERS:
        modules = _modules(source, arguments[0], state) if arguments else None
        if modules is None:
            raise Gap(f"{source.code(call)[:60]} imports whatever module is asked for")
    elif "builtins.getattr" in names:
        yield from _by_getattr(source, call, arguments, state)


def _asked(source: Source, call: cst.Call, asked: list[cst.BaseExpression], state: State) -> Iterator[Pair]:
    """Yield what the original find_class is asked for."""
    starred = call.args[-1] if call.args and call.args[-1].star == "*" else None
    if starred is not None and meaning(source, starred.value, state) is Part.PAIR and len(call.args) <= _OF_CLASS:
        yield from _harmless(_limited(state.known.admitted()))
        return
    if len(asked) != 2 or any(arg.star or arg.keyword for arg in call.args):  # noqa: PLR2004 - module and name
        raise Gap(f"{source.code(call)[:60]} is not told apart by module and name")
    meant = [meaning(source, each, state) for each in asked]
    admitted = state.known.admitted() if meant == [Part.MODULE, Part.NAME] else None
    if admitted is None:
        modules, names = _modules(source, asked[0], state), _names(source, asked[1], state)
        both = modules is not None and names is not None
        admitted = frozenset((m, n) for m in modules or () for n in names or ()) if both else None
    yield from _harmless(_limited(admitted))


def _limited(admitted: frozenset[Pair] | None) -> frozenset[Pair]:
    """Return what a table admits; raise Gap if there is none."""
    if admitted is None:
        raise Gap("not every lookup in it stands behind a test of module and name against a table that is written out")
    return admitted


def _by_getattr(source: Source, call: cst.Call, arguments: list[cst.BaseExpression], state: State) -> Iterator[Pair]:
    """Yield what `getattr(module, name)` gives back."""
    if len(arguments) < 2:  # noqa: PLR2004 - an object and a name
        raise Gap(f"{source.code(call)[:60]} is not told apart by module and name")
    owner, name = arguments[:2]
    imported, names = _imported(source, owner), _names(source, name, state)
    if meaning(source, owner, state) is Part.OBJECT and meaning(source, name, state) is Part.NAME:
        admitted = state.known.admitted()
    elif imported and names is not None:
        admitted = frozenset((m, n) for m in imported for n in names)
    elif text(source, name) is not None:
        return  # the same attribute, whatever is asked for
    else:
        admitted = None
    if admitted is None:
        raise Gap(f"{source.code(call)[:60]} is reached by names that no table holds")
    yield from _harmless(admitted)


def _harmless(admitted: frozenset[Pair]) -> frozenset[Pair]:
    dangerous = [f"{module}.{name}" for module, name in sorted(admitted) if is_dangerous(module, name)]
    if dangerous:
        raise Gap(f"{dangerous[0]} is admitted, which runs code or leads to what does")
    return admitted


def _modules(source: Source, expression: cst.BaseExpression, state: State) -> frozenset[str] | None:
    """Return the modules that an expression can only name."""
    fixed = text(source, expression)
    if fixed is not None:
        return frozenset({fixed})
    admitted = state.known.admitted()
    within = frozenset(module for module, _ in admitted) if admitted is not None else state.known.modules
    return within if meaning(source, expression, state) is Part.MODULE else None


def _names(source: Source, expression: cst.BaseExpression, state: State) -> frozenset[str] | None:
    """Return the names that an expression can only be."""
    fixed = text(source, expression)
    if fixed is not None:
        return frozenset({fixed})
    admitted = state.known.admitted()
    within = frozenset(name for _, name in admitted) if admitted is not None else state.known.names
    return within if meaning(source, expression, state) is Part.NAME else None


def _imported(source: Source, expression: cst.BaseExpression) -> frozenset[str]:
    """Return the modules that an expression means, if it is the name of an import."""
    root = _root(expression)
    bindings = source.bindings(root) if isinstance(root, cst.Name) else ()
    is_import = bool(bindings) and all(binding.imported for binding in bindings)
    return source.names(expression) if is_import else frozenset()


def _is_always_the_same(source: Source, value: cst.BaseExpression) -> bool:
    """Whether a value is one class or function of the file or another module, or one out of a table of such."""
    if isinstance(value, cst.Lambda):
        return True
    if isinstance(value, cst.Call) and source.names(value.func) == frozenset({"builtins.type"}):
        return len(value.args) == 3  # noqa: PLR2004 - a class that is made here
    table = _table_of(value)
    if table is not None:
        held = settled(source, table)
        elements = held.elements if isinstance(held, cst.Dict) else ()
        return isinstance(held, cst.Dict) and all(_is_definition(source, element.value) for element in elements)
    return _is_definition(source, value)


def _table_of(value: cst.BaseExpression) -> cst.BaseExpression | None:
    """Return the table of `TABLE[…]` or `TABLE.get(…)`."""
    if isinstance(value, cst.Subscript):
        return value.value
    method = value.func if isinstance(value, cst.Call) else None
    return method.value if isinstance(method, cst.Attribute) and method.attr.value == "get" else None


def _is_definition(source: Source, value: cst.BaseExpression) -> bool:
    root = _root(value)
    bound = source.bindings(root) if isinstance(root, cst.Name) else ()
    names = [name.rpartition(".") for name in source.names(value)] if isinstance(root, cst.Name) else []
    defined = (b.node for b in bound if not b.imported)
    known = all(isinstance(d, cst.ClassDef) or _is_harmless_function(source, d) for d in defined)
    return bool(names) and known and not any(is_dangerous(module, name) for module, _, name in names)


def _is_harmless_function(source: Source, node: cst.CSTNode) -> bool:
    return isinstance(node, cst.FunctionDef) and not _does_more(source, node)


def _root(expression: cst.BaseExpression) -> cst.BaseExpression:
    return _root(expression.value) if isinstance(expression, cst.Attribute) else expression
