"""Annotations taken apart: `Optional[X]`, `X | None`, `"X"`, `Annotated[X, Depends(f)]`, `Iterator[X]`."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from amends.source import BindingKind, Source, dotted

_MOST_HOPS = 4


def annotated(
    source: Source, annotation: cst.BaseExpression, hops: int = _MOST_HOPS
) -> Iterator[tuple[str, cst.CSTNode]]:
    """Yield the qualified names of the classes that an annotation speaks of, each with the node that names it.

    Of `Annotated[Session, Depends(get_db)]` the call is yielded too, under the name "".
    """
    if hops == 0:
        return
    if isinstance(annotation, cst.SimpleString):
        yield from _quoted(source, annotation, hops)
    elif isinstance(annotation, cst.Subscript):
        for element in annotation.slice:
            if isinstance(element.slice, cst.Index):
                yield from annotated(source, element.slice.value, hops - 1)
    elif isinstance(annotation, cst.BinaryOperation):
        yield from annotated(source, annotation.left, hops - 1)
        yield from annotated(source, annotation.right, hops - 1)
    elif isinstance(annotation, cst.Call):
        yield "", annotation
    elif isinstance(annotation, (cst.Name, cst.Attribute)):
        alias = source.value(annotation) if isinstance(annotation, cst.Name) else None
        if isinstance(alias, (cst.Subscript, cst.BinaryOperation)):
            yield from annotated(source, alias, hops - 1)
        else:
            yield from ((name, annotation) for name in _qualified(source, annotation, annotation))


def _quoted(source: Source, literal: cst.SimpleString, hops: int) -> Iterator[tuple[str, cst.CSTNode]]:
    try:
        expression = cst.parse_expression(str(literal.evaluated_value))
    except cst.ParserSyntaxError:
        return
    for part in _parts(expression, hops):
        yield from ((name, literal) for name in _qualified(source, part, literal))


def _parts(expression: cst.BaseExpression, hops: int) -> Iterator[cst.BaseExpression]:
    """Yield the names within an annotation that was a string, whose nodes the source does not know."""
    if isinstance(expression, cst.Subscript) and hops:
        for element in expression.slice:
            if isinstance(element.slice, cst.Index):
                yield from _parts(element.slice.value, hops - 1)
    elif isinstance(expression, cst.BinaryOperation) and hops:
        yield from _parts(expression.left, hops - 1)
        yield from _parts(expression.right, hops - 1)
    else:
        yield expression


def _qualified(source: Source, expression: cst.BaseExpression, at: cst.CSTNode) -> Iterator[str]:
    """Yield the qualified names of a dotted expression as it means something at the place `at`."""
    root, dot, rest = (dotted(expression) or "").partition(".")
    if not root or root == "None":
        return
    scope = source.scope(at).visible(root)
    for binding in scope.bindings[root] if scope else ():
        own = binding.imported if binding.kind is BindingKind.IMPORT else f"<local>.{root}"
        yield f"{own}{dot}{rest}"
