"""What the argument that names a repository says: a repository of the hub, something local, or nothing certain."""

from __future__ import annotations

import re
from dataclasses import dataclass

import libcst as cst

from amends.model import Advice, Harmless
from amends.source import MISSING, Source
from amends_codemods.unpinned_download.detector import Unpinned
from amends_codemods.unpinned_download.functions import PACKAGED_LOADERS, Download

# https://huggingface.co/docs/huggingface_hub/package_reference/utilities#huggingface_hub.utils.validate_repo_id
_REPOSITORY = re.compile(r"[A-Za-z0-9][\w.-]*(?:/[A-Za-z0-9][\w.-]*)?")
_LOCAL_STARTS = ("./", "../", "/", "~", "\\", "file:")
_LOCAL_ENDINGS = (".py", ".json", ".jsonl", ".csv", ".parquet", ".txt", ".bin", ".pt", ".pth", ".safetensors", "/")
_PATH_MAKERS = frozenset({
    "os.path.join", "os.path.abspath", "os.path.dirname", "os.path.expanduser", "os.path.realpath", "os.getcwd",
    "pathlib.Path", "pathlib.Path.cwd", "pathlib.Path.home", "tempfile.mkdtemp", "tempfile.TemporaryDirectory",
    "huggingface_hub.snapshot_download", "huggingface_hub.hf_hub_download",
})  # fmt: skip

ELSEWHERE = (
    "which repository this is, is decided elsewhere: let the commit come along with the name, as in"
    " revision=MODEL_REVISION, and pin it there"
)


@dataclass(frozen=True, slots=True)
class Repository:
    """A repository of the hub; `revision` is what the name itself says behind a colon."""

    name: str
    revision: str | None = None


def repository(source: Source, found: Unpinned, function: Download) -> Repository | Advice | Harmless:
    """Return the repository that a call names, or what there is to say if it names none for certain."""
    if found.repository is None:
        return _unnamed(found, function)
    value = source.constant(found.repository.value)
    if isinstance(value, str):
        return _named(value, function)
    if value is None:
        return Harmless("no repository is named, so nothing is downloaded by this name")
    if value is MISSING and _is_local(source, found.repository.value):
        return Harmless("what is loaded is a path of this machine")
    if function.may_be_object:
        return Harmless("what is given is no name of a repository, or one that is decided elsewhere")
    return Advice(ELSEWHERE)


def _unnamed(found: Unpinned, function: Download) -> Advice | Harmless:
    if any(arg.star for arg in found.call.args):
        return Advice("the repository comes with the starred arguments: let revision=<commit> come with them")
    if function.may_be_object:
        return Advice("no model is named, so the library's default is downloaded: name one, with its revision=<commit>")
    return Harmless("no repository is named, so nothing is downloaded by this name")


def _named(value: str, function: Download) -> Repository | Advice | Harmless:
    if value.startswith(_LOCAL_STARTS) or "\\" in value or value[1:3] == ":/" or value.count("/") > 1:
        return Harmless("what is loaded is a path of this machine")
    if value.endswith(_LOCAL_ENDINGS):
        return Harmless("what is loaded is a file of this machine")
    if function.kind == "dataset" and value in PACKAGED_LOADERS:
        return Harmless(f"{value!r} is a loader that comes with the library and reads files of one's own")
    name, colon, revision = value.partition(":") if function.has_colon else (value, "", "")
    if not _REPOSITORY.fullmatch(name):
        return Advice(f"{value!r} is no name that a hub knows: give the repository's, with revision=<commit>")
    return Repository(name, revision if colon else None)


def _is_local(source: Source, expression: cst.BaseExpression) -> bool:
    """Tell whether an expression makes a path, directly or by the one assignment of its name."""
    if isinstance(expression, cst.Name):
        value = source.value(expression)
        return value is not None and not isinstance(value, cst.Name) and _is_local(source, value)
    if isinstance(expression, cst.BinaryOperation) and isinstance(expression.operator, cst.Divide):
        return True
    if isinstance(expression, cst.Call):
        names = source.names(expression.func)
        inner = isinstance(expression.func, cst.Name) and expression.func.value == "str" and len(expression.args) == 1
        return bool(names & _PATH_MAKERS) or (inner and _is_local(source, expression.args[0].value))
    if isinstance(expression, cst.FormattedString) and expression.parts:
        first = expression.parts[0]
        return isinstance(first, cst.FormattedStringText) and first.value.startswith(_LOCAL_STARTS)
    return False
