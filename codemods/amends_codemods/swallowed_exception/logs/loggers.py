"""Which logger a handler can speak to: the file's own, wherever it is defined, or a new one."""

from __future__ import annotations

from dataclasses import dataclass

import libcst as cst

from amends.facts.remembering import remembered
from amends.model import Definition, Import
from amends.source import Binding, BindingKind, Scope, Source, dotted
from amends_codemods.swallowed_exception.logs.logger_names import (
    FACTORIES,
    LEVELS,
    LOGGER_NAMES,
    MODULES,
    STDLIB,
    TYPES,
    Dialect,
)
from amends_codemods.swallowed_exception.logs.own_loggers import own_logger
from amends_codemods.swallowed_exception.logs.proofs import Proof, convention_of, proof_of

_OF_CURRENT_APP = frozenset(f"flask.current_app.logger.{level}" for level in LEVELS)
_NEW_NAMES = ("logger", "_logger", "module_logger")
_CONDITIONAL = (cst.If, cst.For, cst.While, cst.Match, cst.FunctionDef, cst.ClassDef, cst.ExceptHandler)


@dataclass(frozen=True, slots=True)
class Logger:
    """How to write a logger at a place, how it is spoken to, and what the module needs for it.

    `takes_arguments` is False where nobody knows how the logger formats what comes behind the message.
    """

    text: str
    dialect: Dialect = STDLIB
    takes_arguments: bool = True
    imports: tuple[Import, ...] = ()
    definitions: tuple[Definition, ...] = ()


def logger_at(source: Source, place: cst.CSTNode) -> Logger:
    """Return the logger that a handler is to use."""
    if own := own_logger(source, place):
        return Logger(own.text, own.dialect, own.takes_arguments)
    flask = _flask(source, place) or _current_app(source, place)
    existing = _visible(source, place) or _by_any_name(source, place) or flask or _module_functions(source, place)
    return existing or _new(source, place)


def _visible(source: Source, place: cst.CSTNode) -> Logger | None:
    for name in LOGGER_NAMES:
        scope = source.scope(place).visible(name)
        if scope is None or scope.is_class:
            continue
        found = [_dialect_of(source, binding, name) for binding in scope.bindings[name]]
        if all(found) and _is_in_reach(source, scope, name, place):
            dialects = {proof.dialect for proof in found if proof}
            if len(dialects) == 1:
                return Logger(name, dialects.pop(), all(proof.takes_arguments for proof in found if proof))
    return None


def _dialect_of(source: Source, binding: Binding, name: str) -> Proof | None:
    if binding.kind is BindingKind.IMPORT:
        known = FACTORIES.get(binding.imported) or MODULES.get(binding.imported)
        return Proof(known) if known else proof_of(source, name)
    if binding.kind is BindingKind.ASSIGNMENT and binding.value is not None:
        if known := logger_made_by(source, binding.value):
            return Proof(known)
        is_made = isinstance(binding.value, (cst.Call, cst.Attribute))
        return (convention_of(source, name, binding.value) or proof_of(source, name)) if is_made else None
    if isinstance(binding.node, cst.Param) and binding.node.annotation is not None:
        types = source.names(binding.node.annotation.annotation)
        return next((Proof(TYPES[t]) for t in types if t in TYPES), None)
    return None


def _by_any_name(source: Source, place: cst.CSTNode) -> Logger | None:
    """Return the logger that the module makes of its own name, whatever it is called."""
    module = source.scopes.module
    for name, bindings in module.bindings.items():
        made = bindings[0].value if len(bindings) == 1 else None
        if not isinstance(made, cst.Call) or len(made.args) != 1 or dotted(made.args[0].value) != "__name__":
            continue
        dialect = logger_made_by(source, made)
        if dialect and source.scope(place).visible(name) is module and _is_in_reach(source, module, name, place):
            return Logger(name, dialect)
    return None


def logger_made_by(source: Source, value: cst.BaseExpression) -> Dialect | None:
    """Return the dialect of the logger that an expression makes, if it is known to make one."""
    if isinstance(value, cst.BooleanOperation):
        return logger_made_by(source, value.right)
    names = source.names(value)
    dialects = {FACTORIES.get(name) for name in names}
    return dialects.pop() if len(dialects) == 1 else None


def _is_in_reach(source: Source, scope: Scope, name: str, place: cst.CSTNode) -> bool:
    """Whether `name` surely has its value when the place is run."""
    return any(_binds_before(source, binding, place) for binding in scope.bindings[name])


def _binds_before(source: Source, binding: Binding, place: cst.CSTNode) -> bool:
    if binding.kind is BindingKind.PARAMETER:
        return True
    around = set(source.ancestors(place))
    conditional = any(isinstance(a, _CONDITIONAL) for a in source.ancestors(binding.node) if a not in around)
    return not conditional and source.tree.order(binding.node) < source.tree.order(place)


def _flask(source: Source, place: cst.CSTNode) -> Logger | None:
    for name in ("app", "application"):
        scope = source.scope(place).visible(name)
        bindings = scope.bindings[name] if scope else ()
        made = [b for b in bindings if b.value is not None and source.names(b.value) == frozenset({"flask.Flask()"})]
        logs_otherwise = any(source.calls(*(f"logging.{level}" for level in LEVELS)))
        if len(bindings) == 1 and made and _binds_before(source, made[0], place) and not logs_otherwise:
            return Logger(f"{name}.logger")
    return None


def _current_app(source: Source, place: cst.CSTNode) -> Logger | None:
    """Return Flask's current application's logger, in a function that needs an application anyway."""
    used = [call for call in source.method_calls(*LEVELS) if source.names(call.func) & _OF_CURRENT_APP]
    function = source.enclosing(place, cst.FunctionDef)
    around = {above for call in used for above in source.ancestors(call)}
    return Logger("current_app.logger") if function in around else None


def _module_functions(source: Source, place: cst.CSTNode) -> Logger | None:
    for module, dialect in MODULES.items():
        if any(source.calls(*(f"{module}.{level}" for level in LEVELS))):
            reference = source.refer(f"{module}.exception", place)
            return Logger(reference.text.removesuffix(".exception"), dialect, imports=reference.imports)
    return None


def _new(source: Source, place: cst.CSTNode) -> Logger:
    """Return a module logger to be defined, or one fetched on the spot where its name is not free."""
    taken = _variables(source)
    free = next((name for name in _NEW_NAMES if name not in taken), None)
    has_one = any(_may_be_logger(source, name) for name in LOGGER_NAMES)
    if free is None or has_one:
        reference = source.refer("logging.getLogger", place)
        return Logger(f"{reference.text}(__name__)", imports=reference.imports)
    reference = source.refer("logging.getLogger", _first_to_follow(source, place))
    definition = Definition(free, f"{free} = {reference.text}(__name__)")
    return Logger(free, imports=reference.imports, definitions=(definition,))


@remembered
def _variables(source: Source) -> frozenset[str]:
    return frozenset(name.value for name in source.nodes(cst.Name) if _stands_alone(source, name))


def _may_be_logger(source: Source, name: str) -> bool:
    """Whether the module makes itself a logger of that name, as far as anybody can tell, be it elsewhere or later."""
    elsewhere = {BindingKind.IMPORT, BindingKind.FUNCTION, BindingKind.CLASS}
    return any(binding.kind not in elsewhere for binding in source.scopes.module.bindings.get(name, ()))


def _stands_alone(source: Source, name: cst.Name) -> bool:
    """Whether a name is a variable, and not an attribute or the keyword of an argument."""
    parent = source.parent(name)
    if isinstance(parent, cst.Attribute):
        return parent.value is name
    return not isinstance(parent, cst.Arg) or parent.value is name


def _first_to_follow(source: Source, place: cst.CSTNode) -> cst.CSTNode:
    """Return the first statement that a logger of the module stands before: one that defines something, or uses it."""
    around = {place, *source.ancestors(place)}
    first = (s for s in source.module.body if isinstance(s, (cst.FunctionDef, cst.ClassDef)) or s in around)
    return next(first, place)
