"""What the code around a load says of objects in the documents, which no safe loader builds."""

from __future__ import annotations

import libcst as cst

from amends.facts.makers import makers
from amends.facts.results import targets, used_in_place, uses
from amends.model import Advice
from amends.source import CallSite, Source
from amends_codemods.yaml_load.detector import Load
from amends_codemods.yaml_load.loaders import YAML_OBJECTS

_DUMPS = tuple(f"{library}.{name}" for library in ("yaml", "ruamel.yaml") for name in ("dump", "dump_all"))
_TAGGING = frozenset(f"{library}.{name}" for library in ("yaml", "ruamel.yaml") for name in ("Dumper", "CDumper"))
_REPRESENTERS = ("add_representer", "add_multi_representer")
_PLAIN_VALUES = (
    "write plain values with yaml.safe_dump (dataclasses.asdict, vars), read them with yaml.{name}, and make the object"
    " of them; or give the class a tag of its own (yaml.YAMLObject)"
)
_PLAIN_BASES = frozenset({"builtins.dict", "builtins.list", "builtins.str", "enum.Enum"}) | YAML_OBJECTS


def dumps_tags(source: Source) -> bool:
    """Whether the file dumps what a safe dumper would refuse, with tags of Python."""
    return any(_writes_tags(source, site) for site in source.calls(*_DUMPS))


def of_objects(source: Source, load: Load) -> Advice | None:
    """Return the advice for a load of objects; where the file has tags of its own, these may be what is built."""
    if not _builds_objects(load):
        return None
    reason = _used_as_object(source, load.site.call) or _dumped_object(source)
    return Advice(f"{reason}: {_PLAIN_VALUES.format(name=load.row.safe)}") if reason else None


def _builds_objects(load: Load) -> bool:
    """Whether one document is loaded here, by a loader that builds any object in all versions of the library."""
    loaders = [origin.loader.name for origin in load.origins if origin.loader and not origin.subclass]
    known = len(loaders) == len(load.origins) and not any("Full" in name for name in loaders)
    return known and not load.is_partial and load.row.name in {"load", "unsafe_load"}


def _used_as_object(source: Source, load: cst.Call) -> str:
    names = (target for target in targets(source, load) if isinstance(target, cst.Name))
    read = (use for name in names if len(source.bindings(name)) == 1 for use in uses(source, name))
    how = next((how for place in (load, *read) for how in used_in_place(source, place, 0)), "")
    return how and f"what is loaded is {how}, as no plain data is"


def _dumped_object(source: Source) -> str:
    if any(True for _ in source.method_calls(*_REPRESENTERS)):
        return ""
    things = (thing for site in source.calls(*_DUMPS) if (thing := _tagged(source, site)))
    classes = (class_ for thing in things for maker in makers(source, thing, 2) if (class_ := _class(source, maker)))
    found = next(classes, None)
    return f"the file dumps a whole {found.name.value}, which is written with a tag of Python" if found else ""


def _writes_tags(source: Source, dump: CallSite) -> bool:
    given = dump.argument("Dumper", 2)
    return given is None or bool(source.names(given.value) & _TAGGING)


def _tagged(source: Source, dump: CallSite) -> cst.BaseExpression | None:
    thing = dump.argument("data", 0)
    return thing.value if thing is not None and _writes_tags(source, dump) else None


def _class(source: Source, maker: cst.BaseExpression) -> cst.ClassDef | None:
    """Return the class of the file that a name means, if its instances are dumped as objects."""
    found = [b.node for b in source.bindings(maker)] if isinstance(maker, cst.Name) else []
    class_ = source.parent(maker) if isinstance(source.parent(maker), cst.ClassDef) else found[0] if found else None
    if not isinstance(class_, cst.ClassDef):
        return None
    is_plain = any(source.names(base.value) & _PLAIN_BASES for base in class_.bases)
    return None if is_plain else class_
