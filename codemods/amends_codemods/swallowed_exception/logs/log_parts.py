"""Parts of the log itself, and of the streams that it is written to: a log call there would come back to them."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Final

import libcst as cst

from amends.source import Source, dotted, last_name
from amends_codemods.swallowed_exception import reading
from amends_codemods.swallowed_exception.detector import Swallowed, small_statements
from amends_codemods.swallowed_exception.logs.logger_names import LEVELS, LOGGER_NAMES
from amends_codemods.swallowed_exception.places import class_of, functions_of
from amends_codemods.swallowed_exception.words import words

_LOG_MODULES: Final = frozenset({"log", "logger", "loggers", "logging", "logs"})
_BESIDE_LOG: Final = frozenset({
    "base", "color", "config", "configuration", "custom", "filter", "filters", "formatter", "formatters", "handler",
    "handlers", "json", "helper", "helpers", "init", "lib", "noncaching", "setup", "structured", "util", "utils",
})  # fmt: skip
_REPORTERS: Final = frozenset({"sys.excepthook", "traceback.print_exc", "traceback.print_exception"})
_ERROR_STREAMS: Final = frozenset({"sys.stderr", "sys.__stderr__"})
_STANDARD: Final = frozenset({"sys.stdout", "sys.stderr"})
_OF_STREAMS: Final = frozenset({
    "capture", "console", "redirect", "redirector", "std", "stderr", "stdout", "stream", "tee", "terminal",
})  # fmt: skip
_AROUND: Final = "it stands in a part of the log itself: logging there could go round in circles"
_STREAM: Final = "it stands in a stream that the log may be written to: logging there could go round in circles"


def part_of_the_log(source: Source, swallowed: Swallowed) -> str | None:
    """Return that a handler stands in a logging handler, filter or formatter."""
    classes = (above for above in source.ancestors(swallowed.handler) if isinstance(above, cst.ClassDef))
    return _AROUND if any(_handles_records(source, class_) for class_ in classes) else None


def _handles_records(source: Source, class_: cst.ClassDef, hops: int = 4) -> bool:
    for base in class_.bases:
        if any(name.startswith("logging.") for name in source.names(base.value)):
            return True
        local = base.value if isinstance(base.value, cst.Name) else None
        for binding in source.bindings(local) if local and hops else ():
            if isinstance(binding.node, cst.ClassDef) and _handles_records(source, binding.node, hops - 1):
                return True
    return any(
        isinstance(method, cst.FunctionDef)
        and method.name.value == "emit"
        and len(method.params.params) == len(("self", "record"))
        for method in class_.body.body
    ) and any(isinstance(base.value, (cst.Name, cst.Attribute)) for base in class_.bases)


def module_about_logs(source: Source, _swallowed: Swallowed) -> str | None:
    """Return that a module implements logging."""
    path = source.context.path
    in_folder = path.parent.name in {"logging", "_logging"}
    if in_folder or _is_about_logs(path):
        return "this module implements logging: a log call there could go round in circles"
    return None


def _is_about_logs(path: PurePosixPath) -> bool:
    name = set(words(path.stem))
    return bool(name & _LOG_MODULES) and name <= _LOG_MODULES | _BESIDE_LOG


def only_reports(source: Source, swallowed: Swallowed) -> str | None:
    """Return that what is tried is nothing but a report."""
    statements = small_statements(swallowed.tried.body)
    if all(isinstance(s, cst.Expr) and isinstance(s.value, cst.Call) and _reports(source, s.value) for s in statements):
        return "what is tried is a report itself: where that fails, a log call would fail too"
    return None


def _reports(source: Source, call: cst.Call) -> bool:
    if source.names(call.func) & _REPORTERS:
        return True
    function = call.func
    if not isinstance(function, cst.Attribute):
        return False
    if source.names(function.value) & _ERROR_STREAMS and function.attr.value in {"write", "flush"}:
        return True
    made_by = function.value.func if isinstance(function.value, cst.Call) else None
    makes_logger = made_by is not None and words(last_name(made_by))[-1:] == ("logger",)
    return function.attr.value in LEVELS and (makes_logger or last_name(function.value) in {*LOGGER_NAMES, "logging"})


def warned_of_recursion(source: Source, swallowed: Swallowed) -> str | None:
    """Return that a comment says that a message would come back here."""
    for comment in reading.comments(source, swallowed.handler, swallowed.handler):
        if {"recursion", "recursive", "recursively"}.intersection(words(comment)):
            return "the comment says that this could go round in circles"
    return None


def part_of_a_stream(source: Source, swallowed: Swallowed) -> str | None:
    """Return that a handler stands in what the log may be written to, be it standard output or what replaces it."""
    for method in functions_of(source, swallowed.handler):
        if any(source.enclosing(site.call, cst.FunctionDef) is method for site in source.calls("os.dup2")):
            return _STREAM
        owner = class_of(source, method)
        if owner is not None and (_writes(owner, method) or (_takes_part(owner) and _replaces_streams(source))):
            return _STREAM
    return None


def _writes(owner: cst.ClassDef, method: cst.FunctionDef) -> bool:
    """Whether a method is what a file has for writing."""
    methods = _methods(owner)
    is_file = "write" in methods and bool({"flush", "isatty", "writelines"} & methods)
    return is_file and method.name.value in {"write", "writelines", "flush"}


def _takes_part(owner: cst.ClassDef) -> bool:
    """Whether a class writes, or has to do with streams by its name or those of its bases."""
    names = [owner.name.value, *(dotted(base.value) or "" for base in owner.bases)]
    return "write" in _methods(owner) or any(_OF_STREAMS.intersection(words(name)) for name in names)


def _methods(owner: cst.ClassDef) -> set[str]:
    return {each.name.value for each in owner.body.body if isinstance(each, cst.FunctionDef)}


def _replaces_streams(source: Source) -> bool:
    """Whether a class of the module puts something else in the place of a standard stream, as long as it is wanted."""
    duplicating = (site.call for site in source.calls("os.dup2"))
    speaks_of_them = "sys.std" in source.text
    replacing = (assign for assign in source.nodes(cst.Assign) if speaks_of_them and _replaces(source, assign))
    return any(source.enclosing(node, cst.ClassDef) is not None for node in (*duplicating, *replacing))


def _replaces(source: Source, assign: cst.Assign) -> bool:
    return any(source.names(target.target) & _STANDARD for target in assign.targets)
