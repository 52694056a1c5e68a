"""Decides on each load of a pickle: a restricted unpickler, weights_only, JSON, or words."""

from __future__ import annotations

import libcst as cst

from amends.facts.fallbacks import is_instead_of
from amends.facts.pythons import gone_import
from amends.model import Advice, Decision, Finding, Harmless
from amends.source import Certainty, Source
from amends_codemods.pickle_load import STRATEGY
from amends_codemods.pickle_load.data.refusals import contents_of, of_model, refused
from amends_codemods.pickle_load.data.silence import SWALLOWED, SWALLOWED_NOTE, is_seen_to_be_plain, is_swallowed
from amends_codemods.pickle_load.detector import Evidence, HandedOn, Imported, Load, Lookalike, LooseUnpickler
from amends_codemods.pickle_load.fencing.fence import fence
from amends_codemods.pickle_load.intent import is_test
from amends_codemods.pickle_load.loaders import LOADERS, READERS, READING, RESTRICT, Kind
from amends_codemods.pickle_load.origins import is_own_dump, is_written_out
from amends_codemods.pickle_load.rewriting.json_pairs import as_json
from amends_codemods.pickle_load.rewriting.restriction import restricted, with_fickling
from amends_codemods.pickle_load.rewriting.weights import safe_torch_load

_HAND_ON = f"hand on a function that loads with a restricted unpickler instead ({RESTRICT})"
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
        return _loose(source, evidence.class_)
    if isinstance(evidence, HandedOn):
        return Advice(f"{evidence.qualified} is handed on: {evidence.loader.instead or _HAND_ON}")
    return _uncertain(evidence) or _known_harmless(source, evidence) or _load(source, evidence)


def _loose(source: Source, class_: cst.ClassDef) -> Decision:
    gap = fence(source, class_).gap
    return Advice(
        f"give {class_.name.value} a find_class that admits an explicit table of modules with their names and raises"
        f" UnpicklingError otherwise: {gap}"
    )


def _lookalike(evidence: Lookalike) -> Decision:
    if evidence.may_be:
        return Advice(f"{evidence.text} is the function that loads pickles unless a caller says otherwise: {RESTRICT}")
    return Harmless(f"{evidence.text} is a name of this program, not the function that loads pickles")


def _uncertain(load: Load) -> Decision | None:
    site = load.site
    instead = load.loader.instead or RESTRICT
    if site.certainty is Certainty.UNRESOLVED:
        return Advice(f"nothing in this file says what is called here; if it is {site.name}: {instead}")
    if site.certainty is Certainty.POSSIBLE:
        return Advice(f"this is only sometimes {site.name}; where it is: {instead}")
    return None


def _known_harmless(source: Source, load: Load) -> Decision | None:
    first = load.site.argument(None, 0)
    if first is not None and is_own_dump(source, first.value):
        return Harmless("what is loaded here was dumped by this very code: nobody else can have written it")
    if first is not None and is_written_out(source, first.value):
        return Harmless("what is loaded here stands in this file: whoever can change it can change the code")
    return None


def _load(source: Source, load: Load) -> Decision:
    if load.loader.kind is Kind.TORCH:
        return safe_torch_load(source, load.site)
    if load.loader.kind is Kind.NUMPY:
        return _numpy(source, load)
    if load.loader.kind not in READERS:
        return Advice(load.loader.instead)
    return _unsuited(load) or _pickle(source, load)


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
        return Advice(f"the arguments of this call are not certain: {RESTRICT}")
    return None


def _pickle(source: Source, load: Load) -> Decision:
    call = load.site.call
    if instead := of_model(source, call):
        return Advice(instead)
    strategy = source.context.option(STRATEGY)
    if strategy == "advice":
        return Advice(RESTRICT)
    if strategy == "fickling" and load.loader.kind is not Kind.UNPICKLER:
        return with_fickling(source, load.site, load.loader)
    if pair := as_json(source, call):
        return pair
    if reason := _of_python_2(source) or _loaded_instead(source, call) or refused(source, call):
        return Advice(reason)
    return _restricted(source, load)


def _restricted(source: Source, load: Load) -> Decision:
    call = load.site.call
    is_silent = is_swallowed(source, call)
    if is_silent and not is_seen_to_be_plain(source, call):
        return Advice(SWALLOWED)
    own = contents_of(source, call).own | _admitted_beside(source, load)
    return restricted(source, load.site, load.loader, own, SWALLOWED_NOTE if is_silent else "")


def _loaded_instead(source: Source, call: cst.Call) -> str:
    """Return what to do about a load which cannot be restricted, and takes what this one refuses."""
    unrestricted = (site for site in source.calls(*LOADERS) if LOADERS[site.name].kind not in READERS)
    other = next((site for site in unrestricted if is_instead_of(source, site.call, [call])), None)
    return f"what is refused here goes to {other.name}, which runs it: drop that, then {RESTRICT}" if other else ""


def _of_python_2(source: Source) -> str:
    gone = gone_import(source)
    first = f"the file imports {gone}, which only Python 2 has: move it to Python 3 first"
    return f"{first}, then {RESTRICT}" if gone else ""


def _admitted_beside(source: Source, load: Load) -> frozenset[str]:
    """Return the classes of this file that the other loads in it ask for, as one table serves them all."""
    own: frozenset[str] = frozenset()
    for site in source.calls(*READING):
        other = Load(site, LOADERS[site.name])
        wanted = contents_of(source, site.call).own
        is_left = wanted <= own or site.call is load.site.call or _uncertain(other) or _unsuited(other)
        if not (is_left or _known_harmless(source, other) or of_model(source, site.call)):
            own |= frozenset() if refused(source, site.call) else wanted
    return own
