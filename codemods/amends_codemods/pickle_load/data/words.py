"""What the names around a load, and around what the file dumps, say about the data."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import libcst as cst

from amends.facts.libraries import imports
from amends.facts.results import callers, targets, uses
from amends.source import Source
from amends_codemods.pickle_load.data.dumps import dumped, held
from amends_codemods.pickle_load.loaders import (
    DUMPS,
    FIGURE_WORDS,
    FIGURES,
    FRAME_WORDS,
    MACHINE_LEARNING,
    MODEL_WORDS,
    WEAK_MODEL_WORDS,
)
from amends_codemods.pickle_load.origins import file_said, opened_path

_WHOLE = frozenset({"agent", "model", "models", "net", "network", "pipeline"})  # their weights may be arrays
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")


def model_word(source: Source, load: cst.Call, stream: cst.BaseExpression | None) -> str | None:
    """Return a word in the names around a load which says that a fitted model is loaded.

    A word that means other things too says so only in a file about such models, or if the path bears it as well.
    """
    function = source.enclosing(load, cst.FunctionDef)
    called = _words((*map(source.code, _whole(source, load, 2)), *([function.name.value] if function else ())))
    at = _words(_of_path(source, stream))
    known = MODEL_WORDS | WEAK_MODEL_WORDS if imports(source, *MACHINE_LEARNING) else MODEL_WORDS
    told = ((called | at) & known) | (called & at & WEAK_MODEL_WORDS)
    return min(told, default=None) or _dumped_word(source, load, known)


def _of_path(source: Source, stream: cst.BaseExpression | None) -> Iterator[str]:
    """Yield how a stream and the path that it is opened at are spelled: of a path that is put together, its end."""
    path = opened_path(source, stream)
    made = source.value(path) if isinstance(path, cst.Name) else None
    if stream is not None:
        yield source.code(stream) if path is None or isinstance(stream, cst.Name) else ""
    for expression in (path, made):
        if expression is not None:
            yield str(source.constant(expression))
            yield file_said(source, expression) or source.code(expression)


def target_word(source: Source, load: cst.Call, known: frozenset[str]) -> str | None:
    """Return one of the known words in the names that a load, or a part of it, goes to, or that all dumps bear."""
    return kept_word(source, load, known) or _dumped_word(source, load, known)


def kept_word(source: Source, load: cst.Call, known: frozenset[str]) -> str | None:
    """Return one of the known words in the names that what a call gives, or a part of it, goes to."""
    whole = tuple(_whole(source, load, 2))
    used = (source.parent(use) for target in whole for use in uses(source, target))
    parts = (target for part in used if isinstance(part, cst.Subscript) for target in targets(source, part))
    found = _words(source.code(target) for target in (*whole, *parts)) & known
    return min(found, default=None)


def _whole(source: Source, load: cst.Call, hops: int) -> Iterator[cst.BaseExpression]:
    """Yield what all that is loaded is assigned to, here and where functions are called that give it back."""
    yield from targets(source, load)
    for call in callers(source, load) if hops else ():
        yield from _whole(source, call, hops - 1)


def _dumped_word(source: Source, load: cst.Call, known: frozenset[str]) -> str | None:
    """Return one of the known words if there is one in whatever of the dumps in this file may be what is loaded."""
    found = [_words([source.code(thing)]) & known for thing in dumped(source, load, DUMPS)]
    return min(found[0]) if found and all(found) else None


def held_word(source: Source, things: Iterable[cst.BaseExpression]) -> str | None:
    """Return the name of a model, frame or figure that one of the things holds as a whole, beside others."""
    known = FIGURE_WORDS if imports(source, *FIGURES) else frozenset[str]()
    known |= FRAME_WORDS if imports(source, "pandas") else frozenset()
    known |= MODEL_WORDS | _WHOLE if imports(source, *MACHINE_LEARNING) else frozenset()
    parts = (part for thing in things for part in held(source, thing))
    names = (part.attr if isinstance(part, cst.Attribute) else part for part in parts)
    return next((name.value for name in names if isinstance(name, cst.Name) and name.value.lower() in known), None)


def _words(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(word.lower() for text in texts for word in _WORD.findall(text))
