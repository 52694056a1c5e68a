"""Tells the text of what can only be one of a few constants of the file."""

from __future__ import annotations

from functools import lru_cache

import libcst as cst

from amends.source import Binding, BindingKind, Missing, Source


def known_text(source: Source, expression: cst.BaseExpression, hops: int = 4) -> str | None:
    """Return the text of an expression that can only be one of a few constants of the file: one of them."""
    value = source.constant(expression)
    if not isinstance(value, Missing):
        return str(value) if not isinstance(value, bytes) else None
    if isinstance(expression, cst.IfExp):
        first, second = (known_text(source, side, hops) for side in (expression.body, expression.orelse))
        return first if second is not None else None
    if isinstance(expression, cst.FormattedString):
        return _filled_text(source, expression, hops)
    if isinstance(expression, cst.Attribute):
        return _member_text(source, expression, hops)
    if not isinstance(expression, cst.Name) or not hops:
        return None
    texts = [_bound_text(source, binding, hops) for binding in source.bindings(expression)]
    return texts[0] if texts and None not in texts else None


def _filled_text(source: Source, text: cst.FormattedString, hops: int) -> str | None:
    """Return the text of an f-string that is filled with such constants alone, as they are."""
    found: list[str | None] = []
    for part in text.parts:
        if isinstance(part, cst.FormattedStringText):
            found.append(part.value)
        elif isinstance(part, cst.FormattedStringExpression):
            is_plain = part.format_spec is None and part.conversion is None and part.equal is None
            found.append(known_text(source, part.expression, hops) if is_plain else None)
    known = [each for each in found if each is not None and "\\" not in each and "{{" not in each and "}}" not in each]
    return "".join(known) if len(known) == len(found) else None


def _member_text(source: Source, attribute: cst.Attribute, hops: int) -> str | None:
    """Return the text of a constant of the class around, `self.TABLE`, that nothing in the file sets anew."""
    owner, name = attribute.value, attribute.attr.value
    class_ = source.enclosing(attribute, cst.ClassDef)
    if class_ is None or not isinstance(owner, cst.Name) or name in _set_members(source):
        return None
    if owner.value not in {"self", "cls", class_.name.value}:
        return None
    bindings = source.scopes.own(class_).bindings.get(name, ())
    values = [binding.value for binding in bindings]
    return known_text(source, values[0], hops - 1) if len(values) == 1 and values[0] is not None and hops else None


@lru_cache(maxsize=1)
def _set_members(source: Source) -> frozenset[str]:
    """Return the names of all attributes that something in the file sets."""
    targets = [node.target for node in source.nodes(cst.AssignTarget, cst.AugAssign)]
    targets += [node.target for node in source.nodes(cst.AnnAssign)]
    return frozenset(target.attr.value for target in targets if isinstance(target, cst.Attribute))


def _bound_text(source: Source, binding: Binding, hops: int) -> str | None:
    if binding.kind is BindingKind.ASSIGNMENT and binding.value is not None:
        return known_text(source, binding.value, hops - 1)
    node = binding.node
    if isinstance(node, (cst.For, cst.CompFor)) and isinstance(node.target, cst.Name):
        display = source.value(node.iter) if isinstance(node.iter, cst.Name) else node.iter
        if isinstance(display, (cst.Tuple, cst.List, cst.Set)) and display.elements:
            texts = [known_text(source, element.value, hops - 1) for element in display.elements]
            return texts[0] if None not in texts else None
    return None
