"""Where attributes get their values: `self.conn = …` in any method, class bodies, `g.db = …`, `with … as self.cur`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import libcst as cst

from amends.source import Source, dotted


@dataclass(frozen=True, slots=True, eq=False)
class Origin:
    """Where a value comes from: an expression, of which only the element `index` where that is given.

    `annotation` is what the source says about it besides.
    """

    value: cst.BaseExpression | None
    index: int | None = None
    annotation: cst.Annotation | None = None


class Members:
    """The assignments to attributes in a module, collected by one look at each assignment."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._of_classes: defaultdict[tuple[cst.ClassDef, str], list[Origin]] = defaultdict(list)
        self._by_text: defaultdict[str, list[Origin]] = defaultdict(list)
        for target, origin in self._assignments():
            self._add(target, origin)

    def of_class(self, class_: cst.ClassDef, name: str) -> list[Origin]:
        """Return the values that an attribute of the class's instances gets in the class's own body."""
        return self._of_classes.get((class_, name), [])

    def of_text(self, text: str) -> list[Origin]:
        """Return the values assigned to just this dotted text anywhere in the module."""
        return self._by_text.get(text, [])

    def _assignments(self) -> Iterator[tuple[cst.BaseExpression, Origin]]:
        for assign in self._source.nodes(cst.Assign):
            for target in assign.targets:
                yield from unpacked(target.target, assign.value)
        for annotated in self._source.nodes(cst.AnnAssign):
            yield annotated.target, Origin(annotated.value, annotation=annotated.annotation)
        for item in self._source.nodes(cst.WithItem):
            if item.asname is not None:
                yield item.asname.name, Origin(item.item)

    def _add(self, target: cst.BaseExpression, origin: Origin) -> None:
        if isinstance(target, cst.Name):
            self._add_class_variable(target, origin)
        text = dotted(target) if isinstance(target, cst.Attribute) else None
        if text is None:
            return
        owner, _, name = text.rpartition(".")
        class_ = self._source.enclosing(target, cst.ClassDef)
        if owner in {"self", "cls"} and class_ is not None:
            self._of_classes[class_, name].append(origin)
        elif "." not in owner:
            self._add_by_owner(target, owner, name, origin)
        self._by_text[text].append(origin)

    def _add_class_variable(self, target: cst.Name, origin: Origin) -> None:
        scope = self._source.scope(target)
        if isinstance(scope.node, cst.ClassDef):
            self._of_classes[scope.node, target.value].append(origin)

    def _add_by_owner(self, target: cst.BaseExpression, owner: str, name: str, origin: Origin) -> None:
        """Add `Storage.conn = …` to the class Storage of this module."""
        for binding in self._source.scope(target).bindings.get(owner, ()):
            if isinstance(binding.node, cst.ClassDef):
                self._of_classes[binding.node, name].append(origin)


def unpacked(target: cst.BaseExpression, value: cst.BaseExpression) -> Iterator[tuple[cst.BaseExpression, Origin]]:
    """Yield the single targets of an assignment, each with what it gets."""
    if not isinstance(target, (cst.Tuple, cst.List)):
        yield target, Origin(value)
        return
    for index, element in enumerate(target.elements):
        if isinstance(value, (cst.Tuple, cst.List)) and len(value.elements) == len(target.elements):
            yield from unpacked(element.value, value.elements[index].value)
        else:
            yield element.value, Origin(value, index)
