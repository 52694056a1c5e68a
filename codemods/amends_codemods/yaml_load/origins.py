"""Follows a loader expression to the places that say which loader it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import libcst as cst

from amends.source import Binding, BindingKind, Source, argument
from amends.wording import brief
from amends_codemods.yaml_load.loaders import Kind, Loader, loader_named


@dataclass(frozen=True, slots=True, eq=False)
class Origin:
    """One place that says what the loader is.

    `node` is the name, attribute, string (in a `getattr`) or import alias that spells it. `loader` is what
    is known about the class; without it, `unknown` says what the loader is instead. `subclass` is the
    class of this file that has it as a base.
    """

    node: cst.CSTNode
    loader: Loader | None = None
    unknown: str = ""
    subclass: cst.ClassDef | None = None

    @property
    def is_unsafe(self) -> bool:
        """Whether the loader is known to build any Python object."""
        return self.loader is not None and self.loader.kind is Kind.UNSAFE


def origins(source: Source, expression: cst.BaseExpression) -> tuple[Origin, ...]:
    """Return all origins of a loader expression, whatever branch or import may bring it."""
    return tuple(_of(source, expression, None, 6))


def _of(source: Source, expression: cst.BaseExpression, subclass: cst.ClassDef | None, hops: int) -> Iterator[Origin]:
    if isinstance(expression, cst.Name):
        yield from _of_name(source, expression, subclass, hops)
    elif isinstance(expression, cst.Attribute):
        yield from _of_attribute(source, expression, subclass, hops)
    elif isinstance(expression, cst.Call) and source.names(expression.func) == frozenset({"builtins.getattr"}):
        yield from _of_getattr(source, expression, subclass, hops)
    elif branches := tuple(_branches(source, expression)) if hops else ():
        for branch in branches:
            yield from _of(source, branch, subclass, hops - 1)
    else:
        yield _unforeseen(source, expression)


def _branches(source: Source, expression: cst.BaseExpression) -> Iterator[cst.BaseExpression]:
    """Yield the expressions one of which gives the value of this one; none if that is not known."""
    if isinstance(expression, cst.IfExp):
        yield from (expression.body, expression.orelse)
    elif isinstance(expression, cst.BooleanOperation) and isinstance(expression.operator, cst.Or):
        yield from (expression.left, expression.right)
    elif isinstance(expression, cst.NamedExpr):
        yield expression.value
    elif isinstance(expression, cst.Call) and isinstance(expression.func, cst.Name):
        bindings = source.bindings(expression.func)
        function = bindings[0].node if len(bindings) == 1 else None
        returns = (r for r in source.nodes(cst.Return) if source.enclosing(r, cst.FunctionDef) is function)
        if isinstance(function, cst.FunctionDef) and not function.asynchronous and not function.decorators:
            yield from (r.value or cst.Name("None") for r in returns)


def _of_attribute(
    source: Source, expression: cst.Attribute, subclass: cst.ClassDef | None, hops: int
) -> Iterator[Origin]:
    names = source.names(expression)
    loaders = {loader_named(name) for name in names}
    if len(loaders) == 1 and (loader := loaders.pop()):
        yield Origin(expression, loader, subclass=subclass)
    elif hops and (value := _class_attribute(source, expression)):
        yield from _of(source, value, subclass, hops - 1)
    else:
        spelled = brief(source.code(expression))
        yield Origin(expression, unknown=f"nothing in this file says what {spelled} derives from")


def _class_attribute(source: Source, expression: cst.Attribute) -> cst.BaseExpression | None:
    """Return the value of `self.x` or `cls.x` that the class sets in its body, and nothing in the file elsewhere."""
    class_ = source.enclosing(expression, cst.ClassDef)
    if class_ is None or not isinstance(expression.value, cst.Name) or expression.value.value not in {"self", "cls"}:
        return None
    name = expression.attr.value
    bindings = source.scopes.own(class_).bindings.get(name, [])
    targets = (target.target for target in source.nodes(cst.AssignTarget))
    set_later = any(isinstance(target, cst.Attribute) and target.attr.value == name for target in targets)
    return bindings[0].value if len(bindings) == 1 and not set_later else None


def _of_getattr(source: Source, call: cst.Call, subclass: cst.ClassDef | None, hops: int) -> Iterator[Origin]:
    module, name, default = (argument(call, None, position) for position in range(3))
    text = name.value if name else None
    if module and isinstance(text, cst.SimpleString) and isinstance(value := source.constant(text), str):
        loaders = {loader_named(f"{full}.{value}") for full in source.names(module.value)}
        if len(loaders) == 1 and (loader := loaders.pop()):
            yield Origin(text, loader, subclass=subclass)
            if default:
                yield from _of(source, default.value, subclass, hops)
            return
    yield _unforeseen(source, call)


def _of_name(source: Source, name: cst.Name, subclass: cst.ClassDef | None, hops: int) -> Iterator[Origin]:
    bindings = source.bindings(name)
    real = [b for b in bindings if not b.is_none] or list(bindings)
    if len(bindings) == 1 and bindings[0].imported:
        yield _of_import(name, bindings[0], subclass)
    elif source.names(name) == frozenset({"builtins.object"}):
        yield Origin(name, Loader("object", Kind.NEUTRAL))
    elif not real or not hops:
        yield Origin(name, unknown=f"nothing in this file says what {name.value} is")
    else:
        for binding in real:
            yield from _of_binding(source, binding, subclass, hops - 1)


def _of_import(node: cst.CSTNode, binding: Binding, subclass: cst.ClassDef | None) -> Origin:
    if loader := loader_named(binding.imported):
        return Origin(node, loader, subclass=subclass)
    module = binding.imported.rpartition(".")[0] or binding.imported
    return Origin(node, unknown=f"{binding.name} comes from {module}: see there whether it derives from SafeLoader")


def _of_binding(source: Source, binding: Binding, subclass: cst.ClassDef | None, hops: int) -> Iterator[Origin]:
    node = binding.node
    if binding.kind is BindingKind.IMPORT:
        yield _of_import(node, binding, subclass)
    elif isinstance(node, cst.ClassDef):
        yield from _of_class(source, node, hops)
    elif binding.kind is BindingKind.PARAMETER:
        yield Origin(node, unknown=f"{binding.name} is a parameter: let callers and default pass a safe loader")
    elif binding.value is None:
        yield Origin(node, unknown=f"what {binding.name} is here is known only when the program runs")
    else:
        yield from _of(source, binding.value, subclass, hops)


def _of_class(source: Source, class_: cst.ClassDef, hops: int) -> Iterator[Origin]:
    """Yield the origins of a class's bases; a class without a base is neutral."""
    for base in class_.bases:
        yield from _of(source, base.value, class_, hops)
    if not class_.bases:
        yield Origin(class_, Loader(class_.name.value, Kind.NEUTRAL))


def _unforeseen(source: Source, expression: cst.BaseExpression) -> Origin:
    spelled = brief(source.code(expression))
    return Origin(expression, unknown=f"what {spelled} gives is known only when the program runs")
