"""Stand-ins for the libraries: objects that do nothing but write down what they are sent."""

from __future__ import annotations

import types
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from oracle.libraries import LIBRARIES, RESULT, Library, Sending


@dataclass(frozen=True, slots=True)
class Sent:
    """One query as a library got it, and as it reads once the parameters are filled in."""

    text: str
    parameters: object
    filled: tuple[str, ...]


@dataclass
class Journal:
    """What was sent, in the order of time."""

    sent: list[Sent] = field(default_factory=list[Sent])


class Clause:
    """SQLAlchemy's `text(…)`, or psycopg's `SQL(…)`: a text on its way, with the parameters bound to it."""

    def __init__(self, text: str, bound: Mapping[str, object] | None = None) -> None:
        self.text = text
        self.bound = dict(bound or {})

    def bindparams(self, **values: object) -> Clause:
        """Return the clause with parameters."""
        return Clause(self.text, {**self.bound, **values})

    params = bindparams  # the other name that SQLAlchemy has for it

    def __getattr__(self, name: str) -> Any:
        return self._same

    def _same(self, *_args: object, **_kwargs: object) -> Clause:
        return self


class Thing:
    """Any object of a library: each attribute and each call gives another, but for the calls that send SQL."""

    def __init__(self, library: Library, journal: Journal) -> None:
        self.library = library
        self.journal = journal

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        sending = self.library.methods.get(name)
        return _Send(self, sending) if sending else Thing(self.library, self.journal)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:  # noqa: D102 - anything
        if len(args) == 1 and isinstance(args[0], (types.FunctionType, type)) and not kwargs:
            return args[0]  # a decorator
        if args and isinstance(args[0], str) and self.library.is_toolkit:
            return Thing(self.library.below(args[0]), self.journal)
        return self

    def write_down(self, sending: Sending, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Thing:
        """Note what a call sends."""
        query, parameters = sending.taken(args, kwargs)
        reader = sending.reader or self.library.reader
        bound: object = parameters
        text = query
        if isinstance(query, Clause):
            reader, text = self.library.clause, query.text
            bound = parameters if sending.many else query.bound | cast("dict[str, object]", parameters or {})
        if not isinstance(text, str):
            raise TypeError(f"{text!r} is no SQL")
        sets = list(cast("list[object]", bound)) if sending.many else [bound]
        self.journal.sent.append(Sent(text, parameters, tuple(reader(text, one) for one in sets)))
        return Thing(RESULT, self.journal)

    def __getitem__(self, _key: object) -> Thing:
        return self

    def __iter__(self) -> Iterator[Thing]:
        return iter(())

    def __await__(self) -> Iterator[Any]:
        yield from ()
        return self  # type: ignore[return-value]

    async def __aenter__(self) -> Thing:  # noqa: PYI034 - Self is newer than Python 3.10
        return self

    async def __aexit__(self, *_: object) -> None:
        return None

    async def __anext__(self) -> Any:
        raise StopAsyncIteration

    def __aiter__(self) -> Thing:
        return self

    def __enter__(self) -> Thing:  # noqa: PYI034 - Self is newer than Python 3.10
        return self

    def __exit__(self, *_: object) -> None:
        return None

    def __len__(self) -> int:
        return 0

    def __bool__(self) -> bool:
        return True

    def __or__(self, _other: object) -> Thing:
        return self

    __ror__ = __or__

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Thing)

    def __hash__(self) -> int:
        return 0

    def __repr__(self) -> str:
        return "<thing>"


@dataclass(frozen=True, slots=True)
class _Send:
    """A method that sends SQL, or a class of that name."""

    thing: Thing
    sending: Sending

    def __call__(self, *args: Any, **kwargs: Any) -> Thing:
        return self.thing.write_down(self.sending, args, kwargs)


class Module(types.ModuleType):
    """An importable stand-in for a library, or for any part of it."""

    def __init__(self, name: str, library: Library, journal: Journal) -> None:
        super().__init__(name)
        self.library = library
        self.journal = journal

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        if name in self.library.clauses:
            return Clause
        function = self.library.functions.get(name)
        if function is not None:
            return _Function(function, self.journal)
        nested = f"{self.__name__}.{name}"
        if any(known.startswith(f"{nested}.") or known == nested for known in LIBRARIES):
            return module(nested, self.library, self.journal)
        sending = self.library.methods.get(name) if self.library.is_module_connection else None
        return _Send(Thing(self.library, self.journal), sending) if sending else Thing(self.library, self.journal)


@dataclass(frozen=True, slots=True)
class _Function:
    """A function that sends SQL through a connection that it is given."""

    sending: Sending
    journal: Journal

    def __call__(self, *args: Any, **kwargs: Any) -> Thing:
        connection = self.sending.connection(args, kwargs)
        library = connection.library if isinstance(connection, Thing) else LIBRARIES["sqlalchemy"]
        return Thing(library, self.journal).write_down(self.sending, args, kwargs)


def module(name: str, default: Library, journal: Journal) -> Module:
    """Return the stand-in for a module: that of the nearest known library, or one of the case's own."""
    package = name
    while package and package not in LIBRARIES:
        package = package.rpartition(".")[0]
    return Module(name, LIBRARIES.get(package, default), journal)
