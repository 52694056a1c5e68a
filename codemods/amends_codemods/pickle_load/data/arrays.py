"""Tells whether arrays of numpy may be in the pickles of a file, which need not import numpy for that."""

from __future__ import annotations

import re
from itertools import chain
from typing import Final

import libcst as cst

from amends.facts.libraries import has_arrays, project_has_arrays
from amends.facts.remembering import remembered
from amends.source import Source
from amends_codemods.pickle_load.loaders import DUMPS, LOADERS

_WORDS: Final = re.compile(
    r"(?i)(?<![a-z])(?:arrs?|(?:nd)?arrays?|embeddings?|matri(?:x|ces)|numpy|[gs]et_weights)(?![a-z])"
)


@remembered
def may_hold_arrays(source: Source) -> bool:
    """Whether the file works with arrays, its project does, or functions that load or dump speak of them."""
    return has_arrays(source) or _speaks_of_them(source) or project_has_arrays(source)


def _speaks_of_them(source: Source) -> bool:
    calls = (site.call for site in source.calls(*LOADERS, *DUMPS))
    functions = (source.enclosing(call, cst.FunctionDef) for call in calls)
    texts = (source.code(function) for function in functions if function is not None)
    return any(_WORDS.search(text) for text in chain((source.module.get_docstring() or "",), texts))
