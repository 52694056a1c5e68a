"""Whatever a user does wrong, or a file holds: a clear message, the right exit code, nothing lost, no traceback."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import Amends

UNSAFE = b"import yaml\n\n\ndef load(path):\n    with open(path) as file:\n        return yaml.load(file)\n"
FIXED = UNSAFE.replace(b"yaml.load", b"yaml.safe_load")


def write(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def test_a_missing_path_ends_the_run_before_it_begins(amends: Amends, tmp_path: Path) -> None:
    other = write(tmp_path, "unsafe.py", UNSAFE)
    ran = amends("fix", "--apply", "unsafe.py", "missing.py")
    assert (ran.code, ran.err) == (2, "Error: missing.py: no such file or folder\n")
    assert other.read_bytes() == UNSAFE


@pytest.mark.parametrize("name", ["notes.txt", "script", "data.json"])
def test_what_is_not_python_is_named(amends: Amends, tmp_path: Path, name: str) -> None:
    write(tmp_path, name, b"yaml.load(\n")
    ran = amends("fix", name)
    assert ran.code == 1
    assert f"{name}: not Python: " in ran.err


def test_a_script_with_a_shebang_is_python(amends: Amends, tmp_path: Path) -> None:
    write(tmp_path, "script", b"#!/usr/bin/env python3\n" + UNSAFE)
    assert b"yaml.safe_load" in amends("fix", "script").out


def test_a_pipe_is_no_file(amends: Amends, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.py")
    ran = amends("fix", "pipe.py")
    assert ran.code == 1
    assert "pipe.py: not Python: it is neither a file nor a folder" in ran.err
    assert amends("fix").code == 0


def test_a_syntax_error_is_named_with_its_line_and_the_others_go_on(amends: Amends, tmp_path: Path) -> None:
    broken = write(tmp_path, "a_broken.py", b"import yaml\n\nyaml.load(file\nx = 1\n")
    fine = write(tmp_path, "b_fine.py", UNSAFE)
    ran = amends("fix", "--apply")
    assert ran.code == 1
    assert "  a_broken.py:3: unparsable: " in ran.err or "  a_broken.py:4: unparsable: " in ran.err
    assert broken.read_bytes() == b"import yaml\n\nyaml.load(file\nx = 1\n"
    assert fine.read_bytes() == FIXED


@pytest.mark.parametrize(
    "data",
    [
        UNSAFE.replace(b"\n\n\n", "\n# Größe\n".encode("latin-1")),
        b"# coding: no-such-codec\n" + UNSAFE,
        b"# coding: utf-7\n" + UNSAFE,
        b"\xff\xfe" + UNSAFE.decode().encode("utf-16-le"),
        UNSAFE + b"\0\n",
    ],
    ids=["latin-1 undeclared", "unknown codec", "no superset of ASCII", "utf-16", "a null byte"],
)
def test_what_cannot_be_decoded_is_left_alone(amends: Amends, tmp_path: Path, data: bytes) -> None:
    path = write(tmp_path, "odd.py", data)
    ran = amends("fix", "--apply")
    assert path.read_bytes() == data
    assert "Traceback" not in ran.err
    if b"yaml.load" in data:
        assert ran.code == 1
        assert "  odd.py:" in ran.err


@pytest.mark.parametrize(
    "data",
    [
        "# coding: latin-1\n# Größe\n".encode("latin-1") + UNSAFE,
        "# -*- coding: cp1252 -*-\n# 5 €\n".encode("cp1252") + UNSAFE,
        b"\xef\xbb\xbf" + UNSAFE,
        UNSAFE.replace(b"\n", b"\r\n"),
        UNSAFE.rstrip(b"\n"),
        UNSAFE.replace(b"        ", b"\t\t").replace(b"    ", b"\t"),
        b"#!/usr/bin/env python3\n" + UNSAFE,
    ],
    ids=["latin-1", "cp1252", "bom", "crlf", "no newline at the end", "tabs", "shebang"],
)
def test_a_file_is_stored_as_it_was(amends: Amends, tmp_path: Path, data: bytes) -> None:
    path = write(tmp_path, "odd.py", data)
    path.chmod(0o750)
    assert amends("fix", "--apply").code == 0
    assert path.read_bytes() == data.replace(b"yaml.load", b"yaml.safe_load")
    assert path.stat().st_mode & 0o777 == 0o750


@pytest.mark.parametrize("data", [b"", b"\n", b"\xef\xbb\xbf", b"# yaml.load\n"])
def test_next_to_nothing_is_fine(amends: Amends, tmp_path: Path, data: bytes) -> None:
    write(tmp_path, "empty.py", data)
    assert amends("fix").code == 0


def test_no_files_at_all(amends: Amends) -> None:
    ran = amends("fix")
    assert (ran.code, ran.out, ran.err) == (0, b"", "No Python files found.\n")


def test_a_folder_may_be_called_like_a_file(amends: Amends, tmp_path: Path) -> None:
    (tmp_path / "package.py").mkdir()
    inner = write(tmp_path / "package.py", "unsafe.py", UNSAFE)
    assert amends("fix", "--apply", "package.py").code == 0
    assert inner.read_bytes() == FIXED
    inner.write_bytes(UNSAFE)
    assert amends("fix", "--apply").code == 0
    assert inner.read_bytes() == FIXED


needs_permissions = pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read and write everything"
)


@needs_permissions
def test_what_must_not_be_read_is_named(amends: Amends, tmp_path: Path) -> None:
    write(tmp_path, "secret.py", UNSAFE).chmod(0)
    (tmp_path / "closed").mkdir(mode=0)
    fine = write(tmp_path, "unsafe.py", UNSAFE)
    ran = amends("fix", "--apply")
    (tmp_path / "closed").chmod(0o700)
    assert ran.code == 1
    assert "secret.py: unreadable: cannot be read: Permission denied" in ran.err
    assert "closed: unreadable: the folder cannot be listed: Permission denied" in ran.err
    assert fine.read_bytes() == FIXED


@needs_permissions
def test_what_must_not_be_written_is_named(amends: Amends, tmp_path: Path) -> None:
    path = write(tmp_path, "unsafe.py", UNSAFE)
    path.chmod(0o444)
    ran = amends("fix", "--apply")
    assert ran.code == 2
    assert "unsafe.py: not written: it is read-only" in ran.err
    assert (path.read_bytes(), ran.out) == (UNSAFE, b"")


@pytest.mark.skipif(shutil.which("setpriv") is None or os.geteuid() != 0, reason="needs root, to become nobody")
def test_without_permissions_files_are_named_and_kept(tmp_path: Path) -> None:
    """As the two above, where the tests themselves run as root."""
    for folder in (tmp_path, *list(tmp_path.parents)[:2]):
        folder.chmod(0o755)
    closed = write(tmp_path, "closed.py", UNSAFE)
    closed.chmod(0)
    fixed = write(tmp_path, "read_only.py", UNSAFE)
    command = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--"]
    probe = subprocess.run([*command, sys.executable, "-c", "import amends.cli"], capture_output=True, check=False)
    if probe.returncode:
        pytest.skip("nobody cannot read this installation")
    run = subprocess.run(
        [*command, sys.executable, "-m", "amends", "fix", "--apply", "--no-cache"],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert run.returncode == 2
    assert "closed.py: unreadable: cannot be read: Permission denied" in run.stderr
    assert "read_only.py: not written: " in run.stderr
    assert closed.read_bytes() == fixed.read_bytes() == UNSAFE
    assert sorted(path.name for path in tmp_path.iterdir()) == ["closed.py", "read_only.py"]


def test_a_file_on_a_full_device_stays(amends: Amends, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path, "unsafe.py", UNSAFE)

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    ran = amends("fix", "--apply", "--no-cache")
    assert ran.code == 2
    assert "unsafe.py: not written: cannot be written: No space left on device" in ran.err
    assert path.read_bytes() == UNSAFE
    assert [each.name for each in tmp_path.iterdir()] == ["unsafe.py"]


def test_a_link_is_followed_and_stays_a_link(amends: Amends, tmp_path: Path) -> None:
    target = write(tmp_path, "target.py", UNSAFE)
    link = tmp_path / "link.py"
    link.symlink_to("target.py")
    ran = amends("fix", "--apply")
    assert ran.code == 0
    assert ran.out.count(b"+++ ") == 1
    assert link.is_symlink()
    assert target.read_bytes() == FIXED


def test_a_dangling_link_in_a_folder_is_passed_over_and_named_if_asked_for(amends: Amends, tmp_path: Path) -> None:
    (tmp_path / "link.py").symlink_to("nowhere.py")
    assert amends("fix").code == 0
    assert amends("fix", "link.py").code == 2


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("pyproject.toml", "[tool.amends]\nlevle = 'safe'\n", "did you mean 'level'?"),
        ("pyproject.toml", "[tool.amends]\nlevel = 'unsafe'\n", "one of 'safe', 'review' is expected, not 'unsafe'"),
        ("pyproject.toml", "[tool.amends]\nselect = ['yaml-laod']\n", "did you mean 'yaml-load'?"),
        ("pyproject.toml", "[tool.amends]\njobs = 0\n", "a whole number above 0 is expected"),
        ("pyproject.toml", "[tool.amends\n", "pyproject.toml: not valid TOML: "),
        ("amends.toml", "exclude = 'x'\n", "exclude in amends.toml: a list of strings is expected"),
        ("amends.toml", "per-file-ignores = []\n", "a table from patterns"),
    ],
)
def test_a_broken_setting_is_named(amends: Amends, tmp_path: Path, name: str, text: str, said: str) -> None:
    path = write(tmp_path, "unsafe.py", UNSAFE)
    write(tmp_path, name, text.encode())
    ran = amends("fix", "--apply")
    assert (ran.code, ran.out) == (2, b"")
    assert ran.err.startswith("Error: ")
    assert said in ran.err
    assert path.read_bytes() == UNSAFE


@pytest.mark.parametrize("flag", ["--select", "--ignore"])
def test_an_unknown_codemod_names_the_nearest(amends: Amends, flag: str) -> None:
    ran = amends("fix", flag, "yaml-laod")
    assert ran.code == 2
    assert f"{flag}: no codemod and no code 'yaml-laod'; did you mean 'yaml-load'?" in ran.err


def test_python_2_is_not_taken_for_python_3(amends: Amends, tmp_path: Path) -> None:
    text = "import yaml\n\ntry:\n    yaml.load(x)\nexcept IOError, e:\n    print(e)\n"
    (tmp_path / "old.py").write_text(text)
    done = amends("fix", "--apply", "old.py")
    assert done.code == 1
    assert "old.py:5: unparsable: `except …, e:` is Python 2" in done.err
    assert (tmp_path / "old.py").read_text() == text


def test_code_nested_too_deeply_is_named(amends: Amends, tmp_path: Path) -> None:
    data = UNSAFE + b"x = " + b"(" * 90 + b"[" * 90 + b"]" * 90 + b")" * 90 + b"\n"
    path = write(tmp_path, "deep.py", data)
    ran = amends("fix", "--apply", "--jobs", "1")
    assert "Traceback" not in ran.err
    assert path.read_bytes() in {data, data.replace(b"yaml.load", b"yaml.safe_load")}


def test_names_that_are_no_text_are_shown(amends: Amends, tmp_path: Path) -> None:
    try:
        write(tmp_path, os.fsdecode(b"caf\xe9.py"), UNSAFE)
    except OSError:
        pytest.skip("this file system wants names to be UTF-8")
    assert b'"a/caf\\351.py"' in amends("fix").out
    for output_format in ("json", "sarif", "github"):
        assert amends("fix", "--output-format", output_format).code == 1
    assert amends("fix", "--apply").code == 0


def test_a_terminal_is_not_told_to_obey_a_files_name(amends: Amends, tmp_path: Path) -> None:
    write(tmp_path, "red\x1b[31m.py", UNSAFE)
    assert "\x1b" not in amends("fix").err
