"""Turns what the user, not the program, has to mend into one clear line and exit code 2."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

import click

from amends.disk.files import MissingPath
from amends.registry import BrokenCodemod, NoCodemods
from amends.revisions import CannotResolve
from amends.settings import SettingsError

P = ParamSpec("P")
T = TypeVar("T")

MISUSE = 2


class Misuse(click.ClickException):
    """A run that cannot begin as it was asked for."""

    exit_code = MISUSE


def told(command: Callable[P, T]) -> Callable[P, T]:
    """Let a command end with a message, not with a traceback, where it was asked for the impossible."""

    @wraps(command)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return command(*args, **kwargs)
        except (BrokenCodemod, CannotResolve, MissingPath, NoCodemods, SettingsError) as error:
            raise Misuse(str(error)) from error

    return wrapped
