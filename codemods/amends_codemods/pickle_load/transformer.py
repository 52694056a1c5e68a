"""Decides on each load of a pickle: a restricted unpickler, weights_only, JSON, or words."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

import libcst as cst

from amends.libraries import imports
from amends.model import Advice, Decision, Finding, Harmless
from amends.results import object_uses
from amends.source import Certainty, Source
from amends_codemods.pickle_load import STRATEGY
from amends_codemods.pickle_load.contents import Contents, contents, is_anything
from amends_codemods.pickle_load.detector import Evidence, HandedOn, Imported, Load, Lookalike, LooseUnpickler
from amends_codemods.pickle_load.dumps import dumped, paired
from amends_codemods.pickle_load.elements import element_uses, uses_of_dumped
from amends_codemods.pickle_load.intent import intent, is_test
from amends_codemods.pickle_load.json_pairs import as_json
from amends_codemods.pickle_load.loaders import (
    CODE_WORDS,
    DUMPS,
    FRAME_WORDS,
    JAR_WORDS,
    LOADERS,
    TORCH_DUMPS,
    Kind,
)
from amends_codemods.pickle_load.origins import is_network, is_own_dump
from amends_codemods.pickle_load.python_2 import gone_import
from amends_codemods.pickle_load.restriction import restricted, with_fickling
from amends_codemods.pickle_load.told import annotated, checked, described, returned_beside
from amends_codemods.pickle_load.weights import safe_torch_load
from amends_codemods.pickle_load.words import model_word, target_word

_RESTRICT = (
    "derive an unpickler from pickle.Unpickler whose find_class admits the classes you expect and raises"
    " UnpicklingError for all others"
)
_HAND_ON = f"hand on a function that loads with a restricted unpickler instead ({_RESTRICT})"
_SAFETENSORS = (
    "{what} in a file that uses torch is likely a model: save its weights with"
    " safetensors.torch.save_file(model.state_dict(), path), and here make the model and call"
    " model.load_state_dict(safetensors.torch.load_file(path)), or safetensors.torch.load(data) for bytes"
)
_MODEL = (
    "what is loaded here is called {word!r}, and a fitted object cannot be admitted class by class: save it with"
    " skops.io.dump(model, path) and read it with skops.io.load(path, trusted=[…]), or in the library's own format"
    " (save_model, ONNX), or check the file's digest before loading it"
)
_NO_DATA = (
    (CODE_WORDS, "send its name and look that up instead"),
    (JAR_WORDS, "keep the cookies in a http.cookiejar.MozillaCookieJar, or as JSON"),
)
_READERS = frozenset({Kind.FILE, Kind.BYTES, Kind.UNPICKLER})
_READING = tuple(name for name, row in LOADERS.items() if row.kind in _READERS)
_PICKLING = DUMPS - TORCH_DUMPS
_KEYWORDS = frozenset({"fix_imports", "encoding", "errors", "buffers", "file"})


def transform(source: Source, finding: Finding[Evidence]) -> Decision:
    """Return the edit for a finding, or the reason why there is none."""
    evidence = finding.evidence
    if isinstance(evidence, Imported):
        return Harmless("an import loads nothing; each load in this file is judged on its own")
    if isinstance(evidence, Lookalike):
        return _lookalike(evidence)
    if is_test(source, finding.node):
        return Harmless("a test loads what it wrote itself")
    if isinstance(evidence, LooseUnpickler):
        name = evidence.class_.name.value
        return Advice(f"give {name} a find_class that admits an explicit table and raises UnpicklingError otherwise")
    if isinstance(evidence, HandedOn):
        return Advice(f"{evidence.qualified} is handed on: {evidence.loader.instead or _HAND_ON}")
    return _uncertain(evidence) or _known_harmless(source, evidence) or _load(source, evidence)


def _lookalike(evidence: Lookalike) -> Decision:
    if evidence.is_parameter:
        return Advice(f"{evidence.text} is what a caller passes: if that can be the pickle module, {_RESTRICT}")
    return Harmless(f"{evidence.text} is a name of this program, not the function that loads pickles")


def _uncertain(load: Load) -> Decision | None:
    site = load.site
    instead = load.loader.instead or _RESTRICT
    if site.certainty is Certainty.UNRESOLVED:
        return Advice(f"nothing in this file says what is called here; if it is {site.name}: {instead}")
    if site.certainty is Certainty.POSSIBLE:
        return Advice(f"this is only sometimes {site.name}; where it is: {instead}")
    return None


def _known_harmless(source: Source, load: Load) -> Decision | None:
    first = load.site.argument(None, 0)
    if first is not None and is_own_dump(source, first.value):
        return Harmless("what is loaded here was dumped by this very code: nobody else can have written it")
    return None


def _load(source: Source, load: Load) -> Decision:
    if load.loader.kind is Kind.TORCH:
        return safe_torch_load(source, load.site)
    if load.loader.kind is Kind.NUMPY:
        return _numpy(source, load)
    if load.loader.kind not in _READERS:
        return Advice(load.loader.instead)
    return _unsuited(load) or _model(source, load) or _pickle(source, load)


def _numpy(source: Source, load: Load) -> Decision:
    given = load.site.argument("allow_pickle", 2)
    if given is not None and source.constant(given.value) is not True:
        return Advice(f"allow_pickle is decided elsewhere: pass False, or {load.loader.instead}")
    return Advice(f"allow_pickle=True unpickles arrays of objects: {load.loader.instead}")


def _unsuited(load: Load) -> Decision | None:
    """Return why the call itself cannot be rewritten."""
    args = load.site.call.args
    keywords = {arg.keyword.value for arg in args if arg.keyword}
    starred = any(arg.star == "*" for arg in args)
    if not args or starred or keywords - _KEYWORDS or (args[0].keyword and load.loader.kind is Kind.BYTES):
        return Advice(f"the arguments of this call are not certain: {_RESTRICT}")
    return None


def _model(source: Source, load: Load) -> Decision | None:
    """Return the advice for a fitted model, which no table of plain data can admit."""
    stream = load.site.call.args[0].value
    word = model_word(source, load.site.call, stream)
    if imports(source, "torch") and (word or is_network(source, stream)):
        return Advice(_SAFETENSORS.format(what=f"what is called {word!r}" if word else "what comes over the network"))
    return Advice(_MODEL.format(word=word)) if word else None


def _pickle(source: Source, load: Load) -> Decision:
    strategy = source.context.option(STRATEGY)
    if strategy == "advice":
        return Advice(_RESTRICT)
    if strategy == "fickling" and load.loader.kind is not Kind.UNPICKLER:
        return with_fickling(source, load.site, load.loader)
    if pair := as_json(source, load.site.call):
        return pair
    if gone := gone_import(source):
        return Advice(f"the file imports {gone}, which only Python 2 has: move it to Python 3 first, then {_RESTRICT}")
    found = _contents(source, load.site.call)
    if reason := _more_than_data(source, load, found):
        return Advice(reason)
    return restricted(source, load.site, load.loader, found.own | _admitted_beside(source, load))


def _contents(source: Source, call: cst.Call) -> Contents:
    types = (*annotated(source, call), *checked(source, call), *returned_beside(source, call))
    meant = paired(source, call, _PICKLING)
    things = (thing for thing in dumped(source, call, _PICKLING) if thing in meant or not is_anything(source, thing))
    return contents(source, types, things)


def _admitted_beside(source: Source, load: Load) -> frozenset[str]:
    """Return the classes of this file that the other loads in it ask for, as one table serves them all."""
    own: frozenset[str] = frozenset()
    for site in source.calls(*_READING):
        other = Load(site, LOADERS[site.name])
        found = _contents(source, site.call)
        is_left = found.own <= own or other.site.call is load.site.call or _uncertain(other) or _unsuited(other)
        if not (is_left or _known_harmless(source, other) or _model(source, other)):
            own |= frozenset() if _more_than_data(source, other, found) else found.own
    return own


def _more_than_data(source: Source, load: Load, found: Contents) -> str | None:
    """Return why a table of plain data, with classes of this file, would refuse what is loaded."""
    call = load.site.call
    if not found.own and (why := intent(source, call) or described(source, call)):
        return f"{why}: {_RESTRICT}"
    if found.foreign:
        return f"the pickle may hold {found.foreign}, which a table of plain data does not admit: {_RESTRICT}"
    for known, instead in _NO_DATA:
        if word := target_word(source, call, known):
            return f"what is loaded is called {word!r}, so it is no plain data: {instead}"
    if imports(source, "pandas") and (word := target_word(source, call, FRAME_WORDS)):
        return f"what is loaded is called {word!r}: keep frames as parquet (to_parquet, pandas.read_parquet)"
    how = "" if found.own else next(_used_as_object(source, load), "")
    return f"{how}, so it is no plain data: {_RESTRICT}, or keep the data as JSON" if how else None


def _used_as_object(source: Source, load: Load) -> Iterator[str]:
    """Say how what is loaded, or what the file dumps, is used such that it can be no plain data."""
    call = load.site.call
    if load.loader.kind is not Kind.UNPICKLER:
        yield from (f"what is loaded is {use}" for use in chain(object_uses(source, call), element_uses(source, call)))
    yield from (f"what is dumped is {use}" for use in uses_of_dumped(source, paired(source, call, _PICKLING)))
