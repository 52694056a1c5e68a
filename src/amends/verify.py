"""The laws that hold for every rewritten text, in production and not only in tests."""

from __future__ import annotations

import ast
import builtins
import re
import symtable
import warnings
from collections import Counter
from collections.abc import Callable, Iterator

from amends.text.lexer import comments

_TOLD = 16  # characters
_MANY = 2_000  # definitions: compile() takes quadratic time in them
_PIECE = 20_000  # characters
_DEFINITION = re.compile(r"(?:(?<=\n\n)|(?<=\n\r\n))(?:@|(?:async )?def |class )")
_ALWAYS_DEFINED = frozenset({
    *dir(builtins), "__file__", "__name__", "__doc__", "__package__", "__path__", "__spec__", "__builtins__",
    "__annotations__", "__class__", "__module__", "__qualname__", "__dict__", "__debug__", "WindowsError",
})  # fmt: skip


def broken_law(before: str, after: str) -> str | None:
    """Return which law the rewriting of `before` into `after` breaks, or None if it keeps them all.

    A text that this Python cannot compile, as its syntax is newer, is held only to the laws that need no
    compiler: libCST has read it, and reads the result.
    """
    if not _compiles(before):
        return _lost_comment(before, after)
    return next((broken for law in _LAWS if (broken := law(before, after))), None)


def _compiles(text: str) -> bool:
    return error(text) is None


def error(text: str) -> str | None:
    """Return why this Python cannot compile a text, or None."""
    if text.count("def ") + text.count("class ") > _MANY:
        return _unreadable(text)
    # compile() and not ast.parse(): only the compiler notices a misplaced `from __future__`
    return _refusal(lambda: compile(text, "<rewritten>", "exec", dont_inherit=True))


def is_readable(text: str) -> bool:
    """Whether this Python parses a text, scopes included; it need not generate the code.

    That is enough for a text of which an excerpt was compiled. A long one is read piece by piece, as what Python makes
    of it takes a hundred times its room; should that fail, a piece may have ended inside a string.
    """
    pieces = list(_pieces(text))
    return all(_unreadable(piece) is None for piece in pieces) or (len(pieces) > 1 and _unreadable(text) is None)


def _pieces(text: str) -> Iterator[str]:
    """Part a text before definitions that seem to stand at the top level."""
    start = 0
    while cut := _DEFINITION.search(text, start + _PIECE):
        yield text[start : cut.start()]
        start = cut.start()
    yield text[start:]


def _unreadable(text: str) -> str | None:
    return _refusal(lambda: symtable.symtable(text, "<rewritten>", "exec"))


def _refusal(read: Callable[[], object]) -> str | None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            read()
        except (SyntaxError, ValueError) as refusal:
            return str(refusal)
    return None


def _does_not_compile(_before: str, after: str) -> str | None:
    reason = error(after)
    return f"the result does not compile: {reason}" if reason else None


def _lost_docstring(before: str, after: str) -> str | None:
    same = ast.get_docstring(_tree(before), clean=False) == ast.get_docstring(_tree(after), clean=False)
    return None if same else "the module would lose its docstring"


def _tree(text: str) -> ast.Module:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return ast.parse(text)


def _lost_comment(before: str, after: str) -> str | None:
    lost = _comments(before) - _comments(after)
    if not lost:
        return None
    comment = next(iter(lost))
    # no more of it is told than it takes to find it: commented code may hold a secret
    return f"the comment {comment if len(comment) <= _TOLD else comment[:_TOLD] + '…'!r} would be lost"


def _comments(text: str) -> Counter[str]:
    return Counter(text[token.start : token.end].rstrip() for token in comments(text))


def _undefined_name(before: str, after: str) -> str | None:
    new = _undefined(after) - _undefined(before)
    return f"the name {min(new)!r} would be undefined" if new else None


def _undefined(text: str) -> frozenset[str]:
    """Return the global names that are read although nothing in the module defines them."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        module = symtable.symtable(text, "<module>", "exec")
    tables = tuple(_tables(module))
    defined = {
        symbol.get_name()
        for table in tables
        for symbol in table.get_symbols()
        if (symbol.is_assigned() or symbol.is_imported() or symbol.is_namespace())
        and (table is module or symbol.is_declared_global())
    }
    read = {
        symbol.get_name()
        for table in tables
        for symbol in table.get_symbols()
        if symbol.is_referenced() and (table is module or symbol.is_global())
    }
    return frozenset(read - defined - _ALWAYS_DEFINED)


def _tables(table: symtable.SymbolTable) -> Iterator[symtable.SymbolTable]:
    yield table
    for child in table.get_children():
        yield from _tables(child)


_LAWS: tuple[Callable[[str, str], str | None], ...] = (
    _does_not_compile,
    _lost_docstring,
    _lost_comment,
    _undefined_name,
)
