"""torch.load: pass weights_only=True, unless what is loaded is evidently more than weights."""

from __future__ import annotations

from collections.abc import Callable

import libcst as cst

from amends.arguments import with_argument
from amends.facts.fallbacks import is_instead_of
from amends.facts.results import places
from amends.model import Advice, Decision, Edit, Level
from amends.source import CallSite, Source
from amends_codemods.pickle_load.data.contents import contents
from amends_codemods.pickle_load.data.dumps import dumped, keys_read, paired, tables_with
from amends_codemods.pickle_load.data.outsiders import outsider
from amends_codemods.pickle_load.data.told import annotated
from amends_codemods.pickle_load.data.whole_models import is_array, saved_whole, whole_model
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
_OLD_TORCH = (
    "this is tried where torch does not know weights_only, and would fail there with it: ask for torch 1.13 or later,"
    " and drop this"
)
# Without anybody's leave, weights_only=True loads these: https://docs.pytorch.org/docs/stable/notes/serialization.html
_ADMITTED = frozenset({
    "torch.Tensor", "torch.nn.Parameter", "torch.nn.parameter.Parameter", "torch.Size", "torch.FloatTensor",
    "torch.LongTensor", "torch.IntTensor", "torch.DoubleTensor", "torch.HalfTensor", "torch.BoolTensor",
    "torch.ByteTensor",
})  # fmt: skip

_TENSORS = ("a tensor", "what torch.")


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
    if reason := _as_fallback(source, site.call):
        return reason
    if name := vouched(source, site.call):
        return f"{name} says that whoever calls this trusts the data: pass weights_only=True for all other data"
    meant = chosen(source, site) if given is not None and source.constant(given.value) is False else None
    return meant or _more_than_weights(source, site)


def _more_than_weights(source: Source, site: CallSite) -> str | None:
    call = site.call
    if found := whole_model(source, call):
        return _WHOLE_MODEL.format(use=found)
    if is_array(source, call):
        return _ARRAY
    keys = keys_read(source, call)
    alike = tuple(tables_with(source, dumped(source, call, TORCH_DUMPS), keys))
    if _is_of_weights(source, call) and not alike:
        return None
    things = alike or paired(source, call, TORCH_DUMPS)
    saved = contents(source, annotated(source, call), things, _outsider)
    objects = ", ".join(sorted(saved.own)) or saved.foreign or saved_whole(source, () if keys else things)
    return _OBJECTS.format(objects=objects) if objects else None


def _outsider(source: Source, maker: cst.BaseExpression) -> str:
    """Return what a maker makes that weights_only=True refuses: arrays and scalars of numpy too, but no tensors."""
    found = outsider(source, maker)
    if found in _ADMITTED or (found.startswith(_TENSORS) and not found.startswith("what torch.jit.")):
        return ""
    numbers = (name for name in sorted(source.names(maker)) if name.startswith("numpy.") and name[6:7].islower())
    return found or next((f"what {name} gives back" for name in numbers), "")


def _as_fallback(source: Source, load: cst.Call) -> str:
    """Return what to do with a load that is tried where one has failed that decides on weights_only."""
    if _is_instead_of(source, load, says_true):
        return _FALLBACK
    return _OLD_TORCH if _is_instead_of(source, load, _is_decided) else ""


def _is_instead_of(source: Source, load: cst.Call, says: Callable[[Source, CallSite], bool]) -> bool:
    """Whether a load stands in a handler of one that says something."""
    return is_instead_of(source, load, (site.call for site in source.calls("torch.load") if says(source, site)))


def _is_decided(source: Source, site: CallSite) -> bool:
    del source
    return site.argument("weights_only") is not None


def _is_of_weights(source: Source, load: cst.Call) -> bool:
    """Whether what is loaded goes, whole or in part, into load_state_dict."""
    parts = [parent if isinstance(parent := source.parent(p), cst.Subscript) else p for p in places(source, load)]
    calls = (source.parent(arg) for p in parts if isinstance(arg := source.parent(p), cst.Arg))
    return any(isinstance(call, cst.Call) and source.code(call.func).endswith(".load_state_dict") for call in calls)
