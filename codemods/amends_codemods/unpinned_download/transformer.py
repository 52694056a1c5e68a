"""Pins a download to a commit that is known, or to a placeholder that somebody has to fill in."""

from __future__ import annotations

from dataclasses import dataclass, replace

import libcst as cst

from amends.arguments import with_argument
from amends.model import Advice, Change, Decision, Edit, Finding, Harmless, Level, Todo, TodoKind
from amends.revisions import Pin, is_commit
from amends.source import MISSING, Constant, Missing, Source, argument
from amends_codemods.unpinned_download import REVISIONS
from amends_codemods.unpinned_download.beside import is_fetched_beside, is_offline, place_of_revision
from amends_codemods.unpinned_download.detector import Unpinned
from amends_codemods.unpinned_download.floating import possible_revisions
from amends_codemods.unpinned_download.functions import Download
from amends_codemods.unpinned_download.hiding import Hiding, hiding
from amends_codemods.unpinned_download.repositories import Repository, repository

PLACEHOLDER = "<pin-a-commit-sha>"
_MAIN = "main"
_ABBREVIATED = 7
_CAUGHT = ", which the `except` around it only tells of"
_SILENT = (
    "an `except` around it would hide that a placeholder fails: pass revision=<commit> for {name} yourself, from the "
    "page of the repository, the settings or `amends fix --resolve`"
)
_OLD_COMMIT = "; torch.hub takes a commit that no branch or tag is at only with skip_validation=True"
_OFFLINE = "; what the download beside it fetches by its commit is found under that commit alone"
_DOUBT = "the placeholder does not say what it stands for: this is where main was"
_FILL_IN = "replace the placeholder by the commit to use; `amends fix --resolve` asks the Hub for it"


@dataclass(frozen=True, slots=True)
class _Target:
    """What is to be pinned: a repository of a kind, at a branch (or tag) that is followed until now."""

    name: str
    kind: str
    branch: str
    owner: str

    @property
    def full_name(self) -> str:
        """The name with its owner, also where the code leaves that out."""
        return f"{self.owner}/{self.name}" if self.owner and "/" not in self.name else self.name


@dataclass(frozen=True, slots=True)
class _Known:
    """A commit that is known, why another may be asked for, and whether the branch is sure to have been at it."""

    pin: Pin
    doubt: str = ""
    is_of_branch: bool = True


def transform(source: Source, finding: Finding[Unpinned]) -> Decision:
    """Return the edit that pins a download, or the reason why there is none."""
    found = finding.evidence
    if found.function is None:
        return Harmless("the function only shares its name with one that downloads: it is of another package")
    if not found.is_certain:
        return Advice("this name may mean several functions: pass revision=<commit> where it downloads")
    if settled := _settled(source, found):
        return settled
    named = repository(source, found, found.function)
    return _decided(source, found, found.function, named) if isinstance(named, Repository) else named


def _decided(source: Source, found: Unpinned, function: Download, named: Repository) -> Decision:
    """Decide on a download of a repository that is known by name."""
    current = named.revision if function.has_colon else _current(source, found)
    if isinstance(current, str) and _is_pinned(current):
        return Harmless("the revision is a commit")
    if found.revision is None and not function.has_colon and any(arg.star == "**" for arg in found.call.args):
        return Advice("the ** argument may hold a revision already: put revision=<commit> into it, or beside it")
    if other := _other_part(source, found, function, named):
        return Advice(other)
    is_placeholder = current == PLACEHOLDER
    branch = current if isinstance(current, str) and current and not is_placeholder else _MAIN
    target = _Target(named.name, _kind(source, found, function), branch, function.owner)
    if (told := _told(source, target)) is not None:
        return _at(source, found, target, _Known(told, is_of_branch=branch == _MAIN))
    if not function.has_colon and (pin := _looked_up(source, target)) is not None:
        return _at(source, found, target, _Known(pin, _DOUBT if is_placeholder else ""))
    return _to_fill_in(source, found, target, is_placeholder=is_placeholder)


def _other_part(source: Source, found: Unpinned, function: Download, named: Repository) -> str:
    """Return why one revision will not do: a part of the pipeline is named, too, and is of another repository."""
    for keyword in function.parts:
        given = argument(found.call, keyword)
        value = source.constant(given.value) if given else None
        if isinstance(value, str) and value != named.name:
            return (
                f"the revision would hold for {value!r} as well: load the {keyword} by from_pretrained, with a revision"
                " of its own, and pass it"
            )
    return ""


def _settled(source: Source, found: Unpinned) -> Advice | Harmless | None:
    """Return what the other arguments tell: why nothing is downloaded unpinned, or that elsewhere it is."""
    if is_offline(source, found) and not (is_fetched_beside(source, found) or _current(source, found) == PLACEHOLDER):
        return Harmless("only files of this machine are loaded (local_files_only=True)")
    origin = argument(found.call, "source")
    if origin is not None and source.constant(origin.value) == "local":
        return Harmless("what is loaded is a path of this machine")
    if found.revision is not None and source.constant(found.revision.value) is MISSING:
        return _decided_elsewhere(source, found.revision.value)
    return None


def _decided_elsewhere(source: Source, revision: cst.BaseExpression) -> Advice | Harmless:
    for value in possible_revisions(source, revision):
        if not isinstance(value, str) or not (_is_pinned(value) or value == PLACEHOLDER):
            return Advice(f"the revision may be {value!r}, which is no commit: write a commit where that is decided")
    return Harmless("the revision is decided elsewhere; see that it is a commit there")


def _current(source: Source, found: Unpinned) -> Constant | Missing:
    return None if found.revision is None else source.constant(found.revision.value)


def _is_pinned(revision: str) -> bool:
    """Tell a commit, also an abbreviated one, from a branch, a tag or a date."""
    is_hex = all(character in "0123456789abcdef" for character in revision)
    return is_commit(revision) or (is_hex and len(revision) >= _ABBREVIATED and not revision.isdigit())


def _kind(source: Source, found: Unpinned, function: Download) -> str:
    told = argument(found.call, "repo_type")
    value = source.constant(told.value) if told else None
    return value if isinstance(value, str) else function.kind


def _told(source: Source, target: _Target) -> Pin | None:
    """Return the commit that the settings tell."""
    told = source.context.option(REVISIONS)
    names = (name for name in (target.name, target.full_name) if name in told)
    return next((Pin(told[name], is_in_use=True) for name in names), None)


def _looked_up(source: Source, target: _Target) -> Pin | None:
    """Return the commit of the target from wherever this run may look."""
    names = dict.fromkeys((target.full_name, target.name))
    lookup = source.context.revisions
    return next((pin for name in names if (pin := lookup(name, target.kind, target.branch))), None)


def _at(source: Source, found: Unpinned, target: _Target, known: _Known) -> Decision:
    """Return the edit that pins a download to a commit that is known."""
    pinning = _pinning(source, found, target, known.pin.commit)
    if pinning is None:
        return _no_place(target)
    comment = _comment(source, place_of_revision(source, found), target) if known.is_of_branch else ()
    changes = (*comment, *pinning)
    if not known.pin.is_in_use:
        note = f"{target.name}: this is where {target.branch} stands on the Hub today; it may not be what ran until now"
        return Edit(f"Pin {target.name} to today's commit", Level.REVIEW, changes, note=note)
    level = Level.REVIEW if known.doubt else Level.SAFE
    return Edit(f"Pin {target.name} to the commit in use", level, changes, note=known.doubt)


def _to_fill_in(source: Source, found: Unpinned, target: _Target, *, is_placeholder: bool) -> Decision:
    """Return the edit that leaves the commit to be filled in, where it is noticed that nobody has."""
    todo = Todo(TodoKind.PIN_REVISION, target.full_name, _FILL_IN)
    if is_placeholder:
        return Advice(f"the revision of {target.full_name} still has to be filled in: {_FILL_IN}", (todo,))
    if target.branch != _MAIN and _looked_up(source, replace(target, branch=_MAIN)):
        unknown = f"of {target.full_name} main is known, but no {target.branch}"
        return Advice(f"{unknown}: replace it by the commit to use", (todo,))
    pinning = _pinning(source, found, target, PLACEHOLDER)
    if pinning is None:
        return _no_place(target)
    fate = hiding(source, found.call)
    if fate is Hiding.SILENT:
        return Advice(_SILENT.format(name=target.full_name), (todo,))
    note = f"{target.full_name}: fill in the commit; until then this fails when it is run"
    note += _CAUGHT if fate is Hiding.TOLD else ""
    note += _OLD_COMMIT if found.function is not None and found.function.has_colon else ""
    note += _OFFLINE if is_offline(source, found) else ""
    return Edit("Pin the download to a commit", Level.REVIEW, pinning, todos=(todo,), note=note, leaves_open=_FILL_IN)


def _no_place(target: _Target) -> Advice:
    return Advice(f"pass revision=<commit> for {target.name} yourself: the call has no place for one more argument")


def _pinning(source: Source, found: Unpinned, target: _Target, commit: str) -> tuple[Change, ...] | None:
    if found.function is not None and found.function.has_colon and found.repository is not None:
        return _behind_colon(source, found.call, found.repository.value, f"{target.name}:{commit}")
    if found.revision is not None:
        return (source.replace(place_of_revision(source, found), f'"{commit}"'),)
    change = with_argument(source, found.call, f'revision="{commit}"')
    return None if change is None else (change,)


def _behind_colon(source: Source, call: cst.Call, name: cst.BaseExpression, text: str) -> tuple[Change, ...]:
    """Write the commit behind the repository; a real one is taken, also when no branch is at it any more."""
    quote = name.quote if isinstance(name, cst.SimpleString) else '"'
    written = source.replace(name, f"{quote}{text}{quote}")
    is_told = argument(call, "skip_validation") is not None or any(arg.star for arg in call.args)
    change = None if is_told or text.endswith(PLACEHOLDER) else with_argument(source, call, "skip_validation=True")
    return (written,) if change is None else (written, change)


def _comment(source: Source, place: cst.BaseExpression, target: _Target) -> tuple[Change, ...]:
    """Name the branch in a comment above the statement, where there is room for one."""
    statement = source.statement(place)
    if not isinstance(statement, cst.SimpleStatementLine) or not source.stands_alone(statement):
        return ()
    return (source.insert_before(statement, f"# {target.name}: the commit that {target.branch} was at"),)
