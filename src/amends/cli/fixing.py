"""One run of `amends fix`, from the flags to the exit code."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from amends import cache
from amends.cli import screen, telling
from amends.cli.flags import Flags
from amends.codemod import Codemod
from amends.disk.env_file import EnvFile
from amends.disk.files import File, discover
from amends.documents import SettingsError
from amends.model import Outcome
from amends.outputs import report
from amends.registry import installed
from amends.revisions import in_cache_or_hub, require_hub
from amends.run import Plan, of_bytes, outcomes
from amends.settings import load, override


@dataclass(frozen=True, slots=True)
class _Run:
    """What the user asked for, what follows from it for every file, and where removed secrets go."""

    flags: Flags
    plan: Plan
    env_file: EnvFile | None


def run(flags: Flags, arguments: Sequence[str]) -> int:
    """Do what the flags say and return the exit code; `arguments` is the command line that they come from."""
    flags.check()
    codemods = installed()
    this = _begin(flags, codemods)
    finished = report.gather(_of_stdin(this) if flags.is_stdin else _of_files(this), applied=flags.apply)
    telling.tell(finished, flags, codemods, arguments)
    code = finished.exit_code
    return 0 if code == 1 and flags.exit_zero else code


def _begin(flags: Flags, codemods: Sequence[Codemod]) -> _Run:
    settings = load(flags.start, codemods, flags.config)
    settings = override(settings, codemods, select=flags.select, ignore=flags.ignore, exclude=flags.exclude)
    active = tuple(codemod for codemod in codemods if settings.selects(codemod))
    if not active:
        raise SettingsError("whatever is selected is ignored as well, which leaves nothing to look for")
    env_file = EnvFile(flags.env_file, may_ignore=flags.gitignore) if flags.env_file else None
    if env_file:
        env_file.check()
    plan = Plan(active, settings, flags.level or settings.level, flags.jobs or settings.jobs)
    if flags.resolve:
        require_hub()
        plan = replace(plan, revisions=in_cache_or_hub)
    if not (flags.no_cache or flags.is_stdin):
        plan = replace(plan, cache_folder=flags.cache_dir or settings.cache_dir or Path(cache.NAME))
    return _Run(flags, replace(plan, reserved=env_file.taken) if env_file else plan, env_file)


def _of_files(this: _Run) -> Iterator[Outcome]:
    """Yield the outcome of every file, after it was written where that is wanted, and shown."""
    files: list[File] = []
    for item in discover(this.flags.paths or (".",), this.plan.settings):
        if isinstance(item, File):
            files.append(item)
        elif item.problem:
            yield Outcome(item.display, b"", b"", problem=item.problem)
        else:
            screen.say(f"{item.display}: skipped: {item.reason}")
    for file, outcome in zip(files, screen.watched(outcomes(files, this.plan), len(files)), strict=True):
        done = _applied(this, file, outcome)
        if this.flags.output_format == "text":
            screen.show_patch(done)
        yield done


def _applied(this: _Run, file: File, outcome: Outcome) -> Outcome:
    if not (this.flags.apply and outcome.changed):
        return outcome
    from amends.disk.apply import apply  # noqa: PLC0415 - most runs write nothing

    done = apply(file, outcome, this.env_file)
    if not (this.flags.add_dependencies and done.changed):
        return done
    from amends.requirements import with_packages  # noqa: PLC0415 - as above

    return with_packages(done, file.path)


def _of_stdin(this: _Run) -> Iterator[Outcome]:
    """Yield the outcome of what stdin holds; with `--apply` the text goes to stdout, changed or not."""
    data = sys.stdin.buffer.read()
    name = this.flags.stdin_filename or "-"
    outcome = Outcome(name, data, data)
    if not (this.flags.stdin_filename and this.plan.settings.excluded(name)):
        outcome = of_bytes(data, File(name, name, explicit=True), this.plan)
    if this.flags.apply:
        from amends.disk.apply import secured  # noqa: PLC0415 - as above

        outcome = secured(outcome, this.env_file)
        screen.put(outcome.after)
    elif this.flags.output_format == "text":
        screen.show_patch(outcome)
    yield outcome
