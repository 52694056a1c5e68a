"""Puts what a file came to into few bytes, and back together as long as all that it rests on still holds.

No secret is among these bytes: what a file loses is kept as the place where the file has it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING, Any, TypeAlias

from amends.cache import Cache, Entry, digest, spelled
from amends.context import Surroundings
from amends.model import (
    Block,
    Change,
    Claim,
    Level,
    Outcome,
    Problem,
    ProblemKind,
    Result,
    Secret,
    Status,
    Todo,
    TodoKind,
)
from amends.project import Project
from amends.revisions import Lookup, Pin
from amends.splice import splice

if TYPE_CHECKING:
    import ast

# These follow from the text alone; a crash, or a file that could not be read, may have been bad luck.
_LASTING = frozenset({ProblemKind.UNPARSABLE, ProblemKind.TOO_LARGE})

_Question: TypeAlias = "tuple[str, str, str]"
_Change: TypeAlias = "tuple[int, int, str]"
_Place: TypeAlias = "tuple[int, int, int]"


@dataclass(frozen=True, slots=True)
class Witness:
    """Hears what is asked about a file, besides its content and the settings, while it is worked on."""

    around: Surroundings
    revisions: Lookup
    cache: Cache | None = None
    _pins: dict[_Question, Pin | None] = field(default_factory=dict[_Question, "Pin | None"])

    def look_up(self, repository: str, kind: str, branch: str) -> Pin | None:
        """Answer what the engine asks about a commit on the Hub."""
        pin = self.revisions(repository, kind, branch)
        self._pins[repository, kind, branch] = pin
        return pin

    def memory(self, outcome: Outcome) -> bytes | None:
        """Return what to remember of the outcome, or None if that would not give it back."""
        if outcome.problem and outcome.problem.kind not in _LASTING:
            return None
        places = [_place(claim.value, outcome.before) for claim in outcome.claims]
        if None in places:
            return None
        written = json.dumps([
            self._grounds(),
            [_of_result(result) for result in outcome.results],
            [(claim.variable, place) for claim, place in zip(outcome.claims, places, strict=True)],
            *_differences(outcome),
            outcome.problem and (outcome.problem.kind.value, outcome.problem.message, outcome.problem.line),
        ], separators=(",", ":")).encode()  # fmt: skip
        return written if self.recalled(written, lambda: outcome.before) == outcome else None

    def recalled(self, memory: bytes, content: Callable[[], bytes | None]) -> Outcome | None:
        """Return a remembered outcome, or None if it rests on what has changed.

        `content` returns what the file holds, if that is the same as then; it is asked only where it is needed.
        """
        (asked, told, pins), results, claims, changes, blocks, problem = json.loads(memory)
        if told != self._told(with_imports=asked) or not all(self._still_holds(*pin) for pin in pins):
            return None
        before = content() if changes or claims else b""
        if before is None:
            return None
        return Outcome(
            self.around.path,
            before,
            _spliced(before, changes),
            tuple(map(_result, results)),
            tuple(Claim(variable, _secret(before, *place)) for variable, place in claims),
            Problem(ProblemKind(problem[0]), *problem[1:]) if problem else None,
            tuple(Block(*block) for block in blocks),
        )

    def _still_holds(self, question: _Question, answer: tuple[str, bool] | None) -> bool:
        return self.revisions(*question) == (answer and Pin(*answer))

    def _grounds(self) -> list[object]:
        asked = self.around.project.asked_for_imports
        pins = [(question, pin and (pin.commit, pin.is_in_use)) for question, pin in self._pins.items()]
        return [asked, self._told(with_imports=asked), pins]

    def _told(self, *, with_imports: bool) -> list[object]:
        """Return all that counts for the file besides its content, and not for the whole run."""
        path, project, ignored = self.around
        ignores = [list(ignore) for ignore in ignored]
        imports = _imports(project, self.cache) if with_imports and project.root else ""
        return [path, ignores, _digest(project.requires_python, project.dependencies), imports]


def _imports(project: Project, cache: Cache | None) -> str:
    """Return a digest of what the files of a project import; they are not read again while all look as before."""
    root = str(project.root)
    looks = project.looks if cache else b""
    entry = cache.entry(root) if cache else None
    if entry and looks and entry.looks == looks:
        return entry.digest.decode()
    told = _digest(project.imports)
    if cache and looks:
        cache.keep(root, Entry(looks, told.encode()))
    return told


@lru_cache(maxsize=1024)
def _digest(*parts: object) -> str:
    return digest(spelled(parts).encode()).decode()


def _of_result(result: Result) -> list[object]:
    todos = [(todo.kind.value, todo.subject, todo.note) for todo in result.todos]
    return [
        result.codemod, result.code, result.line, result.column, result.status.value, result.level.value,
        result.message, result.title, result.reason, todos,
    ]  # fmt: skip


def _result(values: list[Any]) -> Result:
    codemod, code, line, column, status, level, message, title, reason, todos = values
    chores = tuple(Todo(TodoKind(kind), subject, note) for kind, subject, note in todos)
    return Result(codemod, code, line, column, Status(status), Level(level), message, title, reason, chores)


def _place(secret: Secret, text: bytes) -> _Place | None:
    """Return where a text has a secret: its characters, or a literal that stands for them."""
    value = secret.reveal()
    plain = value.encode("utf-8", "surrogatepass")
    start = text.find(plain)
    if start >= 0:
        return start, start + len(plain), 0
    literal = next((node for node in _constants(text) if node.value == value), None)
    if literal is None or literal.end_lineno is None or literal.end_col_offset is None:
        return None
    lines = [0, *accumulate(map(len, text.splitlines(keepends=True)))]
    return lines[literal.lineno - 1] + literal.col_offset, lines[literal.end_lineno - 1] + literal.end_col_offset, 1


def _constants(text: bytes) -> Iterator[ast.Constant]:
    import ast  # noqa: PLC0415 - few secrets have escapes

    with suppress(SyntaxError, ValueError):
        yield from (node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Constant))


def _secret(text: bytes, start: int, end: int, is_literal: int) -> Secret:
    """Return the secret that a piece of a file is, or stands for."""
    piece = text[start:end].decode("utf-8", "surrogatepass")
    if not is_literal:
        return Secret(piece)
    from ast import literal_eval  # noqa: PLC0415 - as above

    return Secret(literal_eval(f"({piece})"))


def _differences(outcome: Outcome) -> tuple[list[_Change], Sequence[Block]]:
    """Return what turns the old bytes into the new ones, and the lines that differ, which a patch is made of."""
    if not outcome.changed:
        return [], ()
    from amends.outputs.diff import blocks, replacements  # noqa: PLC0415 - most files stay as they are

    compared = replace(outcome, blocks=tuple(blocks(outcome)))
    return [(change.start, change.end, change.text) for change in replacements(compared)], compared.blocks


def _spliced(before: bytes, changes: list[_Change]) -> bytes:
    if not changes:
        return before
    return splice(before.decode("latin-1"), [Change(*change) for change in changes]).encode("latin-1")
