"""Codemods of other packages are found by entry point, and a broken one is named with its owner."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from amends.registry import BrokenCodemod, installed
from amends.text.code import Code

CODEMOD = (
    '"""What it is."""\n\nfrom amends.codemod import Codemod, Trigger\n\n'
    'CODEMOD = Codemod(__name__, title="an acme", cwe=1, codes=("B999",), triggers=(Trigger((b"acme",)),))\n'
)


@pytest.fixture(autouse=True)
def _fresh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    installed.cache_clear()
    monkeypatch.setattr("sys.path", [str(tmp_path), *sys.path])
    for name in [name for name in sys.modules if name.startswith("acme")]:
        monkeypatch.delitem(sys.modules, name)
    yield
    installed.cache_clear()


def install(folder: Path, package: str, **codemods: str) -> None:
    metadata = folder / f"{package}-1.0.dist-info"
    metadata.mkdir()
    (metadata / "entry_points.txt").write_text(f"[amends.codemods]\nrules = {package}\n")
    (folder / package).mkdir()
    (folder / package / "__init__.py").touch()
    for name, text in codemods.items():
        (folder / package / name).mkdir()
        (folder / package / name / "__init__.py").write_text(text)


def test_a_package_of_somebody_else_is_treated_like_ours(tmp_path: Path) -> None:
    install(tmp_path, "acme_rules", no_acme=CODEMOD)
    codemods = installed()
    ids = [codemod.id for codemod in codemods]
    assert {"no-acme", "yaml-load"} <= set(ids)
    assert ids == sorted(ids)
    assert next(each for each in codemods if each.id == "no-acme").documentation == "What it is."


@pytest.mark.parametrize(
    ("codemods", "said"),
    [
        ({"no_acme": ""}, "acme_one.no_acme has no CODEMOD of type"),
        ({"no_acme": "import not_there\n"}, "acme_one.no_acme cannot be imported: No module named 'not_there'"),
        ({"yaml_load": CODEMOD}, "bring a codemod called yaml-load; remove one"),
    ],
)
def test_what_is_broken_is_named_with_its_owner(tmp_path: Path, codemods: dict[str, str], said: str) -> None:
    install(tmp_path, "acme_one", **codemods)
    with pytest.raises(BrokenCodemod) as raised:
        installed()
    assert said in str(raised.value)
    assert "acme-one" in str(raised.value)


def test_one_package_announced_twice_is_one(tmp_path: Path) -> None:
    install(tmp_path, "acme_two", no_acme=CODEMOD)
    entry_points = tmp_path / "acme_two-1.0.dist-info" / "entry_points.txt"
    entry_points.write_text(f"{entry_points.read_text()}again = acme_two\n")
    assert [codemod.id for codemod in installed()].count("no-acme") == 1


def test_each_check_of_a_trigger_is_there() -> None:
    code = Code.of(b"password = 'text'\n")
    checked = [(codemod, trigger) for codemod in installed() for trigger in codemod.triggers if trigger.check]
    assert len(checked) > 100
    assert all(codemod.stands(trigger, code, 0) in {True, False} for codemod, trigger in checked)
