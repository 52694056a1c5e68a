"""What else a file says of a repository that it downloads: other calls for it, and a constant for its revision."""

from __future__ import annotations

import libcst as cst

from amends.source import Source, argument, last_name
from amends_codemods.unpinned_download.detector import Unpinned, detect

_SHOWING = frozenset({"print", "debug", "info", "warning", "log"})


def is_offline(source: Source, found: Unpinned) -> bool:
    """Whether only files of this machine are loaded."""
    given = argument(found.call, "local_files_only")
    return given is not None and source.constant(given.value) is True


def is_fetched_beside(source: Source, found: Unpinned) -> bool:
    """Whether the file downloads the same repository, too: what is pinned there is found under its commit alone."""
    name = source.constant(found.repository.value) if found.repository else None
    others = (finding.evidence for finding in detect(source)) if isinstance(name, str) else ()
    fetched = (other for other in others if other.revision is None and not is_offline(source, other))
    return any(other.repository and source.constant(other.repository.value) == name for other in fetched)


def place_of_revision(source: Source, found: Unpinned) -> cst.BaseExpression:
    """Return where the revision is said: in the call, or in a constant that is there to say it for this repository."""
    given = found.revision.value if found.revision else found.call
    value = source.value(given) if isinstance(given, cst.Name) else None
    if value is None or not isinstance(given, cst.Name) or not _is_literal(value):
        return given
    known: dict[cst.CSTNode | None, str] = {f.node: _repository(source, f.evidence) for f in detect(source)}
    scope = source.scope(given).visible(given.value)
    uses = source.uses(scope, given.value) if scope else ()
    calls = [_taker(source, use) for use in uses]
    repositories = {known.get(call) for call in calls if call is None or not _shows(call)}
    return value if repositories == {_repository(source, found)} else given


def _taker(source: Source, use: cst.CSTNode) -> cst.Call | None:
    """Return the call that is given a name as an argument."""
    handed = source.parent(use)
    call = source.parent(handed) if isinstance(handed, cst.Arg) else None
    return call if isinstance(call, cst.Call) else None


def _shows(call: cst.Call) -> bool:
    return last_name(call.func) in _SHOWING


def _repository(source: Source, found: Unpinned) -> str:
    return source.code(found.repository.value) if found.repository else ""


def _is_literal(value: cst.BaseExpression) -> bool:
    return isinstance(value, cst.SimpleString) or (isinstance(value, cst.Name) and value.value == "None")
