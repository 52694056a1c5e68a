"""Reads the table of commits that the settings hold."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import cast

from amends.revisions import is_commit

_REPOSITORY = re.compile(r"[\w.-]+(?:/[\w.-]+)?")


def parse_revisions(value: object) -> Mapping[str, str]:
    """Return the commits by repository, or raise ValueError for whatever is no such table."""
    if not isinstance(value, dict):
        raise ValueError(f'a table such as {{"org/name" = "<commit>"}} is expected, not {value!r}')  # noqa: TRY004 - parsers raise ValueError
    for name, commit in cast("Mapping[str, object]", value).items():
        if not _REPOSITORY.fullmatch(name):
            raise ValueError(f'{name!r} is no repository; write "org/name"')
        if not (isinstance(commit, str) and is_commit(commit)):
            raise ValueError(f"{name}: a commit of 40 hexadecimal digits is expected, not {commit!r}")
    return cast("Mapping[str, str]", value)
