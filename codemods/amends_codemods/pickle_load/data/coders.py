"""Tells code that pickles whatever it is given: serializers, queues, and pairs of functions for any object."""

from __future__ import annotations

from typing import Final

import libcst as cst

from amends.facts.makers import within
from amends.facts.passing import passed
from amends.facts.remembering import remembered
from amends.facts.results import is_returned
from amends.segments import segments
from amends.source import Source, last_name
from amends_codemods.pickle_load.data.dumps import paired
from amends_codemods.pickle_load.loaders import DUMPS, LOADERS, READING, TORCH_DUMPS, Kind

_CLASSES: Final = frozenset({
    "broker", "coder", "codec", "deserializer", "mailbox", "marshaller", "pickler", "queue", "rpc", "serialiser",
    "serializer",
})  # fmt: skip
_FUNCTIONS: Final = frozenset({
    "dequeue", "deserialise", "deserialize", "unmarshal", "unpickle", "unserialise", "unserialize",
})  # fmt: skip
# What parameters are called that may be anything.
_ANYTHING: Final = frozenset({
    "any", "arg", "args", "content", "elem", "element", "instance", "item", "it", "message", "msg", "o", "obj",
    "object", "payload", "response", "result", "thing", "val", "value", "x",
})  # fmt: skip
_ANY_TYPE: Final = frozenset({"typing.Any", "builtins.object"})


def coder(source: Source, load: cst.Call) -> str:
    """Say what around a load is made for any object of Python; "" if nothing is."""
    function = source.enclosing(load, cst.FunctionDef)
    if function is None or not _is_given_back(source, load, function):
        return ""
    class_ = source.enclosing(function, cst.ClassDef)
    if class_ is not None and not _CLASSES.isdisjoint(segments(class_.name.value)):
        return f"{class_.name.value} is made for whatever objects a program hands it"
    if not _FUNCTIONS.isdisjoint(segments(function.name.value)):
        return f"{function.name.value} is made for whatever objects a program hands its counterpart"
    things = (thing for thing in paired(source, load, DUMPS - TORCH_DUMPS) if _is_counterpart(source, thing, load))
    thing = next((thing for thing in things if _may_be_anything(source, thing)), None)
    return f"{source.code(thing)}, which is pickled for this, may be any object" if thing else ""


def _is_given_back(source: Source, load: cst.Call, function: cst.FunctionDef) -> bool:
    """Whether a function returns what is loaded, be it as a branch of an expression or a part of a tuple."""
    whole: cst.CSTNode = load
    while isinstance(above := source.parent(whole), (cst.IfExp, cst.BooleanOperation, cst.Element, cst.Tuple)):
        whole = above
    return is_returned(source, whole, function)


def _is_counterpart(source: Source, thing: cst.BaseExpression, load: cst.Call) -> bool:
    """Whether a thing is dumped, to a file or to bytes as it is loaded, by a function that loads nothing."""
    function, dump = source.enclosing(thing, cst.FunctionDef), source.enclosing(thing, cst.Call)
    to_bytes = dump is not None and last_name(dump.func).endswith("s")
    from_bytes = any(LOADERS[name].kind is Kind.BYTES for name in source.names(load.func) & LOADERS.keys())
    return to_bytes is from_bytes and function not in _loading(source)


@remembered
def _loading(source: Source) -> frozenset[cst.FunctionDef | None]:
    return frozenset(source.enclosing(site.call, cst.FunctionDef) for site in source.calls(*READING))


def _may_be_anything(source: Source, thing: cst.BaseExpression) -> bool:
    """Whether a thing is a parameter of a general name, without a type, of which no call tells what it is."""
    bindings = source.bindings(thing) if isinstance(thing, cst.Name) and thing.value in _ANYTHING else ()
    params = [binding.node for binding in bindings if isinstance(binding.node, cst.Param)]
    if not params or len(params) < len(bindings) or any(True for param in params for _ in passed(source, param)):
        return False
    types = {name for param in params if param.annotation for part in within(param.annotation)
             for name in source.names(part)}  # fmt: skip
    return types <= _ANY_TYPE
