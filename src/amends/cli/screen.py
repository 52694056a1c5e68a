"""What a run shows: patches on stdout, a progress bar and words on stderr."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator

import click

from amends.model import Outcome

# A terminal would obey control characters in the name of somebody's file.
_CONTROLS = dict.fromkeys((*range(0x09), *range(0x0B, 0x20), *range(0x7F, 0xA0)), 0xFFFD)
_MANY = 200  # with fewer files a bar would only flicker
_BETWEEN = 0.1  # seconds


def show_patch(outcome: Outcome) -> None:
    """Print the patch of a changed file: coloured on a terminal, elsewhere the bytes that `git apply` takes."""
    if not outcome.changed:
        return
    from amends.outputs import diff  # noqa: PLC0415 - most runs have nothing to show

    patch = diff.unified(outcome)
    if not sys.stdout.isatty():
        put(patch)
        return
    from rich.console import Console  # noqa: PLC0415 - slow to import, and only a terminal needs it

    Console(highlight=False).print(diff.coloured(patch), soft_wrap=True, end="")


def put(data: bytes) -> None:
    """Write bytes to stdout as they are."""
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


def say(text: str) -> None:
    """Write a line to stderr."""
    click.echo(text.translate(_CONTROLS), err=True)


def watched(outcomes: Iterator[Outcome], total: int) -> Iterator[Outcome]:
    """Yield the outcomes, and show on a terminal how many are done."""
    if total < _MANY or not sys.stderr.isatty():
        yield from outcomes
        return
    from rich.console import Console  # noqa: PLC0415 - as above
    from rich.progress import Progress  # noqa: PLC0415 - as above

    # without auto_refresh there is no thread, with which a process must not be forked
    bar = Progress(console=Console(stderr=True), transient=True, auto_refresh=False)
    task, shown = bar.add_task("Reading", total=total), 0.0
    with bar:
        for outcome in outcomes:
            bar.advance(task)
            if outcome.changed:
                bar.stop()  # it would be in the patch's way
                yield outcome
                bar.start()
            else:
                yield outcome
            if time.monotonic() - shown > _BETWEEN:
                bar.refresh()
                shown = time.monotonic()
