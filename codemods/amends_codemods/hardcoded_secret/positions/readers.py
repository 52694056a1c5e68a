"""Packages that read settings from the environment or a file: a default that they are given simply goes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import libcst as cst

from amends.source import Source, argument
from amends_codemods.hardcoded_secret.positions.made import makers, meanings
from amends_codemods.hardcoded_secret.positions.owners import callee, text_of
from amends_codemods.hardcoded_secret.positions.sinks import DECLARATIONS, OPTIONS


@dataclass(frozen=True, slots=True)
class Reader:
    """A function that reads a variable, and its default: always `default=`, and this position if it has one."""

    name: str
    position: int | None = None
    has_methods: bool = False


READERS: dict[str, Reader] = {
    reader.name: reader
    for reader in (
        Reader("decouple.config", 1),
        Reader("decouple.Config()", 1),
        Reader("decouple.AutoConfig()", 1),
        Reader("prettyconf.config"),
        Reader("environ.Env()", 1, has_methods=True),
        Reader("environs.Env()", 1, has_methods=True),
        Reader("environs.env", 1, has_methods=True),
        Reader("starlette.config.Config()"),
    )
}
_PREFIXES = frozenset({"env_prefix", "prefix"})


def default_of_reader(source: Source, call: cst.Call) -> cst.Arg | None:
    """Return the default that a call gives a package in case a setting is missing."""
    reader = _reader(source, call)
    return argument(call, "default", reader.position) if reader else None


def declared(source: Source, call: cst.Call) -> cst.Arg | None:
    """Return the default that a call declares for the parameter of a function, of which it is the default itself."""
    is_default = isinstance(source.parent(call), cst.Param) and callee(call) in DECLARATIONS
    return argument(call, "default", 0) if is_default else None


def variable_of_option(source: Source, call: cst.Call) -> str | None:
    """Return the variable that an option of a command line is read from by itself: `envvar="TOKEN"`."""
    given = argument(call, "envvar") if callee(call) in OPTIONS else None
    return text_of(source, given.value) if given else None


def read_by_packages(source: Source) -> Iterator[str]:
    """Yield every variable that a package reads for the module by a known name."""
    if any(name.partition(".")[0] in source.text for name in READERS):
        for call in source.nodes(cst.Call):
            first = call.args[0].value if call.args and _reader(source, call) else None
            if (variable := text_of(source, first)) is not None:
                yield variable


def is_prefixed(source: Source, call: cst.Call) -> bool:
    """Whether something may be put before the name of the variable that such a call reads."""
    above = (block for block in source.ancestors(call) if isinstance(block, cst.With))
    return _has_prefix(source, call.func) or any(_is_prefix(item.item) for block in above for item in block.items)


def _reader(source: Source, call: cst.Call) -> Reader | None:
    names = meanings(source, call.func)
    direct = (READERS.get(name) for name in names)
    method = (READERS.get(name.rpartition(".")[0]) for name in names)
    known = {*direct, *(reader for reader in method if reader and reader.has_methods)} - {None}
    return next(iter(known)) if len(known) == 1 else None


def _is_prefix(expression: cst.BaseExpression) -> bool:
    return isinstance(expression, cst.Call) and callee(expression) == "prefixed"


def _has_prefix(source: Source, function: cst.BaseExpression) -> bool:
    if not isinstance(function, cst.Name):
        return False
    made = (maker for maker in makers(source, function) if maker)
    return any(arg.keyword and arg.keyword.value in _PREFIXES for maker in made for arg in maker.args)
