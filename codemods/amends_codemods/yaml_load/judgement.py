"""Judges a load by its call, its stream and its loader, before anything is written in its place."""

from __future__ import annotations

import libcst as cst

from amends.facts.fallbacks import is_instead_of
from amends.model import Advice, Decision, Harmless
from amends.source import Certainty, Source
from amends_codemods.yaml_load.choices import is_chosen
from amends_codemods.yaml_load.detector import Load
from amends_codemods.yaml_load.documents import tag_in
from amends_codemods.yaml_load.loaders import SAFE_FUNCTIONS
from amends_codemods.yaml_load.registrations import python_tags

ASKED_FOR = (
    "a condition chooses between a safe load and one that builds any object: take that choice away and call"
    " yaml.{safe}, or say where it is offered that it is for documents which nobody else can write"
)
_DUMPS = ("yaml.dump", "yaml.dump_all", "ruamel.yaml.dump", "ruamel.yaml.dump_all", "builtins.repr")


def judged(source: Source, load: Load) -> Decision | None:
    """Return why a load is not made safe here; None if nothing that concerns it alone speaks against that."""
    return unfit(source, load) or _streamed(source, load) or _asked_for(source, load)


def unfit(source: Source, load: Load) -> Decision | None:
    """Return what keeps a load as it is, of the call and the loader alone."""
    return _uncertain(load) or _judged_loader(source, load)


def is_plain_text(source: Source, load: Load) -> bool:
    """Whether what is loaded stands in the code, without any tag."""
    stream = None if load.is_partial else load.site.argument("stream", 0)
    text = source.constant(stream.value) if stream else None
    return isinstance(text, (str, bytes)) and "!" not in str(text)


def _asked_for(source: Source, load: Load) -> Advice | None:
    return Advice(ASKED_FOR.format(safe=load.row.safe)) if is_chosen(source, load) else None


def _uncertain(load: Load) -> Decision | None:
    """Return why nothing certain can be said of the call itself."""
    site, safe = load.site, load.row.safe
    if site.certainty is Certainty.UNRESOLVED:
        return Advice(f"nothing in this file says what is called here: if it is PyYAML, call its {safe}")
    if site.certainty is Certainty.POSSIBLE:
        return Advice(f"this is only sometimes PyYAML's {load.row.name}: where it is, call {safe}")
    if site.has_stars:
        return Advice(f"starred arguments may bring a loader: call yaml.{safe}, or pass Loader=yaml.SafeLoader by name")
    if load.is_partial and not load.loader:
        return Advice(f"use partial(yaml.{safe}) if no loader is passed where it is called")
    return None


def _streamed(source: Source, load: Load) -> Decision | None:
    """Return what follows from the stream alone."""
    stream = None if load.is_partial else load.site.argument("stream", 0)
    if stream is None:
        return None if load.is_partial else Advice("this call has no stream to load from")
    if _is_own_dump(source, stream.value):
        return Harmless("what is loaded here was dumped by this very function: nobody else can have written it")
    if is_instead_of(source, load.site.call, (site.call for site in source.calls(*SAFE_FUNCTIONS))):
        return Advice("a safe load of the same has failed before this one, so another would fail too: let it fail")
    text = source.constant(stream.value)
    if isinstance(text, str) and (tag := tag_in(text)):
        return Advice(f"a safe loader refuses this document for its tag {tag}: write plain YAML first")
    return None


def _is_own_dump(source: Source, stream: cst.BaseExpression) -> bool:
    value = source.value(stream) if isinstance(stream, cst.Name) else stream
    return isinstance(value, cst.Call) and bool(source.names(value.func) & frozenset(_DUMPS))


def _judged_loader(source: Source, load: Load) -> Decision | None:
    """Return what follows from the loader alone: that it is safe, or not to be known, or cannot be replaced."""
    unknown = [origin.unknown for origin in load.origins if not origin.loader]
    if unknown:
        return Advice(f"{unknown[0]}; pass one that does, or call yaml.{load.row.safe}")
    if python_tags(source):
        return Advice(
            "this file builds Python objects from tags on its own: take out what handles !!python/… tags,"
            " or load only documents that nobody else can write; then load with yaml.SafeLoader"
        )
    if load.origins and not any(origin.is_unsafe for origin in load.origins):
        names = sorted({origin.loader.name for origin in load.origins if origin.loader})
        return Harmless(f"the loader builds plain data only: it is, or derives from, {' or '.join(names)}")
    return None
