"""Putting an argument into a call and taking one out, or an entry, such that layout and comments stay."""

from __future__ import annotations

from collections.abc import Sequence

import libcst as cst

from amends.model import Change
from amends.source import Source


def with_argument(source: Source, call: cst.Call, text: str) -> Change | None:
    """Return the change that adds an argument behind a call's last one, laid out as that is.

    None where that argument is a generator expression without parentheses of its own.
    """
    if not call.args:
        end = _closing(source, call)
        return Change(end, end, text)
    last = call.args[-1]
    if isinstance(last.value, cst.GeneratorExp) and not last.value.lpar:
        return None
    end = source.span(last)[1]
    behind = _behind_comma(source, end)
    indent = _own_line(source, source.span(last)[0])
    if indent is None:
        return Change(end, _before_closing(source, behind) if behind > end else end, f", {text}")
    rest = source.text[behind:].splitlines()[0]
    comment = rest if rest.lstrip().startswith("#") else ""
    comma = "," if behind > end else ""
    return Change(end, behind + len(comment), f",{comment}{source.newline}{indent}{text}{comma}")


def _closing(source: Source, call: cst.Call) -> int:
    """Return the offset of the parenthesis that closes a call."""
    return source.inner_span(call)[1] - 1


def _before_closing(source: Source, offset: int) -> int:
    """Return where the gap behind a last comma ends, if the parenthesis stands on the same line."""
    rest = source.text[offset:]
    gap = len(rest) - len(rest.lstrip(" \t"))
    return offset + gap if rest[gap : gap + 1] == ")" else offset


def _own_line(source: Source, start: int) -> str | None:
    """Return the indent of what starts at an offset, if nothing stands before it on its line."""
    before = source.text[:start]
    indent = before[len(before.rstrip(" \t")) :]
    return indent if before[: len(before) - len(indent)].endswith(("\n", "\r")) else None


def without_argument(source: Source, call: cst.Call, arg: cst.Arg) -> Change | None:
    """Return the change that removes one of a call's arguments; None where it would take a comment along."""
    return _without_one(source, call.args, arg)


def without_entry(source: Source, display: cst.Dict, entry: cst.BaseDictElement) -> Change | None:
    """Return the change that removes one of a dictionary's entries; None where it would take a comment along."""
    return _without_one(source, display.elements, entry)


def _without_one(source: Source, listed: Sequence[cst.CSTNode], one: cst.CSTNode) -> Change | None:
    start, end = source.span(one)
    if "#" in source.text[start:end]:
        return None
    index = list(listed).index(one)
    last = index + 1 == len(listed)
    if index and "#" not in (gap := source.text[source.span(listed[index - 1])[1] : start]):
        closing = source.text[end:].lstrip(" \t")
        return Change(start - len(gap), len(source.text) - len(closing) if closing[:1] in {")", "}"} else end, "")
    if not index and not last and "#" not in source.text[end : source.span(listed[1])[0]]:
        return Change(start, source.span(listed[1])[0], "")
    return _without_its_line(source, start, _behind_comma(source, end))


def _behind_comma(source: Source, offset: int) -> int:
    rest = source.text[offset:]
    comma = len(rest) - len(rest.lstrip())
    return offset + comma + 1 if rest[comma : comma + 1] == "," else offset


def _without_its_line(source: Source, start: int, end: int) -> Change:
    """Remove what stands between two offsets, with its line if nothing else is on it."""
    text = source.text
    while text[end : end + 1] in {" ", "\t"}:
        end += 1
    line = start
    while text[line - 1 : line] in {" ", "\t"}:
        line -= 1
    alone = text[line - 1 : line] in {"\r", "\n"} and text[end : end + 1] in {"\r", "\n"}
    return Change(line - len(source.newline), end, "") if alone else Change(start, end, "")
