"""What is asked of a file's code on its second look: whether a function may be one of PyYAML, what tags there are."""

from __future__ import annotations

from typing import Final

from amends.text.code import Code
from amends.text.triggering import member_of

names_function_of_yaml: Final = member_of(b"yaml")


def speaks_of_python_tags(code: Code) -> bool:
    """Whether a document of a file, wherever it stands, may have tags of Python."""
    return b"!!python/" in code.data
