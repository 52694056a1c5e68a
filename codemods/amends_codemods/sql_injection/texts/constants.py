"""Follows the constants of classes (`self.QUERY`, `Queries.FIND`) to the text that they hold."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property

import libcst as cst

from amends.source import Source
from amends_codemods.sql_injection.texts.flow import Build, Chain, Group


class Members:
    """The constants of the classes of one source, by their names."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._groups: dict[str, Group | None] = {}

    def group(self, attribute: cst.Attribute) -> Group | None:
        """Return the uses of the constant that an attribute means, if only one class has one of that name."""
        name = attribute.attr.value
        if name not in self._groups:
            self._groups[name] = self._found(name)
        group = self._groups[name]
        return group if group is not None and self._means(attribute.value, group) else None

    @cached_property
    def _by_name(self) -> dict[str, list[cst.Attribute]]:
        found: defaultdict[str, list[cst.Attribute]] = defaultdict(list)
        for attribute in self._source.nodes(cst.Attribute):
            found[attribute.attr.value].append(attribute)
        return found

    @cached_property
    def _constants(self) -> dict[str, list[tuple[cst.ClassDef, cst.Assign | cst.AnnAssign]]]:
        found: defaultdict[str, list[tuple[cst.ClassDef, cst.Assign | cst.AnnAssign]]] = defaultdict(list)
        for class_ in self._source.nodes(cst.ClassDef):
            for name, bindings in self._source.scopes.own(class_).bindings.items():
                for binding in bindings:
                    if isinstance(binding.node, (cst.Assign, cst.AnnAssign)):
                        found[name].append((class_, binding.node))
        return found

    def _found(self, name: str) -> Group | None:
        places = self._constants.get(name, [])
        if len(places) != 1 or any(self._is_set(attribute) for attribute in self._by_name[name]):
            return None
        class_, assign = places[0]
        if assign.value is None or (isinstance(assign, cst.Assign) and len(assign.targets) != 1):
            return None
        chain = Chain(Build(assign, assign.value, is_start=True))
        scope = self._source.scopes.own(class_)
        uses = [*self._by_name[name], *self._source.uses(scope, name)]
        return Group(name, scope, (chain,), dict.fromkeys(uses, (chain,)))

    def _is_set(self, attribute: cst.Attribute) -> bool:
        parent = self._source.parent(attribute)
        return isinstance(parent, (cst.AssignTarget, cst.AnnAssign, cst.AugAssign, cst.Del)) and (
            isinstance(parent, cst.AssignTarget) or getattr(parent, "target", attribute) is attribute
        )

    def _means(self, owner: cst.BaseExpression, group: Group) -> bool:
        class_ = group.scope.node
        if not isinstance(owner, cst.Name) or not isinstance(class_, cst.ClassDef):
            return False
        if owner.value in {"self", "cls"}:
            return self._source.enclosing(owner, cst.ClassDef) is class_
        return owner.value == class_.name.value
