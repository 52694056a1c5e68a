"""The command line: what is shown, what is written, how a run ends."""

from __future__ import annotations

import importlib.util
import json
import subprocess
from pathlib import Path

import pytest

from amends import __version__
from conftest import Amends

UNSAFE = b"import yaml\n\n\ndef load(path):\n    with open(path) as file:\n        return yaml.load(file)\n"
FIXED = UNSAFE.replace(b"yaml.load", b"yaml.safe_load")
LEFT = b"import yaml\n\n\ndef load(file, loader):\n    return yaml.load(file, Loader=loader)\n"
CLEAN = b"print('hello')\n"


@pytest.fixture
def unsafe(tmp_path: Path) -> Path:
    path = tmp_path / "unsafe.py"
    path.write_bytes(UNSAFE)
    return path


def test_nothing_found_is_success(amends: Amends, tmp_path: Path) -> None:
    (tmp_path / "clean.py").write_bytes(CLEAN)
    ran = amends("fix")
    assert (ran.code, ran.out, ran.err) == (0, b"", "Nothing found in 1 file.\n")


def test_a_preview_writes_nothing_and_prints_the_patch(amends: Amends, unsafe: Path) -> None:
    ran = amends("fix")
    assert ran.code == 1
    assert ran.out.startswith(b"--- a/unsafe.py\n+++ b/unsafe.py\n@@ ")
    assert b"-        return yaml.load(file)\n+        return yaml.safe_load(file)\n" in ran.out
    assert "Would fix 1 finding in 1 file" in ran.err
    assert ran.err.endswith("Apply: amends fix --apply\n")
    assert unsafe.read_bytes() == UNSAFE
    assert amends("fix", "--dry-run") == ran


def test_git_applies_the_patch(amends: Amends, tmp_path: Path) -> None:
    cases = {
        "plain.py": UNSAFE,
        "a folder/crlf file.py": UNSAFE.replace(b"\n", b"\r\n"),
        "no_newline.py": UNSAFE.rstrip(b"\n"),
        "tëxt.py": UNSAFE.replace(b"import", "# Grüße\nimport".encode("latin-1")).join((b"# coding: latin-1\n", b"")),
    }
    for name, data in cases.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)
    patch = amends("fix", "--diff-only").out
    git = ["git", "-c", "core.autocrlf=false", "apply"]
    subprocess.run([*git, "--check"], input=patch, check=True, cwd=tmp_path)
    subprocess.run(git, input=patch, check=True, cwd=tmp_path)
    for name, data in cases.items():
        assert (tmp_path / name).read_bytes() == data.replace(b"yaml.load", b"yaml.safe_load")


def test_git_applies_the_patch_of_an_absolute_path(amends: Amends, unsafe: Path) -> None:
    folder = unsafe.parent / "elsewhere"
    folder.mkdir()
    patch = amends("fix", "--diff-only", str(unsafe)).out
    subprocess.run(["git", "apply", "--check"], input=patch, check=True, cwd=unsafe.parent)


def test_apply_rewrites_and_a_second_run_finds_nothing(amends: Amends, unsafe: Path) -> None:
    ran = amends("fix", "--apply")
    assert ran.code == 0
    assert "Fixed 1 finding in 1 file" in ran.err
    assert "Apply:" not in ran.err
    assert unsafe.read_bytes() == FIXED
    again = amends("fix", "--apply")
    assert (again.code, again.out) == (0, b"")


def test_what_is_left_makes_the_exit_code_1(amends: Amends, tmp_path: Path) -> None:
    (tmp_path / "left.py").write_bytes(LEFT)
    ran = amends("fix", "--apply")
    assert ran.code == 1
    assert "1 needs you:\n  left.py:5:12 yaml-load B506 " in ran.err
    assert amends("fix", "--apply", "--exit-zero").code == 0


def test_both_modes_at_once_are_misuse(amends: Amends) -> None:
    ran = amends("fix", "--apply", "--dry-run")
    assert ran.code == 2
    assert "--dry-run and --apply exclude each other" in ran.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["-", "x.py"], "exclude each other"),
        (["-", "--apply", "--output-format", "json"], "prints the text itself"),
        (["--stdin-filename", "x.py"], "not asked for"),
        (["--gitignore"], "--env-file"),
        (["--jobs", "0"], "0"),
        (["--nonsense"], "--nonsense"),
        (["--output-format", "xml"], "xml"),
        (["--select", "yaml-load", "--ignore", "B506"], "nothing to look for"),
    ],
)
def test_misuse(amends: Amends, arguments: list[str], said: str) -> None:
    ran = amends("fix", *arguments)
    assert (ran.code, ran.out) == (2, b"")
    assert said in ran.err


@pytest.mark.parametrize("word", ["yaml-load", "B506", "S506", "b506", "B608,B506"])
def test_select_takes_ids_and_codes(amends: Amends, unsafe: Path, word: str) -> None:
    assert amends("fix", "--select", word).out.count(unsafe.name.encode()) == 2


@pytest.mark.parametrize("word", ["yaml-load", "B506", "S506"])
def test_what_is_ignored_is_not_even_mentioned(amends: Amends, unsafe: Path, word: str) -> None:
    ran = amends("fix", "--ignore", word, "--show-skipped")
    assert (ran.code, ran.out) == (0, b"")
    assert unsafe.name not in ran.err


def test_select_tells_the_codes_of_one_codemod_apart(amends: Amends, tmp_path: Path) -> None:
    (tmp_path / "both.py").write_text(
        "def first(f):\n    try:\n        f()\n    except Exception:\n        pass\n\n\n"
        "def second(items):\n    for item in items:\n        try:\n            item()\n"
        "        except Exception:\n            continue\n"
    )
    results = json.loads(amends("fix", "--select", "B112", "--output-format", "json").out)["files"][0]["results"]
    assert {result["code"] for result in results} == {"B112"}
    patch = amends("fix", "--select", "B112").out
    assert b"             continue\n" in patch
    assert b"-        pass" not in patch


def test_level_safe_leaves_what_wants_review(amends: Amends, unsafe: Path) -> None:
    ran = amends("fix", "--apply", "--level", "safe")
    assert ran.code == 1
    assert "--level review" in ran.err
    assert unsafe.read_bytes() == UNSAFE


def test_exclude(amends: Amends, tmp_path: Path) -> None:
    (tmp_path / "old").mkdir()
    (tmp_path / "old" / "unsafe.py").write_bytes(UNSAFE)
    assert amends("fix", "--exclude", "old/").code == 0
    ran = amends("fix", "--exclude", "old/", "old/unsafe.py")
    assert ran.code == 0
    assert "old/unsafe.py: skipped: excluded by --exclude" in ran.err


def test_diff_only_prints_no_summary_but_names_problems(amends: Amends, unsafe: Path) -> None:
    (unsafe.parent / "broken.py").write_bytes(b"import yaml\nyaml.load(\n")
    ran = amends("fix", "--diff-only")
    assert ran.code == 1
    assert ran.err.startswith("broken.py:")
    assert ran.err.count("\n") == 1
    assert b"yaml.safe_load" in ran.out


@pytest.mark.parametrize("output_format", ["json", "sarif", "github"])
def test_other_formats_hold_stdout_alone(amends: Amends, unsafe: Path, output_format: str) -> None:
    ran = amends("fix", "--output-format", output_format)
    assert ran.code == 1
    assert unsafe.name.encode() in ran.out
    assert b"@@" not in ran.out
    if output_format != "github":
        json.loads(ran.out)


def test_stdin_previews(amends: Amends) -> None:
    ran = amends("fix", "-", stdin=UNSAFE)
    assert ran.code == 1
    assert ran.out.startswith(b"--- a/-\n+++ b/-\n")


def test_stdin_applied_prints_the_text(amends: Amends) -> None:
    assert amends("fix", "--apply", "-", stdin=UNSAFE).out == FIXED
    assert amends("fix", "--apply", "-", stdin=CLEAN).out == CLEAN
    broken = b"import yaml\nyaml.load(\n"
    ran = amends("fix", "--apply", "-", stdin=broken)
    assert (ran.code, ran.out) == (1, broken)


def test_stdin_has_the_name_it_is_given(amends: Amends, tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text('[tool.amends]\nexclude = ["generated/"]\n')
    name = ["--stdin-filename", "generated/code.py"]
    assert amends("fix", "--apply", "-", *name, stdin=UNSAFE).out == UNSAFE
    ran = amends("fix", "-", "--stdin-filename", "code.py", stdin=UNSAFE)
    assert ran.out.startswith(b"--- a/code.py\n")


def test_settings_of_the_nearest_folder_count_for_the_whole_run(amends: Amends, tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text('[tool.amends]\nignore = ["yaml-load"]\n')
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "unsafe.py").write_bytes(UNSAFE)
    (tmp_path / "two" / "amends.toml").write_text("")
    assert amends("fix").code == 0
    assert amends("fix", "one").code == 0
    assert amends("fix", "two").code == 1
    assert amends("fix", "one", "two").code == 0
    assert amends("fix", "one", "--select", "yaml-load").code == 1


def test_config_names_the_settings(amends: Amends, unsafe: Path) -> None:
    (unsafe.parent / "other.toml").write_text('ignore = ["B506"]\n')
    assert amends("fix", "--config", "other.toml").code == 0
    ran = amends("fix", "--config", "missing.toml")
    assert ran.code == 2
    assert "missing.toml" in ran.err


def test_the_next_step_repeats_the_arguments(amends: Amends, unsafe: Path) -> None:
    ran = amends("fix", "--dry-run", "--select", "B506", unsafe.name)
    assert ran.err.endswith("Apply: amends fix --apply --select B506 unsafe.py\n")


@pytest.mark.skipif(importlib.util.find_spec("huggingface_hub") is not None, reason="huggingface_hub is installed")
def test_asking_the_hub_needs_its_library(amends: Amends) -> None:
    ran = amends("fix", "--resolve")
    assert ran.code == 2
    assert "pip install 'amends[huggingface]'" in ran.err


def test_list_shows_each_codemod_with_its_codes(amends: Amends) -> None:
    ran = amends("list")
    rows = ran.out.decode().splitlines()
    assert ran.code == 0
    assert [row.split()[0] for row in rows] == sorted(row.split()[0] for row in rows)
    assert any(row.split()[:3] == ["yaml-load", "B506", "S506"] for row in rows)


@pytest.mark.parametrize("word", ["yaml-load", "B506", "S506"])
def test_explain_prints_the_documentation(amends: Amends, word: str) -> None:
    ran = amends("explain", word)
    assert ran.code == 0
    text = ran.out.decode()
    assert text.startswith("yaml-load (B506, S506, CWE-502)\n")
    assert "**Why it is dangerous.**" in text


def test_explain_names_the_nearest(amends: Amends) -> None:
    ran = amends("explain", "yaml-laod")
    assert ran.code == 2
    assert "did you mean 'yaml-load'?" in ran.err


@pytest.mark.parametrize("flag", ["-h", "--help"])
@pytest.mark.parametrize("command", [(), ("fix",), ("list",), ("explain",)])
def test_help(amends: Amends, command: tuple[str, ...], flag: str) -> None:
    ran = amends(*command, flag)
    assert ran.code == 0
    assert ran.out.startswith(b"Usage: amends")


def test_version(amends: Amends) -> None:
    assert amends("--version").out.decode() == f"amends {__version__}\n"


def test_explain_tells_all_codemods_that_a_code_stands_for_and_their_settings(amends: Amends) -> None:
    text = amends("explain", "swallowed-exception").out.decode()
    assert "**Settings** in `[tool.amends]`:" in text
    assert "- `except.narrow` (default: false): " in text
    assert amends("explain", "S110").out.decode() == text
