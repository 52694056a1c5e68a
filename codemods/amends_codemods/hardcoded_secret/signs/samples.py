"""Lists that show what the credentials of several vendors look like: those of scanners, and what these learn from."""

from __future__ import annotations

import libcst as cst

from amends.facts.remembering import remembered
from amends.source import Source, descend
from amends_codemods.hardcoded_secret.positions.owners import spelled, text_of
from amends_codemods.hardcoded_secret.signs.formats import recognise
from amends_codemods.hardcoded_secret.signs.names import singular

_SEVERAL = 3
_SAMPLES = frozenset({"case", "example", "sample"})


def is_one_of_samples(source: Source, node: cst.CSTNode) -> bool:
    """Whether an expression stands in a list or tuple that holds the credentials of several vendors."""
    outermost = None
    for above in source.ancestors(node):
        if isinstance(above, cst.BaseStatement):
            break
        outermost = above if isinstance(above, (cst.List, cst.Tuple, cst.Set)) else outermost
    if outermost is None:
        return False
    assign = source.parent(outermost)
    names = spelled(assign.targets[0].target) if isinstance(assign, cst.Assign) else ()
    enough = _SEVERAL - 1 if any(not _SAMPLES.isdisjoint(singular(name)) for name in names) else _SEVERAL
    return len(_kinds(source, outermost)) >= enough


@remembered
def _kinds(source: Source, display: cst.CSTNode) -> frozenset[str]:
    """Return which kinds of credentials a display holds."""
    texts = (text_of(source, each) for each in descend(display) if isinstance(each, cst.SimpleString))
    found = (recognise(text) for text in texts if text)
    return frozenset(match.format.title for match in found if match)
