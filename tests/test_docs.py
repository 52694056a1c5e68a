"""What the documents say is what amends does."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

from amends.cli import cli
from amends.cli.fix import fix
from amends.codemod import Codemod
from amends.registry import installed
from amends.vocabulary import KEYS
from conftest import Amends

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
OWN = [codemod for codemod in installed() if codemod.module.startswith("amends_codemods.")]


def _section(codemod: Codemod) -> str:
    return README.partition(f"\n### {codemod.id}\n")[2].partition("\n#")[0]


@pytest.mark.parametrize("codemod", OWN, ids=lambda codemod: codemod.id)
def test_the_readme_shows_what_each_codemod_does(amends: Amends, tmp_path: Path, codemod: Codemod) -> None:
    diff = _section(codemod).partition("```diff\n")[2].partition("```")[0].splitlines(keepends=True)
    before = "".join(line[1:] for line in diff if line[0] in " -")
    after = "".join(line[1:] for line in diff if line[0] in " +")
    assert before != after
    assert before in [file.read_text() for file in (ROOT / "fixtures" / "examples").glob("*.py")]
    (tmp_path / "example.py").write_text(before)
    amends("fix", "--apply", "--select", codemod.id)
    assert (tmp_path / "example.py").read_text() == after


@pytest.mark.parametrize("codemod", OWN, ids=lambda codemod: codemod.id)
def test_the_table_of_the_readme_names_each_codemod_and_its_codes(codemod: Codemod) -> None:
    row = next(line for line in README.splitlines() if line.startswith(f"| [`{codemod.id}`]"))
    row = re.sub(r"S(\d+)\u2013S(\d+)", lambda m: " ".join(f"S{n}" for n in range(int(m[1]), int(m[2]) + 1)), row)
    assert set(re.findall(r"\b[BS]\d{3}\b", row)) == set(codemod.codes)


def test_each_option_stands_in_the_readme_and_has_a_help_text() -> None:
    usage = README.partition("\n## Usage\n")[2].partition("\n## ")[0]
    for parameter in fix.params:
        if isinstance(parameter, click.Option):
            assert parameter.help
            for name in parameter.opts:
                assert re.search(rf"^\| .*`[^`]*{name}\b", usage, re.MULTILINE), name


def test_each_command_has_a_help_text_and_stands_in_the_readme() -> None:
    for name, command in cli.commands.items():
        assert command.help
        assert f"\namends {name}" in README


def test_each_setting_stands_in_the_readme() -> None:
    example = README.partition("\n[tool.amends]\n")[2].partition("```")[0]
    keys = set(re.findall(r"^(?:\[tool\.amends\.)?([a-z-]+)(?:\]| = )", example, re.MULTILINE))
    assert keys == KEYS


def test_the_example_settings_are_valid(amends: Amends, tmp_path: Path) -> None:
    example = "[tool.amends]\n" + README.partition("\n[tool.amends]\n")[2].partition("```")[0]
    (tmp_path / "pyproject.toml").write_text(example)
    assert amends("fix").code == 0


def test_the_changelog_tells_of_this_version() -> None:
    from amends import __version__  # noqa: PLC0415 - needed here alone

    assert f"\n## {__version__} " in (ROOT / "CHANGELOG.md").read_text()
