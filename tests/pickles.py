"""What tests of pickles share: an attack, and programs before and after they are rewritten."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from amends import engine
from amends.context import Context
from amends.project import Project
from amends_codemods.pickle_load import CODEMOD

FIXTURES = Path(__file__).parent.parent / "fixtures" / "pickle_load"
NO_OPTIONS: Mapping[str, object] = {}


class Attack:
    """Runs a command when it is unpickled."""

    def __init__(self, command: str) -> None:
        self.command = command

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.system, (self.command,)  # pyright: ignore[reportDeprecated] - what the article attacks with


def amended(program: str, options: Mapping[str, object] = NO_OPTIONS) -> str:
    context = Context(PurePosixPath("program.py"), Project.nothing(), options=options)
    outcome = engine.run(program.encode(), context, (CODEMOD,))
    assert outcome.problem is None
    assert outcome.changed
    return outcome.after.decode()


def namespace(program: str) -> dict[str, Any]:
    names: dict[str, Any] = {"__name__": "program"}
    exec(compile(program, "program.py", "exec"), names)
    return names
