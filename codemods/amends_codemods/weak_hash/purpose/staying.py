"""Tells why a digest that stands for a person, or signs something, has to stay as it is all the same."""

from __future__ import annotations

import libcst as cst

from amends.facts.catching import caught_by
from amends.source import Source
from amends_codemods.weak_hash.purpose.widths import why_its_width_counts


def why_it_stays(source: Source, call: cst.Call, algorithm: str) -> str:
    """Return why no HMAC can take the place of a digest, "" if nothing speaks against one."""
    if width := why_its_width_counts(source, call, algorithm):
        return width
    if caught_by(source, call, "KeyError", "LookupError") is not None:
        return "a key that is not set would not be noticed, as what fails here is caught"
    return ""
