"""What a block of statements does, as far as the syntax tells."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import libcst as cst

from amends.source import Source, dotted, last_name
from amends.text.lexer import comments as comments_in
from amends_codemods.swallowed_exception.logs.logger_names import LEVELS
from amends_codemods.swallowed_exception.places import own_nodes
from amends_codemods.swallowed_exception.words import EMPTY_WHEN_MADE, PROGRAMS, RUNS_PROGRAMS, words

__all__ = [
    "Deed", "answers", "assigns_nothing", "called", "called_for_effect", "changes_something", "comments",
    "comments_above", "deeds", "dotted_callee", "goes_on", "imported_from", "leaves", "only_tells", "own_nodes",
    "replaced", "returns", "returns_nothing", "sets_items", "spelled", "targets", "targets_of_loop", "tells", "texts",
    "yields",
]  # fmt: skip

_CONSOLE = frozenset({"sys.stderr.flush", "sys.stderr.write", "sys.stdout.flush", "sys.stdout.write"})


def called(suite: cst.CSTNode) -> tuple[str, ...]:
    """Return the last names of all that is called, in source order."""
    names = (last_name(node.func) for node in own_nodes(suite) if isinstance(node, cst.Call))
    return tuple(name for name in names if name)


class Deed(NamedTuple):
    """Something that is called as a statement of its own: its name, the call, and the names of what it is given."""

    name: str
    call: cst.Call
    given: tuple[str, ...]


def called_for_effect(suite: cst.CSTNode) -> tuple[str, ...]:
    """Return what is called as a statement of its own, awaited or not."""
    return tuple(deed.name for deed in deeds(suite))


def deeds(suite: cst.CSTNode) -> Iterator[Deed]:
    """Yield what is called as a statement of its own, awaited or not."""
    for node in own_nodes(suite):
        if isinstance(node, cst.Expr):
            value = node.value.expression if isinstance(node.value, cst.Await) else node.value
            if isinstance(value, cst.Call):
                yield _deed(value)


def _deed(call: cst.Call) -> Deed:
    """Return what is done: of `wait_for(x.close())` and `retry(x.close, 2)` that is close."""
    if call.args and last_name(call.func) in {"wait_for", "shield", "run", "to_thread", "retry_call", "gather"}:
        inner = call.args[0].value
        called_inside = inner.func if isinstance(inner, cst.Call) else inner
        return Deed(dotted(called_inside) or last_name(called_inside), call, ())
    positional = (arg.value for arg in call.args if arg.keyword is None)
    return Deed(dotted_callee(call), call, tuple(dotted(value) or "" for value in positional))


def dotted_callee(call: cst.Call) -> str:
    """Return what is called, with the names in front of it; for a program, a function that does the same."""
    name = dotted(call.func) or last_name(call.func)
    return PROGRAMS.get(_program(call), name) if name in RUNS_PROGRAMS else name


def _program(call: cst.Call) -> str:
    """Return the name of the program that a call runs, as far as it is written there."""
    command = call.args[0].value if call.args else None
    if isinstance(command, cst.List) and command.elements:
        command = command.elements[0].value
    return next(iter("".join(texts(command)).split()), "") if command is not None else ""


def imported_from(node: cst.CSTNode) -> str:
    """Return the module that a from-import takes names from, "" for anything else."""
    return (dotted(node.module) or "") if isinstance(node, cst.ImportFrom) and node.module is not None else ""


def leaves(suite: cst.CSTNode) -> bool:
    """Whether a block returns a value, ends the program, or leaves a loop around it, not one in it."""
    within = _of_inner_loops(suite)
    return any(
        (isinstance(node, cst.Break) and node not in within)
        or (isinstance(node, cst.Return) and node.value is not None)
        or (isinstance(node, cst.Call) and dotted_callee(node) in {"sys.exit", "exit", "quit", "os._exit"})
        for node in own_nodes(suite)
    )


def goes_on(suite: cst.CSTNode) -> bool:
    """Whether a block goes on with a loop around it, not one in it."""
    within = _of_inner_loops(suite)
    return any(isinstance(node, cst.Continue) and node not in within for node in own_nodes(suite))


def _of_inner_loops(suite: cst.CSTNode) -> frozenset[cst.CSTNode]:
    loops = (node for node in own_nodes(suite) if isinstance(node, (cst.For, cst.While)))
    return frozenset(n for loop in loops for n in own_nodes(loop.body) if isinstance(n, (cst.Break, cst.Continue)))


def answers(suite: cst.CSTNode) -> bool:
    """Whether a block returns a value or yields."""
    return yields(suite) or any(isinstance(n, cst.Return) and n.value is not None for n in own_nodes(suite))


def returns(suite: cst.CSTNode) -> bool:
    """Whether a block returns, with a value or without."""
    return any(isinstance(node, cst.Return) for node in own_nodes(suite))


def yields(suite: cst.CSTNode) -> bool:
    """Whether a block hands something out and is resumed later."""
    return any(isinstance(node, cst.Yield) for node in own_nodes(suite))


def returns_nothing(statement: cst.CSTNode) -> bool:
    """Whether a statement is `return`, or returns None, False or something empty."""
    if not isinstance(statement, cst.SimpleStatementLine) or not isinstance(statement.body[0], cst.Return):
        return False
    value = statement.body[0].value
    return value is None or _is_nothing(value)


def assigns_nothing(statement: cst.CSTNode) -> bool:
    """Whether a statement sets something to None, False or something empty."""
    values = [node.value for node in own_nodes(statement) if isinstance(node, (cst.Assign, cst.AnnAssign))]
    return bool(values) and all(value is not None and _is_nothing(value) for value in values)


def _is_nothing(value: cst.BaseExpression) -> bool:
    if isinstance(value, (cst.List, cst.Tuple, cst.Dict)):
        return not value.elements
    if isinstance(value, cst.SimpleString):
        return not value.raw_value
    if isinstance(value, cst.Call):
        return last_name(value.func) in EMPTY_WHEN_MADE and all(argument.keyword for argument in value.args)
    return isinstance(value, cst.Name) and value.value in {"None", "False"}


def only_tells(statement: cst.CSTNode) -> bool:
    """Whether a statement does nothing but print or log."""
    done = called_for_effect(statement) if isinstance(statement, cst.SimpleStatementLine) else ()
    return bool(done) and all(tells(name) for name in done)


def tells(name: str) -> bool:
    """Whether what is called so prints or logs something."""
    last = name.rpartition(".")[2]
    said = words(last)
    return name in _CONSOLE or last in {"print", *LEVELS} or ("log" in said and not LEVELS.isdisjoint(said))


def targets(suite: cst.CSTNode) -> tuple[str, ...]:
    """Return what a block assigns to: names and attributes as they are spelled, items under a text as if attributes."""
    return tuple(name for node in own_nodes(suite) for name in _names_assigned(node))


def replaced(suite: cst.CSTNode) -> tuple[str, ...]:
    """Return what a block gives a value that has nothing to do with the one before: not what it only adds to."""
    is_new: dict[str, bool] = {}
    for node in own_nodes(suite):
        if isinstance(node, (cst.Assign, cst.AnnAssign, cst.NamedExpr)) and node.value is not None:
            mentioned = spelled(node.value)
            for name in _names_assigned(node):
                is_new.setdefault(name, name not in mentioned)
    return tuple(name for name, new in is_new.items() if new)


def _names_assigned(node: cst.CSTNode) -> Iterator[str]:
    for target in _targets(node):
        elements = target.elements if isinstance(target, (cst.Tuple, cst.List)) else ()
        yield from filter(None, map(_spelled_target, [element.value for element in elements] or [target]))
        holder = dotted(target)
        if holder and isinstance(node, (cst.Assign, cst.AnnAssign)) and isinstance(node.value, cst.Dict):
            yield from (f"{holder}.{key}" for key in _keys(node.value))


def _spelled_target(target: cst.BaseExpression) -> str | None:
    key = target.slice[0].slice if isinstance(target, cst.Subscript) else None
    if not isinstance(target, cst.Subscript) or not isinstance(key, cst.Index):
        return dotted(target)
    holder = dotted(target.value)
    return f"{holder}.{key.value.raw_value}" if holder and isinstance(key.value, cst.SimpleString) else None


def _keys(display: cst.Dict) -> Iterator[str]:
    entries = (each.key for each in display.elements if isinstance(each, cst.DictElement))
    return (key.raw_value for key in entries if isinstance(key, cst.SimpleString))


def targets_of_loop(loop: cst.For | cst.While) -> Iterator[str]:
    """Yield the names that a loop gives a value each time."""
    nodes = own_nodes(loop.target) if isinstance(loop, cst.For) else ()
    return (node.value for node in nodes if isinstance(node, cst.Name))


def changes_something(suite: cst.CSTNode) -> bool:
    """Whether a block sets an attribute or an item of something."""
    changed = (target for node in own_nodes(suite) for target in _targets(node))
    return any(isinstance(target, (cst.Attribute, cst.Subscript)) for target in changed)


def sets_items(suite: cst.CSTNode) -> bool:
    """Whether a block sets an item of something."""
    return any(isinstance(target, cst.Subscript) for node in own_nodes(suite) for target in _targets(node))


def _targets(node: cst.CSTNode) -> Iterator[cst.BaseExpression]:
    if isinstance(node, cst.Assign):
        yield from (target.target for target in node.targets)
    if isinstance(node, cst.AnnAssign) and node.value is not None:
        yield node.target
    if isinstance(node, cst.NamedExpr):
        yield node.target


def spelled(expression: cst.CSTNode) -> frozenset[str]:
    """Return the names and dotted names in an expression, but neither attributes nor keywords on their own."""
    nodes = own_nodes(expression)
    parts = {node.attr if isinstance(node, cst.Attribute) else node.keyword
             for node in nodes if isinstance(node, (cst.Attribute, cst.Arg))}  # fmt: skip
    names = (dotted(node) for node in nodes if isinstance(node, (cst.Name, cst.Attribute)) and node not in parts)
    return frozenset(name for name in names if name)


def texts(suite: cst.CSTNode) -> Iterator[str]:
    """Yield the texts in a block; of an f-string the parts between its fields."""
    for node in own_nodes(suite):
        if isinstance(node, cst.SimpleString) and not node.prefix.lower().startswith("b"):
            yield node.raw_value
        elif isinstance(node, cst.FormattedStringText):
            yield node.value


def comments_above(statement: cst.Try | cst.TryStar | cst.With) -> Iterator[str]:
    """Yield the comments right above a statement, without a blank line between."""
    comments = [line.comment for line in statement.leading_lines]
    first = max((number for number, comment in enumerate(comments, 1) if comment is None), default=0)
    return (comment.value.lstrip("#").strip() for comment in comments[first:] if comment is not None)


def comments(source: Source, first: cst.CSTNode, last: cst.CSTNode) -> Iterator[str]:
    """Yield the comments from the beginning of one node to the last line of another."""
    start, end = source.span(first)[0], source.span(last)[1]
    stop = source.text.find("\n", end)
    text = source.text[start : len(source.text) if stop < 0 else stop]
    return (text[token.start + 1 : token.end].strip() for token in comments_in(text))
