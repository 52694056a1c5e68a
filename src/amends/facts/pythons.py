"""Tells from the code of a file for which Pythons it is written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, TypeAlias

import libcst as cst

from amends.source import Source, dotted

Version: TypeAlias = "tuple[int, int]"

# Modules, and functions of itertools, that Python 3 has not, and whose names nobody gives to anything else.
_GONE: Final = frozenset({
    "BaseHTTPServer", "ConfigParser", "HTMLParser", "SimpleHTTPServer", "SocketServer", "StringIO", "Tkinter",
    "__builtin__", "cPickle", "cStringIO", "cookielib", "copy_reg", "httplib", "itertools.ifilter", "itertools.imap",
    "itertools.izip", "itertools.izip_longest", "urllib2", "urlparse", "xmlrpclib",
})  # fmt: skip
# What else is imported, be it where another import fails, for the sake of Python 2.
_FOR_BOTH: Final = _GONE | {
    "Queue", "__future__.absolute_import", "__future__.division", "__future__.print_function",
    "__future__.unicode_literals", "__future__.with_statement", "md5", "past", "sha", "six",
}  # fmt: skip
_GONE_BUILTINS: Final = frozenset({"basestring", "execfile", "long", "raw_input", "unichr", "unicode", "xrange"})
_ONLY_IN_3: Final = (cst.Annotation, cst.Await, cst.FormattedString, cst.Match, cst.NamedExpr, cst.Nonlocal)
_LEAVING: Final = frozenset({"builtins.exit", "builtins.quit", "sys.exit", "os._exit"})
_PYTHON_3: Final = (3, 0)


@dataclass(frozen=True, slots=True)
class _Asked:
    """A version that a file compares its Python with; `is_needed` if it goes no further with an older one."""

    version: Version
    is_needed: bool
    text: str


def gone_import(source: Source) -> str | None:
    """Return what a file imports, without another way if that fails, although Python 3 has no such thing."""
    statements = source.nodes(cst.Import, cst.ImportFrom)
    alone = (statement for statement in statements if source.enclosing(statement, cst.Try, cst.If) is None)
    return next((name for statement in alone for name in _imported(statement) if name in _GONE), None)


def sign_of_older(source: Source, version: Version) -> str:
    """Return what in a file shows that it is for older Pythons than a version of Python 3 too, "" if nothing does."""
    asked = tuple(_asked(source))
    needed = max((each.version for each in asked if each.is_needed), default=(0, 0))
    if needed >= version:
        return ""
    told = (each for each in asked if _PYTHON_3 < each.version < (version if each.is_needed else _next(version)))
    if found := next(told, None):
        return found.text
    return "" if needed >= _PYTHON_3 or _is_for_3_alone(source) else next(_signs_of_2(source, asked), "")


def _next(version: Version) -> Version:
    return version[0], version[1] + 1


def _signs_of_2(source: Source, asked: tuple[_Asked, ...]) -> Iterator[str]:
    yield from (each.text for each in asked)
    for statement in source.nodes(cst.Import, cst.ImportFrom):
        yield from (f"import of {name}" for name in _imported(statement) if name in _FOR_BOTH)
    for name in source.nodes(cst.Name):
        if name.value in _GONE_BUILTINS and _is_builtin(source, name):
            yield name.value


def _is_builtin(source: Source, name: cst.Name) -> bool:
    """Whether a name is read that nothing in the file binds: no attribute, keyword or parameter."""
    above = source.parent(name)
    if isinstance(above, (cst.Attribute, cst.Arg)) and above.value is not name:
        return False
    return not source.bindings(name) and not source.resolver.star_modules()


def _is_for_3_alone(source: Source) -> bool:
    """Whether Python 2 could not even parse a file."""
    is_async = any(function.asynchronous for function in source.nodes(cst.FunctionDef))
    return is_async or any(True for _ in source.nodes(*_ONLY_IN_3))


def _asked(source: Source) -> Iterator[_Asked]:
    """Yield the versions that `sys.version_info`, or its first part, is compared with."""
    for comparison in source.nodes(cst.Comparison):
        version = _compared(source, comparison) if len(comparison.comparisons) == 1 else None
        if version is not None:
            yield _Asked(version, _is_needed(source, comparison), source.code(comparison))


def _compared(source: Source, comparison: cst.Comparison) -> Version | None:
    """Return the version on the right side, if that of the running Python, or its first number, is on the left."""
    left, right = comparison.left, comparison.comparisons[0].comparator
    info, index = (left.value, left.slice[0].slice) if isinstance(left, cst.Subscript) else (left, None)
    if isinstance(left, cst.Attribute) and left.attr.value == "major":
        info = left.value
    names = source.names(info)
    if names == frozenset({"sys.version"}):
        return _of_text(source.constant(right))
    if names != frozenset({"sys.version_info"}) or (isinstance(index, cst.Index) and source.code(index) != "0"):
        return None
    return _of_numbers([element.value for element in right.elements] if isinstance(right, cst.Tuple) else [right])


def _of_text(text: object) -> Version | None:
    return (int(text[0]), 0) if isinstance(text, str) and text[:1].isdigit() else None


def _of_numbers(parts: list[cst.BaseExpression]) -> Version | None:
    numbers = [int(part.value) for part in parts[:2] if isinstance(part, cst.Integer) and part.value.isdigit()]
    return (numbers[0], numbers[1] if len(numbers) > 1 else 0) if numbers else None


def _is_needed(source: Source, comparison: cst.Comparison) -> bool:
    """Whether the program ends, or the import fails, where the version is older."""
    above = source.parent(comparison)
    if isinstance(above, cst.Assert):
        return True
    if not isinstance(above, cst.If) or not isinstance(comparison.comparisons[0].operator, cst.LessThan):
        return False
    last = above.body.body[-1] if above.body.body else None
    line = last.body[-1] if isinstance(last, cst.SimpleStatementLine) else last
    call = line.value if isinstance(line, cst.Expr) else None
    is_exit = isinstance(call, cst.Call) and not _LEAVING.isdisjoint(source.names(call.func))
    return is_exit or isinstance(line, cst.Raise)


def _imported(statement: cst.Import | cst.ImportFrom) -> Iterator[str]:
    if isinstance(statement, cst.ImportFrom):
        module = "" if statement.relative else dotted(statement.module) or ""
        names = () if isinstance(statement.names, cst.ImportStar) else statement.names
        yield module
        yield from (f"{module}.{dotted(alias.name)}" for alias in names)
    else:
        yield from ((dotted(alias.name) or "").partition(".")[0] for alias in statement.names)
