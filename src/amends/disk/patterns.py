"""Match paths against patterns: those of gitignore, and the globs of Ruff and Bandit."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec


def slashed(path: str) -> str:
    """Return `path` with slashes, whatever the system writes."""
    return path.replace(os.sep, "/")


@dataclass(frozen=True, slots=True)
class GitPatterns:
    """Lines of a gitignore file; paths are relative to its folder and a folder's path ends in a slash."""

    lines: tuple[str, ...]

    def verdict(self, path: str) -> bool | None:
        """Tell whether `path` itself is matched: False if a line with `!` speaks last, None if no line does."""
        screen, spec = _compiled(self.lines)
        return spec.check_file(path).include if screen.search(path) else None

    def cover(self, path: str) -> bool:
        """Tell whether `path` or a folder around it is matched: below such a one nothing is re-included."""
        return _covered(self, path)


@lru_cache(maxsize=4096)
def _covered(patterns: GitPatterns, path: str) -> bool:
    parent = path.rstrip("/").rpartition("/")[0]
    return bool(parent and _covered(patterns, f"{parent}/")) or bool(patterns.verdict(path))


@lru_cache(maxsize=1024)
def _compiled(lines: tuple[str, ...]) -> tuple[re.Pattern[str], GitIgnoreSpec]:
    """Compile `lines`, with a screen: one expression that matches wherever any line does, and four times as fast."""
    from pathspec import GitIgnoreSpec  # noqa: PLC0415 - 35 ms, and most runs of a hook need no pattern

    spec = GitIgnoreSpec.from_lines([line for line in lines if is_valid(line)])
    effective = [pattern for pattern in spec.patterns if pattern.include is not None]
    expressions = [cast("re.Pattern[str]", getattr(pattern, "regex")) for pattern in effective]  # noqa: B009 - half typed
    unnamed = [re.sub(r"\(\?P<\w+>", "(?:", expression.pattern) for expression in expressions]
    return re.compile("|".join(unnamed) or r"(?!)"), spec


def is_valid(line: str) -> bool:
    """Tell whether gitignore gives the line a meaning; git passes over one like `a[z-a]`."""
    from pathspec import GitIgnoreSpec  # noqa: PLC0415 - as above

    try:
        GitIgnoreSpec.from_lines([line])
    except (ValueError, re.error):
        return False
    return True


@dataclass(frozen=True, slots=True)
class Globs:
    """Globs as Ruff and Bandit have them: braces hold alternatives, and `*` as well as `**` crosses slashes.

    One without a slash matches a name at any depth. `!` in front means every path but these.
    With `below`, what lies in a matched folder is matched too.
    """

    globs: tuple[str, ...]
    below: bool = True

    def cover(self, path: str) -> bool:
        """Tell whether any of the globs matches `path`, which is relative and uses slashes."""
        parts = path.rstrip("/").split("/")
        first = 1 if self.below else len(parts)
        names = ["/".join(parts[:end]) for end in range(first, len(parts) + 1)]
        return any(_matches(glob, names) for glob in self.globs)


def _matches(glob: str, names: list[str]) -> bool:
    positive = glob.removeprefix("!")
    expression = _expression(positive if "/" in positive else f"**/{positive}")
    return any(map(expression.fullmatch, names)) != glob.startswith("!")


@lru_cache(maxsize=1024)
def _expression(glob: str) -> re.Pattern[str]:
    parts: list[str] = []
    has_braces = glob.count("{") == glob.count("}")
    depth = 0
    for piece in re.findall(r"\*\*/|\*+|\[!?\]?[^\]]*\]|.", glob, re.DOTALL):
        if piece in "{}" and has_braces:
            depth += 1 if piece == "{" else -1
            parts.append("(?:" if piece == "{" else ")")
        else:
            parts.append("|" if piece == "," and depth else _translated(piece))
    return re.compile("".join(parts), re.DOTALL)


def _translated(piece: str) -> str:
    """Translate a wildcard, a class in brackets or a plain character."""
    if piece == "**/":
        return "(?:.*/)?"
    if piece.startswith("*"):
        return ".*"
    if len(piece) > 1:
        body = piece[1:-1].replace("\\", "\\\\")
        return f"[^{body[1:]}]" if body.startswith("!") else f"[{body}]"
    return "[^/]" if piece == "?" else re.escape(piece)
