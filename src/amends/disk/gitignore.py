"""Know what git ignores in a folder, from its ignore files alone and without running git."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path

from amends.disk.patterns import GitPatterns, slashed


@dataclass(frozen=True, slots=True)
class GitIgnore:
    """The ignore files that count in a folder, the strongest first; each with its own folder."""

    layers: tuple[tuple[str, GitPatterns], ...] = ()

    @classmethod
    def around(cls, folder: str) -> GitIgnore:
        """Collect what rules in the parents of `folder` (absolute, with slashes), up to its repository's top.

        Nothing does if git ignores the folder as a whole: who names such a folder means its files.
        """
        top = repository(folder)
        if top is None:
            return cls()
        rules = cls(((f"{top}/", _everywhere(top)),))
        current = top
        for name in folder.removeprefix(f"{top}/").split("/") if folder != top else ():
            rules = rules.inside(current)
            current = f"{current}/{name}"
            if rules.ignores(f"{current}/"):
                return cls()
        return rules

    def inside(self, folder: str) -> GitIgnore:
        """Add the `.gitignore` of `folder`, if it has one."""
        lines = _lines(f"{folder}/.gitignore")
        return GitIgnore(((f"{folder}/", GitPatterns(lines)), *self.layers)) if lines else self

    def ignores(self, path: str) -> bool:
        """Tell whether git ignores the absolute `path`, whose parents are not ignored; a folder ends in `/`."""
        for prefix, patterns in self.layers:
            verdict = patterns.verdict(path[len(prefix) :])
            if verdict is not None:
                return verdict
        return False


def is_ignored(path: str) -> bool:
    """Tell whether git ignores the file at `path` (absolute, with slashes), by itself or with a folder around it.

    Without a repository the `.gitignore` beside the file counts, as if there were one around that folder.
    """
    folder = path.rpartition("/")[0]
    top = repository(folder)
    rules = GitIgnore(((f"{top}/", _everywhere(top)),)) if top is not None else GitIgnore()
    current = folder if top is None else top
    *folders, _ = path.removeprefix(f"{current}/").split("/")
    for name in folders:
        rules = rules.inside(current)
        current = f"{current}/{name}"
        if rules.ignores(f"{current}/"):
            return True
    return rules.inside(current).ignores(path)


def repository(folder: str) -> str | None:
    """Return the top folder of the git repository around `folder`, if there is one."""
    for candidate in (Path(folder), *Path(folder).parents):
        if (candidate / ".git").exists():
            return slashed(str(candidate)).rstrip("/")
    return None


def _everywhere(top: str) -> GitPatterns:
    """Read the user's own excludes, then those of the repository, which are the stronger."""
    return GitPatterns((*_lines(str(_users_excludes())), *_lines(str(_git_folder(top) / "info" / "exclude"))))


def _git_folder(top: str) -> Path:
    """Return the folder of the repository's own files, which a linked work tree has elsewhere."""
    git = Path(top, ".git")
    if not git.is_file():
        return git
    git = Path(top, git.read_text("utf-8").removeprefix("gitdir:").strip())
    common = git / "commondir"
    return git / common.read_text("utf-8").strip() if common.is_file() else git


def _users_excludes() -> Path:
    """Return the file that `core.excludesFile` names, or git's default."""
    home = Path("~").expanduser()
    configuration = "\n".join(_lines(str(home / ".gitconfig")))
    setting = re.search(r"^\s*excludesfile\s*=\s*(.+?)\s*$", configuration, re.IGNORECASE | re.MULTILINE)
    if setting:
        return Path(setting[1].strip('"')).expanduser()
    return Path(os.environ.get("XDG_CONFIG_HOME") or home / ".config") / "git" / "ignore"


def _lines(file: str) -> tuple[str, ...]:
    """Return the lines of an ignore file, or none: git, too, passes over a file that it cannot read."""
    try:
        data = Path(file).read_bytes()
    except OSError:
        return ()
    text = data.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "surrogateescape")
    return tuple(line.rstrip("\r") for line in text.split("\n"))
