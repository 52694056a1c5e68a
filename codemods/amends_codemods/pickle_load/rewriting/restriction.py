"""Puts the restricted unpickler, or fickling, in the place of pickle's own loading."""

from __future__ import annotations

import libcst as cst

from amends.model import Change, Definition, Edit, Import, Level, Todo, TodoKind
from amends.source import Binding, CallSite, Source
from amends_codemods.pickle_load.data.arrays import may_hold_arrays
from amends_codemods.pickle_load.fencing.fence import fence
from amends_codemods.pickle_load.loaders import Kind, PickleLoader
from amends_codemods.pickle_load.rewriting.unpickler import NAME, definition, existing, pickle_at_module_level

_NOTE = "only plain data{arrays} loads afterwards; a class of yours that you trust is added to ADMITTED"
_ARRAYS = " (and arrays of numpy)"
_OWN = "; admitted are {classes} of this file: see that nothing in making one is dangerous"
_REUSED = "{name} admits {classes} and refuses all else: a class of yours that you trust is added there"
_NO_CLASS = "no class at all, so that numbers, text, lists, dicts and the like are loaded,"
_MOST_NAMED = 6
_FICKLING = (
    "fickling refuses what it recognises as unsafe, with fickling.exception.UnsafeFileError, which is no"
    " UnpicklingError; it looks for known attacks and admits all else, so it is the weaker fence"
)


def restricted(
    source: Source, site: CallSite, loader: PickleLoader, own_classes: frozenset[str], remark: str = ""
) -> Edit:
    """Return the edit that loads with a restricted unpickler; the remark is added to what is said of it."""
    class_ = existing(source, site.call, own_classes)
    definitions: tuple[Definition, ...] = ()
    wanted: tuple[Import, ...] = ()
    name = class_.name.value if class_ else source.free_name(NAME, site.call)
    if class_ is None:
        module, wanted = pickle_at_module_level(source, site.call)
        definitions = (definition(name, module, own_classes, with_numpy=may_hold_arrays(source)),)
    changes = [Change(*source.span(site.call.func), name)]
    end = source.span(site.call)[1]
    if loader.kind is Kind.BYTES:
        wrapping, more = _in_a_stream(source, site.call)
        changes += wrapping
        wanted += more
    if loader.kind is not Kind.UNPICKLER:
        changes.append(Change(end, end, ".load()"))
    note = _of_reused(source, class_) if class_ else _of_written(source, own_classes)
    return Edit(
        f"Load with {name}",
        Level.REVIEW,
        tuple(changes),
        imports=wanted,
        may_orphan=_orphans(source, site.call.func),
        definitions=definitions,
        note=note + remark,
    )


def _of_written(source: Source, own_classes: frozenset[str]) -> str:
    """Say what the unpickler lets through that is written into the file."""
    note = _NOTE.format(arrays=_ARRAYS if may_hold_arrays(source) else "")
    return note + (_OWN.format(classes=", ".join(sorted(own_classes))) if own_classes else "")


def _of_reused(source: Source, class_: cst.ClassDef) -> str:
    """Say what an unpickler of the file lets through."""
    admitted = [f"{module}.{name}" for module, name in sorted(fence(source, class_).admitted)]
    listed = ", ".join(admitted[:_MOST_NAMED]) or _NO_CLASS
    more = f" and {len(admitted) - _MOST_NAMED} more" if len(admitted) > _MOST_NAMED else ""
    return _REUSED.format(name=class_.name.value, classes=listed + more)


def with_fickling(source: Source, site: CallSite, loader: PickleLoader) -> Edit:
    """Return the edit that loads with fickling, which looks for known attacks first."""
    reference = source.refer("fickling.load", site.call)
    wrapping, wanted = _in_a_stream(source, site.call) if loader.kind is Kind.BYTES else ((), ())
    return Edit(
        "Load with fickling",
        Level.REVIEW,
        (source.replace(site.call.func, reference.text), *wrapping),
        imports=(*reference.imports, *wanted),
        may_orphan=_orphans(source, site.call.func),
        todos=(Todo(TodoKind.ADD_PACKAGE, "fickling"),),
        note=_FICKLING,
    )


def _in_a_stream(source: Source, call: cst.Call) -> tuple[tuple[Change, ...], tuple[Import, ...]]:
    """Wrap the bytes of a call in a stream, as unpicklers read nothing else."""
    start, end = source.span(call.args[0].value)
    reference = source.refer("io.BytesIO", call)
    return (Change(start, start, f"{reference.text}("), Change(end, end, ")")), reference.imports


def _orphans(source: Source, function: cst.BaseExpression) -> tuple[Import, ...]:
    """Return the imports of what the call named, which may have lost their last use: of pickle, or from it."""
    root = function
    while isinstance(root, cst.Attribute):
        root = root.value
    bindings = source.bindings(root) if isinstance(root, cst.Name) else ()
    return tuple(_spec(binding) for binding in bindings if binding.imported)


def _spec(binding: Binding) -> Import:
    module, _, name = binding.imported.rpartition(".")
    alias = binding.name if binding.name != (name or binding.imported) else ""
    return Import(module, name, alias) if module else Import(binding.imported, alias=alias)
