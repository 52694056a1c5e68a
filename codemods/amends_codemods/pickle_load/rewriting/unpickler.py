"""The restricted unpickler: the class to write into a module, or the one that is there already."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import libcst as cst

from amends.model import Definition, Import
from amends.source import Source
from amends_codemods.pickle_load.fencing.fence import fence
from amends_codemods.pickle_load.loaders import PICKLE_MODULES

NAME = "RestrictedUnpickler"
UNPICKLERS = frozenset(f"{module}.{name}" for module in PICKLE_MODULES for name in ("Unpickler", "_Unpickler"))
_CHANGING = frozenset({"__init__", "__new__", "load", "persistent_load", "dispatch", "get_extension"})

# What plain data is made of, by the module that a pickle names. Protocols 0 to 2 use the names of Python 2, wrap bytes
# in _codecs.encode, and 0 and 1 make instances by _reconstructor, which asks for the class and its base, and does no
# more with them than later protocols do without being told. Nothing here calls or looks up anything else: a ZoneInfo is
# missing as it comes by getattr, by which everything can be reached.
_ADMITTED: dict[str, str] = {
    "builtins": "bool bytearray bytes complex dict float frozenset int list object range set slice str tuple",
    "__builtin__": "bool bytearray bytes complex dict float frozenset int list long object set slice str tuple xrange",
    "_codecs": "encode",
    "array": "_array_reconstructor array",
    "collections": "Counter OrderedDict defaultdict deque",
    "copy_reg": "_reconstructor",
    "copyreg": "_reconstructor",
    "datetime": "date datetime time timedelta timezone",
    "decimal": "Decimal",
    "fractions": "Fraction",
    "ipaddress": "IPv4Address IPv4Interface IPv4Network IPv6Address IPv6Interface IPv6Network",
    "pathlib": "PosixPath PurePosixPath PureWindowsPath WindowsPath",
    "pathlib._local": "PosixPath PurePosixPath PureWindowsPath WindowsPath",
    "time": "struct_time",
    "types": "SimpleNamespace",
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


def existing(source: Source, call: cst.Call, own_classes: frozenset[str]) -> cst.ClassDef | None:
    """Return the file's own restricted unpickler: a module-level class that is made like pickle's.

    It admits the classes of the file that are in the data. A call that runs while the module is imported can only use
    one that stands above it.
    """
    runs_later = source.enclosing(call, cst.FunctionDef, cst.Lambda) is not None
    for class_ in source.nodes(cst.ClassDef):
        in_reach = runs_later or source.tree.order(class_) < source.tree.order(call)
        top = isinstance(source.parent(class_), cst.Module) and in_reach
        if top and is_restricted(source, class_) and _is_made_like_pickles(source, class_):
            admitted = {name for _, name in fence(source, class_).admitted}
            if own_classes <= admitted:
                return class_
    return None


def _is_made_like_pickles(source: Source, class_: cst.ClassDef) -> bool:
    """Whether a class changes nothing of pickle's Unpickler but what it finds."""
    is_alone = all(source.names(base.value) <= UNPICKLERS for base in class_.bases) and not class_.decorators
    return is_alone and _CHANGING.isdisjoint(source.scopes.own(class_).bindings)


def is_unpickler(source: Source, class_: cst.ClassDef) -> bool:
    """Whether a class derives from pickle's Unpickler."""
    return any(source.names(base.value) & UNPICKLERS for base in class_.bases)


def is_restricted(source: Source, class_: cst.ClassDef) -> bool:
    """Whether an unpickler of the file admits nothing but what stands in a table of harmless names."""
    return is_unpickler(source, class_) and not fence(source, class_).gap


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
