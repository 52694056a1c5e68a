"""The account of Bandit's findings adds up, and would tell if it did not."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

import account
from amends.disk.files import File
from amends.model import Outcome
from amends.run import Plan

CODE = (
    "import yaml\n\n\ndef load(f, loader):\n"
    "    a = yaml.load(f)\n    b = yaml.load(f)  # nosec\n    return a, b, yaml.load(\n        f, loader)\n"
)


def test_every_finding_has_met_its_fate(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "code.py").write_text(CODE)
    monkeypatch.setattr(sys, "argv", ["account.py", "--select", "yaml-load", str(tmp_path)])
    assert account.main() == 0
    _, row, total = capsys.readouterr().out.splitlines()
    assert row.split() == ["B506", "3", "1", "1", "0", "1", "0", "0"]
    assert total.split()[1:] == row.split()[1:]


def test_a_finding_that_nobody_mentions_is_listed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "code.py").write_text(CODE)
    monkeypatch.setattr(sys, "argv", ["account.py", "--select", "yaml-load", str(tmp_path)])

    def silent(found: Sequence[File], _plan: Plan) -> list[Outcome]:
        return [Outcome(file.display, b"", b"") for file in found]

    monkeypatch.setattr(account, "outcomes", silent)
    assert account.main() == 1
    assert f"unaccounted: {tmp_path / 'code.py'}:5: B506\n" in capsys.readouterr().out
