"""What the command line of `amends fix` says."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import click

from amends.model import Level

_STDIN = "-"


@dataclass(frozen=True, slots=True, kw_only=True)
class Flags:
    """The arguments and options, named as click names them."""

    paths: tuple[str, ...]
    dry_run: bool
    apply: bool
    select: tuple[str, ...]
    ignore: tuple[str, ...]
    level: Level | None
    exclude: tuple[str, ...]
    diff_only: bool
    output_format: str
    show_skipped: bool
    env_file: Path | None
    gitignore: bool
    add_dependencies: bool
    resolve: bool
    exit_zero: bool
    config: Path | None
    stdin_filename: str | None
    jobs: int | None
    no_cache: bool
    cache_dir: Path | None

    @property
    def is_stdin(self) -> bool:
        """Whether the text to work on comes from stdin."""
        return self.paths == (_STDIN,)

    @property
    def start(self) -> Path:
        """The deepest folder or file that holds everything this run is about: its settings count."""
        paths = (self.stdin_filename or ".",) if self.is_stdin else self.paths or (".",)
        return Path(os.path.commonpath([os.path.abspath(path) for path in paths]))  # noqa: PTH100 - it resolves `..`

    def check(self) -> None:
        """Refuse flags that contradict one another."""
        if self.apply and self.dry_run:
            raise click.UsageError("--dry-run and --apply exclude each other")
        if _STDIN in self.paths and not self.is_stdin:
            raise click.UsageError("- (stdin) and other paths exclude each other")
        if self.is_stdin and self.apply and self.output_format != "text":
            raise click.UsageError(f"- with --apply prints the text itself, not --output-format {self.output_format}")
        if self.stdin_filename and not self.is_stdin:
            raise click.UsageError("--stdin-filename names what - (stdin) holds, which is not asked for")
        if self.add_dependencies and self.is_stdin:
            raise click.UsageError("--add-dependencies is about the project of a file, not of - (stdin)")
        if self.no_cache and self.cache_dir:
            raise click.UsageError("--no-cache and --cache-dir exclude each other")
        if self.gitignore and not self.env_file:
            raise click.UsageError("--gitignore is about the file of --env-file, which is missing")
