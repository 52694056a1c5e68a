"""Finds calls of PyYAML that can build arbitrary objects."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import libcst as cst

from amends.model import Finding
from amends.source import CallSite, Source


@dataclass(frozen=True, slots=True)
class UnsafeLoad:
    """A call of `yaml.load` and the loader argument that makes it unsafe, if there is one."""

    site: CallSite
    loader: cst.Arg | None


def detect(source: Source) -> Iterator[Finding[UnsafeLoad]]:
    """Yield every call of `yaml.load` that is not given a safe loader."""
    for site in source.calls("yaml.load"):
        loader = site.argument("Loader", 1)
        if loader is not None and source.names(loader.value) <= {"yaml.SafeLoader", "yaml.CSafeLoader"}:
            continue
        yield Finding(site.call, UnsafeLoad(site, loader), "B506", "yaml.load can build any Python object")
