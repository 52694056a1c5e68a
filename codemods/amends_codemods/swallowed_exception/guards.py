"""Where a log call does not belong, although an exception is thrown away."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import PurePosixPath
from typing import Final

import libcst as cst

from amends.source import Source, dotted
from amends_codemods.swallowed_exception.detector import Catch, Swallowed, small_statements
from amends_codemods.swallowed_exception.logger_names import LEVELS, LOGGER_NAMES
from amends_codemods.swallowed_exception.places import class_of, functions_of, last_name, own_nodes
from amends_codemods.swallowed_exception.words import CLEANUP, words

_REGISTRARS: Final = {
    "atexit.register": (0, "it runs at exit, when handlers of the log may be closed already"),
    "weakref.finalize": (1, "it is a finalizer, which may run when the interpreter is half gone"),
    "signal.signal": (1, "it is a signal handler, in which a lock of the log may be held already"),
    "os.register_at_fork": (0, "it runs while forking, when a lock of the log may be held already"),
}
_LOG_MODULES: Final = frozenset({"log", "logger", "loggers", "logging", "logs"})
_BESIDE_LOG: Final = frozenset({
    "base", "color", "config", "configuration", "custom", "filter", "filters", "formatter", "formatters", "handler",
    "handlers", "json", "helper", "helpers", "init", "lib", "noncaching", "setup", "structured", "util", "utils",
})  # fmt: skip
_REPORTERS: Final = frozenset({"sys.excepthook", "traceback.print_exc", "traceback.print_exception"})


def reason_to_leave(source: Source, swallowed: Swallowed) -> str | None:
    """Return why nothing is to be logged in this handler, or None."""
    return next((reason for rule in _RULES if (reason := rule(source, swallowed))), None)


def _narrow(source: Source, swallowed: Swallowed) -> str | None:
    if swallowed.catch is Catch.SHADOWED:
        return "Exception is a class of this module's own here, so only that is caught"
    caught = swallowed.handler.type
    ends = {"builtins.StopIteration", "builtins.StopAsyncIteration", "builtins.GeneratorExit"}
    if caught is not None and source.names(caught) & ends:
        return "this exception is how an iteration ends, not a failure"
    return None


def _import_guard(_source: Source, swallowed: Swallowed) -> str | None:
    statements = tuple(small_statements(swallowed.tried.body))
    if not isinstance(statements[0], (cst.Import, cst.ImportFrom)):
        return None
    done = (node for statement in statements for node in own_nodes(statement) if not _exports(statement))
    works = any(isinstance(node, (cst.Call, cst.Return)) for node in done)
    return None if works else "it guards an import that may be missing"


def _exports(statement: cst.CSTNode) -> bool:
    """Whether a statement adds to what the module offers."""
    return isinstance(statement, cst.Expr) and (
        isinstance(statement.value, cst.Call) and (dotted(statement.value.func) or "").startswith("__all__.")
    )


def _finalizer(source: Source, swallowed: Swallowed) -> str | None:
    for function in functions_of(source, swallowed.handler):
        owner = class_of(source, function)
        if function.name.value == "__del__" or (owner and _is_bound_as_del(owner, function)):
            return "it stands in __del__, which may run when the interpreter is half gone"
    return None


def _is_bound_as_del(owner: cst.ClassDef, function: cst.FunctionDef) -> bool:
    for statement in small_statements(owner.body):
        if isinstance(statement, cst.Assign) and dotted(statement.value) == function.name.value:
            return any(dotted(target.target) == "__del__" for target in statement.targets)
    return False


def _registered(source: Source, swallowed: Swallowed) -> str | None:
    functions = tuple(functions_of(source, swallowed.handler))
    for function in functions:
        for decorator in function.decorators:
            if source.names(decorator.decorator) & {"atexit.register", "atexit.register()"}:
                return _REGISTRARS["atexit.register"][1]
    for site in source.calls(*_REGISTRARS) if functions else ():
        position, reason = _REGISTRARS[site.name]
        argument = site.argument("func", position)
        if argument and any(_means(source, argument.value, function) for function in functions):
            return reason
    for call in source.method_calls("add_signal_handler") if functions else ():
        if any(_means(source, argument.value, function) for argument in call.args for function in functions):
            return _REGISTRARS["signal.signal"][1]
    return None


def _means(source: Source, expression: cst.BaseExpression, function: cst.FunctionDef) -> bool:
    if isinstance(expression, cst.Name):
        return any(binding.node is function for binding in source.bindings(expression))
    if isinstance(expression, cst.Attribute) and isinstance(expression.value, cst.Name):
        owner = class_of(source, function)
        around = {above for above in source.ancestors(expression) if isinstance(above, cst.ClassDef)}
        same = owner is not None and (owner in around or expression.value.value == owner.name.value)
        return same and expression.attr.value == function.name.value
    return False


def _log_handler(source: Source, swallowed: Swallowed) -> str | None:
    for above in source.ancestors(swallowed.handler):
        if isinstance(above, cst.ClassDef) and _handles_records(source, above):
            return "it stands in a part of the log itself: logging there could go round in circles"
    return None


def _handles_records(source: Source, class_: cst.ClassDef, hops: int = 4) -> bool:
    for base in class_.bases:
        if any(name.startswith("logging.") for name in source.names(base.value)):
            return True
        local = base.value if isinstance(base.value, cst.Name) else None
        for binding in source.bindings(local) if local and hops else ():
            if isinstance(binding.node, cst.ClassDef) and _handles_records(source, binding.node, hops - 1):
                return True
    return any(
        isinstance(method, cst.FunctionDef) and method.name.value == "emit" and len(method.params.params) == 2  # noqa: PLR2004 - self and record
        for method in class_.body.body
    ) and any(isinstance(base.value, (cst.Name, cst.Attribute)) for base in class_.bases)


def _log_module(source: Source, _swallowed: Swallowed) -> str | None:
    path = source.context.path
    in_folder = path.parent.name in {"logging", "_logging"}
    if in_folder or _is_about_logs(path):
        return "this module implements logging: a log call there could go round in circles"
    return None


def _is_about_logs(path: PurePosixPath) -> bool:
    name = set(words(path.stem))
    return bool(name & _LOG_MODULES) and name <= _LOG_MODULES | _BESIDE_LOG


def _only_logs(source: Source, swallowed: Swallowed) -> str | None:
    statements = small_statements(swallowed.tried.body)
    if all(isinstance(s, cst.Expr) and isinstance(s.value, cst.Call) and _reports(source, s.value) for s in statements):
        return "what is tried is a report itself: where that fails, a log call would fail too"
    return None


def _reports(source: Source, call: cst.Call) -> bool:
    if source.names(call.func) & _REPORTERS:
        return True
    function = call.func
    if not isinstance(function, cst.Attribute) or function.attr.value not in LEVELS:
        return False
    return last_name(function.value) in {*LOGGER_NAMES, "logging"}


def _expected_by_test(source: Source, swallowed: Swallowed) -> str | None:
    functions = tuple(functions_of(source, swallowed.handler))
    is_test = source.context.is_test and any(f.name.value.startswith("test") for f in functions)
    if not is_test:
        return None
    called = tuple(_called(swallowed.tried.body))
    if called and all(CLEANUP.intersection(words(name)) for name in called):
        return None
    return "a test expects this failure, or does not mind it (pytest.raises or contextlib.suppress would say so)"


def _called(suite: cst.BaseSuite) -> Iterator[str]:
    for statement in small_statements(suite):
        for node in own_nodes(statement):
            if isinstance(node, cst.Call):
                yield last_name(node.func)


_RULES: tuple[Callable[[Source, Swallowed], str | None], ...] = (
    _narrow,
    _import_guard,
    _finalizer,
    _registered,
    _log_handler,
    _log_module,
    _only_logs,
    _expected_by_test,
)
