"""What must not be looked up for a pickle: whatever runs code, reaches further, or touches files by itself."""

from __future__ import annotations

from typing import Final

# Modules that run code, or give back functions that do, under the names of either Python, which pickle translates.
_MODULES: Final = frozenset({
    "_ctypes", "_imp", "_operator", "_pickle", "_posixsubprocess", "_thread", "asyncio", "bdb", "cPickle", "cffi",
    "cloudpickle", "code", "codeop", "commands", "concurrent", "copy_reg", "copyreg", "ctypes", "dill", "distutils",
    "doctest", "dummy_thread", "ensurepip", "functools", "gc", "idlelib", "imp", "importlib", "inspect", "joblib",
    "jsonpickle", "marshal", "multiprocessing", "nt", "ntpath", "operator", "os", "pdb", "pickle", "pip", "pkgutil",
    "platform", "popen2", "posix", "posixpath", "profile", "cProfile", "pty", "pydoc", "runpy", "setuptools", "shelve",
    "shutil", "signal", "site", "socket", "subprocess", "sys", "tempfile", "test", "thread", "threading", "timeit",
    "trace", "types", "unittest", "venv", "webbrowser",
})  # fmt: skip
_HARMLESS_IN_THEM: Final = frozenset({
    ("copy_reg", "__newobj__"), ("copy_reg", "_reconstructor"), ("copyreg", "__newobj__"), ("copyreg", "__newobj_ex__"),
    ("copyreg", "_reconstructor"), ("functools", "partial"), ("types", "SimpleNamespace"),
})  # fmt: skip
# Names that do no good in whatever module they stand.
_NAMES: Final = frozenset({
    "__build_class__", "__builtins__", "__import__", "__loader__", "__spec__", "apply", "attrgetter", "breakpoint",
    "builtins", "classmethod", "compile", "delattr", "eval", "exec", "execfile", "exit", "file", "getattr", "globals",
    "help", "import_module", "importlib", "input", "load", "loads", "locals", "methodcaller", "open", "os", "popen",
    "quit", "raw_input", "read_pickle", "reload", "run", "runsource", "setattr", "spawn", "startfile", "subprocess",
    "sys", "system", "vars",
})  # fmt: skip


def is_dangerous(module: str, name: str) -> bool:
    """Whether a pickle that can name this can do more with it than make data."""
    if (module, name) in _HARMLESS_IN_THEM:
        return False
    parts = name.split(".")
    return module.partition(".")[0] in _MODULES or not _NAMES.isdisjoint(parts) or _leads_elsewhere(parts)


def _leads_elsewhere(parts: list[str]) -> bool:
    """Whether a dotted name goes on by an attribute such as `__globals__` or `__subclasses__`."""
    return len(parts) > 1 and any(part.startswith("__") for part in parts)
