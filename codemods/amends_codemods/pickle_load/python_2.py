"""Tells a program for Python 2, which happens to parse, by what it cannot do without."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from amends.source import Source, dotted

# Modules, and functions of itertools, that Python 3 has not, and whose names nobody gives to anything else.
_GONE = frozenset({
    "BaseHTTPServer", "ConfigParser", "HTMLParser", "SimpleHTTPServer", "SocketServer", "StringIO", "Tkinter",
    "__builtin__", "cPickle", "cStringIO", "cookielib", "copy_reg", "httplib", "itertools.ifilter", "itertools.imap",
    "itertools.izip", "itertools.izip_longest", "urllib2", "urlparse", "xmlrpclib",
})  # fmt: skip


def gone_import(source: Source) -> str | None:
    """Return what a file imports, without another way if that fails, although Python 3 has no such thing."""
    statements = source.nodes(cst.Import, cst.ImportFrom)
    alone = (statement for statement in statements if source.enclosing(statement, cst.Try, cst.If) is None)
    return next((name for statement in alone for name in _imported(statement) if name in _GONE), None)


def _imported(statement: cst.Import | cst.ImportFrom) -> Iterator[str]:
    if isinstance(statement, cst.ImportFrom):
        module = "" if statement.relative else dotted(statement.module) or ""
        names = () if isinstance(statement.names, cst.ImportStar) else statement.names
        yield module
        yield from (f"{module}.{dotted(alias.name)}" for alias in names)
    else:
        yield from ((dotted(alias.name) or "").partition(".")[0] for alias in statement.names)
