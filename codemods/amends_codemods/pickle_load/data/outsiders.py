"""Tells which makers of what is dumped make an object that no table of plain data admits."""

from __future__ import annotations

import builtins
from typing import Final

import libcst as cst

from amends.facts.given import given
from amends.facts.libraries import imports
from amends.source import Source
from amends_codemods.pickle_load.loaders import INSTEAD_OF_MODEL, MACHINE_LEARNING, RESTRICT

_ANNOTATION_ROOTS: Final = frozenset({
    "builtins", "typing", "typing_extensions", "array", "collections", "datetime", "decimal", "fractions", "ipaddress",
    "numbers", "numpy", "pathlib", "types", "uuid",
})  # fmt: skip
# Classes of these modules all the same, and functions that make objects although their names are small.
_UNADMITTED: Final = frozenset({
    "collections.ChainMap", "collections.UserDict", "collections.UserList", "collections.UserString",
    "flask.jsonify", "flask.make_response", "flask.redirect", "functools.partial", "numpy.asmatrix", "numpy.mat",
    "numpy.matrix", "numpy.poly1d", "numpy.random.Generator", "numpy.random.RandomState", "numpy.random.default_rng",
    "numpy.vectorize", "operator.attrgetter", "operator.itemgetter", "re.compile", "types.FunctionType",
})  # fmt: skip
_OF_TENSORS: Final = ("torch", "tensorflow", "jax", "paddle")
# Libraries whose functions give back objects: tensors, frames, responses.
_OF_OBJECTS: Final = (
    *_OF_TENSORS, "PIL", "astropy.coordinates", "astropy.table", "bs4", "django.shortcuts", "geopandas", "httpx",
    "keras", "lxml", "matplotlib", "numpy.ma", "numpy.rec", "pandas", "plotly", "polars", "requests",
    "scipy.interpolate", "scipy.sparse", "shapely", "spacy", "sympy", "torchvision", "xarray",
)  # fmt: skip
_ON_TENSORS: Final = (
    "keep tensors in safetensors (save_file, load_file), or with torch.save, which torch.load reads with"
    " weights_only=True, or make arrays of them before they are pickled"
)
_INSTEAD: Final = (
    (("a tensor", *_OF_TENSORS, "keras", "torchvision"), _ON_TENSORS),
    (("matplotlib", "plotly"), "keep the data that a figure is drawn of, and draw it again; or save it as an image"),
    (("geopandas", "pandas", "polars"), "keep frames as parquet (to_parquet, pandas.read_parquet)"),
    (
        ("django", "flask", "httpx", "requests", "starlette", "werkzeug"),
        "keep the status, the headers and the body of a response, which are plain data, and make it of them again",
    ),
    (MACHINE_LEARNING, INSTEAD_OF_MODEL),
)
_WITH_JARS: Final = ("cloudscraper", "httpx", "requests")
_METHODS_OF_TENSORS: Final = frozenset({"cpu", "cuda", "detach", "requires_grad_", "unsqueeze"})
_METHODS_OF_OBJECTS: Final = {"parse_args": "argparse.Namespace"}
_PLAIN_RESULTS: Final = frozenset({
    "content", "decode", "device_get", "initial_seed", "item", "json", "load_data", "numpy", "pad_sequences", "seed",
    "split", "status_code", "text", "to_categorical", "to_dict", "to_json", "to_list", "to_numpy", "to_string",
    "tolist",
})  # fmt: skip
_PLAIN_WORDS: Final = frozenset({"count", "is", "num"})


def outsider(source: Source, maker: cst.BaseExpression) -> str:
    """Return what a maker makes that is no plain data: a class from elsewhere, or what a function gives back."""
    if found := _within_another(source, maker):
        return found
    for name in sorted(source.names(maker)):
        if found := _class_elsewhere(name) or _of_library(name):
            return found
    return _function(source, maker) or _of_method(source, maker)


def instead_of(found: str) -> str:
    """Return how else to keep that, by its library."""
    library = found.removeprefix("what ").partition(".")[0]
    return next((how for libraries, how in _INSTEAD if library in libraries), RESTRICT)


def is_jar(source: Source, thing: cst.BaseExpression) -> bool:
    """Whether a thing is the cookies of a session or a response, here or where a function is given it."""
    if isinstance(thing, cst.Attribute):
        return thing.attr.value == "cookies" and imports(source, *_WITH_JARS)
    params = (binding.node for binding in source.bindings(thing)) if isinstance(thing, cst.Name) else ()
    passed = (value for param in params if isinstance(param, cst.Param) for value in given(source, param))
    return any(isinstance(value, cst.Attribute) and is_jar(source, value) for value in passed)


def _class_elsewhere(name: str) -> str:
    """Return a class that is imported from elsewhere, by the custom of capital letters, or an error."""
    root, last = name.partition(".")[0], name.rpartition(".")[2]
    found = getattr(builtins, last, None) if root == "builtins" else None
    if isinstance(found, type) and issubclass(found, BaseException):
        return last
    if name in _UNADMITTED:
        return name if last[:1].isupper() else f"what {name} gives back"
    is_class = last[:1].isupper() and not last.isupper()
    return name if is_class and root not in {*_ANNOTATION_ROOTS, "<local>"} else ""


def _within_another(source: Source, maker: cst.BaseExpression) -> str:
    """Return a class of the file that stands in another one: older protocols find it only by getattr."""
    if not isinstance(maker, cst.Attribute) or not isinstance(maker.value, cst.Name):
        return ""
    outer = (b.node for b in source.bindings(maker.value) if isinstance(b.node, cst.ClassDef))
    bound = (b for class_ in outer for b in source.scopes.own(class_).bindings.get(maker.attr.value, ()))
    return source.code(maker) if any(isinstance(b.node, cst.ClassDef) for b in bound) else ""


def _of_library(name: str) -> str:
    """Return what a function gives back whose library is one for objects, unless its name says that it is plain."""
    last = name.rpartition(".")[2]
    if not name.startswith(tuple(f"{library}." for library in _OF_OBJECTS)):
        return ""
    return "" if last in _PLAIN_RESULTS or not _PLAIN_WORDS.isdisjoint(last.split("_")) else f"what {name} gives back"


def _function(source: Source, maker: cst.BaseExpression) -> str:
    """Return the function of the file that is held itself, and not called."""
    above = source.parent(maker)
    is_called = isinstance(above, cst.Call) and above.func is maker
    bound = source.bindings(maker) if isinstance(maker, cst.Name) and not is_called else ()
    return next((f"the function {b.name}" for b in bound if isinstance(b.node, cst.FunctionDef)), "")


def _of_method(source: Source, maker: cst.BaseExpression) -> str:
    method = maker.attr.value if isinstance(maker, cst.Attribute) else ""
    if method in _METHODS_OF_TENSORS and imports(source, *_OF_TENSORS):
        return "a tensor"
    return _METHODS_OF_OBJECTS.get(method, "")
