"""What a comment, a docstring or the help of an option says of a text: that it is Python, or that it holds texts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

import libcst as cst

from amends.facts.remarks import remarks
from amends.source import Source, argument
from amends_codemods.eval_exec.signs.words import OPTION_METHODS

_PYTHON: Final = re.compile(r"(?i)\bpython\s+(?:expressions?|code|snippets?|statements?)\b")
_OF_TEXTS: Final = re.compile(r"""(?<![\w\])])[(\[]\s*(['"])[^'"\n]+\1\s*[,)\]]""")


def is_called_python(source: Source, call: cst.Call, text: cst.BaseExpression) -> bool:
    """Whether the text is said to be an expression of Python."""
    function = source.enclosing(call, cst.FunctionDef)
    docstring = function.get_docstring() if function else None
    return any(_PYTHON.search(said) for said in (docstring or "", *_said(source, call, text)))


def shows_texts(source: Source, call: cst.Call, text: cst.BaseExpression) -> bool:
    """Whether an example of the text is a list or a tuple of texts."""
    return any(_OF_TEXTS.search(said) for said in _said(source, call, text))


def _said(source: Source, call: cst.Call, text: cst.BaseExpression) -> Iterator[str]:
    yield from remarks(source, call)
    name = text.attr.value if isinstance(text, cst.Attribute) else ""
    for taker in source.method_calls(*OPTION_METHODS) if name else ():
        flags = (source.constant(arg.value) for arg in taker.args if arg.keyword is None)
        if any(isinstance(flag, str) and flag.lstrip("-").replace("-", "_") == name for flag in flags):
            yield from (_text(source, argument(taker, keyword, None)) for keyword in ("help", "default"))


def _text(source: Source, arg: cst.Arg | None) -> str:
    value = source.constant(arg.value) if arg else None
    return value if isinstance(value, str) else ""
