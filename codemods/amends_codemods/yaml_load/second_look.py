"""What a trigger asks of the code on its second look: whether a function may be one of PyYAML."""

from __future__ import annotations

from typing import Final

from amends.triggering import member_of

names_function_of_yaml: Final = member_of(b"yaml")
