"""Tells which libraries a file works with, by what it imports."""

from __future__ import annotations

import libcst as cst

from amends.source import Source, dotted

# Libraries whose users have arrays of numpy in their hands.
_NUMERIC = (
    "numpy", "scipy", "pandas", "sklearn", "skimage", "torch", "tensorflow", "jax", "cv2", "matplotlib", "xarray",
    "numba",
)  # fmt: skip
# What else tells of a project that it has arrays: names under which some of these are asked for.
_OF_PROJECTS = frozenset({
    *_NUMERIC, "keras", "opencv-python", "opencv-python-headless", "scikit-image", "scikit-learn",
})  # fmt: skip


def has_arrays(source: Source) -> bool:
    """Whether the file imports numpy, or a library that works with its arrays."""
    return imports(source, *_NUMERIC)


def project_has_arrays(source: Source) -> bool:
    """Whether the project around the file asks for numpy, or for such a library, or imports it anywhere."""
    project = source.context.project
    return not _OF_PROJECTS.isdisjoint(project.dependencies) or not _OF_PROJECTS.isdisjoint(project.imports)


def imports(source: Source, *roots: str) -> bool:
    """Whether the file imports one of these packages, or something out of it."""
    for statement in source.nodes(cst.Import):
        if any((dotted(alias.name) or "").partition(".")[0] in roots for alias in statement.names):
            return True
    modules = (s.module for s in source.nodes(cst.ImportFrom) if s.module and not s.relative)
    return any((dotted(module) or "").partition(".")[0] in roots for module in modules)
