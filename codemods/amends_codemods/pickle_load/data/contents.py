"""What the pickles of a file hold, as far as the file tells: plain data, classes of its own, models."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

import libcst as cst

from amends.facts.lineage import lineage
from amends.facts.makers import makers, within
from amends.facts.members import attribute_values, attributes
from amends.facts.own_classes import enumeration_of, is_made_by_call
from amends.facts.remembering import remembered
from amends.facts.results import used_in_place, uses
from amends.source import Source, dotted
from amends_codemods.pickle_load.data.outsiders import outsider
from amends_codemods.pickle_load.data.told import quoted

_PLAIN_BASES = frozenset({
    "builtins.object", "abc.ABC", "enum.Enum", "enum.IntEnum", "enum.StrEnum", "enum.Flag", "enum.IntFlag",
    "typing.NamedTuple", "typing.Generic", "typing.Protocol", "builtins.dict", "builtins.list", "builtins.tuple",
    "builtins.str", "builtins.int", "builtins.set", "builtins.float", "builtins.Exception", "builtins.ValueError",
    "builtins.RuntimeError", "collections.OrderedDict", "collections.defaultdict", "collections.UserDict",
})  # fmt: skip
_UNRESTRICTABLE = frozenset({"__reduce__", "__reduce_ex__", "__setstate__", "__getnewargs__", "__getnewargs_ex__"})


@dataclass(frozen=True, slots=True)
class Contents:
    """Who else than plain data is in the pickles: classes of this file, and the name of something from elsewhere."""

    own: frozenset[str] = frozenset()
    foreign: str = ""


def contents(
    source: Source, types: Iterable[cst.BaseExpression], things: Iterable[cst.BaseExpression],
    outside: Callable[[Source, cst.BaseExpression], str] = outsider,
) -> Contents:  # fmt: skip
    """Return what the types that are spelled at a load, and the things that the file dumps, tell about the data.

    `outside` names what a maker makes that cannot be in there.
    """
    own: set[str] = set()
    made = [maker for thing in things for maker in makers(source, thing, 3)]
    foreign = next(filter(None, (_anything(source, maker) for maker in made)), "")
    types = tuple(types)
    for found in (*types, *made):
        if name := _own(source, found):
            own |= {name, *(_derived(source, name) if found in types else ())}
        else:
            foreign = foreign or outside(source, found)
    closed, unsuited = _closure(source, frozenset(own))
    return Contents(frozenset(closed), foreign or unsuited)


def is_anything(source: Source, thing: cst.BaseExpression) -> bool:
    """Whether a parameter, which is called, gives back what is dumped."""
    return any(_anything(source, maker) for maker in makers(source, thing, 3))


def _own(source: Source, maker: cst.BaseExpression) -> str:
    """Return the name of the class of this file that something is, or is a member of."""
    name = enumeration_of(source, maker) or maker
    class_ = _own_class(source, name)
    if class_ is not None:
        return class_.name.value
    return (dotted(name) or "") if is_made_by_call(source, name) else ""


def _own_class(source: Source, maker: cst.BaseExpression) -> cst.ClassDef | None:
    name = dotted(maker)
    bindings = source.scopes.module.bindings.get(name, []) if name else []
    classes = [b.node for b in bindings if isinstance(b.node, cst.ClassDef)]
    meant = isinstance(maker, cst.Name) and any(b.node in classes for b in source.bindings(maker))
    named = classes and maker is classes[0].name
    return classes[0] if classes and (meant or named) and not _is_typed_dict(source, classes[0]) else None


def _is_typed_dict(source: Source, class_: cst.ClassDef) -> bool:
    return any(name.endswith(".TypedDict") for base in class_.bases for name in source.names(base.value))


def _anything(source: Source, maker: cst.BaseExpression) -> str:
    """Say that what a parameter, which is called, gives back may be anything."""
    bindings = source.bindings(maker) if isinstance(maker, cst.Name) else ()
    is_param = any(isinstance(binding.node, cst.Param) for binding in bindings)
    return f"whatever {source.code(maker)} gives back" if is_param else ""


@remembered
def _closure(source: Source, own: frozenset[str]) -> tuple[set[str], str]:
    """Return the classes with those that they mention, and a name that makes admitting them impossible."""
    closed: set[str] = set()
    waiting = set(own)
    while waiting:
        name = min(waiting)  # always the same one, as it may be told
        waiting.remove(name)
        closed.add(name)
        class_ = next((b.node for b in source.scopes.module.bindings[name] if isinstance(b.node, cst.ClassDef)), None)
        if class_ is None:
            continue  # made by a call, and made of nothing that is told
        if unsuited := _unsuited(source, class_):
            return closed, unsuited
        mentioned = (*within(class_), *_quoted_types(source, class_), *_held_by(source, class_))
        waiting |= {found for node in mentioned if (found := _own(source, node))} - closed
    return closed, ""


def _quoted_types(source: Source, class_: cst.ClassDef) -> Iterator[cst.BaseExpression]:
    """Yield the classes that the annotations of a class name in quotes."""
    for annotation in source.nodes(cst.Annotation):
        if class_ in source.ancestors(annotation):
            yield from quoted(source, annotation)


@remembered
def _held_by(source: Source, class_: cst.ClassDef) -> Sequence[cst.BaseExpression]:
    """Return what makes that which the objects of a class hold, as far as it is pickled with them."""
    values = () if "__getstate__" in source.scopes.own(class_).bindings else attribute_values(source, class_)
    return tuple(dict.fromkeys(maker for value in values for maker in makers(source, value, 2)))


def _derived(source: Source, name: str) -> Iterator[str]:
    """Yield the classes of the module that derive from one, whose objects may stand for its own."""
    for class_ in source.nodes(cst.ClassDef):
        bases = lineage(source, class_) if isinstance(source.parent(class_), cst.Module) else ()
        if any(base is not class_ and base.name.value == name for base in bases):
            yield class_.name.value


def _is_of_field(source: Source, annotation: cst.Annotation, class_: cst.ClassDef) -> bool:
    """Whether an annotation tells what an instance holds: that of a field, or of an argument of `__init__`."""
    function = source.enclosing(annotation, cst.FunctionDef)
    in_init = function is None or (function.name.value == "__init__" and function.returns is not annotation)
    return in_init and source.enclosing(annotation, cst.ClassDef) is class_


@remembered
def _unsuited(source: Source, class_: cst.ClassDef) -> str:
    """Return what in a class speaks against admitting it: a foreign base, or its own say in unpickling."""
    for base in class_.bases:
        names = source.names(base.value if not isinstance(base.value, cst.Subscript) else base.value.value)
        if not names <= _PLAIN_BASES and _own_class(source, base.value) is None:
            return source.code(base.value)
    for annotation in source.nodes(cst.Annotation):
        if _is_of_field(source, annotation, class_):
            outside = (outsider(source, name) for name in within(annotation) if not _own(source, name))
            if found := next(filter(None, outside), ""):
                return found
    if "__getstate__" not in source.scopes.own(class_).bindings:
        outside = (outsider(source, maker) for maker in _held_by(source, class_) if not _own(source, maker))
        if found := next(chain(filter(None, outside), _given_objects(source, class_)), ""):
            return found
    special = _UNRESTRICTABLE & source.scopes.own(class_).bindings.keys()
    return f"{class_.name.value}.{min(special)}" if special else ""


def _given_objects(source: Source, class_: cst.ClassDef) -> Iterator[str]:
    """Yield the attributes that are given from outside, without a type, and are used as no plain data can be."""
    for target, value in attributes(source, class_):
        root = _root(value)
        bindings = source.bindings(root) if isinstance(root, cst.Name) else ()
        given = any(isinstance(b.node, cst.Param) and b.node.annotation is None for b in bindings)
        used = (how for use in uses(source, target) for how in used_in_place(source, use, 1)) if given else ()
        if any(used):
            yield f"the {source.code(target)} of {class_.name.value}"


def _root(value: cst.BaseExpression) -> cst.BaseExpression:
    return _root(value.value) if isinstance(value, (cst.Subscript, cst.Attribute)) else value
