"""torch.load: pass weights_only=True, unless what is loaded is evidently more than weights."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from amends.arguments import with_argument
from amends.facts.fallbacks import is_instead_of
from amends.facts.results import object_uses, places, targets, uses
from amends.model import Advice, Decision, Edit, Level
from amends.source import CallSite, Source
from amends_codemods.pickle_load.data.contents import contents
from amends_codemods.pickle_load.data.dumps import dumped, keys_read, paired, tables_with
from amends_codemods.pickle_load.data.outsiders import outsider
from amends_codemods.pickle_load.data.told import annotated
from amends_codemods.pickle_load.data.words import target_word
from amends_codemods.pickle_load.intent import vouched
from amends_codemods.pickle_load.loaders import TORCH_DUMPS
from amends_codemods.pickle_load.rewriting.choices import chosen, says_true

_NOTE = (
    "a checkpoint that pickles whole objects is refused afterwards: keep the state_dict alone, or admit its classes"
    " with torch.serialization.add_safe_globals (torch 2.6 and later do this by default; it needs torch 1.13)"
)
_WHOLE_MODEL = (
    "more than weights is loaded here (it is {use}), which weights_only=True refuses: save the weights with"
    " safetensors.torch.save_file(model.state_dict(), path), and here make the model and call"
    " model.load_state_dict(safetensors.torch.load_file(path))"
)
_OBJECTS = (
    "the file saves {objects} with torch.save, which weights_only=True refuses: save plain values and"
    " model.state_dict() alone, or admit the class with torch.serialization.add_safe_globals"
)
_ARRAY = (
    "an array of numpy is loaded here, which weights_only=True refuses: keep it with numpy.save(path, array), and"
    " read it with numpy.load(path)"
)
_FALLBACK = (
    "this is tried where weights_only=True is refused: drop it, and admit what your own checkpoints hold besides"
    " weights with torch.serialization.add_safe_globals"
)
_OF_TENSORS = frozenset({
    "to", "cpu", "cuda", "float", "half", "long", "double", "detach", "numpy", "unsqueeze", "squeeze", "view",
    "reshape", "shape", "dtype", "device", "permute", "transpose", "requires_grad_", "requires_grad", "clone",
    "norm", "t", "size", "dim", "mean", "sum", "std", "abs", "max", "min", "flatten", "contiguous", "grad",
    "is_cuda", "numel", "item", "tolist", "unbind", "split", "chunk", "expand", "repeat", "argmax", "type", "ndim",
    "bfloat16", "int", "bool", "add_", "mul_", "_metadata",
})  # fmt: skip
# Without anybody's leave, weights_only=True loads these: https://docs.pytorch.org/docs/stable/notes/serialization.html
_ADMITTED = frozenset({
    "torch.Tensor", "torch.nn.Parameter", "torch.nn.parameter.Parameter", "torch.Size", "torch.FloatTensor",
    "torch.LongTensor", "torch.IntTensor", "torch.DoubleTensor", "torch.HalfTensor", "torch.BoolTensor",
    "torch.ByteTensor",
})  # fmt: skip

_TENSORS = ("a tensor", "what torch.")
_MODELS = frozenset({"model", "models", "net", "network", "generator", "discriminator", "classifier", "detector"})
_MOST_HOPS = 4


def safe_torch_load(source: Source, site: CallSite) -> Decision:
    """Decide on a call of torch.load that does not say weights_only=True."""
    given = site.argument("weights_only")
    if reason := _undecided(source, site, given):
        return Advice(reason)
    change = source.replace(given.value, "True") if given else with_argument(source, site.call, "weights_only=True")
    if change is None:
        return Advice("pass weights_only=True, which tells torch to load tensors and plain data only")
    return Edit("Pass weights_only=True", Level.REVIEW, (change,), note=_NOTE)


def _undecided(source: Source, site: CallSite, given: cst.Arg | None) -> str | None:
    """Return why weights_only=True cannot simply be said here."""
    if site.argument("pickle_module", 2):
        return "pickle_module brings an unpickler of its own, which weights_only=True refuses: drop it for that"
    if given is not None and source.constant(given.value) not in {False, None}:
        return "weights_only is decided elsewhere: pass True here, or see that nobody passes False"
    if site.has_stars:
        return "starred arguments may hold weights_only: pass weights_only=True by name"
    if _is_fallback(source, site.call):
        return _FALLBACK
    if name := vouched(source, site.call):
        return f"{name} says that whoever calls this trusts the data: pass weights_only=True for all other data"
    meant = chosen(source, site) if given is not None and source.constant(given.value) is False else None
    return meant or _more_than_weights(source, site)


def _more_than_weights(source: Source, site: CallSite) -> str | None:
    call = site.call
    how = (use for link in _chain(source, call) for use in object_uses(source, link))
    if use := next((use for use in how if use.rpartition(".")[2] not in _OF_TENSORS), ""):
        return _WHOLE_MODEL.format(use=use)
    if word := _converted(source, call):
        return _WHOLE_MODEL.format(use=f"called {word!r}, and is moved or converted")
    if _is_array(source, call):
        return _ARRAY
    alike = tuple(tables_with(source, dumped(source, call, TORCH_DUMPS), keys_read(source, call)))
    if _is_of_weights(source, call) and not alike:
        return None
    saved = contents(source, annotated(source, call), alike or paired(source, call, TORCH_DUMPS), _outsider)
    objects = ", ".join(sorted(saved.own)) or saved.foreign
    return _OBJECTS.format(objects=objects) if objects else None


def _converted(source: Source, load: cst.Call) -> str | None:
    """Return the word by which what a load is moved or converted to is a model; a state_dict has no such methods."""
    method = source.parent(load)
    if not isinstance(method, cst.Attribute) or method.attr.value not in _OF_TENSORS:
        return None
    links = (link for link in _chain(source, load) if isinstance(link, cst.Call))
    return next((word for link in links if (word := target_word(source, link, _MODELS))), None)


def _is_array(source: Source, load: cst.Call) -> bool:
    """Whether what a load goes to has a method that arrays have and tensors lack, or is an array of numpy otherwise."""
    for target in targets(source, load):
        parents = (source.parent(use) for use in uses(source, target))
        if any(isinstance(parent, cst.Attribute) and parent.attr.value == "astype" for parent in parents):
            return True
        made = [binding.value for binding in source.bindings(target)] if isinstance(target, cst.Name) else []
        if any(name.startswith("numpy.") for value in made if value is not None for name in source.names(value)):
            return True
    return False


def _outsider(source: Source, maker: cst.BaseExpression) -> str:
    """Return what a maker makes that weights_only=True refuses: arrays and scalars of numpy too, but no tensors."""
    found = outsider(source, maker)
    if found in _ADMITTED or (found.startswith(_TENSORS) and not found.startswith("what torch.jit.")):
        return ""
    numbers = (name for name in sorted(source.names(maker)) if name.startswith("numpy.") and name[6:7].islower())
    return found or next((f"what {name} gives back" for name in numbers), "")


def _is_fallback(source: Source, load: cst.Call) -> bool:
    """Whether a load stands in a handler of what says weights_only=True."""
    safe = (site.call for site in source.calls("torch.load") if says_true(source, site))
    return is_instead_of(source, load, safe)


def _chain(source: Source, load: cst.CSTNode, hops: int = _MOST_HOPS) -> Iterator[cst.CSTNode]:
    """Yield a load, what is taken out of it, and what gives back the same in another format: `.to(device)`."""
    yield load
    for place in places(source, load) if hops else ():
        above = source.parent(place)
        if isinstance(above, cst.Subscript) and above.value is place:
            yield from _chain(source, above, hops - 1)
        call = source.parent(above) if isinstance(above, cst.Attribute) and above.attr.value in _OF_TENSORS else None
        if isinstance(call, cst.Call) and call.func is above:
            yield from _chain(source, call, hops - 1)


def _is_of_weights(source: Source, load: cst.Call) -> bool:
    """Whether what is loaded goes, whole or in part, into load_state_dict."""
    parts = [parent if isinstance(parent := source.parent(p), cst.Subscript) else p for p in places(source, load)]
    calls = (source.parent(arg) for p in parts if isinstance(arg := source.parent(p), cst.Arg))
    return any(isinstance(call, cst.Call) and source.code(call.func).endswith(".load_state_dict") for call in calls)
