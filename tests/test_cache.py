"""What earlier runs found is used again: a run ends as it would without, and a cache in doubt is no cache."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Callable
from pathlib import Path

import pytest

from amends import engine
from amends.cache import NAME, Untellable, spelled
from conftest import Amends

FIXTURES = Path(__file__).parents[1] / "fixtures"
MANY = 220  # from 200 on, files are known by their looks
UNSAFE = "import yaml\n\n\ndef load(path):\n    with open(path) as file:\n        return yaml.load(file)\n"
CLEAN = "print('hello')\n"


@pytest.fixture
def rest(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Let there be no engine from now on: whatever is told has been remembered."""

    def put() -> None:
        def treat(*_: object) -> None:
            pytest.fail("the engine was asked")

        monkeypatch.setattr(engine, "treat", treat)

    return put


@pytest.fixture
def many(tmp_path: Path) -> Path:
    """Return a file with a finding, in a folder of many files."""
    for number in range(MANY):
        (tmp_path / f"clean_{number:03}.py").write_text(CLEAN)
    (tmp_path / "unsafe.py").write_text(UNSAFE)
    return tmp_path / "unsafe.py"


def shards(folder: Path) -> list[Path]:
    return sorted(path for path in folder.glob(f"{NAME}/amends-*/*") if path.is_file())


def spoilt(data: bytes) -> dict[str, bytes]:
    return {
        "emptied": b"",
        "halved": data[: len(data) // 2],
        "cut by one": data[:-1],
        "one bit": data[:80] + bytes([data[80] ^ 1]) + data[81:],
        "prolonged": data + b"\n",
        "garbage": b"\0\xff\n" * 1000,
        "headless": data.partition(b"\n")[2],
    }


def everything(amends: Amends, *flags: str) -> tuple[int, bytes, str]:
    """Run and return all that is told, but for the command to go on with, which repeats the flags."""
    ran = amends("fix", *flags, "--show-skipped")
    return ran.code, ran.out, ran.err.partition("\nApply: ")[0]


def last_written(path: Path) -> tuple[int, int]:
    """Return which file it is and when it was last written; reading it may change what else is known of it."""
    status = path.stat()
    return status.st_ino, status.st_mtime_ns


@pytest.mark.usefixtures("later")
def test_all_is_the_same_without_a_cache_with_a_new_one_and_with_an_old_one(amends: Amends, tmp_path: Path) -> None:
    for number, file in enumerate(sorted(FIXTURES.glob("*/*/before.py"))):
        shutil.copy(file, tmp_path / f"{number % 5}_{file.parent.name}_{number}.py")
    library = Path(sysconfig.get_path("stdlib"))
    for file in [file for file in sorted(library.rglob("*.py")) if file.stat().st_size < 9_000][::16]:
        shutil.copy(file, tmp_path / f"library_{'_'.join(file.relative_to(library).parts)}")
    without = everything(amends, "--no-cache")
    report = amends("fix", "--no-cache", "--output-format", "json").out
    assert not shards(tmp_path)
    assert everything(amends) == without
    written = [last_written(path) for path in shards(tmp_path)]
    assert everything(amends) == without
    assert amends("fix", "--output-format", "json").out == report
    assert [last_written(path) for path in shards(tmp_path)] == written  # there was nothing to add


@pytest.mark.usefixtures("later")
def test_what_changed_is_read_again(amends: Amends, many: Path) -> None:
    first = amends("fix")
    assert many.name.encode() in first.out
    many.write_text(UNSAFE.replace("yaml.load", "yaml.safe_load"))
    assert (amends("fix").out, amends("fix").code) == (b"", 0)
    many.write_text(UNSAFE)
    (many.parent / "clean_007.py").write_text(UNSAFE)
    assert amends("fix").out.count(b"+++ ") == 2


@pytest.mark.parametrize("is_many", [True, False])
def test_what_changes_unseen_is_read_again(amends: Amends, many: Path, *, is_many: bool) -> None:
    """As git knows: a file may change without its size and time changing, right after it was looked at."""
    paths = [] if is_many else [many.name]
    status = many.stat()
    assert amends("fix", *paths).code == 1
    with many.open("r+") as file:
        file.write(UNSAFE.replace("yaml.load(file)\n", "yaml.dump(file)\n"))
    os.utime(many, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert (many.stat().st_size, many.stat().st_mtime_ns) == (status.st_size, status.st_mtime_ns)
    assert amends("fix", *paths).code == 0


@pytest.mark.usefixtures("later")
def test_a_file_that_was_only_touched_is_recognised(amends: Amends, many: Path, rest: Callable[[], None]) -> None:
    before = amends("fix")
    rest()
    many.touch()
    assert amends("fix") == before
    os.utime(many, (1, 1))
    assert amends("fix", many.name).out == before.out


@pytest.mark.usefixtures("later")
@pytest.mark.parametrize(
    ("flags", "settings"),
    [
        (["--level", "safe"], ""),
        (["--select", "weak-hash"], ""),
        (["--ignore", "B506"], ""),
        ([], "max-size = 5"),
        ([], "level = 'safe'"),
        ([], "exclude = ['unsafe.py']"),
        ([], "[tool.amends.per-file-ignores]\n'unsafe.py' = ['yaml-load']"),
        ([], "[tool.bandit]\nskips = ['B506']"),
    ],
)
def test_other_settings_have_other_results(amends: Amends, many: Path, flags: list[str], settings: str) -> None:
    before = everything(amends)
    (many.parent / "pyproject.toml").write_text(f"[tool.amends]\n{settings}\n")
    without = everything(amends, *flags, "--no-cache")
    assert everything(amends, *flags) == without != before


@pytest.mark.usefixtures("later")
def test_a_file_is_known_by_its_place(amends: Amends, many: Path, rest: Callable[[], None]) -> None:
    """Where a file lies, and what it is called, has a say in what becomes of it."""
    many.rename(many.with_name("moved.py"))
    assert b"+++ b/moved.py" in amends("fix").out
    (many.parent / "tests").mkdir()
    many.with_name("moved.py").rename(many.parent / "tests" / "test_it.py")
    assert b"+++ b/tests/test_it.py" in amends("fix").out
    rest()
    assert b"+++ b/tests/test_it.py" in amends("fix").out


@pytest.mark.usefixtures("later")
def test_a_project_may_move_with_its_cache(
    amends: Amends, tmp_path: Path, many: Path, monkeypatch: pytest.MonkeyPatch, rest: Callable[[], None]
) -> None:
    before = amends("fix")
    target = tmp_path.with_name(f"{tmp_path.name}_elsewhere")
    shutil.copytree(many.parent, target)
    monkeypatch.chdir(target)
    rest()
    assert amends("fix") == before


@pytest.mark.usefixtures("later")
@pytest.mark.parametrize(
    "spoil",
    ["emptied", "halved", "cut by one", "one bit", "prolonged", "garbage", "headless"],
)
def test_a_spoilt_cache_is_none(amends: Amends, many: Path, spoil: str) -> None:
    before = amends("fix")
    good = {path: path.read_bytes() for path in shards(many.parent)}
    for path, data in good.items():
        path.write_bytes(spoilt(data)[spoil])
    assert amends("fix") == before
    assert {path: path.read_bytes() for path in shards(many.parent)} == good


@pytest.mark.usefixtures("later")
def test_a_shard_of_another_cache_is_none(amends: Amends, many: Path) -> None:
    amends("fix", "--ignore", "yaml-load")
    (foreign,) = shards(many.parent)
    before = amends("fix")
    (own,) = set(shards(many.parent)) - {foreign}
    shutil.copy(foreign, own)
    assert amends("fix") == before


def test_a_cache_that_cannot_be_written_is_done_without(amends: Amends, many: Path) -> None:
    before = amends("fix").out
    (many.parent / "file").touch()
    for place in ("file", "file/below", "/dev/null/cache"):
        assert amends("fix", "--cache-dir", place).out == before
    shutil.rmtree(many.parent / NAME)
    (many.parent / NAME).mkdir()
    amends("fix")
    (shard,) = shards(many.parent)
    shard.unlink()
    shard.mkdir()
    assert amends("fix").out == before


def test_a_write_that_was_cut_short_is_not_seen(amends: Amends, many: Path) -> None:
    before = amends("fix")
    (shard,) = shards(many.parent)
    shard.with_name(f"{shard.name}.1").write_bytes(shard.read_bytes()[:100])
    shard.unlink()
    assert amends("fix") == before


def test_runs_at_the_same_time_do_not_disturb_one_another(amends: Amends, many: Path) -> None:
    for number in range(0, MANY, 20):
        (many.parent / f"clean_{number:03}.py").write_text(UNSAFE)
    before = amends("fix", "--no-cache")
    command = [sys.executable, "-m", "amends", "fix", "--jobs", "1"]
    for _ in range(2):
        runs = [subprocess.Popen(command, cwd=many.parent, stdout=subprocess.PIPE) for _ in range(3)]
        assert [run.communicate()[0] for run in runs] == [before.out] * 3
    assert amends("fix").out == before.out


@pytest.mark.usefixtures("later")
def test_what_was_applied_is_found_fixed(amends: Amends, many: Path) -> None:
    amends("fix")
    assert amends("fix", "--apply").code == 0
    assert many.read_text() == UNSAFE.replace("yaml.load", "yaml.safe_load")
    assert (amends("fix").code, amends("fix").out) == (0, b"")


def test_where_it_is_kept(amends: Amends, many: Path) -> None:
    amends("fix", "--no-cache")
    amends("fix", "-", stdin=UNSAFE.encode())
    assert not (many.parent / NAME).exists()
    amends("fix", "clean_001.py")
    assert not (many.parent / NAME).exists()  # it took less to read than it would take to remember
    amends("fix", "unsafe.py")
    assert (many.parent / NAME / ".gitignore").read_text() == "*\n"
    assert (many.parent / NAME / "CACHEDIR.TAG").exists()
    (many.parent / "kept").mkdir()
    amends("fix", "--cache-dir", "kept", "unsafe.py")
    assert [path.name[:7] for path in (many.parent / "kept").iterdir()] == ["amends-"]
    (many.parent / "amends.toml").write_text("cache-dir = 'told/here'\n")
    amends("fix", "unsafe.py")
    assert (many.parent / "told" / "here" / "CACHEDIR.TAG").exists()
    assert amends("fix", "--no-cache", "--cache-dir", "x").code == 2


def test_what_nobody_asks_for_any_more_makes_room(amends: Amends, many: Path) -> None:
    for size in range(1, 12):
        (many.parent / "amends.toml").write_text(f"max-size = {size}\n")
        amends("fix", many.name)
    assert len(list((many.parent / NAME).glob("amends-*"))) == 8


def test_settings_are_spelled_alike_in_every_process() -> None:
    assert spelled({"b": {3, 1}, "a": (None, True)}) == spelled({"a": [None, True], "b": frozenset({1, 3})})
    assert spelled(["ab"]) != spelled(["a", "b"])
    assert spelled("1") != spelled(1)
    with pytest.raises(Untellable):
        spelled(object())
