"""A file is replaced whole or not at all, and stays whose and what it was."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from amends.disk.write import ChangedMeanwhile, NotWritable, write


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "file.py"
    path.write_bytes(b"old")
    return path


def test_content_changes_and_nothing_else(file: Path) -> None:
    file.chmod(0o751)
    write(file, b"old", b"new")
    assert file.read_bytes() == b"new"
    assert stat.S_IMODE(file.stat().st_mode) == 0o751
    assert list(file.parent.iterdir()) == [file]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="needs root, to give files away")
def test_the_owner_stays(file: Path) -> None:
    os.chown(file, 1234, 5678)
    write(file, b"old", b"new")
    assert (file.stat().st_uid, file.stat().st_gid) == (1234, 5678)


def test_a_link_is_followed(file: Path) -> None:
    link = file.with_name("link.py")
    link.symlink_to(file.name)
    write(link, b"old", b"new")
    assert link.is_symlink()
    assert file.read_bytes() == b"new"


@pytest.mark.parametrize("now", [b"theirs", None])
def test_what_somebody_changed_or_removed_is_not_touched(file: Path, now: bytes | None) -> None:
    if now is None:
        file.unlink()
    else:
        file.write_bytes(now)
    with pytest.raises(ChangedMeanwhile, match="run again"):
        write(file, b"old", b"new")
    assert [each.read_bytes() for each in file.parent.iterdir()] == ([now] if now else [])


def test_a_new_file_is_made_with_the_mode_that_is_asked_for(tmp_path: Path) -> None:
    write(tmp_path / "a", None, b"new")
    write(tmp_path / "b", None, b"new", mode=0o600)
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == 0o644
    assert stat.S_IMODE((tmp_path / "b").stat().st_mode) == 0o600
    with pytest.raises(ChangedMeanwhile):
        write(tmp_path / "a", None, b"again")


def test_a_missing_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(NotWritable, match="there is no folder"):
        write(tmp_path / "nowhere" / "a", None, b"new")


def test_a_failure_leaves_the_old_file_alone(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(NotWritable, match="cannot be written: Input/output error"):
        write(file, b"old", b"new")
    assert [each.read_bytes() for each in file.parent.iterdir()] == [b"old"]


@pytest.mark.skipif(sys.platform == "win32", reason="needs signals")
def test_a_kill_at_any_moment_leaves_the_old_file_or_the_new(file: Path) -> None:
    old, new = b"a" * 2_000_000, b"b" * 2_000_000
    code = (
        "import sys; from pathlib import Path; from amends.disk.write import write\n"
        f"old, new, path = b'a' * 2_000_000, b'b' * 2_000_000, Path({str(file)!r})\n"
        "print('go', flush=True)\nwhile True:\n    write(path, old, new)\n    write(path, new, old)\n"
    )
    for milliseconds in (0, 3, 7, 12, 20):
        file.write_bytes(old)
        with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE) as process:
            assert process.stdout
            process.stdout.readline()
            time.sleep(milliseconds / 1000)
            process.send_signal(signal.SIGKILL)
        assert file.read_bytes() in {old, new}
