"""Where a log call does not belong, although an exception is thrown away."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import libcst as cst

from amends.source import Source, dotted, last_name
from amends_codemods.swallowed_exception import callbacks
from amends_codemods.swallowed_exception.detector import Catch, Swallowed, small_statements
from amends_codemods.swallowed_exception.logs import log_parts
from amends_codemods.swallowed_exception.places import class_of, functions_of, own_nodes
from amends_codemods.swallowed_exception.weighing import optional
from amends_codemods.swallowed_exception.words import CLEANUP, words

_RUNS_TESTS = frozenset({"nose", "pytest", "testtools", "unittest"})


def reason_to_leave(source: Source, swallowed: Swallowed) -> str | None:
    """Return why nothing is to be logged in this handler, or None."""
    return next((reason for rule in _RULES if (reason := rule(source, swallowed))), None)


def _narrow(source: Source, swallowed: Swallowed) -> str | None:
    if swallowed.catch is Catch.SHADOWED:
        return "Exception is a class of this module's own here, so only that is caught"
    caught = swallowed.caught
    ends = {"builtins.StopIteration", "builtins.StopAsyncIteration", "builtins.GeneratorExit"}
    if caught is not None and source.names(caught) & ends:
        return "this exception is how an iteration ends, not a failure"
    return None


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


def _expected_by_test(source: Source, swallowed: Swallowed) -> str | None:
    functions = tuple(functions_of(source, swallowed.handler))
    in_test = any(f.name.value.startswith("test") for f in functions)
    is_test = source.context.is_test or _imports_tests(source) or _must_not_succeed(swallowed)
    if not in_test or not is_test:
        return None
    called = tuple(_called(swallowed.tried.body))
    if called and all(CLEANUP.intersection(words(name)) for name in called):
        return None
    if isinstance(swallowed.tried, cst.With):
        return "a test does not mind this failure"
    return "a test expects this failure, or does not mind it (pytest.raises or contextlib.suppress would say so)"


def _imports_tests(source: Source) -> bool:
    """Whether the module imports what tests are run with."""
    lines = (line for line in source.module.body if isinstance(line, cst.SimpleStatementLine))
    return any(not _RUNS_TESTS.isdisjoint(optional.roots(line)) for line in lines)


def _must_not_succeed(swallowed: Swallowed) -> bool:
    """Whether the last thing that is tried is to fail, as nothing before it did."""
    last = tuple(small_statements(swallowed.tried.body))[-1]
    if isinstance(last, cst.Assert):
        return dotted(last.test) == "False"
    call = last.value if isinstance(last, cst.Expr) else None
    return isinstance(call, cst.Call) and last_name(call.func) == "fail"


def _called(suite: cst.BaseSuite) -> Iterator[str]:
    for statement in small_statements(suite):
        for node in own_nodes(statement):
            if isinstance(node, cst.Call):
                yield last_name(node.func)


_RULES: tuple[Callable[[Source, Swallowed], str | None], ...] = (
    _narrow,
    optional.guards_import,
    _finalizer,
    callbacks.reason_not_to_log,
    log_parts.part_of_the_log,
    log_parts.module_about_logs,
    log_parts.part_of_a_stream,
    log_parts.warned_of_recursion,
    log_parts.only_reports,
    _expected_by_test,
)
