"""Where new imports and definitions go in a module."""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import libcst as cst

from amends.model import Change, Definition, Import
from amends.source import Source, dotted

_STANDARD = frozenset(sys.stdlib_module_names)


@dataclass(frozen=True, slots=True)
class _Place:
    """An offset between two lines, and the blank lines that a new section needs around itself there."""

    offset: int
    blank_before: int = 0
    blank_after: int = 0


def additions(
    source: Source, imports: Iterable[Import], definitions: Iterable[Definition], first_use: int
) -> tuple[Change, ...]:
    """Return the changes that bring imports and definitions into a module, before the offset `first_use`."""
    layout = _Layout(source, first_use)
    grouped: defaultdict[_Place, list[str]] = defaultdict(list)
    for wanted in sorted(set(imports), key=lambda i: (bool(i.name), i.statement)):
        grouped[layout.place_of(wanted)].append(wanted.statement)
    pieces: defaultdict[int, list[str]] = defaultdict(list)
    for place, statements in grouped.items():
        block = [*[""] * place.blank_before, *statements, *[""] * place.blank_after]
        pieces[place.offset].append("".join(line + source.newline for line in block))
    named = {definition.name: definition for definition in reversed(list(definitions))}
    for definition in reversed(named.values()):
        offset, text = layout.definition(definition)
        if pieces[offset]:
            pieces[offset][-1] = pieces[offset][-1].rstrip("\r\n") + source.newline
            text = source.newline * _blank_above(definition) + text.lstrip("\r\n")
        pieces[offset].append(text)
    added = (Change(offset, offset, _on_new_line(source, offset) + "".join(t)) for offset, t in pieces.items())
    parted = (layout.parting,) if layout.parting and pieces else ()
    return (*parted, *added)


def _blank_above(definition: Definition) -> int:
    """Return the blank lines that part a definition from the imports: two for a function or class, one for a line."""
    return 2 if "\n" in definition.text else 1


def _on_new_line(source: Source, offset: int) -> str:
    return source.newline if offset == len(source.text) and offset and source.text[-1] not in "\r\n" else ""


class _Layout:
    """The head of a module: docstring, future imports, the first run of imports.

    `parting` breaks the head's last line behind its own statements, where others on it need what is added.
    """

    def __init__(self, source: Source, first_use: int) -> None:
        self._source = source
        body = list(source.module.body)
        self._head = list(_head(body))
        rest = body[len(self._head) :]
        self._run = [s for s in _first_run_of_imports(rest) if source.span(s)[1] <= first_use]
        self._next = rest[0] if rest else None
        self._first_use = first_use
        self.parting = _parting(source, self._head[-1], first_use) if self._head else None

    def place_of(self, wanted: Import) -> _Place:
        """Return where an import goes: into the section of its kind, sorted, or into a new section."""
        standard = _is_standard(wanted.module)
        sections = list(_sections(self._run))
        own = [s for s in sections if _is_standard(_module_of(s[0])) == standard and not _is_local(s[0])]
        if own:
            return self._place_in(own[0], wanted)
        if not sections:
            return self._place_without_imports()
        if standard:
            return _Place(self._line_start(sections[0][0]), blank_after=1)
        offset = self._line_after(sections[0][-1])
        return _Place(offset, blank_before=1, blank_after=0 if self._blank_lines_at(offset) else 1)

    def _place_in(self, section: Sequence[cst.SimpleStatementLine], wanted: Import) -> _Place:
        kind = [s for s in section if isinstance(s.body[0], cst.ImportFrom) == bool(wanted.name)]
        smaller = [s for s in kind if _module_of(s) < wanted.module]
        if smaller:
            return _Place(self._line_after(smaller[-1]))
        if wanted.name and not kind:
            return _Place(self._line_after(section[-1]))
        return _Place(self._line_start(kind[0] if kind else section[0]))

    def _place_without_imports(self) -> _Place:
        following = 2 if isinstance(self._next, (cst.FunctionDef, cst.ClassDef)) else 1
        if self._head:
            offset = self._line_after(self._head[-1])
            return _Place(offset, blank_before=1, blank_after=max(0, following - self._blank_lines_at(offset)))
        if self._next is None:
            return _Place(0)
        return _Place(self._above_comments(self._next), blank_after=following)

    def definition(self, definition: Definition) -> tuple[int, str]:
        """Return where a definition goes (behind the imports of the module's head), and its text there."""
        newline = self._source.newline
        text = definition.text.replace("\n", newline) + newline
        anchor = self._last_import() or (self._head[-1] if self._head else None)
        if anchor is None:
            offset = self._above_comments(self._next) if self._next else 0
            return offset, text + newline * 2
        offset = self._line_after(anchor)
        above = newline * _blank_above(definition)
        return offset, above + text + newline * max(0, 2 - self._blank_lines_at(offset))

    def _last_import(self) -> cst.BaseStatement | None:
        last: cst.BaseStatement | None = None
        for statement in self._source.module.body:
            if isinstance(statement, (cst.FunctionDef, cst.ClassDef)):
                break
            if self._source.span(statement)[1] > self._first_use:
                break
            if _imports_something(statement):
                last = statement
        return last

    def _line_start(self, statement: cst.BaseStatement) -> int:
        return self._source.insert_before(statement, "").start

    def _line_after(self, statement: cst.BaseStatement) -> int:
        if self.parting and statement is self._head[-1]:
            return self.parting.end
        return self._source.insert_after(statement, "").start

    def _blank_lines_at(self, offset: int) -> int:
        following = self._source.text[offset:].splitlines()
        return next((count for count, line in enumerate(following) if line.strip()), 2)

    def _above_comments(self, statement: cst.BaseStatement) -> int:
        """Return the line of the comments right above a statement, unless they are the file's own header."""
        start = self._line_start(statement)
        lines = self._source.text[:start].splitlines(keepends=True)
        above = start
        while lines and lines[-1].lstrip().startswith("#"):
            above -= len(lines.pop())
        return above if lines else start


def _head(body: Sequence[cst.BaseStatement]) -> Iterator[cst.SimpleStatementLine]:
    """Yield the lines that must stay first: the docstring's and those of future imports."""
    for index, statement in enumerate(body):
        if not isinstance(statement, cst.SimpleStatementLine):
            return
        first, *others = statement.body
        if not (_must_stay_first(first, is_first=index == 0) or any(map(_must_stay_first, others))):
            return
        yield statement


def _must_stay_first(statement: cst.BaseSmallStatement, *, is_first: bool = False) -> bool:
    if isinstance(statement, cst.Expr):
        return is_first and isinstance(statement.value, (cst.SimpleString, cst.ConcatenatedString))
    return isinstance(statement, cst.ImportFrom) and dotted(statement.module) == "__future__"


def _parting(source: Source, line: cst.SimpleStatementLine, first_use: int) -> Change | None:
    """Return the change that gives what stands behind the docstring, or a future import, a line of its own.

    There is none unless something on that line is the first to need what is added.
    """
    own = [each for each in line.body if _must_stay_first(each, is_first=each is line.body[0])]
    rest = line.body[len(own) :]
    if not rest or not source.span(rest[0])[0] <= first_use < source.span(line)[1]:
        return None
    return Change(source.span(own[-1])[1], source.span(rest[0])[0], source.newline)


def _first_run_of_imports(body: Sequence[cst.BaseStatement]) -> Iterator[cst.SimpleStatementLine]:
    begun = False
    for statement in body:
        if _is_import_line(statement) and isinstance(statement, cst.SimpleStatementLine):
            begun = True
            yield statement
        elif begun or not _is_module_constant(statement):
            return


def _is_import_line(statement: cst.BaseStatement) -> bool:
    return isinstance(statement, cst.SimpleStatementLine) and isinstance(
        statement.body[0], (cst.Import, cst.ImportFrom)
    )


def _is_module_constant(statement: cst.BaseStatement) -> bool:
    return isinstance(statement, cst.SimpleStatementLine) and isinstance(statement.body[0], cst.Assign)


def _imports_something(statement: cst.BaseStatement) -> bool:
    if isinstance(statement, (cst.If, cst.Try)):
        return any(_is_import_line(s) for s in statement.body.body if isinstance(s, cst.BaseStatement))
    return _is_import_line(statement)


def _sections(run: Sequence[cst.SimpleStatementLine]) -> Iterator[list[cst.SimpleStatementLine]]:
    section: list[cst.SimpleStatementLine] = []
    for statement in run:
        if section and any(line.comment is None for line in statement.leading_lines):
            yield section
            section = []
        section.append(statement)
    if section:
        yield section


def _module_of(line: cst.SimpleStatementLine) -> str:
    statement = line.body[0]
    if isinstance(statement, cst.Import):
        return dotted(statement.names[0].name) or ""
    if isinstance(statement, cst.ImportFrom):
        return "." * len(statement.relative) + (dotted(statement.module) or "")
    return ""


def _is_standard(module: str) -> bool:
    return module.partition(".")[0] in _STANDARD


def _is_local(line: cst.SimpleStatementLine) -> bool:
    return _module_of(line).startswith(".")
