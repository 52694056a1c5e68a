"""What Bandit reports as a hard-coded password although it is no text, or not the one that is meant."""

from __future__ import annotations

import re
from collections.abc import Iterator

import libcst as cst

from amends.source import Source

_WORDS = r"(pas+wo?r?d|pass(phrase)?|pwd|token|secrete?)"
_CANDIDATE = re.compile(rf"(^{_WORDS}$|_{_WORDS}_|^{_WORDS}_|_{_WORDS}$)", re.IGNORECASE)
_CONSTANTS = (cst.Integer, cst.Float, cst.Imaginary, cst.Ellipsis)

Report = tuple[cst.CSTNode, str, str]


def is_candidate(name: str) -> bool:
    """Whether Bandit takes a name for that of a password."""
    return _CANDIDATE.search(name) is not None


def constants_of_entries(source: Source) -> Iterator[Report]:
    """Yield the entries of dictionaries whose key speaks of a secret, and whose value is a constant but no text."""
    for element in source.nodes(cst.DictElement):
        key = element.key.evaluated_value if isinstance(element.key, cst.SimpleString) else None
        if isinstance(key, str) and is_candidate(key) and _is_constant(element.value):
            yield element.value, "the value is no text", "B105"


def _is_constant(value: cst.BaseExpression) -> bool:
    if isinstance(value, cst.SimpleString):
        return isinstance(value.evaluated_value, bytes)
    return isinstance(value, _CONSTANTS) or (isinstance(value, cst.Name) and value.value in {"None", "True", "False"})


def misaligned_defaults(source: Source) -> Iterator[Report]:
    """Yield the defaults that Bandit takes for another parameter's, where positional-only ones have defaults too."""
    for parameters in source.nodes(cst.Parameters):
        positional = [p for p in parameters.posonly_params if p.default is not None]
        if not positional:
            continue
        defaults = [*positional, *(p for p in parameters.params if p.default is not None)]
        blamed = zip(reversed(parameters.params), reversed(defaults), strict=False)
        if len(defaults) > len(parameters.params):
            blamed = zip(parameters.params, defaults, strict=False)
        for name, owner in blamed:
            text = isinstance(owner.default, cst.SimpleString)
            if owner.default is not None and text and name is not owner and is_candidate(name.name.value):
                yield owner.default, "the default is that of another parameter", "B107"
