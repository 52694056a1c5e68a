"""Settings: found, read, overridden; what other tools were told counts too."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

import pytest

from amends.codemod import Codemod, Option, Trigger, choice, flag
from amends.documents import SettingsError
from amends.model import Level
from amends.settings import Settings, load, override

YAML = Codemod("x.yaml_load", "", 1, ("B506", "S506"), (Trigger((b"yaml",)),))
SECRET = Codemod(
    "x.hardcoded_secret",
    "",
    1,
    ("B105", "B106", "S105", "S106"),
    (),
    (
        Option("secrets.load-dotenv", default=False, parse=flag, help=""),
        Option("secrets.kind", "a", choice("a", "b"), ""),
    ),
)
CODEMODS = (YAML, SECRET)


def read(folder: Path, text: str, name: str = "pyproject.toml") -> Settings:
    (folder / name).write_text(text)
    return load(folder, CODEMODS)


def test_without_a_file_there_are_defaults(tmp_path: Path) -> None:
    assert load(tmp_path, CODEMODS) == Settings()


def test_everything_is_read(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        "[tool.amends]\nselect = ['yaml-load', 'S105']\nignore = ['b106']\nlevel = 'safe'\nexclude = ['old/']\n"
        "jobs = 3\nmax-size = 10\nsecrets.load-dotenv = true\n"
        "[tool.amends.per-file-ignores]\n'scripts/*' = ['yaml-load']\n",
    )
    assert found.select == frozenset({"yaml-load", "B506", "B105"})
    assert found.ignore == {"B106"}
    assert (found.level, found.jobs, found.max_size) == (Level.SAFE, 3, 10)
    assert found.options == {"secrets.load-dotenv": True}
    assert found.excluded(str(tmp_path / "old" / "x.py")) == "[tool.amends] exclude in pyproject.toml"
    assert found.excluded(str(tmp_path / "new" / "x.py")) is None
    reason = found.ignored("B506", PurePosixPath(tmp_path / "scripts" / "x.py"))
    assert reason == "[tool.amends] per-file-ignores in pyproject.toml"
    assert found.ignored("B506", PurePosixPath(tmp_path / "x.py")) is None


def test_the_nearest_file_counts_and_the_tools_own_wins(tmp_path: Path) -> None:
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    (tmp_path / "pyproject.toml").write_text("[tool.amends]\njobs = 1\n")
    (tmp_path / "a" / "pyproject.toml").write_text("[tool.other]\n")
    assert load(inner, CODEMODS).jobs == 1
    (tmp_path / "a" / "pyproject.toml").write_text("[tool.amends]\njobs = 2\n")
    assert load(inner, CODEMODS).jobs == 2
    (tmp_path / "a" / "amends.toml").write_text("jobs = 3\n")
    assert load(inner, CODEMODS).jobs == 3
    assert load(inner / "x.py", CODEMODS).jobs == 3


def test_a_named_file_is_read_instead(tmp_path: Path) -> None:
    (tmp_path / "amends.toml").write_text("jobs = 1\n")
    (tmp_path / "other.toml").write_text("jobs = 2\n")
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "pyproject.toml").write_text("[tool.amends]\njobs = 3\n")
    assert load(tmp_path, CODEMODS, tmp_path / "other.toml").jobs == 2
    assert load(tmp_path, CODEMODS, tmp_path / "sub" / "pyproject.toml").jobs == 3


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("levl = 'safe'", "levl in pyproject.toml: there is no such setting; did you mean 'level'?"),
        ("secrets.load-dotnev = true", "did you mean 'secrets.load-dotenv'?"),
        ("secrets.load-dotenv = 'yes'", "true or false is expected, not 'yes'"),
        ("secrets.kind = 'c'", "one of 'a', 'b' is expected, not 'c'"),
        ("secrets = 1", "there is no such setting"),
        ("select = ['nonsense-at-all']", "known are B105"),
        ("select = [1]", "a list of strings is expected"),
        ("exclude = ['a[z-a]']", "is no pattern of gitignore"),
        ("jobs = true", "a whole number above 0 is expected"),
        ("per-file-ignores = {'*' = 'x'}", "a list of strings is expected"),
    ],
)
def test_what_cannot_be_meant_is_told(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(SettingsError) as raised:
        read(tmp_path, f"[tool.amends]\n{text}\n")
    assert said in str(raised.value)


def test_flags_win(tmp_path: Path) -> None:
    settings = read(tmp_path, "[tool.amends]\nselect = ['yaml-load']\nignore = ['B105']\nexclude = ['old/']\n")
    flagged = override(settings, CODEMODS, select=["hardcoded-secret"], ignore=["B106"], exclude=["new/"])
    assert flagged.selects(SECRET)
    assert not flagged.selects(YAML)
    assert [code for code in ("B105", "B106", "B506") if flagged.wants(code)] == ["B105"]
    assert len(flagged.exclusions) == 2
    assert override(settings, CODEMODS) == settings


def test_a_codemod_is_wanted_while_one_of_its_codes_is() -> None:
    assert override(Settings(), CODEMODS, ignore=["B105"]).selects(SECRET)
    assert not override(Settings(), CODEMODS, ignore=["B105", "S106"]).selects(SECRET)


def test_bandit_is_heard(tmp_path: Path) -> None:
    found = read(tmp_path, "[tool.bandit]\nexclude_dirs = ['tests', 'src/vendor']\nskips = ['B506']\n")
    assert found.excluded(str(tmp_path / "a" / "tests" / "x.py")) == "[tool.bandit] exclude_dirs in pyproject.toml"
    assert found.excluded(str(tmp_path / "src" / "vendor" / "x.py"))
    assert found.excluded(str(tmp_path / "src" / "x.py")) is None
    assert found.ignored("B506", PurePosixPath(tmp_path / "x.py")) == "[tool.bandit] skips in pyproject.toml"
    assert found.ignored("B105", PurePosixPath(tmp_path / "x.py")) is None


def test_bandit_is_heard_about_the_only_tests_that_it_runs(tmp_path: Path) -> None:
    found = read(tmp_path, "[tool.bandit]\ntests = ['B506']\n")
    assert found.ignored("B105", PurePosixPath(tmp_path / "x.py")) == "[tool.bandit] tests in pyproject.toml"
    assert found.ignored("B506", PurePosixPath(tmp_path / "x.py")) is None


@pytest.mark.parametrize(
    ("text", "is_ignored"),
    [
        ("ignore = ['S506']", True),
        ("ignore = ['S5']", True),
        ("ignore = ['ALL']", True),
        ("ignore = ['E']", False),
        ("ignore = ['S']\nselect = ['S506']", False),
        ("ignore = ['S506']\nselect = ['S']", True),
    ],
)
def test_ruff_is_heard(tmp_path: Path, text: str, *, is_ignored: bool) -> None:
    found = read(tmp_path, f"[tool.ruff.lint]\n{text}\n")
    assert bool(found.ignored("B506", PurePosixPath(tmp_path / "x.py"))) is is_ignored


def test_ruff_is_heard_about_files(tmp_path: Path) -> None:
    text = "extend-exclude = ['gen', '*_pb2.py']\n[lint.per-file-ignores]\n'tests/**' = ['S']\n'!src/**' = ['S506']\n"
    found = read(tmp_path, text, "ruff.toml")
    assert found.excluded(str(tmp_path / "a" / "gen" / "x.py")) == "extend-exclude in ruff.toml"
    assert found.excluded(str(tmp_path / "a" / "x_pb2.py"))
    assert found.excluded(str(tmp_path / "a" / "x.py")) is None
    assert found.ignored("B105", PurePosixPath(tmp_path / "tests" / "a" / "x.py"))
    assert found.ignored("B105", PurePosixPath(tmp_path / "other" / "x.py")) is None
    assert found.ignored("B506", PurePosixPath(tmp_path / "other" / "x.py"))
    assert found.ignored("B506", PurePosixPath(tmp_path / "src" / "x.py")) is None
