"""Tells where torch.load brings back more than weights: a whole model, an optimizer, an array of numpy."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import libcst as cst

from amends.facts.results import object_uses, places, targets, uses
from amends.segments import segments
from amends.source import Source, dotted
from amends_codemods.pickle_load.data.dumps import keys_of
from amends_codemods.pickle_load.data.words import kept_word

_OF_TENSORS = frozenset({
    "to", "cpu", "cuda", "float", "half", "long", "double", "detach", "numpy", "unsqueeze", "squeeze", "view",
    "reshape", "shape", "dtype", "device", "permute", "transpose", "requires_grad_", "requires_grad", "clone",
    "norm", "t", "size", "dim", "mean", "sum", "std", "abs", "max", "min", "flatten", "contiguous", "grad",
    "is_cuda", "numel", "item", "tolist", "unbind", "split", "chunk", "expand", "repeat", "argmax", "type", "ndim",
    "bfloat16", "int", "bool", "add_", "mul_", "_metadata",
})  # fmt: skip
# What a table of weights has not, though each of its tensors has.
_CONVERTING = frozenset({"bfloat16", "cpu", "cuda", "double", "eval", "float", "half", "to"})
_MODELS = frozenset({
    "classifier", "critic", "detector", "discriminator", "ema", "encoder", "decoder", "generator", "model", "models",
    "net", "network", "policy",
})  # fmt: skip
_WITH_STATES = _MODELS | {"optim", "optimizer", "sched", "scheduler", "scaler"}
_MOST_HOPS = 4


def whole_model(source: Source, load: cst.Call) -> str:
    """Say by what it is told that a whole model is loaded, here or by another load of the same; "" if by nothing."""
    beside = (site for site in source.calls("torch.load") if site.argument("pickle_module", 2))
    if any(source.enclosing(site.call, cst.FunctionDef) is source.enclosing(load, cst.FunctionDef) for site in beside):
        return "read by an unpickler of its own beside"
    alike = (load, *_loads_of_same_path(source, load))
    return next((found for call in alike if (found := _used(source, call) or _converted(source, call))), "")


def saved_whole(source: Source, things: Iterable[cst.BaseExpression]) -> str:
    """Return that of things which are saved which is called a model, or what else has a state_dict; "" if none is."""
    for thing in things:
        name = dotted(thing) or ""
        if not _WITH_STATES.isdisjoint(segments(name)[-1:]) and not _is_made(source, thing):
            return f"a whole {name}"
    return ""


def is_array(source: Source, load: cst.Call) -> bool:
    """Whether what is loaded has a method that arrays have and tensors lack, or is an array of numpy otherwise."""
    for link in _chain(source, load):
        held = (use for target in targets(source, link) for use in uses(source, target))
        parents = (source.parent(place) for place in (link, *held))
        if any(isinstance(parent, cst.Attribute) and parent.attr.value == "astype" for parent in parents):
            return True
    for target in targets(source, load):
        made = [binding.value for binding in source.bindings(target)] if isinstance(target, cst.Name) else []
        if any(name.startswith("numpy.") for value in made if value is not None for name in source.names(value)):
            return True
    return False


def _used(source: Source, load: cst.Call) -> str:
    how = (use for link in _chain(source, load) for use in object_uses(source, link))
    return next((use for use in how if use.rpartition(".")[2] not in _OF_TENSORS), "")


def _converted(source: Source, load: cst.Call) -> str:
    """Say under which name what is loaded, or a part of it, is moved or converted as only a model is."""
    taken = ((link, source.parent(place)) for link in _chain(source, load) for place in places(source, link))
    words = (_called(source, link, method) for link, method in taken if _converts(method))
    return next((f"called {word!r}, and is moved or converted" for word in words if word), "")


def _converts(method: cst.CSTNode | None) -> bool:
    return isinstance(method, cst.Attribute) and method.attr.value in _CONVERTING


def _called(source: Source, part: cst.CSTNode, method: cst.CSTNode | None) -> str:
    """Return the word for a model under which a part is kept, or what its conversion gives goes on."""
    call = source.parent(method) if method else None
    word = kept_word(source, call, _MODELS) if isinstance(call, cst.Call) else None
    return next((key for key in _keys(source, part) if key in _MODELS), "") or word or ""


def _loads_of_same_path(source: Source, load: cst.Call) -> Iterator[cst.Call]:
    """Yield the other loads of a function whose path is spelled alike."""
    function, path = source.enclosing(load, cst.FunctionDef), source.code(load.args[0].value) if load.args else ""
    for site in source.calls("torch.load"):
        if site.call is not load and site.call.args and source.enclosing(site.call, cst.FunctionDef) is function:
            yield from (site.call,) if source.code(site.call.args[0].value) == path else ()


def _keys(source: Source, part: cst.CSTNode) -> Iterator[str]:
    """Yield the keys under which a part, or one of two, is kept."""
    if isinstance(part, cst.BooleanOperation):
        yield from (key for side in (part.left, part.right) for key in _keys(source, side))
    elif isinstance(part, cst.Subscript):
        yield from keys_of(source, part)
    elif isinstance(part, cst.Call) and isinstance(part.func, cst.Attribute) and part.func.attr.value == "get":
        keys = (source.constant(arg.value) for arg in part.args[:1])
        yield from (key for key in keys if isinstance(key, str))


def _is_made(source: Source, thing: cst.BaseExpression) -> bool:
    """Whether a name is seen to be something else than the object: a table, a tensor, or its state."""
    bindings = source.bindings(thing) if isinstance(thing, cst.Name) else ()
    values = (binding.value for binding in bindings)
    return any(isinstance(value, (cst.Dict, cst.BinaryOperation)) or _gives_state(value) for value in values)


def _gives_state(value: cst.BaseExpression | None) -> bool:
    method = value.func if isinstance(value, cst.Call) else None
    return isinstance(method, cst.Attribute) and method.attr.value == "state_dict"


def _chain(source: Source, load: cst.CSTNode, hops: int = _MOST_HOPS) -> Iterator[cst.CSTNode]:
    """Yield a load, what is taken out of it, and what gives back the same in another format: `.to(device)`."""
    yield load
    for place in places(source, load) if hops else ():
        above = source.parent(place)
        if isinstance(above, cst.Subscript) and above.value is place:
            yield from _chain(source, above, hops - 1)
        if isinstance(above, cst.BooleanOperation):
            yield from _chain(source, above, hops - 1)
        name = above.attr.value if isinstance(above, cst.Attribute) else ""
        call = source.parent(above) if above is not None and name in _OF_TENSORS | {"get"} else None
        if isinstance(call, cst.Call) and call.func is above:
            yield from _chain(source, call, hops - 1)
