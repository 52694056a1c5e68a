"""What the argument that names a repository says: a repository of the hub, something local, or nothing certain."""

from __future__ import annotations

import re
from dataclasses import dataclass

import libcst as cst

from amends.model import Advice, Harmless
from amends.source import Source
from amends_codemods.unpinned_download.detector import Unpinned
from amends_codemods.unpinned_download.folders import LOCAL_STARTS, is_folder_name, is_local, is_saved, is_saved_before
from amends_codemods.unpinned_download.functions import PACKAGED_LOADERS, Download
from amends_codemods.unpinned_download.members import member_value

# https://huggingface.co/docs/huggingface_hub/package_reference/utilities#huggingface_hub.utils.validate_repo_id
_REPOSITORY = re.compile(r"[A-Za-z0-9][\w.-]*(?:/[A-Za-z0-9][\w.-]*)?")
_LOCAL_ENDINGS = (".py", ".json", ".jsonl", ".csv", ".parquet", ".txt", ".bin", ".pt", ".pth", ".safetensors", "/")

ELSEWHERE = (
    "which repository this is, is decided elsewhere: let the commit come along with the name, as in"
    " revision=MODEL_REVISION, and pin it there"
)
_SAVED = "what is loaded was saved by this very program"


@dataclass(frozen=True, slots=True)
class Repository:
    """A repository of the hub; `revision` is what the name itself says behind a colon."""

    name: str
    revision: str | None = None


def repository(source: Source, found: Unpinned, function: Download) -> Repository | Advice | Harmless:
    """Return the repository that a call names, or what there is to say if it names none for certain."""
    if found.repository is None:
        return _unnamed(found, function)
    given = member_value(source, found.repository.value) or found.repository.value
    value = source.constant(given)
    if isinstance(value, str):
        return _path(value) or _folder(source, found.call, value) or _named(value, function)
    if value is None:
        return Harmless("no repository is named, so nothing is downloaded by this name")
    return _unknown(source, given, function)


def _unknown(source: Source, given: cst.BaseExpression, function: Download) -> Advice | Harmless:
    """Return what there is to say of a repository whose name is not in the code."""
    if is_local(source, given):
        return Harmless("what is loaded is a path of this machine")
    if is_saved(source, given):
        return Harmless(_SAVED)
    if function.may_be_object:
        return Harmless("what is given is no name of a repository, or one that is decided elsewhere")
    return Advice(ELSEWHERE)


def _folder(source: Source, call: cst.Call, value: str) -> Advice | Harmless | None:
    """Return what there is to say of a name that is, or may be, that of a folder."""
    if is_saved_before(source, call, value):
        return Harmless(_SAVED)
    if is_folder_name(value):
        return Advice(
            f"{value!r} looks like a folder of one's own: write it as a path, ./{value}; if it is a repository of the"
            " hub, pass revision=<commit>"
        )
    return None


def _unnamed(found: Unpinned, function: Download) -> Advice | Harmless:
    if any(arg.star for arg in found.call.args):
        return Advice("the repository comes with the starred arguments: let revision=<commit> come with them")
    if function.may_be_object:
        return Advice("no model is named, so the library's default is downloaded: name one, with its revision=<commit>")
    return Harmless("no repository is named, so nothing is downloaded by this name")


def _path(value: str) -> Harmless | None:
    is_path = value.startswith(LOCAL_STARTS) or "\\" in value or value[1:3] == ":/" or value.count("/") > 1
    return Harmless("what is loaded is a path of this machine") if is_path else None


def _named(value: str, function: Download) -> Repository | Advice | Harmless:
    if value.endswith(_LOCAL_ENDINGS):
        return Harmless("what is loaded is a file of this machine")
    if function.kind == "dataset" and value in PACKAGED_LOADERS:
        return Harmless(f"{value!r} is a loader that comes with the library and reads files of one's own")
    name, colon, revision = value.partition(":") if function.has_colon else (value, "", "")
    if not _REPOSITORY.fullmatch(name):
        return Advice(f"{value!r} is no name that a hub knows: give the repository's, with revision=<commit>")
    return Repository(name, revision if colon else None)
