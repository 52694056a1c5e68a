"""What triggers ask of the code on their second look: whether a word is a module or function that loads pickles."""

from __future__ import annotations

import re
from typing import Final

from amends.text.code import Code
from amends.text.triggering import member_of, start_of_line, start_of_word, word_at
from amends_codemods.pickle_load.triggers import REPORTED

_IMPORTING = re.compile(rb"[^\n]*\bimport\b")
_READ = re.compile(rb"\w+[ \t]*(?:[^\s\w=(]|==|$|[\r\n]|(?:if|else|or|and|is|in)\b)")
_OWNER = re.compile(rb"[\w\x80-\xff]\.\Z")
_MODULES = frozenset({
    b"pickle", b"_pickle", b"cPickle", b"pickle5", b"cloudpickle", b"jsonpickle", b"numpy_pickle", b"dill", b"shelve",
    b"marshal",
})  # fmt: skip
_FUNCTIONS = frozenset({b"read_pickle", b"read_gpickle"})
_HOUSES = (b"moves.", b"externals.", b"joblib.", b"pandas.")  # of those who hand the loading modules on


def names_a_loader(code: Code, at: int) -> bool:
    """Whether the word around an offset is a module that loads, imported or read, or a function or flag that does."""
    word = word_at(code, at)
    if word in _FUNCTIONS:
        return True
    if word == b"allow_pickle":
        return b"numpy" in code.imports
    if _IMPORTING.match(code.text, start_of_line(code, at)):
        return (word in _MODULES or word.startswith(REPORTED)) and _stands_by_itself(code, start_of_word(code, at))
    return word in _MODULES and _READ.match(code.text, start_of_word(code, at)) is not None


def _stands_by_itself(code: Code, at: int) -> bool:
    """Whether a module's name is not that of another's part, though a neighbour's it may be: `.pickle`."""
    return _OWNER.match(code.text, max(0, at - 2), at) is None or code.text.endswith(_HOUSES, 0, at)


names_function_of_joblib: Final = member_of(b"joblib", b"numpy_pickle")
names_function_of_torch: Final = member_of(b"torch", b"serialization")
