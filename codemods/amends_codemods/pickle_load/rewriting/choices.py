"""Tells whether somebody has chosen weights_only=False on purpose: by a comment, an option, or what is beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

import libcst as cst

from amends.facts.remarks import remarks
from amends.source import CallSite, Source

_WORD: Final = re.compile(r"[a-z]+(?:_[a-z]+)*")
_TO_DO: Final = frozenset({"fixme", "hack", "todo", "true", "xxx"})
_REASONS: Final = frozenset({
    "arbitrary", "args", "because", "class", "classes", "config", "configs", "contain", "contains", "custom", "entire",
    "error", "errors", "explicit", "explicitly", "fail", "fails", "full", "hold", "holds", "include", "includes",
    "legacy", "local", "metadata", "must", "namespace", "need", "needed", "needs", "non", "numpy", "object", "objects",
    "older", "omegaconf", "optimizer", "otherwise", "own", "pickle", "pickled", "pickles", "require", "required",
    "requires", "safe", "scheduler", "since", "source", "trust", "trusted", "unpickle", "unpickling", "weights_only",
    "whole",
})  # fmt: skip
# Names of what decides whether more than weights may be loaded.
_OPTION: Final = re.compile(
    r"(?i)(?:^|_)(?:weights_only|full|entire|whole|safe(?:_?(?:load|mode|only))?|objects?|pickled?)(?:_|$)"
)
_ON_REASON = (
    "a comment gives a reason for weights_only=False ({said}): admit what your files hold besides weights with"
    " torch.serialization.add_safe_globals and pass True, or load only files whose origin you know"
)
_ON_OPTION = (
    "{name} leads to weights_only=False: say in its documentation that it is for trusted files alone, and admit what"
    " your files hold besides weights with torch.serialization.add_safe_globals"
)
_ON_OTHERS = (
    "other loads here say weights_only=True, so that False seems to be meant: pass True if there are weights alone in"
    " this file, else admit what it holds besides them with torch.serialization.add_safe_globals"
)


def chosen(source: Source, site: CallSite) -> str | None:
    """Return what to do where a load says weights_only=False and something shows that it is meant."""
    if said := next(_reasons(source, site.call), ""):
        return _ON_REASON.format(said=said)
    if name := next(_options(source, site.call), ""):
        return _ON_OPTION.format(name=name)
    return _ON_OTHERS if any(says_true(source, other) for other in source.calls("torch.load")) else None


def says_true(source: Source, site: CallSite) -> bool:
    """Whether a load says weights_only=True."""
    given = site.argument("weights_only")
    return given is not None and source.constant(given.value) is True


def _reasons(source: Source, call: cst.Call) -> Iterator[str]:
    """Yield the comments that say why; one that wants something else says that it is to be changed."""
    for remark in remarks(source, call):
        said = frozenset(_WORD.findall(remark.lower()))
        if said & _REASONS and not said & _TO_DO:
            yield f"“{remark.lstrip('#').strip()}”"


def _options(source: Source, call: cst.Call) -> Iterator[str]:
    """Yield the names in the conditions around a load that tell what may be in the file."""
    for above in source.ancestors(call):
        if isinstance(above, (cst.If, cst.IfExp)):
            names = (node for node in source.nodes(cst.Name) if above.test in (node, *source.ancestors(node)))
            yield from (name.value for name in names if _OPTION.search(name.value))
