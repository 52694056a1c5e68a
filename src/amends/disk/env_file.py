"""Keeps the secrets that leave the code: in a dotenv file that git ignores and that only its owner can read."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from amends.disk.dotenv import binding, bindings
from amends.disk.gitignore import is_ignored, repository
from amends.disk.patterns import slashed
from amends.disk.write import write
from amends.documents import SettingsError
from amends.model import Claim, Secret

_PRIVATE = 0o600


@dataclass(frozen=True)
class EnvFile:
    """A dotenv file; with `may_ignore`, its entry may be added to the `.gitignore` if it is missing there."""

    path: Path
    may_ignore: bool = False

    @property
    def example(self) -> Path:
        """The file beside it that holds the names alone, and can be committed."""
        return self.path.with_name(f"{self.path.name}.example")

    @property
    def taken(self) -> Mapping[str, str]:
        """The variables that it sets already, each with the digest of its value."""
        return {name: Secret(value).digest for name, value in bindings(_decoded(_content(self.path)))}

    def check(self) -> None:
        """Raise SettingsError unless secrets can be kept here, and will stay out of the repository."""
        if self.path.is_dir() or not self._place.parent.is_dir():
            raise SettingsError(f"{self.path} cannot be written: name a file in a folder that exists")
        if _is_tracked(self._place):
            raise SettingsError(f"git tracks {self.path} and would commit the secrets: run git rm --cached on it")
        if not (self.may_ignore or self._is_ignored()):
            raise SettingsError(f"git does not ignore {self.path}, secrets in it could be committed: add --gitignore")

    def keep(self, claims: Iterable[Claim], origin: str) -> None:
        """Bring the secrets that the file `origin` loses to the disk.

        A name that stands there for another value is left alone; the value follows as a comment.
        """
        before = _content(self.path)
        known = dict(bindings(_decoded(before)))
        lines: list[str] = []
        for claim in claims:
            name, value = claim.variable, claim.value.reveal()
            if name not in known:
                lines.append(binding(name, value))
                known[name] = value
            elif known[name] != value:
                lines.append(f"# in {origin} it was:")
                lines += [f"# {line}" for line in binding(name, value).split("\n")]
        if lines:
            self._ignore()
            write(self.path, before, _appended(before, lines), mode=_PRIVATE)
        self._keep_names(claim.variable for claim in claims)

    def _keep_names(self, names: Iterable[str]) -> None:
        before = _content(self.example)
        known = dict(bindings(_decoded(before)))
        lines = [f"{name}=" for name in dict.fromkeys(names) if name not in known]
        if lines:
            write(self.example, before, _appended(before, lines))

    @cached_property
    def _place(self) -> Path:
        """The file itself, wherever a link leads."""
        return Path(os.path.realpath(self.path))

    def _is_ignored(self) -> bool:
        return is_ignored(slashed(str(self._place)))

    def _ignore(self) -> None:
        """Add the entry to the `.gitignore` of the repository, or of the folder where there is none."""
        if self._is_ignored():
            return
        top = Path(repository(str(self._place.parent)) or self._place.parent)
        entry = re.sub(r"[\\*?\[]|^[#!]| $", r"\\\g<0>", self._place.relative_to(top).as_posix())
        file = top / ".gitignore"
        before = _content(file)
        write(file, before, _appended(before, [entry]))
        if not self._is_ignored():
            raise SettingsError(f"another line of a .gitignore keeps git from ignoring {self.path}: remove it")


def _appended(before: bytes | None, lines: Iterable[str]) -> bytes:
    """Return the old content with these lines behind it, in its own line ends."""
    before = before or b""
    newline = "\r\n" if b"\r\n" in before else "\n"
    gap = newline if before and not before.endswith(b"\n") else ""
    new = "".join(line.replace("\n", newline) + newline for line in lines)
    return before + (gap + new).encode("utf-8", "surrogatepass")


def _content(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise SettingsError(f"{path} cannot be read: {error.strerror}") from error


def _decoded(data: bytes | None) -> str:
    return (data or b"").removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace")


def _is_tracked(path: Path) -> bool:
    """Ask git, where there is one, whether the file is in its index: then no ignore file keeps it out."""
    if repository(str(path.parent)) is None:
        return False
    import shutil  # noqa: PLC0415 - slow to import, as the next
    import subprocess  # noqa: PLC0415 - as above

    git = shutil.which("git")
    if git is None:
        return False
    command = [git, "-C", str(path.parent), "ls-files", "--error-unmatch", "--", path.name]
    return subprocess.run(command, check=False, capture_output=True).returncode == 0  # noqa: S603 - our own arguments
