"""The command `amends fix`: its flags."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from amends.cli.fixing import run
from amends.cli.flags import Flags
from amends.cli.misuse import told
from amends.model import Level

FORMATS = ("text", "json", "sarif", "github")


def _listed(_context: click.Context, _parameter: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...]:
    """Take `--select B608,S506` and `--select B608 --select S506` for the same."""
    return tuple(word.strip() for value in values for word in value.split(",") if word.strip())


def _level(_context: click.Context, _parameter: click.Parameter, value: str | None) -> Level | None:
    return Level[value.upper()] if value else None


@click.command()
@click.argument("paths", nargs=-1, metavar="[PATHS…|-]")
@click.option("--dry-run", is_flag=True, help="Show what would change, write nothing. This is the default.")
@click.option("--apply", is_flag=True, help="Rewrite the files in place.")
@click.option("--select", multiple=True, callback=_listed, metavar="IDS", help="Look for these codemods or codes only.")
@click.option("--ignore", multiple=True, callback=_listed, metavar="IDS", help="Do not look for these.")
@click.option("--level", type=click.Choice(["safe", "review"]), callback=_level, help="Strictest level to apply.")
@click.option("--exclude", multiple=True, metavar="PATTERN", help="Leave out paths, as a line of .gitignore would.")
@click.option("--diff-only", is_flag=True, help="Print the patch and nothing else: no summary.")
@click.option("--output-format", type=click.Choice(FORMATS), default="text", help="What to print. Default: text.")
@click.option("--show-skipped", is_flag=True, help="List what was judged harmless or is suppressed, with the reasons.")
@click.option("--env-file", type=click.Path(path_type=Path), help="Append removed secrets to this dotenv file.")
@click.option("--gitignore", is_flag=True, help="Let git ignore that dotenv file, if it does not yet.")
@click.option("--add-dependencies", is_flag=True, help="Add the packages that fixes need to the project's own file.")
@click.option("--resolve", is_flag=True, help="Ask the Hugging Face Hub for commits that nothing here knows.")
@click.option("--exit-zero", is_flag=True, help="Exit with 0 also where something is left to do.")
@click.option("--config", type=click.Path(path_type=Path), metavar="FILE", help="Read the settings from this file.")
@click.option("--stdin-filename", metavar="PATH", help="The name of the file whose content stdin holds.")
@click.option("--jobs", "-j", type=click.IntRange(min=1), metavar="N", help="How many processes to use.")
@click.option("--no-cache", is_flag=True, help="Neither use nor keep what earlier runs found.")
@click.option("--cache-dir", type=click.Path(path_type=Path), metavar="DIR", help="Keep that in this folder.")
@click.pass_obj
@told
def fix(arguments: list[str] | None, /, **flags: Any) -> int:
    """Find the antipatterns in PATHS (files, folders; by default the current one) and fix them.

    Without --apply this only shows a patch, which `git apply` accepts. With `-` it reads stdin, and together
    with --apply prints the resulting text.

    Exit codes: 0 if nothing was found or everything was fixed, 1 if something is left for you, 2 if the run
    could not do what it was asked for.
    """
    return run(Flags(**flags), tuple(arguments or ()))
