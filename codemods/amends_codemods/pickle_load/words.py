"""What the names around a load say about the data."""

from __future__ import annotations

import re

import libcst as cst

from amends.source import Source
from amends_codemods.pickle_load.loaders import MACHINE_LEARNING, MODEL_WORDS, WEAK_MODEL_WORDS
from amends_codemods.pickle_load.origins import opened_path
from amends_codemods.pickle_load.results import imports, targets, uses

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")


def model_word(source: Source, load: cst.Call, stream: cst.BaseExpression | None) -> str | None:
    """Return a word in the names around a load which says that a fitted model is loaded."""
    function = source.enclosing(load, cst.FunctionDef)
    texts = [source.code(target) for target in targets(source, load)]
    texts += [function.name.value] if function else []
    texts += [source.code(stream)] if stream else []
    path = opened_path(source, stream)
    texts += [source.code(path), str(source.constant(path))] if path else []
    words = {word.lower() for text in texts for word in _WORD.findall(text)}
    known = MODEL_WORDS | WEAK_MODEL_WORDS if imports(source, *MACHINE_LEARNING) else MODEL_WORDS
    return min(words & known, default=None)


def target_word(source: Source, load: cst.Call, known: frozenset[str]) -> str | None:
    """Return one of the known words that stands in the names that the result of a load, or a part of it, goes to."""
    whole = tuple(targets(source, load))
    used = (source.parent(use) for target in whole for use in uses(source, target))
    parts = (target for part in used if isinstance(part, cst.Subscript) for target in targets(source, part))
    texts = [source.code(target) for target in (*whole, *parts)]
    words = {word.lower() for text in texts for word in _WORD.findall(text)}
    return min(words & known, default=None)
