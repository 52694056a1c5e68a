"""The restricted unpickler: the class to write into a module, or the one that is there already."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import libcst as cst

from amends.model import Definition, Import
from amends.source import Source
from amends_codemods.pickle_load.loaders import PICKLE_MODULES

NAME = "RestrictedUnpickler"
UNPICKLERS = frozenset(f"{module}.{name}" for module in PICKLE_MODULES for name in ("Unpickler", "_Unpickler"))

# What plain data is made of, by the module that a pickle names. Protocols 0 to 2 use the names of Python 2, and
# wrap bytes in _codecs.encode. Nothing here calls or looks up anything else.
_ADMITTED: dict[str, str] = {
    "builtins": "bool bytearray bytes complex dict float frozenset int list range set slice str tuple",
    "__builtin__": "bool bytearray bytes complex dict float frozenset int list long set slice str tuple xrange",
    "_codecs": "encode",
    "collections": "Counter OrderedDict defaultdict deque",
    "datetime": "date datetime time timedelta timezone",
    "decimal": "Decimal",
    "fractions": "Fraction",
    "time": "struct_time",
    "uuid": "SafeUUID UUID",
}
_ADMITTED_OF_NUMPY: dict[str, str] = {
    "numpy": "dtype ndarray",
    "numpy._core.multiarray": "_reconstruct scalar",
    "numpy.core.multiarray": "_reconstruct scalar",
    "numpy._core.numeric": "_frombuffer",
    "numpy.core.numeric": "_frombuffer",
}

_CLASS = '''\
class {name}({base}):
    """Loads plain data; whatever else a pickle names is refused."""

    ADMITTED = {{
{rows}
    }}

    def find_class(self, module: str, name: str) -> object:
        if name in self.ADMITTED.get(module, ()):
            return super().find_class(module, name)
        raise {error}(f"{{module}}.{{name}} is not admitted; add it to ADMITTED only if you trust it")'''


def definition(name: str, module: str, own_classes: Iterable[str], *, with_numpy: bool) -> Definition:
    """Return the class, under a name; `module` is how the file writes pickle where its classes stand."""
    table = {**_ADMITTED, **(_ADMITTED_OF_NUMPY if with_numpy else {})}
    rows = [_row(f'"{key}"', admitted.split()) for key, admitted in table.items()]
    if own := sorted(own_classes):
        rows.append(_row("__name__", own))
    text = _CLASS.format(name=name, base=f"{module}.Unpickler", error=f"{module}.UnpicklingError", rows="\n".join(rows))
    return Definition(name, text)


def _row(key: str, names: list[str]) -> str:
    listed = ", ".join(f'"{name}"' for name in names)
    line = f"        {key}: {{{listed}}},"
    if len(line) <= 88:  # noqa: PLR2004 - the line length that most formatters keep
        return line
    return f"        {key}: {{\n" + "\n".join(_wrapped(names)) + "\n        },"


def _wrapped(names: list[str]) -> Iterator[str]:
    """Yield the names in lines of at most 88 characters."""
    line = " " * 11
    for name in names:
        if len(line) + len(name) > 84:  # noqa: PLR2004 - 88 less a blank, two quotes and a comma
            yield line
            line = " " * 11
        line += f' "{name}",'
    yield line


def existing(source: Source, call: cst.Call) -> cst.ClassDef | None:
    """Return the file's own restricted unpickler: a module-level class that is made like pickle's.

    A call that runs while the module is imported can only use one that stands above it.
    """
    runs_later = source.enclosing(call, cst.FunctionDef, cst.Lambda) is not None
    for class_ in source.nodes(cst.ClassDef):
        methods = source.scopes.own(class_).bindings
        in_reach = runs_later or source.tree.order(class_) < source.tree.order(call)
        top = isinstance(source.parent(class_), cst.Module) and in_reach
        if top and is_restricted(source, class_) and "__init__" not in methods and "load" not in methods:
            return class_
    return None


def is_unpickler(source: Source, class_: cst.ClassDef) -> bool:
    """Whether a class derives from pickle's Unpickler."""
    return any(source.names(base.value) & UNPICKLERS for base in class_.bases)


def is_restricted(source: Source, class_: cst.ClassDef) -> bool:
    """Whether an unpickler of the file refuses some classes: by raising, or by never asking the original."""
    if not is_unpickler(source, class_):
        return False
    bindings = source.scopes.own(class_).bindings.get("find_class", ())
    method = next((b.node for b in bindings if isinstance(b.node, cst.FunctionDef)), None)
    if method is None:
        return False
    raises = any(method in source.ancestors(node) for node in source.nodes(cst.Raise))
    asks = any(method in source.ancestors(call) for call in source.method_calls("find_class"))
    return raises or not asks


def pickle_at_module_level(source: Source, call: cst.Call) -> tuple[str, tuple[Import, ...]]:
    """Return how a class behind the imports writes the pickle module, and what must be imported for it."""
    first = next(
        statement
        for statement in source.module.body
        if isinstance(statement, (cst.FunctionDef, cst.ClassDef)) or statement is _top(source, call)
    )
    root = call.func
    while isinstance(root, cst.Attribute):
        root = root.value
    if isinstance(root, cst.Name) and _is_import_before(source, root, first):
        return root.value, ()
    at_module_level = source.scopes.module.bindings.get("pickle", ())
    if at_module_level and all(binding.imported in PICKLE_MODULES for binding in at_module_level):
        return "pickle", (Import("pickle"),)
    reference = source.refer("pickle.Unpickler", first)
    return reference.text.removesuffix(".Unpickler"), reference.imports


def _is_import_before(source: Source, root: cst.Name, first: cst.BaseStatement) -> bool:
    """Whether a name is nothing but the pickle module, imported at the top, in one of several ways perhaps."""
    bindings = source.bindings(root)
    tree = source.tree
    return bool(bindings) and all(
        b.imported in PICKLE_MODULES
        and b.scope.is_module
        and tree.order(b.node) < tree.order(first)
        and source.enclosing(b.node, cst.If, cst.With, cst.For) is None
        for b in bindings
    )


def _top(source: Source, node: cst.CSTNode) -> cst.CSTNode:
    return next(above for above in (node, *source.ancestors(node)) if isinstance(source.parent(above), cst.Module))
