"""Tells a folder of this machine from a repository of the hub, by how it is made, saved to or called."""

from __future__ import annotations

import re
from collections.abc import Iterator

import libcst as cst

from amends.source import Source

LOCAL_STARTS = ("./", "../", "/", "~", "\\", "file:")
_PATH_MAKERS = frozenset({
    "os.path.join", "os.path.abspath", "os.path.dirname", "os.path.expanduser", "os.path.realpath", "os.getcwd",
    "pathlib.Path", "pathlib.Path.cwd", "pathlib.Path.home", "tempfile.mkdtemp", "tempfile.TemporaryDirectory",
    "huggingface_hub.snapshot_download", "huggingface_hub.hf_hub_download",
})  # fmt: skip
_SAVERS = ("save_pretrained", "save_model", "save_to_disk")
# No account of the hub is called so, and of its oldest models, which have no owner, none has such a word in its name.
_FOLDERS = frozenset({
    "model", "models", "output", "outputs", "result", "results", "checkpoint", "checkpoints", "ckpt", "ckpts", "saved",
    "weights", "artifacts", "runs", "exp", "experiments", "tmp", "local", "final", "best", "my",
})  # fmt: skip
_TRAINED = frozenset({"trained", "pretrained", "finetuned", "fine", "tuned", "data", "cache", "log", "logs"})
_WORD = re.compile(r"[A-Za-z]+")


def is_local(source: Source, expression: cst.BaseExpression) -> bool:
    """Tell whether an expression makes a path, directly or by the one assignment of its name."""
    if isinstance(expression, cst.Name):
        value = _made(source, expression)
        return value is not None and not isinstance(value, cst.Name) and is_local(source, value)
    if isinstance(expression, cst.BinaryOperation) and isinstance(expression.operator, cst.Divide):
        return True
    if isinstance(expression, cst.Call):
        names = source.names(expression.func)
        inner = isinstance(expression.func, cst.Name) and expression.func.value == "str" and len(expression.args) == 1
        return bool(names & _PATH_MAKERS) or (inner and is_local(source, expression.args[0].value))
    if isinstance(expression, cst.FormattedString) and expression.parts:
        first = expression.parts[0]
        if isinstance(first, cst.FormattedStringExpression):
            return len(expression.parts) > 1 and is_local(source, first.expression)
        return isinstance(first, cst.FormattedStringText) and first.value.startswith(LOCAL_STARTS)
    return False


def _made(source: Source, name: cst.Name) -> cst.BaseExpression | None:
    """Return what a name is once assigned, or is the target of in a `with`."""
    bindings = source.bindings(name)
    if len(bindings) == 1 and isinstance(bindings[0].node, cst.WithItem):
        return bindings[0].node.item
    return source.value(name)


def is_saved(source: Source, expression: cst.BaseExpression) -> bool:
    """Tell whether the file saves to what an expression, which is no constant, names."""
    return any(_is_same(source, expression, target) for _, target in _saves(source))


def is_saved_before(source: Source, call: cst.Call, value: str) -> bool:
    """Tell whether a line above saves to a folder of this name; one below may save what was downloaded."""
    start = source.span(call)[0]
    return any(source.span(save)[0] < start and source.constant(to) == value for save, to in _saves(source))


def is_folder_name(value: str) -> bool:
    """Tell whether a name is such as people give to folders, and the hub to nothing."""
    first, slash, _ = value.partition("/")
    words = set(_WORD.findall(first.lower()))
    return bool(words) and words <= _FOLDERS | _TRAINED if slash else not words.isdisjoint(_FOLDERS)


def _saves(source: Source) -> Iterator[tuple[cst.Call, cst.BaseExpression]]:
    for call in source.method_calls(*_SAVERS):
        if call.args and not call.args[0].star:
            yield call, call.args[0].value


def _is_same(source: Source, one: cst.BaseExpression, other: cst.BaseExpression) -> bool:
    if isinstance(one, cst.Name) and isinstance(other, cst.Name) and one.value == other.value:
        return source.scope(one).visible(one.value) is source.scope(other).visible(other.value)
    return isinstance(one, (cst.Attribute, cst.Subscript)) and source.code(one) == source.code(other)
