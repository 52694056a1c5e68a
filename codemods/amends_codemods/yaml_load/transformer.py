"""Turns loads that build objects into safe ones."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from amends.arguments import without_argument
from amends.model import Advice, Change, Decision, Edit, Finding, Harmless, Level
from amends.source import Source
from amends_codemods.yaml_load.choices import branches, is_picked_function
from amends_codemods.yaml_load.detector import Evidence, HandedOn, Load, Lookalike, UnsafeType
from amends_codemods.yaml_load.judgement import ASKED_FOR, is_plain_text, judged
from amends_codemods.yaml_load.loaders import Loader, loader_named
from amends_codemods.yaml_load.naming import Renaming, imported_as, renamed
from amends_codemods.yaml_load.objects import dumps_tags
from amends_codemods.yaml_load.origins import Origin
from amends_codemods.yaml_load.ruamel import decide_type
from amends_codemods.yaml_load.tags import moves_tags, of_tags, registered

_NOTE = "documents with Python tags (!!python/…) are refused afterwards, with a ConstructorError"
_DUMPED = "; yaml.dump writes tuples, sets and objects with such tags, so dump with yaml.safe_dump as well"
_MOVED = "; what the file registers for its own tags goes to the safe loader, and so to every safe load of the program"


def transform(source: Source, finding: Finding[Evidence]) -> Decision:
    """Return the edit that makes a load safe, or the reason why it is left to a person."""
    evidence = finding.evidence
    if isinstance(evidence, UnsafeType):
        return decide_type(source, evidence.call, evidence.spelled, _NOTE)
    if isinstance(evidence, Lookalike):
        return _lookalike(evidence)
    if isinstance(evidence, HandedOn):
        return _handed_on(source, evidence)
    return judged(source, evidence) or of_tags(source, evidence) or _safe_load(source, evidence)


def _lookalike(evidence: Lookalike) -> Decision:
    if not evidence.origin or "()" in evidence.origin:
        return Harmless(f"{evidence.text} is a method of an object made here, not PyYAML's function")
    module = evidence.origin.rpartition(".")[0]
    return Advice(f"{evidence.text} is that of {module}: if it is PyYAML's, or passes on to it, call its safe_load")


def _handed_on(source: Source, evidence: HandedOn) -> Decision:
    if is_picked_function(source, evidence.function):
        return Advice(ASKED_FOR.format(safe=evidence.row.safe))
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


def _safe_load(source: Source, load: Load) -> Decision:
    alias = source.value(load.function) if isinstance(load.function, cst.Name) else None
    if load.loader is None and alias is not None and load.row.takes_loader:
        return _edit(source, load, "Pass SafeLoader", [_passed(source, load)])
    if load.loader is None or (alias is None and _can_go(source, load, load.loader)):
        function = renamed(source, alias or load.function, load.row.safe, _sister(load.site.name, load.row.safe))
        if load.loader is None:
            return _edit(source, load, f"Use yaml.{load.row.safe}", [function])
        if removal := without_argument(source, load.site.call, load.loader):
            named = branches(source, load.loader.value)
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
    named = branches(source, loader.value)
    is_here = isinstance(loader.value, cst.IfExp) or len(named) == 1
    own = all(name.startswith(("yaml.", "ruamel.yaml.")) for branch in named for name in source.names(branch))
    slow = all(origin.loader is not None and origin.loader.safe == "SafeLoader" for origin in load.origins)
    return is_here and own and slow and tuple(origin.node for origin in load.origins) == named


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
    registrations = list(registered(source, load))
    is_moving = moves_tags(source, load)
    changes = dict.fromkeys(change for renaming in (*found, *registrations) for change in renaming.changes)
    level = Level.SAFE if is_plain_text(source, load) and not is_moving else Level.REVIEW
    note = _NOTE + (_DUMPED if dumps_tags(source) else "") + (_MOVED if is_moving else "")
    return Edit(
        title,
        level,
        tuple(changes),
        imports=tuple(wanted for renaming in (*found, *registrations) for wanted in renaming.imports),
        may_orphan=tuple(orphan for renaming in (*found, *registrations) for orphan in renaming.may_orphan),
        note="" if level is Level.SAFE else note,
    )


def _sister(qualified: str, safe: str) -> str:
    return f"{qualified.rpartition('.')[0]}.{safe}"
