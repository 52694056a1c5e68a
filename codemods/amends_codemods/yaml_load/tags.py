"""Decides by the tags in the documents: those of Python, and those that the file registers for itself."""

from __future__ import annotations

from collections.abc import Iterator

from amends.model import Advice
from amends.source import Source
from amends.wording import brief
from amends_codemods.yaml_load.detector import Load, is_plainly_safe, loads
from amends_codemods.yaml_load.documents import python_tag
from amends_codemods.yaml_load.judgement import is_plain_text, unfit
from amends_codemods.yaml_load.loaders import SAFE_FUNCTIONS
from amends_codemods.yaml_load.naming import Renaming
from amends_codemods.yaml_load.objects import of_objects
from amends_codemods.yaml_load.registrations import DEFAULT_LOADERS, follows, moved
from amends_codemods.yaml_load.unmoved import unmoved


def of_tags(source: Source, load: Load) -> Advice | None:
    """Return what the tags that documents have, or that the file registers, keep from being done."""
    if (tag := python_tag(source)) and not is_plain_text(source, load):
        return Advice(
            f"a document in this file has the tag {tag}, which a safe loader refuses: write plain YAML in its place,"
            f" then call yaml.{load.row.safe}"
        )
    names = frozenset(name for _, names in _replaced(load) for name in names)
    if place := unmoved(source, names, {origin.node for origin in load.origins}):
        return Advice(
            f"{brief(source.code(place))} may register tags on this loader: register them on yaml.SafeLoader, or on a"
            " class of your own that derives from it, and load with that"
        )
    if not moves_tags(source, load):
        return of_objects(source, load)
    return _left_behind(source, load) or _shared(source)


def moves_tags(source: Source, load: Load) -> bool:
    """Whether tags move to the safe loader, be it that their loader changes by the name that both go by."""
    return any(True for _ in registered(source, load)) or follows(source, {origin.node for origin in load.origins})


def registered(source: Source, load: Load) -> Iterator[Renaming]:
    """Yield the renamings that move along what the file registers on the loader."""
    for safe, names in _replaced(load):
        yield from moved(source, names, safe)


def _replaced(load: Load) -> Iterator[tuple[str, frozenset[str]]]:
    """Yield the safe loaders, each with the names of those whose place it takes."""
    unsafe = [origin.loader for origin in load.origins if origin.is_unsafe and origin.loader]
    for safe in sorted({loader.safe for loader in unsafe} or {"SafeLoader"}):
        yield safe, frozenset(loader.name for loader in unsafe if loader.safe == safe) or DEFAULT_LOADERS


def _shared(source: Source) -> Advice | None:
    """Return why what the file registers cannot move: its safe loads would read the tags as well."""
    safe = [site.call for site in source.calls(*SAFE_FUNCTIONS)]
    safe += [load.site.call for load in loads(source) if is_plainly_safe(load)]
    if not safe:
        return None
    return Advice(
        "what is registered on yaml.SafeLoader holds for every safe load, also for"
        f" {brief(source.code(safe[0]))}: write class OwnLoader(yaml.SafeLoader): pass, register the tags on it, and"
        " load with Loader=OwnLoader"
    )


def _left_behind(source: Source, load: Load) -> Advice | None:
    """Return why what the file registers for its own tags cannot move: a load that stays as it is needs it, too."""
    others = (other for other in loads(source) if other.site.call is not load.site.call)
    if not any(isinstance(unfit(source, other), Advice) for other in others):
        return None
    return Advice(
        f"another load of this file stays as it is and reads the same tags: make that one safe too, then call"
        f" yaml.{load.row.safe} and register the tags on yaml.SafeLoader"
    )
