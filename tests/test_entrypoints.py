"""Entry points are read as `importlib.metadata` reads them, and codemods are found by them."""

from __future__ import annotations

from importlib.metadata import entry_points
from pathlib import Path

import pytest

from amends.entrypoints import EntryPoint, announced
from amends.registry import BrokenCodemod, NoCodemods, installed


@pytest.fixture(autouse=True)
def _fresh() -> None:
    installed.cache_clear()


def distribution(folder: Path, name: str, *lines: str) -> None:
    metadata = folder / f"{name}-1.0.dist-info"
    metadata.mkdir(parents=True)
    (metadata / "entry_points.txt").write_text("\n".join(lines), encoding="utf-8")


@pytest.mark.parametrize("group", sorted(entry_points().groups))
def test_agrees_with_the_standard_library(group: str) -> None:
    expected = {entry.value.partition(" [")[0].partition("[")[0] for entry in entry_points(group=group)}
    assert {entry.value for entry in announced(group)} == expected


def test_reads_only_the_section_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = ("[console_scripts]", "a = b:c", "", "[amends.codemods]", "# none", "acme = acme_rules [fast]")
    distribution(tmp_path, "acme_rules", *lines)
    monkeypatch.setattr("sys.path", [str(tmp_path)])
    assert list(announced("amends.codemods")) == [EntryPoint("acme_rules", "acme-rules")]


def test_the_first_on_the_path_hides_its_namesakes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for folder in ("one", "two"):
        distribution(tmp_path / folder, "acme", "[g]", f"x = {folder}")
    folders = [str(tmp_path / "none.zip"), str(tmp_path / "one"), str(tmp_path / "two"), str(tmp_path / "one")]
    monkeypatch.setattr("sys.path", folders)
    assert list(announced("g")) == [EntryPoint("one", "acme")]


def test_without_an_announcement_there_are_no_codemods(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.path", [str(tmp_path)])
    with pytest.raises(NoCodemods):
        installed()


def test_a_package_that_is_announced_but_missing_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    distribution(tmp_path, "acme", "[amends.codemods]", "x = acme_rules")
    monkeypatch.setattr("sys.path", [str(tmp_path)])
    with pytest.raises(BrokenCodemod, match="acme: acme_rules cannot be imported"):
        installed()
