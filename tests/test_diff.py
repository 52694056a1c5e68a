"""The patch is held against the only judge that counts, `git apply`; the coloured one against its plain text."""

from __future__ import annotations

import io
import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.console import Console

from amends.model import Outcome
from amends.outputs.diff import coloured, unified


def _apply(folder: Path, outcome: Outcome) -> bytes:
    """Write the old file, let git apply the patch, and return what stands there then."""
    target = folder / outcome.path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(outcome.before)
    command = ["git", "-c", "core.autocrlf=false", "apply", "--whitespace=nowarn", "-"]
    subprocess.run(command, cwd=folder, input=unified(outcome), check=True)
    return target.read_bytes()


def _long(first: bytes, last: bytes) -> bytes:
    """Return a file of many lines, most of them alike, with an own first and last one."""
    return first + b"\n" + b"".join(b"x = %d\n\n" % (number % 7) for number in range(400)) + last + b"\n"


def test_equal_files_give_no_patch() -> None:
    assert unified(Outcome("a.py", b"x = 1\n", b"x = 1\n")) == b""


def test_the_patch_is_the_one_that_diff_prints() -> None:
    before = b"".join(b"line %d\n" % number for number in range(1, 12))
    after = before.replace(b"line 6\n", b"line six\nline six and a half\n")
    assert unified(Outcome("pkg/a.py", before, after)) == (
        b"--- a/pkg/a.py\n+++ b/pkg/a.py\n@@ -3,7 +3,8 @@\n line 3\n line 4\n line 5\n"
        b"-line 6\n+line six\n+line six and a half\n line 7\n line 8\n line 9\n"
    )


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(b"a\nb\nc\n", b"a\nB\nc\n", id="middle"),
        pytest.param(b"a\n", b"import os\na\n", id="insertion at the top"),
        pytest.param(b"a\nb\n", b"b\n", id="removal at the top"),
        pytest.param(b"a\na\na\na\n", b"a\na\na\na\na\n", id="one more of the same"),
        pytest.param(b"a\na\nb\na\nlast", b"a\nb\na\nb\na\nlast", id="an end that also matches elsewhere"),
        pytest.param(b"a\nb", b"a\nB", id="no newline on either side"),
        pytest.param(b"a\nb", b"a\nb\n", id="newline gained"),
        pytest.param(b"a\nb\n", b"a\nb", id="newline lost"),
        pytest.param(b"a\r\nb\r\nc\r\n", b"a\r\nB\r\nc\r\n", id="crlf"),
        pytest.param(b"a\rb\rc\n\fd\n", b"a\rB\rc\n\fd\n", id="lone carriage returns and a form feed"),
        pytest.param(b"# caf\xe9\nx\n\x85y\n", b"# caf\xe9\nX\n\x85y\n", id="latin-1"),
        pytest.param("# \u2028 é\nx\n".encode(), "# \u2028 é\nX\n".encode(), id="unicode line separator"),
        pytest.param(b"\xef\xbb\xbfa\nb\n", b"\xef\xbb\xbfa\nB\n", id="byte order mark"),
        pytest.param(_long(b"a", b"z"), _long(b"A", b"Z"), id="both ends of a long file"),
        pytest.param(b"-- a\n++ b\n@@ c\n", b"-- A\n++ B\n@@ C\n", id="lines that look like a header"),
    ],
)
def test_git_applies_it_byte_for_byte(tmp_path: Path, before: bytes, after: bytes) -> None:
    assert _apply(tmp_path, Outcome("a.py", before, after)) == after


@pytest.mark.parametrize(
    "path",
    ["a b.py", " a.py", 'quo"te.py', "back\\slash.py", "tab\there.py", "ünï/cödé.py", "line\nfeed.py", "ende\udce9.py"],
)
def test_git_finds_the_file_whatever_its_name(tmp_path: Path, path: str) -> None:
    assert _apply(tmp_path, Outcome(path, b"a\n", b"b\n")) == b"b\n"


def test_git_applies_it_in_a_folder_of_a_repository(tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    folder = tmp_path / "sub"
    folder.mkdir()
    assert _apply(folder, Outcome("a.py", b"a\n", b"b\n")) == b"b\n"


_some_lines = st.lists(st.sampled_from([b"a\n", b"b\n", b"\n", b"c\r\n", b"\x0c\n"]), min_size=1, max_size=30)


@settings(max_examples=25, deadline=None)
@given(before=_some_lines, after=_some_lines, newline=st.booleans())
def test_git_applies_any_patch(
    tmp_path_factory: pytest.TempPathFactory, before: list[bytes], after: list[bytes], *, newline: bool
) -> None:
    end = b"last\n" if newline else b"last"
    outcome = Outcome("a.py", b"".join(before) + end, b"".join(after) + end)
    if outcome.changed:
        assert _apply(tmp_path_factory.mktemp("any"), outcome) == outcome.after


def test_a_terminal_gets_every_character_unwrapped_and_no_markup() -> None:
    long_line = "x" * 300
    patch = unified(Outcome("a.py", b"[red]a[/]\n", f"[bold]b[/] {long_line} :smile:\n".encode()))
    console = Console(file=io.StringIO(), width=40, force_terminal=True, color_system=None)
    with console.capture() as shown:
        console.print(coloured(patch), soft_wrap=True, end="")
    assert shown.get() == patch.decode()


def test_a_terminal_is_not_handed_the_control_characters_of_the_code() -> None:
    patch = unified(Outcome("a.py", b"a\r\n", b"x = '\x1b[2J\x07\x9b'\r\n"))
    assert not {"\x1b", "\x07", "\x9b", "\r"} & set(coloured(patch).plain)
