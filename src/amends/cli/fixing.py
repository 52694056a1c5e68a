"""One run of `amends fix`, from the flags to the exit code."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from amends import report
from amends.apply import apply
from amends.cli import screen
from amends.codemod import Codemod
from amends.files import File, discover
from amends.model import Level, Outcome
from amends.registry import installed
from amends.report import Report
from amends.run import Plan, of_bytes, outcomes
from amends.settings import SettingsError, load, override

_STDIN = ("-",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Flags:
    """What the command line says."""

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
    exit_zero: bool
    config: Path | None
    stdin_filename: str | None
    jobs: int | None
    cache_dir: Path | None
    no_cache: bool

    @property
    def is_stdin(self) -> bool:
        """Whether the text to work on comes from stdin."""
        return self.paths == _STDIN

    @property
    def start(self) -> Path:
        """The folder that holds everything this run is about: its settings count."""
        paths = (self.stdin_filename or ".",) if self.is_stdin else self.paths
        return Path(os.path.commonpath([os.path.abspath(path) for path in paths or (".",)]))  # noqa: PTH100 - it resolves `..`


def run(flags: Flags, arguments: Sequence[str]) -> int:
    """Do what the flags say and return the exit code; `arguments` is the command line they come from."""
    _check(flags)
    codemods = installed()
    plan = _plan(flags, codemods)
    finished = report.gather(_stdin(flags, plan) if flags.is_stdin else _files(flags, plan), applied=flags.apply)
    if flags.output_format != "text":
        screen.put(_rendered(finished, flags.output_format, codemods).encode("utf-8", "surrogateescape"))
    _tell(finished, flags, arguments)
    code = finished.exit_code
    return 0 if code == 1 and flags.exit_zero else code


def _check(flags: Flags) -> None:
    """Refuse flags that contradict one another."""
    if flags.apply and flags.dry_run:
        raise click.UsageError("--dry-run and --apply exclude each other")
    if "-" in flags.paths and not flags.is_stdin:
        raise click.UsageError("- (stdin) and other paths exclude each other")
    if flags.is_stdin and flags.apply and flags.output_format != "text":
        raise click.UsageError(f"- with --apply prints the text, so --output-format {flags.output_format} cannot")
    if flags.gitignore and not flags.env_file:
        raise click.UsageError("--gitignore is about the file of --env-file, which is missing")


def _plan(flags: Flags, codemods: Sequence[Codemod]) -> Plan:
    settings = load(flags.start, codemods, flags.config)
    settings = override(settings, codemods, select=flags.select, ignore=flags.ignore, exclude=flags.exclude)
    active = tuple(codemod for codemod in codemods if settings.selects(codemod))
    if not active:
        raise SettingsError("what is selected is ignored as well, which leaves nothing to look for")
    return Plan(active, settings, flags.level or settings.level, flags.jobs or settings.jobs)


def _files(flags: Flags, plan: Plan) -> Iterator[Outcome]:
    """Yield the outcome of every file, after it was written where that is wanted, and shown."""
    files: list[File] = []
    for item in discover(flags.paths or (".",), plan.settings):
        if isinstance(item, File):
            files.append(item)
        elif item.problem:
            yield Outcome(item.display, b"", b"", problem=item.problem)
        else:
            screen.say(f"{item.display}: skipped: {item.reason}")
    for file, outcome in zip(files, screen.watched(outcomes(files, plan), len(files)), strict=True):
        done = apply(file, outcome) if flags.apply else outcome
        if flags.output_format == "text":
            screen.show_patch(done)
        yield done


def _stdin(flags: Flags, plan: Plan) -> Iterator[Outcome]:
    """Yield the outcome of what stdin holds; with `--apply` the text goes to stdout, changed or not."""
    data = sys.stdin.buffer.read()
    name = flags.stdin_filename or "-"
    reason = flags.stdin_filename and plan.settings.excluded(flags.stdin_filename)
    outcome = Outcome(name, data, data) if reason else of_bytes(data, File(Path(name), name, explicit=True), plan)
    if flags.apply:
        screen.put(outcome.after)
    elif flags.output_format == "text":
        screen.show_patch(outcome)
    yield outcome


def _rendered(finished: Report, output_format: str, codemods: Sequence[Codemod]) -> str:
    # each format is needed by few runs
    if output_format == "json":
        from amends import output_json  # noqa: PLC0415 - as above

        return output_json.render(finished)
    if output_format == "sarif":
        from amends import output_sarif  # noqa: PLC0415 - as above

        return output_sarif.render(finished, codemods)
    from amends import output_github  # noqa: PLC0415 - as above

    return output_github.render(finished)


def _tell(finished: Report, flags: Flags, arguments: Sequence[str]) -> None:
    if not flags.diff_only:
        again = [word for word in arguments[1:] if word != "--dry-run"]
        screen.say(report.summary(finished, again, show_skipped=flags.show_skipped).removesuffix("\n"))
        return
    for path, problem in finished.problems:
        screen.say(report.named(path, problem).lstrip())
