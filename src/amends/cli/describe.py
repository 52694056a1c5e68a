"""The commands that tell about the codemods: `amends list` and `amends explain`."""

from __future__ import annotations

from collections.abc import Iterator

import click

from amends.cli.misuse import told
from amends.codemod import Codemod
from amends.registry import installed
from amends.vocabulary import Vocabulary


@click.command("list")
@told
def list_codemods() -> None:
    """List the installed codemods, with the Bandit and Ruff codes that each deals with."""
    codemods = installed()
    rows = [(codemod.id, " ".join(codemod.codes), codemod.title) for codemod in codemods]
    widths = [max(len(row[column]) for row in rows) for column in (0, 1)]
    for name, codes, title in rows:
        click.echo(f"{name:<{widths[0]}}  {codes:<{widths[1]}}  {title}")


@click.command()
@click.argument("codemod")
@told
def explain(codemod: str) -> None:
    """Explain a CODEMOD: what it finds and why, what its fix does, when it asks for review.

    CODEMOD is an id of `amends list`, or a code of Bandit or Ruff.
    """
    codemods = installed()
    names = Vocabulary.of(codemods).resolve([codemod], "explain")
    asked = [each for each in codemods if each.id in names] or [
        each for each in codemods if not names.isdisjoint(each.codes)
    ]
    click.echo("\n\n".join("\n".join(_page(each)) for each in asked))


def _page(codemod: Codemod) -> Iterator[str]:
    yield f"{codemod.id} ({', '.join((*codemod.codes, f'CWE-{codemod.cwe}'))})"
    yield ""
    yield codemod.documentation.strip()
    if codemod.options:
        yield ""
        yield "**Settings** in `[tool.amends]`:"
        yield ""
    for option in codemod.options:
        yield f"- `{option.name}` (default: {_toml(option.default)}): {option.help}"


def _toml(value: object) -> str:
    """Show a default as the settings file would spell it."""
    if value is None:
        return "none"
    if isinstance(value, bool):
        return str(value).lower()
    return repr(value).replace("'", '"')
