"""Has the environment filled from a dotenv file where the settings ask for it."""

from __future__ import annotations

from dataclasses import replace

from amends.model import Definition, Edit, Import, Todo, TodoKind
from amends.source import Source
from amends_codemods.hardcoded_secret import LOAD_DOTENV

_PACKAGE = Todo(TodoKind.ADD_PACKAGE, "python-dotenv", "load_dotenv() fills the environment from .env")


def loading(source: Source, edit: Edit) -> Edit:
    """Let the edit bring `load_dotenv()` along, if that is wanted and the module does not call it yet."""
    if not source.context.option(LOAD_DOTENV) or any(source.calls("dotenv.load_dotenv")):
        return edit
    load = source.refer("dotenv.load_dotenv", at=source.module)
    missing = (Import("dotenv", "load_dotenv"),) if load.imports else ()
    call = "load_dotenv()" if missing else f"{load.text}()"
    return replace(
        edit,
        imports=(*edit.imports, *missing),
        definitions=(*edit.definitions, Definition("load_dotenv", call)),
        todos=(*edit.todos, _PACKAGE),
    )
