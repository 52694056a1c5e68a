"""The command line as a process: what it imports, terminals, pipes, interrupts."""

from __future__ import annotations

import os
import pty
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

import amends as amends_package

UNSAFE = b"import yaml\n\n\ndef load(path):\n    with open(path) as file:\n        return yaml.load(file)\n"
CLEAN = b"print('hello')\n"


@pytest.fixture
def unsafe(tmp_path: Path) -> Path:
    path = tmp_path / "unsafe.py"
    path.write_bytes(UNSAFE)
    return path


def _cold(folder: Path, *arguments: str) -> set[str]:
    """Run amends in a new process and return the modules that it imported."""
    code = (
        "import sys, atexit\n"
        "atexit.register(lambda: print('MODULES', *sys.modules, file=sys.stderr))\n"
        f"from amends.cli import main\nmain({list(arguments)!r})\n"
    )
    run = subprocess.run([sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=False)
    return set(run.stderr.rpartition("MODULES ")[2].split())


@pytest.mark.parametrize("arguments", [["--version"], ["--help"], ["list"], ["fix"], ["fix", "--apply", "clean.py"]])
def test_what_is_slow_to_import_waits_until_it_is_needed(tmp_path: Path, arguments: list[str]) -> None:
    (tmp_path / "clean.py").write_bytes(CLEAN)
    assert _cold(tmp_path, *arguments).isdisjoint({"libcst", "rich", "sqlglot", "pathspec", "multiprocessing", "json"})


def test_without_a_terminal_rich_is_not_imported(unsafe: Path) -> None:
    modules = _cold(unsafe.parent, "fix")
    assert "libcst" in modules
    assert modules.isdisjoint({"rich", "sqlglot"})


def _on_terminal(folder: Path, *arguments: str, errors: bool = False) -> Iterator[bytes]:
    """Run amends with a terminal for stdout (and for stderr), and yield what arrives there."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "amends", *arguments]
    environment = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "40"}
    environment.pop("NO_COLOR", None)
    process = subprocess.Popen(
        command, cwd=folder, stdout=theirs, stderr=theirs if errors else subprocess.DEVNULL, env=environment
    )
    os.close(theirs)
    try:
        while data := os.read(ours, 65536):
            yield data
    except OSError:  # how Linux says that the other end is closed
        pass
    finally:
        os.close(ours)
        process.wait()


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo terminal")
def test_on_a_terminal_the_patch_is_coloured_and_nothing_is_markup_or_wrapped(tmp_path: Path) -> None:
    line = b"        return yaml.load(file), '[red]" + b"long " * 30 + b"[/nonsense]'  # \x1b[2J\n"
    (tmp_path / "unsafe.py").write_bytes(UNSAFE.rpartition(b"        return")[0] + line)
    shown = b"".join(_on_terminal(tmp_path, "fix"))
    assert b"\x1b[32m+" in shown
    assert b"\x1b[31m-" in shown
    assert b"\x1b[2J" not in shown
    assert b"[red]" + b"long " * 30 + b"[/nonsense]" in shown


@pytest.mark.skipif(shutil.which("bash") is None, reason="needs bash")
def test_a_reader_that_goes_away_ends_the_run_quietly(tmp_path: Path) -> None:
    for number in range(300):
        (tmp_path / f"unsafe_{number:03}.py").write_bytes(UNSAFE)
    command = f"{sys.executable} -m amends fix --jobs 1 | head -1"
    run = subprocess.run(["bash", "-c", command], cwd=tmp_path, capture_output=True, check=False)
    assert run.stdout == b"--- a/unsafe_000.py\n"
    assert run.stderr == b""


def test_without_installation_there_is_an_explanation(tmp_path: Path) -> None:
    for package in (amends_package, click):
        folder = Path(package.__file__ or "").parent
        (tmp_path / folder.name).symlink_to(folder)
    code = f"import sys; sys.path.append({str(tmp_path)!r}); from amends.cli import main; main(['list'])"
    command = [sys.executable, "-I", "-S", "-c", code]  # without site-packages, hence without metadata
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.returncode == 2
    assert run.stderr == "Error: no codemods are installed; run pip install -e .\n"


@pytest.mark.skipif(sys.platform == "win32", reason="needs signals")
def test_an_interrupt_ends_the_run_quietly_and_leaves_whole_files(tmp_path: Path) -> None:
    for number in range(300):
        (tmp_path / f"unsafe_{number:03}.py").write_bytes(UNSAFE)
    command = [sys.executable, "-m", "amends", "fix", "--apply", "--diff-only"]

    def heed() -> None:
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # which a shell in the background has switched off

    with subprocess.Popen(
        command,
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        preexec_fn=heed,  # noqa: PLW1509 - no threads
    ) as process:
        assert process.stdout
        process.stdout.readline()
        process.send_signal(signal.SIGINT)
        _, told = process.communicate()
    assert process.returncode == 130
    assert told.strip() == b""
    time.sleep(0.1)
    contents = {path.read_bytes() for path in tmp_path.glob("*.py")}
    assert contents == {UNSAFE, UNSAFE.replace(b"yaml.load", b"yaml.safe_load")}


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo terminal")
def test_many_files_have_a_progress_bar_on_a_terminal(tmp_path: Path) -> None:
    for number in range(250):
        (tmp_path / f"clean_{number:03}.py").write_bytes(CLEAN if number % 50 else UNSAFE)
    shown = b"".join(_on_terminal(tmp_path, "fix", "--diff-only", errors=True))
    assert b"Reading" in shown
    assert shown.count(b"yaml.safe_load") == 5
    few = b"".join(_on_terminal(tmp_path, "fix", "--diff-only", "clean_001.py", errors=True))
    assert few == b""
