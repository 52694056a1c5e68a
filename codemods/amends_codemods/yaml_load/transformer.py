"""Turns an unsafe yaml.load into yaml.safe_load."""

from __future__ import annotations

from amends.model import Advice, Decision, Edit, Finding, Level
from amends.source import Certainty, Source
from amends_codemods.yaml_load.detector import UnsafeLoad


def transform(source: Source, finding: Finding[UnsafeLoad]) -> Decision:
    """Return the edit that makes a load safe, or the reason why it is left to a person."""
    site = finding.evidence.site
    stream = site.argument("stream", 0)
    if site.certainty is not Certainty.CERTAIN or site.has_stars or stream is None:
        return Advice("what is called or passed here is not certain; use yaml.safe_load(stream) yourself")
    reference = source.refer("yaml.safe_load", site.call)
    text = f"{reference.text}({source.code(stream.value)})"
    return Edit(
        "Use yaml.safe_load",
        Level.REVIEW,
        (source.replace(site.call, text),),
        imports=reference.imports,
        note="documents with Python tags are refused afterwards",
    )
