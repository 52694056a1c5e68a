"""What the objects of a module are to a database: roles followed through names, attributes, calls and annotations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import libcst as cst

from amends.source import Binding, BindingKind, Source, dotted
from amends_codemods.sql_injection.databases.annotations import annotated
from amends_codemods.sql_injection.databases.definitions import definitions
from amends_codemods.sql_injection.databases.interfaces import Kind
from amends_codemods.sql_injection.databases.lookup import (
    FOREIGN,
    UNKNOWN,
    Role,
    driver_named,
    kind_of_word,
    role_of_class,
    role_of_name,
)
from amends_codemods.sql_injection.databases.members import Origin, unpacked
from amends_codemods.sql_injection.databases.nearest import nearest
from amends_codemods.sql_injection.databases.steps import called, got_attribute, handed_through, stepped

Roles = frozenset[Role]
NOTHING: Roles = frozenset()
_DARK: Roles = frozenset({UNKNOWN})
_MOST_HOPS = 24
_OF_TYPES = frozenset({"builtins", "collections", "typing", "typing_extensions"})


class Evaluator:
    """Tells the roles that an expression's value may have; each expression is looked at once."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self.definitions = definitions(source)
        self._known: dict[cst.CSTNode, Roles] = {}
        self._depth = 0

    def roles(self, expression: cst.BaseExpression) -> Roles:
        """Return what the expression may be; UNKNOWN among them where something stays in the dark."""
        if expression in self._known:
            return self._known[expression]
        if self._depth > _MOST_HOPS:
            return _DARK
        self._known[expression] = NOTHING  # what a name is by way of itself adds nothing
        self._depth += 1
        self._known[expression] = self._evaluate(expression)
        self._depth -= 1
        return self._known[expression]

    def _evaluate(self, expression: cst.BaseExpression) -> Roles:  # noqa: PLR0911 - one line for each syntax
        if isinstance(expression, cst.Name):
            return self._name(expression)
        if isinstance(expression, cst.Attribute):
            return self._attribute(expression)
        if isinstance(expression, cst.Call):
            return self._call(expression)
        if isinstance(expression, cst.Await):
            return self.roles(expression.expression)
        if isinstance(expression, cst.NamedExpr):
            return self.roles(expression.value)
        if isinstance(expression, cst.IfExp):
            return self.roles(expression.body) | self.roles(expression.orelse)
        if isinstance(expression, cst.BooleanOperation):
            return self.roles(expression.left) | self.roles(expression.right)
        if isinstance(expression, cst.Subscript):
            return _known(self.roles(expression.value)) or _DARK
        return _DARK

    # names

    def _name(self, name: cst.Name) -> Roles:
        if name.value == "None":
            return NOTHING
        bindings = [b for b in nearest(self._source, name, self._source.bindings(name)) if not b.is_none]
        found = _union(self._binding(binding) for binding in bindings)
        return found if any(r.kind is not Kind.UNKNOWN for r in found) else frozenset({Role(kind_of_word(name.value))})

    def _binding(self, binding: Binding) -> Roles:
        node = binding.node
        if binding.kind is BindingKind.IMPORT:
            return self._qualified((binding.imported,))
        if isinstance(node, cst.Param):
            return self._parameter(node)
        if isinstance(node, cst.AnnAssign):
            return self._origin(Origin(node.value, annotation=node.annotation))
        if binding.value is not None:
            return self.roles(binding.value)
        return _union(self._origin(origin) for origin in _targets(binding)) or _DARK

    def _parameter(self, param: cst.Param) -> Roles:
        by_default = _known(self.roles(param.default)) if isinstance(param.default, cst.Call) else NOTHING
        return self._origin(Origin(None, annotation=param.annotation)) or by_default or _DARK

    def _origin(self, origin: Origin) -> Roles:
        by_annotation = self._annotation(origin.annotation.annotation) if origin.annotation else NOTHING
        if by_annotation or origin.value is None:
            return by_annotation
        if origin.index is None:
            return self.roles(origin.value)
        return self._element(origin.value, origin.index)

    def _element(self, value: cst.BaseExpression, index: int) -> Roles:
        """Return what one of several values is that a call of this module's function gives together."""
        inner = value.expression if isinstance(value, cst.Await) else value
        function = self.definitions.named(inner.func) if isinstance(inner, cst.Call) else None
        if not isinstance(function, cst.FunctionDef):
            return _DARK
        results = [o.value for o in self.definitions.results(function) if isinstance(o.value, cst.Tuple)]
        elements = [r.elements[index].value for r in results if index < len(r.elements)]
        return _union(self.roles(element) for element in elements) or _DARK

    def _annotation(self, annotation: cst.BaseExpression) -> Roles:
        found: Roles = NOTHING
        for name, node in annotated(self._source, annotation):
            if isinstance(node, cst.Call):
                found |= _known(self.roles(node))
            elif name.startswith("<local>."):
                found |= _known(self.roles(node)) if isinstance(node, cst.Name) else NOTHING
            else:
                found |= _known(self._qualified((name,))) or _of_class_named(name)
        return found

    @staticmethod
    def _qualified(names: Iterable[str]) -> Roles:
        return frozenset(role_of_name(name) or UNKNOWN for name in names)

    # attributes and calls

    def _attribute(self, attribute: cst.Attribute) -> Roles:
        name = attribute.attr.value
        if name == "objects":
            return frozenset({Role(Kind.QUERYSET, driver_named("Django"))})
        by_import = frozenset(r for n in self._source.names(attribute) if "()" not in n and (r := role_of_name(n)))
        if by_import:
            return by_import
        assigned = _union(self._origin(origin) for origin in self.definitions.origins(attribute))
        if _known(assigned):
            return assigned
        stepped_to = stepped(self.roles(attribute.value), name)
        return stepped_to or self._property(attribute) or frozenset({Role(kind_of_word(name))})

    def _property(self, attribute: cst.Attribute) -> Roles:
        function = self.definitions.named(attribute)
        return _known(self._function(function)) if isinstance(function, cst.FunctionDef) else NOTHING

    def _call(self, call: cst.Call) -> Roles:
        if attribute := got_attribute(self._source, call):
            return _union(self._origin(origin) for origin in self.definitions.spelled(attribute)) or _DARK
        if inner := handed_through(call):
            return _known(self.roles(inner)) or self._returned(inner) or _DARK
        own = self.definitions.named(call.func)
        if isinstance(own, cst.FunctionDef):
            return self._function(own) or _DARK
        if isinstance(own, cst.ClassDef):
            return _union(_known(self.roles(base.value)) for base in own.bases) or frozenset({FOREIGN})
        callee = self.roles(call.func)
        by_class = role_of_class((dotted(call.func) or "").rpartition(".")[2])
        if by_class is not UNKNOWN and not _known(callee):
            return frozenset({by_class})
        return called(self._source, call, callee) or _DARK

    def _returned(self, expression: cst.BaseExpression) -> Roles:
        """Return what the function gives that is handed over by its name: `Depends(get_db)`."""
        own = self.definitions.named(expression)
        return _known(self._function(own)) if isinstance(own, cst.FunctionDef) else NOTHING

    def _function(self, function: cst.FunctionDef) -> Roles:
        by_annotation = self._annotation(function.returns.annotation) if function.returns else NOTHING
        if _known(by_annotation):
            return by_annotation
        return _union(self._origin(origin) for origin in self.definitions.results(function)) or by_annotation


def _of_class_named(qualified: str) -> Roles:
    """Return what an object is whose class comes from a package that we do not know."""
    module, _, name = qualified.rpartition(".")
    kind = kind_of_word(name)
    if kind is not Kind.UNKNOWN:
        return frozenset({Role(kind)})
    is_plain = module.partition(".")[0] in _OF_TYPES
    return frozenset() if is_plain else frozenset({role_of_class(name)} - {UNKNOWN})


def _targets(binding: Binding) -> Iterator[Origin]:
    """Yield what a name gets by unpacking, `with` or `async for`."""
    node = binding.node
    pairs: list[tuple[cst.BaseExpression, Origin]] = []
    if isinstance(node, cst.Assign):
        pairs = [pair for target in node.targets for pair in unpacked(target.target, node.value)]
    elif isinstance(node, cst.WithItem) and node.asname:
        pairs = list(unpacked(node.asname.name, node.item))
    elif isinstance(node, cst.For):
        pairs = list(unpacked(node.target, node.iter))
    yield from (origin for target, origin in pairs if isinstance(target, cst.Name) and target.value == binding.name)


def _known(roles: Roles) -> Roles:
    return frozenset(role for role in roles if role.driver)


def _union(several: Iterable[Roles]) -> Roles:
    return frozenset(role for roles in several for role in roles)
