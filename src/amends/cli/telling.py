"""What a run says at its end: the chosen format on stdout, the summary on stderr."""

from __future__ import annotations

from collections.abc import Sequence

from amends.cli import screen
from amends.cli.flags import Flags
from amends.codemod import Codemod
from amends.outputs import report
from amends.outputs.report import Report


def tell(finished: Report, flags: Flags, codemods: Sequence[Codemod], arguments: Sequence[str]) -> None:
    """Print a report as the flags ask for; `arguments` is the command line that they come from."""
    if flags.output_format != "text":
        screen.put(_rendered(finished, flags.output_format, codemods).encode("utf-8", "surrogateescape"))
    if flags.diff_only:
        for path, problem in finished.problems:
            screen.say(report.named(path, problem).lstrip())
        return
    again = [word for word in arguments[1:] if word != "--dry-run"]
    screen.say(report.summary(finished, again, show_skipped=flags.show_skipped).removesuffix("\n"))
    secrets = len({claim for outcome in finished.outcomes for claim in outcome.claims})
    if flags.env_file and secrets:
        verb = "Kept" if flags.apply else "--apply keeps"
        names = f"{flags.env_file}.example"
        screen.say(f"{verb} {report.count(secrets, 'secret')} in {flags.env_file}, and the names alone in {names}.")


def _rendered(finished: Report, output_format: str, codemods: Sequence[Codemod]) -> str:
    # each format is needed by few runs, so none is imported before it is
    if output_format == "json":
        from amends.outputs import json as output_json  # noqa: PLC0415 - as said

        return output_json.render(finished)
    if output_format == "sarif":
        from amends.outputs import sarif as output_sarif  # noqa: PLC0415 - as said

        return output_sarif.render(finished, codemods)
    from amends.outputs import github as output_github  # noqa: PLC0415 - as said

    return output_github.render(finished)
