"""What is known about the functions that load YAML and about the loader classes that they take."""

from __future__ import annotations

import enum
from dataclasses import dataclass


class Kind(enum.Enum):
    """What a class in the bases of a loader, or a loader itself, can build from a document."""

    SAFE = "builds plain data only"
    UNSAFE = "can build any Python object"
    NEUTRAL = "builds nothing: it reads, scans, parses or resolves"


@dataclass(frozen=True, slots=True)
class Loader:
    """A class of a YAML library; `safe` is the name, in the same module, of the class to use instead."""

    name: str
    kind: Kind
    safe: str = ""

    @property
    def is_c(self) -> bool:
        """Whether this is the fast one, which wraps libyaml."""
        return self.name.startswith("C")


@dataclass(frozen=True, slots=True)
class LoadFunction:
    """A function that loads YAML; `safe` is its safe sister, `takes_loader` whether a loader may be passed."""

    name: str
    safe: str
    takes_loader: bool


CLASSES: dict[str, Loader] = {
    row.name: row
    for row in (
        Loader("Loader", Kind.UNSAFE, "SafeLoader"),
        Loader("FullLoader", Kind.UNSAFE, "SafeLoader"),
        Loader("UnsafeLoader", Kind.UNSAFE, "SafeLoader"),
        Loader("CLoader", Kind.UNSAFE, "CSafeLoader"),
        Loader("CFullLoader", Kind.UNSAFE, "CSafeLoader"),
        Loader("CUnsafeLoader", Kind.UNSAFE, "CSafeLoader"),
        Loader("Constructor", Kind.UNSAFE, "SafeConstructor"),
        Loader("FullConstructor", Kind.UNSAFE, "SafeConstructor"),
        Loader("UnsafeConstructor", Kind.UNSAFE, "SafeConstructor"),
        Loader("SafeLoader", Kind.SAFE),
        Loader("CSafeLoader", Kind.SAFE),
        Loader("BaseLoader", Kind.SAFE),
        Loader("CBaseLoader", Kind.SAFE),
        Loader("RoundTripLoader", Kind.SAFE),
        Loader("SafeConstructor", Kind.SAFE),
        Loader("BaseConstructor", Kind.SAFE),
        Loader("RoundTripConstructor", Kind.SAFE),
        Loader("Reader", Kind.NEUTRAL),
        Loader("Scanner", Kind.NEUTRAL),
        Loader("Parser", Kind.NEUTRAL),
        Loader("CParser", Kind.NEUTRAL),
        Loader("Composer", Kind.NEUTRAL),
        Loader("Resolver", Kind.NEUTRAL),
        Loader("BaseResolver", Kind.NEUTRAL),
    )
}

_SUBMODULES = ("", ".loader", ".cyaml", ".constructor", ".reader", ".scanner", ".parser", ".composer", ".resolver")
_LIBRARIES = ("yaml", "ruamel.yaml")
# Third parties whose classes bear the same names as PyYAML's and derive from those.
_FOLLOWERS = ("yamlordereddictloader", "yamlloader.ordereddict", "yamlloader.ordereddict.loaders")
_HOMES = frozenset((*(f"{library}{part}" for library in _LIBRARIES for part in _SUBMODULES), *_FOLLOWERS))

FUNCTIONS: dict[str, LoadFunction] = {
    f"{library}.{row.name}": row
    for library in _LIBRARIES
    for row in (
        LoadFunction("load", "safe_load", takes_loader=True),
        LoadFunction("load_all", "safe_load_all", takes_loader=True),
        LoadFunction("full_load", "safe_load", takes_loader=False),
        LoadFunction("full_load_all", "safe_load_all", takes_loader=False),
        LoadFunction("unsafe_load", "safe_load", takes_loader=False),
        LoadFunction("unsafe_load_all", "safe_load_all", takes_loader=False),
    )
}

SAFE_FUNCTIONS = tuple(f"{library}.{name}" for library in _LIBRARIES for name in ("safe_load", "safe_load_all"))

# Without a `Loader`, these register on the unsafe loaders alone.
REGISTRARS = frozenset(
    f"{library}.{name}"
    for library in _LIBRARIES
    for name in ("add_constructor", "add_multi_constructor", "add_implicit_resolver", "add_path_resolver")
)
# Attributes of loaders that hold what is registered.
TABLES = frozenset({
    "yaml_constructors", "yaml_multi_constructors", "yaml_implicit_resolvers", "yaml_path_resolvers",
})  # fmt: skip
YAML_OBJECTS = frozenset(f"{library}.YAMLObject" for library in _LIBRARIES)
YAML_CLASSES = frozenset({"ruamel.yaml.YAML", "ruamel.yaml.main.YAML"})


def loader_named(qualified: str) -> Loader | None:
    """Return what is known about the class with a qualified name; None if it is none that is known."""
    home, _, name = qualified.rpartition(".")
    return CLASSES.get(name) if home in _HOMES else None
