"""Shows an outcome as a patch: raw bytes that `git apply` takes as they are, or coloured for a terminal."""

from __future__ import annotations

import difflib
import io
import os
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

from amends.model import Block, Change

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from rich.text import Text

    from amends.model import Outcome

_CONTEXT = 3
_NO_NEWLINE = b"\n\\ No newline at end of file\n"
_ESCAPES = {7: "\\a", 8: "\\b", 9: "\\t", 10: "\\n", 11: "\\v", 12: "\\f", 13: "\\r", 34: '\\"', 92: "\\\\"}
_PLAIN = bytes(code for code in range(0x20, 0x7F) if code not in _ESCAPES)
_STYLES = {"+": "green", "-": "red", "@": "cyan"}
# A terminal would obey control characters in somebody's code, so it gets a picture of each instead.
_PICTURES = {
    **{code: 0x2400 + code for code in range(0x20) if code != ord("\t")},
    **dict.fromkeys(range(0x7F, 0xA0), 0xFFFD),
}


def unified(outcome: Outcome) -> bytes:
    """Return the patch that turns the old bytes into the new ones, or nothing where they are the same.

    There is no `diff --git` line: git would then look for the path from the top of the repository, and
    paths are told as seen from the current folder.
    """
    if not outcome.changed:
        return b""
    path = outcome.path.lstrip("/")
    header = (b"--- " + _name("a/" + path), b"+++ " + _name("b/" + path))
    return b"".join((*header, *_hunks(_Middle.of(outcome), blocks(outcome))))


def blocks(outcome: Outcome) -> Sequence[Block]:
    """Return the lines that differ, in order."""
    return outcome.blocks or tuple(_compared(_Middle.of(outcome)))


def replacements(outcome: Outcome) -> Iterator[Change]:
    """Yield what turns the old bytes into the new ones, both told as Latin-1, and nothing that stays as it is."""
    middle = _Middle.of(outcome)
    offsets = list(accumulate(map(len, middle.old), initial=middle.offset))
    for block in blocks(outcome):
        removed = b"".join(middle.removed(block))
        added = b"".join(middle.added(block))
        yield _trimmed(offsets[block.old_from - middle.line], removed.decode("latin-1"), added.decode("latin-1"))


def _trimmed(start: int, removed: str, added: str) -> Change:
    head = _shared(removed, added)
    removed, added = removed[head:], added[head:]
    tail = _shared(removed[::-1], added[::-1])
    return Change(start + head, start + head + len(removed) - tail, added[: len(added) - tail])


def coloured(patch: bytes) -> Text:
    """Return a patch of one file as rich text, to be printed unwrapped; nothing in it is taken as markup."""
    from rich.text import Text  # noqa: PLC0415 - rich costs 55 ms, and only a terminal needs it

    text = Text(no_wrap=True, overflow="ignore", end="")
    for number, line in enumerate(patch.decode("utf-8", "replace").removesuffix("\n").split("\n")):
        style = "bold" if number < 2 else _STYLES.get(line[:1], "")  # noqa: PLR2004 - the two lines of the header
        text.append(line.removesuffix("\r").translate(_PICTURES) + "\n", style)
    return text


@dataclass(frozen=True, slots=True)
class _Middle:
    """All that differs, with more than its context: what is alike above and below is not even split into lines.

    `offset` and `line` are those of the first line.
    """

    offset: int
    line: int
    old: Sequence[bytes]
    new: Sequence[bytes]

    @classmethod
    def of(cls, outcome: Outcome) -> _Middle:
        before, after = outcome.before, outcome.after
        head = _shared(before, after)
        tail = _shared(before[head:][::-1], after[head:][::-1])
        start, end = _lines_up(before, head), _lines_down(before, len(before) - tail)
        below = len(before) - end
        old, new = _lines(before[start:end]), _lines(after[start : len(after) - below])
        return cls(start, before.count(b"\n", 0, start), old, new)

    def removed(self, block: Block) -> Sequence[bytes]:
        """Return the old lines of a block."""
        return self.old[block.old_from - self.line : block.old_to - self.line]

    def added(self, block: Block) -> Sequence[bytes]:
        """Return the new lines of a block."""
        return self.new[block.new_from - self.line : block.new_to - self.line]


def _lines_up(text: bytes, offset: int) -> int:
    for _ in range(_CONTEXT + 1):
        offset = text.rfind(b"\n", 0, max(0, offset - 1)) + 1
    return offset


def _lines_down(text: bytes, offset: int) -> int:
    for _ in range(_CONTEXT + 1):
        offset = text.find(b"\n", offset) + 1 or len(text)
    return offset


def _lines(data: bytes) -> list[bytes]:
    """Split after line feeds alone, as git does: a form feed or a lone carriage return ends no line."""
    return io.BytesIO(data).readlines()


def _hunks(middle: _Middle, differing: Sequence[Block]) -> Iterator[bytes]:
    for group in _grouped(differing):
        above = min(_CONTEXT, group[0].old_from - middle.line)
        below = min(_CONTEXT, middle.line + len(middle.old) - group[-1].old_to)
        done, end = group[0].old_from - above, group[-1].old_to + below
        yield f"@@ -{_range(done, end)} +{_range(group[0].new_from - above, group[-1].new_to + below)} @@\n".encode()
        for block in group:
            yield from _marked(b" ", middle.old[done - middle.line : block.old_from - middle.line])
            yield from _marked(b"-", middle.removed(block))
            yield from _marked(b"+", middle.added(block))
            done = block.old_to
        yield from _marked(b" ", middle.old[done - middle.line : end - middle.line])


def _grouped(differing: Sequence[Block]) -> Iterator[Sequence[Block]]:
    """Yield the blocks of one hunk each: those whose context would overlap or touch."""
    far = [number for number, (one, other) in enumerate(pairwise(differing), 1)
           if other.old_from - one.old_to > 2 * _CONTEXT]  # fmt: skip
    for start, end in pairwise((0, *far, len(differing))):
        yield differing[start:end]


def _compared(middle: _Middle) -> Iterator[Block]:
    """Compare lines; what both share at their ends is kept from difflib, which is slow."""
    old, new = middle.old, middle.new
    head = _shared(old, new)
    tail = min(_shared(old[::-1], new[::-1]), len(old) - head, len(new) - head)
    above, below = min(head, _CONTEXT), min(tail, _CONTEXT)
    start = head - above
    old, new = old[start : len(old) - tail + below], new[start : len(new) - tail + below]
    matcher = difflib.SequenceMatcher(None, _keys(old, above, below), _keys(new, above, below))
    for tag, *lines in matcher.get_opcodes():
        if tag != "equal":
            yield Block(*(middle.line + start + line for line in lines))


def _keys(lines: Sequence[bytes], above: int, below: int) -> list[bytes | int]:
    """Return what difflib is to compare: the context at both ends matches itself and nothing between."""
    return [*range(above), *lines[above : len(lines) - below], *range(-below, 0)]


def _shared(old: Sequence[object], new: Sequence[object]) -> int:
    """Count the lines, or characters, that both begin with; slices are compared faster than their items."""
    low, high = 0, min(len(old), len(new))
    while low < high:
        middle = (low + high + 1) // 2
        if old[low:middle] == new[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _range(start: int, end: int) -> str:
    """Format one side of a hunk's header; an empty side names the line before it."""
    length = end - start
    first = start + (1 if length else 0)
    return str(first) if length == 1 else f"{first},{length}"


def _marked(mark: bytes, lines: Iterable[bytes]) -> Iterator[bytes]:
    for line in lines:
        yield mark + (line if line.endswith(b"\n") else line + _NO_NEWLINE)


def _name(path: str) -> bytes:
    """Return a path as git writes it in a header: quoted if need be, closed by a tab if it holds a blank."""
    raw = os.fsencode(path)
    if raw.translate(None, _PLAIN):
        quoted = "".join(map(_escaped, raw))
        return f'"{quoted}"\n'.encode()
    return raw + (b"\t\n" if b" " in raw else b"\n")


def _escaped(byte: int) -> str:
    character = chr(byte)
    plain = character if character.isascii() and character.isprintable() else f"\\{byte:03o}"
    return _ESCAPES.get(byte, plain)
