"""The bytes that point to a pickle: the modules and functions that load one, where they are imported or used."""

from __future__ import annotations

import re

from amends.code import Code
from amends.codemod import Place, Trigger
from amends.triggering import member_of, start_of_line, start_of_word, word_at

_IMPORTING = re.compile(rb"[^\n]*\bimport\b")
_READ = re.compile(rb"\w+[ \t]*(?:[^\s\w=(]|==|$|[\r\n]|(?:if|else|or|and|is|in)\b)")
_MODULES = frozenset({
    b"pickle", b"_pickle", b"cPickle", b"pickle5", b"cloudpickle", b"jsonpickle", b"numpy_pickle", b"dill", b"shelve",
    b"marshal",
})  # fmt: skip
_FUNCTIONS = frozenset({b"read_pickle", b"read_gpickle", b"allow_pickle"})
_REPORTED = (b"pickle", b"cPickle", b"dill", b"shelve")  # by Bandit, in imports, whatever follows


def _names_a_loader(code: Code, at: int) -> bool:
    """Whether the word around an offset is a module that loads, imported or read, or a function or flag that does."""
    word = word_at(code, at)
    if word in _FUNCTIONS:
        return True
    if _IMPORTING.match(code.text, start_of_line(code, at)):
        return word in _MODULES or word.startswith(_REPORTED)
    return word in _MODULES and _READ.match(code.text, start_of_word(code, at)) is not None


TRIGGERS = (
    Trigger((b"ickle",), place=Place.CODE, check=_names_a_loader),
    *(Trigger((word,), place=Place.CODE, check=_names_a_loader) for word in (b"dill", b"shelve", b"marshal")),
    *(
        Trigger((package, b"load"), rb"load\b(?<!\wload)", Place.CODE, check=member_of(package, module))
        for package, module in ((b"joblib", b"numpy_pickle"), (b"torch", b"serialization"))
    ),
    # what importlib is told to import, as a text that may stand elsewhere
    *(
        Trigger((quote + module, importer), place=Place.CODE)
        for quote in (b'"', b"'")
        for module in _REPORTED
        for importer in (b"import_module", b"__import__")
    ),
)
