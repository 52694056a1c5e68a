"""Which files a run is about: git's ignores, foreign folders, links, the order, each once."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from amends.disk.files import File, MissingPath, Skipped, discover
from amends.disk.gitignore import is_ignored
from amends.disk.patterns import GitPatterns, Globs
from amends.peers.linters import Exclusion
from amends.settings import Settings


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def touch(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).touch()


def found(*paths: str, settings: Settings | None = None) -> list[str]:
    items = discover(paths, settings or Settings())
    return [item.display for item in items if isinstance(item, File)]


def test_python_files_in_order(here: Path) -> None:
    touch(here, "b.py", "a/z.py", "a/y.pyi", "c.pyw", "d.txt", "e.pyc", "a/x/w.py")
    assert found(".") == ["a/x/w.py", "a/y.pyi", "a/z.py", "b.py", "c.pyw"]


def test_paths_are_shown_as_they_were_given(here: Path) -> None:
    touch(here, "a/b.py")
    (here / "other").mkdir()
    assert found("a") == found("./a") == found("other/../a") == found(str(here / "a")) == ["a/b.py"]
    assert found(str(here.parent / here.name / "a" / "b.py")) == ["a/b.py"]


def test_each_file_once(here: Path) -> None:
    touch(here, "a/b.py", "c.py")
    (here / "link.py").symlink_to("c.py")
    assert found("c.py", ".", "a", "a/b.py") == ["c.py", "a/b.py"]
    assert found(".") == ["a/b.py", "c.py"]
    (here / "b.py").symlink_to("c.py")
    assert found(".") == ["a/b.py", "b.py"]


def test_what_is_not_the_users_own_is_passed_over(here: Path) -> None:
    touch(
        here, "node_modules/x.py", ".git/x.py", "lib/site-packages/x.py", ".tox/x.py", "build/lib/x.py",
        "env/pyvenv.cfg", "env/x.py", "__pycache__/x.py", "own.py", "pkg/build/__init__.py", "pkg/build/x.py",
    )  # fmt: skip
    assert found(".") == ["own.py", "pkg/build/__init__.py", "pkg/build/x.py"]


def test_a_linked_folder_is_not_entered(here: Path) -> None:
    touch(here, "real/x.py")
    (here / "linked").symlink_to("real")
    assert found(".") == ["real/x.py"]


def test_a_file_linked_from_outside_is_left_alone(here: Path) -> None:
    touch(here, "outside.py", "inside/x.py")
    (here / "inside" / "link.py").symlink_to("../outside.py")
    assert found("inside") == ["inside/x.py"]


def test_git_decides(here: Path) -> None:
    subprocess.run(["git", "init", "--quiet"], check=True)
    (here / ".gitignore").write_text("*_gen.py\n/top/\n!keep_gen.py\n")
    touch(here, "a_gen.py", "keep_gen.py", "top/x.py", "sub/top/x.py", "sub/b.py")
    (here / "sub" / ".gitignore").write_text("b.py\n")
    assert found(".") == ["keep_gen.py", "sub/top/x.py"]
    assert found("sub") == ["sub/top/x.py"]


def test_a_named_file_is_read_even_if_git_ignores_it_but_not_if_it_is_excluded(here: Path) -> None:
    subprocess.run(["git", "init", "--quiet"], check=True)
    (here / ".gitignore").write_text("a.py\ngen/\n")
    touch(here, "a.py", "gen/b.py")
    assert found("a.py", "gen/b.py", "gen") == ["a.py", "gen/b.py"]
    excluding = Settings(exclusions=(Exclusion("the settings", str(here), GitPatterns(("a.py",))),))
    assert list(discover(["a.py"], excluding)) == [Skipped("a.py", "excluded by the settings")]


def test_an_excluded_folder_is_not_entered(here: Path) -> None:
    touch(here, "gen/deep/a.py", "b.py")
    excluding = Settings(exclusions=(Exclusion("the settings", str(here), GitPatterns(("gen/",))),))
    assert found(".", settings=excluding) == ["b.py"]


def test_a_missing_path_is_told_before_anything_else(here: Path) -> None:
    touch(here, "a.py")
    with pytest.raises(MissingPath, match="nowhere: no such file or folder"):
        discover(["a.py", "nowhere"], Settings())


NAMES = st.sampled_from(["a", "b", "ab", "a.py", "#a", "!a", "a b", "[a]"])
LINES = st.lists(
    st.one_of(
        NAMES,
        st.sampled_from(["*", "**", "a*", "/a", "a/", "/a/b", "**/a", "a/**", "!a", "!a/b", "a/*", "?", "[ab]"]),
        st.sampled_from(["[!a]", "\\#a", "\\!a", "# a", "", " ", "a ", "a\\ b", "*.py", "!*.py", "a/**/b", "/*"]),
    ),
    max_size=4,
)


@settings(max_examples=60, deadline=None)
@given(lines=LINES, inner=LINES, parts=st.lists(NAMES, min_size=1, max_size=3))
def test_git_ignores_the_same(
    tmp_path_factory: pytest.TempPathFactory, lines: list[str], inner: list[str], parts: list[str]
) -> None:
    top = tmp_path_factory.mktemp("repository")
    subprocess.run(["git", "init", "--quiet", str(top)], check=True)
    path = top.joinpath(*parts)
    path.parent.mkdir(parents=True, exist_ok=True)
    (top / ".gitignore").write_text("\n".join(lines) + "\n")
    if path.parent != top:
        (path.parent / ".gitignore").write_text("\n".join(inner) + "\n")
    command = ["git", "-c", "core.excludesFile=", "check-ignore", "--quiet", "--", str(path)]
    ignored = subprocess.run(command, cwd=top, check=False).returncode == 0
    assert is_ignored(str(path)) is ignored


@pytest.mark.parametrize(
    ("glob", "path", "is_matched"),
    [
        ("*.py", "a/b/c.py", True),
        ("a/*.py", "a/b/c.py", True),
        ("a/*.py", "b/a/c.py", False),
        ("b", "a/b/c.py", True),
        ("b", "a/bb/c.py", False),
        ("a/**/c.py", "a/c.py", True),
        ("{a,b}/c.py", "b/c.py", True),
        ("{a,b/c.py", "b/c.py", False),
        ("[ab].py", "a.py", True),
        ("[!ab].py", "a.py", False),
        ("?.py", "ab.py", False),
        ("!a/*", "b/c.py", True),
        ("!a/*", "a/c.py", False),
    ],
)
def test_globs(glob: str, path: str, *, is_matched: bool) -> None:
    assert Globs((glob,)).cover(path) is is_matched
