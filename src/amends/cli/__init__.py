"""The command line: reads flags, prints, and alone decides how the process ends."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from typing import NoReturn

import click

from amends import __version__
from amends.cli.describe import explain, list_codemods
from amends.cli.fix import fix

_INTERRUPTED = 130  # as a shell reports a process that Ctrl-C ended


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, message="%(prog)s %(version)s", prog_name="amends")
def cli() -> None:
    """Find insecure Python, and fix it in place."""


cli.add_command(fix)
cli.add_command(list_codemods)
cli.add_command(explain)


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and end the process."""
    gc.disable()  # a run that finds nothing is over before anything could be collected
    given = list(sys.argv[1:] if arguments is None else arguments)
    sys.exit(_status(given))


def _status(arguments: list[str]) -> int:
    """Run one command and return its exit code; what the user did wrong is told without a traceback."""
    try:
        code: object = cli.main(arguments, prog_name="amends", standalone_mode=False, obj=arguments)
        sys.stdout.flush()
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except click.Abort:
        return _INTERRUPTED
    except BrokenPipeError:
        _silence()
        return 1
    return code if isinstance(code, int) else 0


def _silence() -> None:
    """Let nothing more be written to a pipe that nobody reads: the interpreter would complain at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
