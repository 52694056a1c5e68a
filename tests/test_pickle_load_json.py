"""What is kept as JSON in the place of a pickle comes back as it was, and runs nothing."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from pickles import FIXTURES, Attack, amended, namespace


def test_literals_come_back_from_json(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = (
        "import pickle\n"
        "def save():\n    with open('s.pkl', 'wb') as f:\n        pickle.dump({'a': [1, 2.5, None, True, 'é']}, f)\n"
        "def load():\n    with open('s.pkl', 'rb') as f:\n        return pickle.load(f)\n"
    )
    monkeypatch.chdir(tmp_path)
    results: list[object] = []
    for text in (program, amended(program)):
        names = namespace(text)
        names["save"]()
        results.append(names["load"]())
    assert results[0] == results[1]
    assert Path("s.pkl").read_text("utf-8").startswith("{")


def test_json_in_the_place_of_a_pickle_runs_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = (
        "import pickle\n"
        "def save():\n    with open('s.pkl', 'wb') as f:\n        pickle.dump({'a': 1}, f)\n"
        "def load():\n    with open('s.pkl', 'rb') as f:\n        return pickle.load(f)\n"
    )
    monkeypatch.chdir(tmp_path)
    Path("s.pkl").write_bytes(pickle.dumps(Attack("touch attacked"), 0))
    namespace(program)["load"]()
    assert Path("attacked").exists()
    Path("attacked").unlink()
    with pytest.raises(ValueError, match="Expecting value"):
        namespace(amended(program))["load"]()
    assert not Path("attacked").exists()


def test_handlers_catch_broken_json_as_they_did_broken_pickles(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    program = (FIXTURES / "json_is_caught_as_well" / "before.py").read_text("utf-8")
    for text in (program, amended(program)):
        names = namespace(text)
        names["remember"]()
        assert names["recall"]() == names["recall_or_nothing"]() == {"a": 1}
        for broken in (b"broken", b"\xff"):
            Path("state.pkl").write_bytes(broken)
            assert names["recall"]() is None
            assert names["recall_or_nothing"]() == {}
