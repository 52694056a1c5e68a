"""Secrets that leave the code reach the dotenv file first, which git ignores; none is lost, none overwritten."""

from __future__ import annotations

import io
import os
import stat
import subprocess
from pathlib import Path

import dotenv
import pytest
from hypothesis import given
from hypothesis import strategies as st

from amends.disk.dotenv import binding, bindings
from amends.disk.env_file import EnvFile
from amends.documents import SettingsError
from amends.model import Claim, Secret
from conftest import Amends

STRIPE = "sk_test_4eC39HqLyjWDarjtT1zdp7dc"
CODE = f'API_SECRET = "{STRIPE}"\n'
ODD = st.sampled_from("\\'\"\n\r\t $#=aA1")
TEXT = st.text(st.one_of(ODD, st.characters(exclude_categories=["Cs"], exclude_characters="\0")))


@given(TEXT.filter(lambda value: "${" not in value))
def test_any_value_survives(value: str) -> None:
    text = f"FIRST=1\n{binding('NAME', value)}\nLAST=2\n"
    expected = {"FIRST": "1", "NAME": value, "LAST": "2"}
    assert dotenv.dotenv_values(stream=io.StringIO(text)) == expected
    assert dict(bindings(text)) == expected


def test_bindings_are_read_as_people_write_them() -> None:
    text = "# A=0\nexport B = 'one' # said\nC=two # said\nD=\n\nE=\"a\\nb\"\nF='x\ny'\r\nG=a#b\r\n"
    expected = {"B": "one", "C": "two", "D": "", "E": "a\nb", "F": "x\ny", "G": "a#b"}
    assert dict(bindings(text)) == expected
    assert dotenv.dotenv_values(stream=io.StringIO(text)) == expected


def claims(**values: str) -> list[Claim]:
    return [Claim(name, Secret(value)) for name, value in values.items()]


@pytest.fixture
def ignored(tmp_path: Path) -> EnvFile:
    (tmp_path / ".gitignore").write_text(".env\n")
    return EnvFile(tmp_path / ".env")


def test_values_are_kept_for_their_owner_and_names_for_everybody(ignored: EnvFile) -> None:
    ignored.check()
    ignored.keep(claims(TOKEN="s3cret value", KEY="abc"), "app.py")
    assert ignored.path.read_text() == "TOKEN='s3cret value'\nKEY=abc\n"
    assert stat.S_IMODE(ignored.path.stat().st_mode) == 0o600
    assert ignored.example.read_text() == "TOKEN=\nKEY=\n"


def test_what_stands_there_stays(ignored: EnvFile) -> None:
    ignored.path.write_bytes(b"# mine\r\nKEY='kept'")
    ignored.path.chmod(0o644)
    ignored.keep(claims(KEY="other", TOKEN="new"), "app.py")
    assert ignored.path.read_bytes() == b"# mine\r\nKEY='kept'\r\n# in app.py it was:\r\n# KEY=other\r\nTOKEN=new\r\n"
    assert stat.S_IMODE(ignored.path.stat().st_mode) == 0o600
    assert dotenv.dotenv_values(ignored.path) == {"KEY": "kept", "TOKEN": "new"}


def test_the_same_again_changes_nothing(ignored: EnvFile) -> None:
    ignored.keep(claims(KEY="a b"), "app.py")
    before = ignored.path.read_bytes()
    ignored.keep(claims(KEY="a b"), "other.py")
    assert ignored.path.read_bytes() == before
    assert ignored.example.read_text() == "KEY=\n"


def test_it_is_refused_unless_git_ignores_it(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"git does not ignore .*: add --gitignore"):
        EnvFile(tmp_path / ".env").check()
    (tmp_path / ".gitignore").write_text("*.env\n!.env\n")
    with pytest.raises(SettingsError, match="git does not ignore"):
        EnvFile(tmp_path / ".env").check()
    EnvFile(tmp_path / "my.env").check()


def test_a_folder_that_git_ignores_will_do(tmp_path: Path) -> None:
    subprocess.run(["git", "init", "--quiet", str(tmp_path)], check=True)
    (tmp_path / ".gitignore").write_text("/private/\n")
    (tmp_path / "private").mkdir()
    EnvFile(tmp_path / "private" / "secrets").check()


def test_it_is_refused_if_git_tracks_it_all_the_same(tmp_path: Path) -> None:
    subprocess.run(["git", "init", "--quiet", str(tmp_path)], check=True)
    (tmp_path / ".gitignore").write_text(".env\n")
    (tmp_path / ".env").write_text("A=1\n")
    subprocess.run(["git", "add", "--force", ".env"], check=True, cwd=tmp_path)
    with pytest.raises(SettingsError, match="git rm --cached"):
        EnvFile(tmp_path / ".env", may_ignore=True).check()


def test_it_is_refused_where_there_is_no_place_for_it(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "missing" / ".env"):
        with pytest.raises(SettingsError, match="name a file in a folder that exists"):
            EnvFile(path, may_ignore=True).check()


@pytest.mark.parametrize("name", [".env", "config/.env", "config/#odd [name]*!"])
def test_the_entry_is_added_where_git_will_find_it(tmp_path: Path, name: str) -> None:
    subprocess.run(["git", "init", "--quiet", str(tmp_path)], check=True)
    (tmp_path / ".gitignore").write_bytes(b"build/")
    (tmp_path / "config").mkdir()
    env_file = EnvFile(tmp_path / name, may_ignore=True)
    env_file.check()
    assert (tmp_path / ".gitignore").read_bytes() == b"build/"
    env_file.keep(claims(KEY="abc"), "app.py")
    subprocess.run(["git", "check-ignore", "--quiet", name], check=True, cwd=tmp_path)
    env_file.keep(claims(OTHER="abc"), "app.py")
    assert (tmp_path / ".gitignore").read_bytes().count(b"\n") == 2


def test_an_entry_that_another_line_undoes_is_told_and_nothing_is_kept(tmp_path: Path) -> None:
    subprocess.run(["git", "init", "--quiet", str(tmp_path)], check=True)
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / ".gitignore").write_text("!.env\n")
    env_file = EnvFile(tmp_path / "config" / ".env", may_ignore=True)
    with pytest.raises(SettingsError, match="another line"):
        env_file.keep(claims(KEY="abc"), "app.py")
    assert not env_file.path.exists()


def test_a_run_keeps_the_secret_that_it_takes_out(amends: Amends, tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(CODE)
    preview = amends("fix", "--env-file", ".env", "--gitignore", "--no-cache")
    assert preview.code == 1
    assert "--apply keeps 1 secret in .env" in preview.err
    assert list(tmp_path.iterdir()) == [tmp_path / "app.py"]
    ran = amends("fix", "--apply", "--env-file", ".env", "--gitignore")
    assert ran.code == 0
    assert STRIPE not in (tmp_path / "app.py").read_text()
    assert STRIPE not in ran.err
    assert dotenv.dotenv_values(".env") == {"API_SECRET": STRIPE}
    assert (tmp_path / ".env.example").read_text() == "API_SECRET=\n"
    assert (tmp_path / ".gitignore").read_text() == ".env\n"


def test_a_refused_env_file_ends_the_run_before_it_begins(amends: Amends, tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(CODE)
    for mode in ("--apply", "--dry-run"):
        ran = amends("fix", mode, "--env-file", ".env")
        assert (ran.code, ran.out) == (2, b"")
        assert "--gitignore" in ran.err
    assert (tmp_path / "app.py").read_text() == CODE


def test_code_keeps_its_secret_if_the_env_file_cannot_be_written(
    amends: Amends, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "app.py").write_text(CODE)

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    ran = amends("fix", "--apply", "--env-file", ".env", "--gitignore")
    assert ran.code == 2
    assert "app.py: not written: its secrets could not be kept in .env: " in ran.err
    assert (tmp_path / "app.py").read_text() == CODE


def test_a_secret_of_stdin_is_kept_too(amends: Amends, tmp_path: Path) -> None:
    ran = amends("fix", "--apply", "--env-file", ".env", "--gitignore", "-", stdin=CODE.encode())
    assert STRIPE.encode() not in ran.out
    assert dotenv.dotenv_values(tmp_path / ".env") == {"API_SECRET": STRIPE}


def test_a_variable_that_is_set_to_something_else_is_not_used_for_another_secret(
    amends: Amends, tmp_path: Path
) -> None:
    (tmp_path / "app.py").write_text(CODE)
    (tmp_path / ".env").write_text("API_SECRET=something-else\n")
    amends("fix", "--apply", "--env-file", ".env", "--gitignore")
    values = dotenv.dotenv_values(".env")
    assert values["API_SECRET"] == "something-else"
    assert STRIPE in (tmp_path / ".env").read_text()
    assert STRIPE not in (tmp_path / "app.py").read_text()
