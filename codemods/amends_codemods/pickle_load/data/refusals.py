"""Says why a table of plain data, and of classes of this file, would refuse what is loaded."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

import libcst as cst

from amends.facts.libraries import imports
from amends.facts.remembering import remembered
from amends.facts.results import object_uses
from amends.source import Source
from amends_codemods.pickle_load.data.coders import coder
from amends_codemods.pickle_load.data.contents import Contents, contents, is_anything
from amends_codemods.pickle_load.data.dumps import dumped, paired
from amends_codemods.pickle_load.data.elements import element_uses, uses_of_dumped
from amends_codemods.pickle_load.data.namesakes import namesakes
from amends_codemods.pickle_load.data.outsiders import instead_of, is_jar
from amends_codemods.pickle_load.data.same_data import others_of_same_data
from amends_codemods.pickle_load.data.told import (
    annotated,
    checked,
    checked_parts,
    described,
    held_beside,
    returned_beside,
)
from amends_codemods.pickle_load.data.words import held_word, model_word, target_word
from amends_codemods.pickle_load.intent import intent
from amends_codemods.pickle_load.loaders import (
    CODE_WORDS,
    DUMPS,
    FRAME_WORDS,
    INSTEAD_OF_MODEL,
    JAR_WORDS,
    LOADERS,
    READING,
    RESTRICT,
    TORCH_DUMPS,
    Kind,
)
from amends_codemods.pickle_load.origins import is_network

_SAFETENSORS = (
    "{what} in a file that uses torch is likely a model: save its weights with"
    " safetensors.torch.save_file(model.state_dict(), path), and here make the model and call"
    " model.load_state_dict(safetensors.torch.load_file(path)), or safetensors.torch.load(data) for bytes"
)
_MODEL = "what is loaded here is called {word!r}, and a fitted object cannot be admitted class by class: {instead}"
_ON_TOKENIZERS = (
    "save it in its library's own format (save_pretrained of transformers, save of tokenizers, to_json and"
    " tokenizer_from_json of Keras), or keep its vocabulary as JSON and make it of that"
)
_FOREIGN = "the pickle may hold {found}, which a table of plain data does not admit: {instead}"
_ON_COOKIES = "keep them in a http.cookiejar.MozillaCookieJar, or as JSON"
_NO_DATA = (
    (CODE_WORDS, "send its name and look that up instead"),
    (JAR_WORDS, _ON_COOKIES),
)
_TELLING = (annotated, checked, returned_beside, held_beside, namesakes)
_PICKLING = DUMPS - TORCH_DUMPS


def refused(source: Source, call: cst.Call) -> str | None:
    """Return why a table would refuse what a call loads, by what is seen of this call or of others of the same data."""
    found = contents_of(source, call)
    if not found.own and (why := intent(source, call) or described(source, call) or coder(source, call)):
        return f"{why}: {RESTRICT}"
    return _more_than_data(source, call) or next(_more_beside(source, call), None)


def of_model(source: Source, call: cst.Call) -> str | None:
    """Return what to do with a fitted model, which no table of plain data can admit."""
    stream = call.args[0].value
    word = model_word(source, call, stream)
    if imports(source, "torch") and (word or is_network(source, stream)):
        return _SAFETENSORS.format(what=f"what is called {word!r}" if word else "what comes over the network")
    instead = _ON_TOKENIZERS if word == "tokenizer" else INSTEAD_OF_MODEL
    return _MODEL.format(word=word, instead=instead) if word else None


@remembered
def contents_of(source: Source, call: cst.Call) -> Contents:
    """Return whose objects a call loads, as far as the file tells."""
    meant = paired(source, call, _PICKLING)
    told = chain.from_iterable(tell(source, call) for tell in _TELLING)
    types = (*told, *checked_parts(source, meant))
    every = (thing for thing in dumped(source, call, _PICKLING) if thing not in meant)
    others = (thing for thing in every if not is_anything(source, thing))
    return contents(source, types, (*meant, *others))


def _more_beside(source: Source, call: cst.Call) -> Iterator[str]:
    """Yield what other loads of the same data tell of it."""
    loads = (site.call for site in source.calls(*READING) if site.call.args)
    for other in others_of_same_data(source, call, loads):
        if why := of_model(source, other) or _more_than_data(source, other):
            function = source.enclosing(other, cst.FunctionDef)
            where = f"by {function.name.value}" if function else "elsewhere in this file"
            yield f"the same is loaded {where}, and there {why}"


@remembered
def _more_than_data(source: Source, call: cst.Call) -> str | None:
    found = contents_of(source, call)
    if found.foreign:
        return _FOREIGN.format(found=found.foreign, instead=instead_of(found.foreign))
    if any(is_jar(source, thing) for thing in paired(source, call, _PICKLING)):
        return f"the cookies of a session or response are no plain data: {_ON_COOKIES}"
    for known, instead in _NO_DATA:
        if word := target_word(source, call, known):
            return f"what is loaded is called {word!r}, so it is no plain data: {instead}"
    if imports(source, "pandas") and (word := target_word(source, call, FRAME_WORDS)):
        return f"what is loaded is called {word!r}: keep frames as parquet (to_parquet, pandas.read_parquet)"
    if word := held_word(source, paired(source, call, _PICKLING)):
        return f"the pickle may hold a whole {word}, which a table of plain data does not admit: {RESTRICT}"
    how = "" if found.own else next(_used_as_object(source, call), "")
    return f"{how}, so it is no plain data: {RESTRICT}, or keep the data as JSON" if how else None


def _used_as_object(source: Source, call: cst.Call) -> Iterator[str]:
    """Say how what is loaded, or what the file dumps, is used such that it can be no plain data."""
    if not any(LOADERS[name].kind is Kind.UNPICKLER for name in source.names(call.func) & LOADERS.keys()):
        yield from (f"what is loaded is {use}" for use in chain(object_uses(source, call), element_uses(source, call)))
    yield from (f"what is dumped is {use}" for use in uses_of_dumped(source, paired(source, call, _PICKLING)))
