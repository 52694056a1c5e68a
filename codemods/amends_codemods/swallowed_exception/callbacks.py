"""Functions that are called at a time when nothing should be logged: at exit, by a signal, between fork and exec."""

from __future__ import annotations

from typing import Final

import libcst as cst

from amends.source import Source
from amends_codemods.swallowed_exception.detector import Swallowed
from amends_codemods.swallowed_exception.places import class_of, decorators, functions_of
from amends_codemods.swallowed_exception.words import words

_AT_EXIT: Final = "it runs at exit, when handlers of the log may be closed already"
_FINALIZER: Final = "it is a finalizer, which may run when the interpreter is half gone"
_BY_SIGNAL: Final = "it is a signal handler, in which a lock of the log may be held already"
_IN_CHILD: Final = "it runs between fork and exec, when a lock of the log may be held already"
_REGISTRARS: Final = {
    "atexit.register": (0, _AT_EXIT),
    "weakref.finalize": (1, _FINALIZER),
    "weakref.proxy": (1, _FINALIZER),
    "weakref.ref": (1, _FINALIZER),
    "signal.signal": (1, _BY_SIGNAL),
    "os.register_at_fork": (0, "it runs while forking, when a lock of the log may be held already"),
}
_SIGNAL_PARAMETERS: Final = 2


def reason_not_to_log(source: Source, swallowed: Swallowed) -> str | None:
    """Return why a function around a handler is called when nothing should be logged, or None."""
    functions = tuple(functions_of(source, swallowed.handler))
    if not functions:
        return None
    return (
        next(filter(None, (_by_itself(source, function) for function in functions)), None)
        or _registered(source, functions)
        or _handed_on(source, functions)
    )


def _by_itself(source: Source, function: cst.FunctionDef) -> str | None:
    """Return what a function's own head says of when it is called."""
    for made_by in decorators(function):
        if "atexit.register" in {*source.names(made_by), source.resolver.spelled(made_by)}:
            return _AT_EXIT
    if "preexec" in words(function.name.value):
        return _IN_CHILD
    return _BY_SIGNAL if _takes_a_signal(function) else None


def _takes_a_signal(function: cst.FunctionDef) -> bool:
    """Whether a function takes the number of a signal and a frame, as nothing but a signal handler does."""
    taken = [param.name.value for param in (*function.params.posonly_params, *function.params.params)]
    if taken[:1] in (["self"], ["cls"]):
        taken = taken[1:]
    if len(taken) != _SIGNAL_PARAMETERS:
        return False
    number, frame = taken
    return number.lstrip("_").startswith("sig") and "frame" in words(frame)


def _registered(source: Source, functions: tuple[cst.FunctionDef, ...]) -> str | None:
    for site in source.calls(*_REGISTRARS):
        position, reason = _REGISTRARS[site.name]
        argument = site.argument("func", position) or site.argument("callback", position)
        if argument and any(_means(source, argument.value, function) for function in functions):
            return reason
    return None


def _handed_on(source: Source, functions: tuple[cst.FunctionDef, ...]) -> str | None:
    """Return when a function is called that is handed to something with no name of its own to go by."""
    adding = source.method_calls("add_signal_handler")
    by_signal = (argument.value for call in adding for argument in call.args)
    if any(_means(source, value, function) for value in by_signal for function in functions):
        return _BY_SIGNAL
    starting = source.nodes(cst.Arg) if "preexec_fn" in source.text else ()
    in_child = (arg.value for arg in starting if arg.keyword is not None and arg.keyword.value == "preexec_fn")
    return _IN_CHILD if any(_means(source, v, function) for v in in_child for function in functions) else None


def _means(source: Source, expression: cst.BaseExpression, function: cst.FunctionDef) -> bool:
    """Whether an expression is a function, or a lambda that does nothing but call it."""
    if isinstance(expression, cst.Lambda):
        return isinstance(expression.body, cst.Call) and _means(source, expression.body.func, function)
    if isinstance(expression, cst.Name):
        return any(binding.node is function for binding in source.bindings(expression))
    if isinstance(expression, cst.Attribute) and isinstance(expression.value, cst.Name):
        owner = class_of(source, function)
        around = {above for above in source.ancestors(expression) if isinstance(above, cst.ClassDef)}
        same = owner is not None and (owner in around or expression.value.value == owner.name.value)
        return same and expression.attr.value == function.name.value
    return False
