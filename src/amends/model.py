"""The values that pass from stage to stage: findings, edits, decisions, results, outcomes."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeAlias, TypeVar

if TYPE_CHECKING:
    import libcst as cst

Evidence = TypeVar("Evidence", covariant=True)  # noqa: PLC0105 - reads better than Evidence_co in signatures


class Level(enum.IntEnum):
    """How much a person has to do with an edit; the order is that of trust.

    SAFE: the same behaviour for every well-meant input. REVIEW: right, but behaviour, data or set-up
    changes. ADVICE: no edit, only words.
    """

    SAFE = 1
    REVIEW = 2
    ADVICE = 3


class Status(enum.Enum):
    """What became of one finding."""

    FIXED = "fixed"
    ADVICE = "advice"
    HARMLESS = "harmless"
    SUPPRESSED = "suppressed"


class ProblemKind(enum.Enum):
    """Why a file as a whole was left alone."""

    NOT_PYTHON = "not Python"
    UNREADABLE = "unreadable"
    UNPARSABLE = "unparsable"
    TOO_LARGE = "too large"
    BROKEN_LAW = "broken law"
    UNWRITABLE = "not written"
    CRASHED = "crashed"


class TodoKind(enum.Enum):
    """A chore that an edit leaves to a person; the value is the heading in the checklist."""

    SET_VARIABLE = "set the variable"
    ROTATE_SECRET = "rotate the secret"  # noqa: S105 - a heading
    REMOVE_COPY = "take out the copy"
    PIN_REVISION = "pin the revision"
    ADD_PACKAGE = "add the package"
    MIGRATE_DATA = "migrate the data"


@dataclass(frozen=True, slots=True)
class Finding(Generic[Evidence]):
    """One antipattern at one place of the tree, with all that its transformer needs to know.

    `node` is the anchor: its line is reported and its statement is searched for suppressions.
    `code` is the Bandit id that this shape has (or would have), such as "B608".
    `message` says what is wrong, in one clause and without any secret.
    """

    node: cst.CSTNode
    evidence: Evidence
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Change:
    """Put `text` in the place of the characters from `start` up to `end` (offsets in `Source.text`)."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True, order=True)
class Import:
    """`import module`, or with a name `from module import name`; bound to `alias` where one is given."""

    module: str
    name: str = ""
    alias: str = ""

    @property
    def statement(self) -> str:
        """The import as a line of Python, without a line end."""
        tail = f" as {self.alias}" if self.alias else ""
        if self.name:
            return f"from {self.module} import {self.name}{tail}"
        return f"import {self.module}{tail}"


@dataclass(frozen=True, slots=True)
class Reference:
    """How to write a qualified name at some place: the expression, and the imports that it needs there."""

    text: str
    imports: tuple[Import, ...] = ()


@dataclass(frozen=True, slots=True)
class Definition:
    """A function or class that the module must hold once, placed after its imports.

    `text` is the whole definition with four-space indents, newline characters and no blank lines around it.
    """

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Todo:
    """One line of the checklist: what is to be done (`kind`) to what (`subject`), and why or how (`note`)."""

    kind: TodoKind
    subject: str
    note: str = ""


class Secret:
    """A secret's text, which shows itself only masked unless `reveal` is called."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        """Return the secret itself: for the diff and the env file, never for a message."""
        return self._value

    @property
    def masked(self) -> str:
        """The secret as a message may show it, such as `sk_t…7dc`; a short one is hidden whole."""
        if len(self._value) < 16:  # noqa: PLR2004 - fewer characters would give away too large a part
            return "…"
        return f"{self._value[:4]}…{self._value[-3:]}"

    @property
    def digest(self) -> str:
        """A fingerprint that tells two secrets apart without holding either."""
        import hashlib  # noqa: PLC0415 - most runs meet no secret, and loading OpenSSL takes a while

        return hashlib.blake2b(self._value.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()

    def __repr__(self) -> str:
        return f"Secret({self.masked!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and other._value == self._value

    def __hash__(self) -> int:
        return hash(self._value)


@dataclass(frozen=True, slots=True)
class Claim:
    """An environment variable that an edit reads, and the value that the code held until now."""

    variable: str
    value: Secret


@dataclass(frozen=True, slots=True)
class Edit:
    """What a transformer wants done for one finding: all of it or none.

    `title` is an imperative ("Use yaml.safe_load"). `note` says what a reviewer must look at.
    `may_orphan` lists imports that may have lost their last use; they go only if nothing uses them.
    `leaves_open` tells why the finding stays after this edit (a partial fix, a placeholder), or is empty.
    """

    title: str
    level: Level
    changes: tuple[Change, ...]
    imports: tuple[Import, ...] = ()
    may_orphan: tuple[Import, ...] = ()
    definitions: tuple[Definition, ...] = ()
    todos: tuple[Todo, ...] = ()
    claims: tuple[Claim, ...] = ()
    note: str = ""
    leaves_open: str = ""


@dataclass(frozen=True, slots=True)
class Advice:
    """No edit: `reason` says why not and what a person should do instead."""

    reason: str
    todos: tuple[Todo, ...] = ()


@dataclass(frozen=True, slots=True)
class Harmless:
    """No edit and no work for anybody: `reason` says why this finding is none."""

    reason: str


Decision: TypeAlias = Edit | Advice | Harmless


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one finding, as reported: `line` and `column` are 1-based and mean the original file.

    `title` is the imperative of an edit, or empty. `reason` is the reviewer's note of an edit, or the
    reason why there is none.
    """

    codemod: str
    code: str
    line: int
    column: int
    status: Status
    level: Level
    message: str
    title: str = ""
    reason: str = ""
    todos: tuple[Todo, ...] = ()


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a file was left alone as a whole; `line` is 1-based, 0 where no line is to blame."""

    kind: ProblemKind
    message: str
    line: int = 0


class Block(NamedTuple):
    """Lines of a file that are replaced by others; the numbers are 0-based, and the ends excluded."""

    old_from: int
    old_to: int
    new_from: int
    new_to: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """All that the engine has to say about one file. `after == before` where nothing changes.

    `blocks` tells which lines differ, where somebody has looked already.
    """

    path: str
    before: bytes
    after: bytes
    results: tuple[Result, ...] = ()
    claims: tuple[Claim, ...] = ()
    problem: Problem | None = None
    blocks: tuple[Block, ...] = field(default=(), compare=False)

    @property
    def changed(self) -> bool:
        """Whether the file would be, or was, rewritten."""
        return self.after != self.before
