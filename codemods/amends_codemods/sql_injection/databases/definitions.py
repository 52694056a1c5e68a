"""The module's own classes and functions: what an attribute is set to, what a function returns."""

from __future__ import annotations

from collections import defaultdict

import libcst as cst

from amends.facts.lineage import lineage
from amends.facts.remembering import remembered
from amends.source import BindingKind, Source
from amends_codemods.sql_injection.databases.members import Members, Origin

_MOST_HOPS = 6


@remembered
def definitions(source: Source) -> Definitions:
    """Return what a module defines."""
    return Definitions(source)


class Definitions:
    """Finds the definitions behind names and attributes, as far as they stand in this module."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._members = Members(source)
        self._results: defaultdict[cst.FunctionDef, list[Origin]] = defaultdict(list)
        for statement in source.nodes(cst.Return, cst.Yield):
            function = source.enclosing(statement, cst.FunctionDef, cst.Lambda)
            value = statement.value
            if isinstance(function, cst.FunctionDef) and value is not None:
                self._results[function].append(Origin(value.item if isinstance(value, cst.From) else value))

    def results(self, function: cst.FunctionDef) -> list[Origin]:
        """Return what a function returns or yields."""
        return self._results.get(function, [])

    def named(self, expression: cst.BaseExpression, hops: int = _MOST_HOPS) -> cst.FunctionDef | cst.ClassDef | None:
        """Return the one function or class that an expression names: `f`, `Class`, `self.method`, `object.method`."""
        if isinstance(expression, cst.Name):
            bindings = self._source.bindings(expression)
            node = bindings[0].node if len(bindings) == 1 else None
            return node if isinstance(node, (cst.FunctionDef, cst.ClassDef)) else None
        if isinstance(expression, cst.Attribute):
            class_ = self.class_of(expression.value, hops - 1)
            return self.method(class_, expression.attr.value) if class_ else None
        return None

    def method(self, class_: cst.ClassDef, name: str) -> cst.FunctionDef | None:
        """Return a method of a class, or of its bases in this module."""
        for owner in lineage(self._source, class_):
            for binding in self._source.scopes.own(owner).bindings.get(name, ()):
                if isinstance(binding.node, cst.FunctionDef):
                    return binding.node
        return None

    def origins(self, attribute: cst.Attribute, hops: int = _MOST_HOPS) -> list[Origin]:
        """Return what an attribute is set to: in its object's class, or else wherever it is spelled the same."""
        class_ = self.class_of(attribute.value, hops - 1)
        if class_ is not None:
            name = attribute.attr.value
            own = [origin for owner in lineage(self._source, class_) for origin in self._members.of_class(owner, name)]
            if own:
                return own
        return self._members.of_text(self._source.code(attribute))

    def spelled(self, text: str) -> list[Origin]:
        """Return what is assigned to just this dotted text anywhere in the module."""
        return self._members.of_text(text)

    def class_of(self, expression: cst.BaseExpression, hops: int = _MOST_HOPS) -> cst.ClassDef | None:
        """Return the class of this module that an expression is an instance of (or that it names)."""
        if hops <= 0:
            return None
        if isinstance(expression, cst.Name):
            return self._class_of_name(expression, hops)
        if isinstance(expression, (cst.Call, cst.Await)):
            made = expression.func if isinstance(expression, cst.Call) else expression.expression
            found = self.named(made, hops - 1) if isinstance(expression, cst.Call) else self.class_of(made, hops - 1)
            return found if isinstance(found, cst.ClassDef) else None
        if isinstance(expression, cst.Attribute):
            values = [origin.value for origin in self.origins(expression, hops - 1) if origin.value is not None]
            return self.class_of(values[0], hops - 1) if len(values) == 1 else None
        return None

    def _class_of_name(self, name: cst.Name, hops: int) -> cst.ClassDef | None:
        if name.value in {"self", "cls"}:
            return self._source.enclosing(name, cst.ClassDef)
        bindings = self._source.bindings(name)
        if len(bindings) != 1:
            return None
        node, value = bindings[0].node, bindings[0].value
        if isinstance(node, cst.ClassDef):
            return node
        if isinstance(node, cst.Param) and node.annotation is not None:
            made = self.named(node.annotation.annotation, hops - 1)
            return made if isinstance(made, cst.ClassDef) else None
        if isinstance(node, cst.WithItem) and bindings[0].kind is BindingKind.OTHER:
            return self.class_of(node.item, hops - 1)
        return self.class_of(value, hops - 1) if value is not None else None
