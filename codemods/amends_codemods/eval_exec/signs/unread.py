"""Imports that nothing in the file reads, so that the text of an eval may be what they are there for."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import libcst as cst

from amends.facts.remembering import remembered
from amends.source import Source, descend, dotted
from amends.text.excerpt import is_excerpt
from amends_codemods.eval_exec.signs.words import MATH

# of these the text of a literal, a formula or a class by name makes use
_VALUES = frozenset({
    "array", "cmath", "collections", "cupy", "datetime", "decimal", "fractions", "ipaddress", "jax", "math", "mpmath",
    "numbers", "numpy", "operator", "pandas", "pylab", "random", "scipy", "statistics", "sympy", "tensorflow", "torch",
    "uuid", "xarray",
})  # fmt: skip
# what the text of data may hold of these
_IN_DATA = frozenset({
    "array", "collections", "datetime", "decimal", "fractions", "ipaddress", "numpy", "pandas", "uuid",
})  # fmt: skip
# and of the classes of these it does not: they make programs, windows, pages and connections
_MACHINERY = frozenset({
    "PIL", "PyQt5", "PyQt6", "PySide2", "PySide6", "__future__", "abc", "aiohttp", "argparse", "ast", "asyncio",
    "base64", "boto3", "bs4", "builtins", "cgi", "click", "codecs", "colorama", "concurrent", "configparser",
    "contextlib", "copy", "csv", "ctypes", "cv2", "dataclasses", "discord", "django", "docx", "email", "enum",
    "fastapi", "flask", "ftplib", "functools", "getpass", "glob", "gzip", "hashlib", "html", "http", "importlib",
    "inspect", "io", "itertools", "json", "kivy", "logging", "matplotlib", "multiprocessing", "openai", "openpyxl",
    "os", "pathlib", "pickle", "plotly", "pprint", "psycopg2", "pydantic", "pygame", "pymongo", "pymysql", "queue",
    "re", "redis", "requests", "rich", "seaborn", "selenium", "shutil", "signal", "six", "smtplib", "socket",
    "sqlalchemy", "sqlite3", "ssl", "starlette", "streamlit", "string", "struct", "subprocess", "sys", "telegram",
    "telebot", "tempfile", "textwrap", "threading", "time", "tkinter", "tqdm", "traceback", "types", "typing",
    "typing_extensions", "unittest", "urllib", "urllib3", "warnings", "weakref", "webbrowser", "werkzeug", "wx",
    "xml", "yaml", "zipfile", "zlib",
})  # fmt: skip
# of whose functions, too
_FUNCTIONS_OF = frozenset({
    "cmath", "collections", "datetime", "decimal", "fractions", "math", "mpmath", "numpy", "operator", "pylab",
    "random", "scipy", "statistics", "sympy", "uuid",
})  # fmt: skip
_MATH_MODULES = frozenset({"math", "numpy"})
_ALL = "*"


@dataclass(frozen=True, slots=True)
class Unread:
    """An import that nothing reads: how the module is called, and by which name what is imported goes (or `*`)."""

    module: str
    name: str


def unread_imports(source: Source) -> Sequence[str]:
    """Return the names that are imported for nothing but, perhaps, the text of an eval."""
    return [_told(unread) for unread in _unread(source)]


def unread_in_data(source: Source) -> Sequence[str]:
    """Return those which the text of data may speak of: `array`, `datetime` and the like, but no classes by name."""
    return [_told(unread) for unread in _unread(source) if unread.module.partition(".")[0] in _IN_DATA]


def unread_beyond_numexpr(source: Source) -> Sequence[str]:
    """Return those of which numexpr does not know the like."""
    return [_told(u) for u in _unread(source) if not (u.module in _MATH_MODULES and u.name in MATH)]


def _told(unread: Unread) -> str:
    return f"from {unread.module} import *" if unread.name == _ALL else unread.name


@remembered
def _unread(source: Source) -> Sequence[Unread]:
    if is_excerpt(source.text) or source.context.path.name == "__init__.py":
        return ()
    return tuple(_found(source))


def _found(source: Source) -> Iterator[Unread]:
    spoken = _spoken(source)
    for plain in source.nodes(cst.Import):
        for alias in plain.names:
            module = dotted(alias.name) or ""
            name = _bound(alias) or module.partition(".")[0]
            if name not in spoken and module.partition(".")[0] in _VALUES:
                yield Unread(module, name)
    for statement in source.nodes(cst.ImportFrom):
        module = dotted(statement.module) or "" if statement.module else ""
        if _is_for_types(source, statement) or module.partition(".")[0] in _MACHINERY:
            continue
        if isinstance(statement.names, cst.ImportStar):
            yield from (Unread(module, _ALL),) if _is_star_unread(source, module, spoken) else ()
            continue
        for alias in statement.names:
            name = _bound(alias) or dotted(alias.name) or ""
            is_made_for = name[:1].isupper() or module.partition(".")[0] in _FUNCTIONS_OF or statement.relative
            if is_made_for and name not in spoken:
                yield Unread(module, name)


def _bound(alias: cst.ImportAlias) -> str:
    return alias.asname.name.value if alias.asname and isinstance(alias.asname.name, cst.Name) else ""


@remembered
def _spoken(source: Source) -> frozenset[str]:
    """Return all names in the file but for those in imports, and what it exports by their texts."""
    imports = (statement for statement in source.nodes(cst.Import, cst.ImportFrom))
    within = {node for statement in imports for node in descend(statement)}
    exported = (text for text in source.nodes(cst.SimpleString) if _is_exported(source, text))
    texts = {text for node in exported if isinstance(text := source.constant(node), str)}
    return frozenset({name.value for name in source.nodes(cst.Name) if name not in within} | texts)


def _is_exported(source: Source, text: cst.SimpleString) -> bool:
    assign = source.enclosing(text, cst.Assign)
    return assign is not None and dotted(assign.targets[0].target) == "__all__"


def _is_for_types(source: Source, statement: cst.ImportFrom) -> bool:
    above = source.enclosing(statement, cst.If)
    return above is not None and (dotted(above.test) or "").endswith("TYPE_CHECKING")


def _is_star_unread(source: Source, module: str, spoken: frozenset[str]) -> bool:
    """Whether the file reads no name that a star import may have brought."""
    if module == "math":
        return spoken.isdisjoint(name for name in dir(math) if name[0] != "_")
    names = (name for name in source.nodes(cst.Name) if source.resolver.is_reference(name))
    return all(source.names(name) or source.bindings(name) for name in names)
