"""Turns loads that build objects into safe ones."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from amends.arguments import without_argument
from amends.fallbacks import is_instead_of
from amends.model import Advice, Change, Decision, Edit, Finding, Harmless, Level
from amends.source import Certainty, Source
from amends_codemods.yaml_load.detector import Evidence, HandedOn, Load, Lookalike, UnsafeType, loads
from amends_codemods.yaml_load.loaders import Loader, loader_named
from amends_codemods.yaml_load.naming import Renaming, imported_as, renamed
from amends_codemods.yaml_load.objects import dumps_tags, of_objects
from amends_codemods.yaml_load.origins import Origin
from amends_codemods.yaml_load.registrations import DEFAULT_LOADERS, moved, python_tags

_DUMPS = ("yaml.dump", "yaml.dump_all", "ruamel.yaml.dump", "ruamel.yaml.dump_all")
_SAFE = ("yaml.safe_load", "yaml.safe_load_all", "ruamel.yaml.safe_load", "ruamel.yaml.safe_load_all")
_PYTHON_TAG = "!!python/"
_NOTE = "documents with Python tags (!!python/…) are refused afterwards, with a ConstructorError"
_DUMPED = "; yaml.dump writes tuples, sets and objects with such tags, so dump with yaml.safe_dump as well"
_MOVED = "; what the file registers for its own tags goes to the safe loader too"


def transform(source: Source, finding: Finding[Evidence]) -> Decision:
    """Return the edit that makes a load safe, or the reason why it is left to a person."""
    evidence = finding.evidence
    if isinstance(evidence, UnsafeType):
        return _unsafe_type(source, evidence)
    if isinstance(evidence, Lookalike):
        return _lookalike(evidence)
    if isinstance(evidence, HandedOn):
        return _handed_on(source, evidence)
    reason = _uncertain(evidence) or _streamed(source, evidence) or _judged_loader(source, evidence)
    if reason is None:
        is_moving = any(True for _ in _registered(source, evidence))
        reason = _left_behind(source, evidence) if is_moving else of_objects(source, evidence)
    return reason or _safe_load(source, evidence)


def _left_behind(source: Source, load: Load) -> Advice | None:
    """Return why what the file registers for its own tags cannot move: a load that stays as it is needs it, too."""
    others = (other for other in loads(source) if other.site.call is not load.site.call)
    if not any(isinstance(_uncertain(other) or _judged_loader(source, other), Advice) for other in others):
        return None
    return Advice(
        f"another load of this file stays as it is and reads the same tags: make that one safe too, then call"
        f" yaml.{load.row.safe} and register the tags on yaml.SafeLoader"
    )


def _unsafe_type(source: Source, evidence: UnsafeType) -> Decision:
    typ = evidence.typ
    if not isinstance(typ, cst.SimpleString):
        return Advice('the type of this YAML() comes from a name: give it "safe" instead of "unsafe"')
    text = f"{typ.prefix}{typ.quote}safe{typ.quote}"
    return Edit('Use YAML(typ="safe")', Level.REVIEW, (source.replace(typ, text),), note=_NOTE)


def _lookalike(evidence: Lookalike) -> Decision:
    if not evidence.origin or "()" in evidence.origin:
        return Harmless(f"{evidence.text} is a method of an object made here, not PyYAML's function")
    module = evidence.origin.rpartition(".")[0]
    return Advice(f"{evidence.text} is that of {module}: if it is PyYAML's, or passes on to it, call its safe_load")


def _handed_on(source: Source, evidence: HandedOn) -> Decision:
    if evidence.row.takes_loader and not _is_mapped(source, evidence.function):
        text = evidence.row.safe
        return Advice(f"{evidence.qualified} is handed on: hand on yaml.{text}, and pass no loader where it is called")
    found = renamed(source, evidence.function, evidence.row.safe, _sister(evidence.qualified, evidence.row.safe))
    title = f"Use yaml.{evidence.row.safe}"
    return Edit(title, Level.REVIEW, found.changes, found.imports, found.may_orphan, note=_NOTE)


def _is_mapped(source: Source, function: cst.BaseExpression) -> bool:
    """Whether the function is given to `map` with one iterable, so that it is called with a stream alone."""
    arg = source.parent(function)
    call = source.parent(arg) if isinstance(arg, cst.Arg) else None
    if not isinstance(call, cst.Call) or source.names(call.func) != frozenset({"builtins.map"}):
        return False
    return len(call.args) == 2 and call.args[0] is arg  # noqa: PLR2004 - the function and one iterable


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
    if is_instead_of(source, load.site.call, (site.call for site in source.calls(*_SAFE))):
        return Advice("a safe load of the same has failed before this one, so another would fail too: let it fail")
    text = source.constant(stream.value)
    if isinstance(text, str) and _PYTHON_TAG in text:
        return Advice(f"a safe loader refuses this document for its {_PYTHON_TAG}… tags: write plain YAML first")
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
    if _is_told_to_be_unsafe(source, load):
        return Advice(
            "a condition chooses between a safe loader and one that builds any object: take that choice away and call"
            f" yaml.{load.row.safe}"
        )
    if load.origins and not any(origin.is_unsafe for origin in load.origins):
        names = sorted({origin.loader.name for origin in load.origins if origin.loader})
        return Harmless(f"the loader builds plain data only: it is, or derives from, {' or '.join(names)}")
    return None


def _is_told_to_be_unsafe(source: Source, load: Load) -> bool:
    """Whether `A if condition else B` asks for an unsafe loader or the very one that would take its place."""
    names = {origin.loader.name for origin in load.origins if origin.loader}
    replaced = {origin.loader.safe for origin in load.origins if origin.loader and origin.is_unsafe}
    return load.loader is not None and len(_branches(source, load.loader.value)) > 1 and bool(names & replaced)


def _branches(source: Source, expression: cst.BaseExpression) -> tuple[cst.BaseExpression, ...]:
    """Return what a conditional expression chooses between, or the expression itself; by way of a name as well."""
    value = source.value(expression) if isinstance(expression, cst.Name) else None
    chosen = value if isinstance(value, cst.IfExp) else expression
    return (chosen.body, chosen.orelse) if isinstance(chosen, cst.IfExp) else (chosen,)


def _safe_load(source: Source, load: Load) -> Decision:
    alias = source.value(load.function) if isinstance(load.function, cst.Name) else None
    if load.loader is None and alias is not None and load.row.takes_loader:
        return _edit(source, load, "Pass SafeLoader", [_passed(source, load)])
    if load.loader is None or (alias is None and _can_go(source, load, load.loader)):
        function = renamed(source, alias or load.function, load.row.safe, _sister(load.site.name, load.row.safe))
        if load.loader is None:
            return _edit(source, load, f"Use yaml.{load.row.safe}", [function])
        if removal := without_argument(source, load.site.call, load.loader):
            named = _branches(source, load.loader.value)
            gone = Renaming((removal,), may_orphan=tuple(o for name in named for o in imported_as(source, name)))
            return _edit(source, load, f"Use yaml.{load.row.safe}", [function, gone])
    unsafe = [(origin, origin.loader) for origin in load.origins if origin.is_unsafe and origin.loader]
    found = [r for origin, loader in unsafe for r in _renamed_origin(source, origin, loader)]
    return _edit(source, load, f"Use {' or '.join(sorted({loader.safe for _, loader in unsafe}))}", found)


def _passed(source: Source, load: Load) -> Renaming:
    """Add a safe loader to a call through another name of the load function."""
    reference = source.refer("yaml.SafeLoader", load.site.call)
    end = source.span(load.site.call.args[-1])[1]
    return Renaming((Change(end, end, f", Loader={reference.text}"),), reference.imports)


def _can_go(source: Source, load: Load, loader: cst.Arg) -> bool:
    """Whether safe_load says the same without a loader: the call names a slow loader and passes nothing else."""
    if load.is_partial or len(load.site.call.args) != 2:  # noqa: PLR2004 - the stream and the loader
        return False
    if not load.origins:
        return True
    branches = _branches(source, loader.value)
    is_here = isinstance(loader.value, cst.IfExp) or len(branches) == 1
    own = all(name.startswith(("yaml.", "ruamel.yaml.")) for branch in branches for name in source.names(branch))
    slow = all(origin.loader is not None and origin.loader.safe == "SafeLoader" for origin in load.origins)
    return is_here and own and slow and tuple(origin.node for origin in load.origins) == branches


def _renamed_origin(source: Source, origin: Origin, loader: Loader) -> Iterator[Renaming]:
    """Yield the renamings of an unsafe class where it is named, and in the body of the class that derives from it."""
    qualified = f"yaml.{loader.safe}"
    yield renamed(source, origin.node, loader.safe, qualified)
    if origin.subclass is None:
        return
    start, end = source.span(origin.subclass.body)
    for node in source.nodes(cst.Attribute, cst.Name):
        if start <= source.span(node)[0] < end and any(loader_named(n) is loader for n in source.names(node)):
            yield renamed(source, node, loader.safe, qualified)


def _edit(source: Source, load: Load, title: str, found: list[Renaming]) -> Edit:
    registered = list(_registered(source, load))
    changes = dict.fromkeys(change for renaming in (*found, *registered) for change in renaming.changes)
    level = Level.SAFE if _is_plain_text(source, load) and not registered else Level.REVIEW
    note = _NOTE + (_DUMPED if dumps_tags(source) else "") + (_MOVED if registered else "")
    return Edit(
        title,
        level,
        tuple(changes),
        imports=tuple(wanted for renaming in (*found, *registered) for wanted in renaming.imports),
        may_orphan=tuple(orphan for renaming in (*found, *registered) for orphan in renaming.may_orphan),
        note="" if level is Level.SAFE else note,
    )


def _registered(source: Source, load: Load) -> Iterator[Renaming]:
    unsafe = [origin.loader for origin in load.origins if origin.is_unsafe and origin.loader]
    for safe in sorted({loader.safe for loader in unsafe} or {"SafeLoader"}):
        names = frozenset(loader.name for loader in unsafe if loader.safe == safe)
        yield from moved(source, names if unsafe else DEFAULT_LOADERS, safe)


def _is_plain_text(source: Source, load: Load) -> bool:
    """Whether what is loaded stands in the code, without any tag."""
    stream = None if load.is_partial else load.site.argument("stream", 0)
    text = source.constant(stream.value) if stream else None
    return isinstance(text, (str, bytes)) and "!" not in str(text)


def _sister(qualified: str, safe: str) -> str:
    return f"{qualified.rpartition('.')[0]}.{safe}"
