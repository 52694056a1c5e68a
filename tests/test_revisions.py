"""Where the commit of a repository is looked up: the settings, then the local cache of the Hub."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

import pytest

from amends import engine
from amends.context import Context
from amends.documents import SettingsError
from amends.model import Level, Outcome, Status
from amends.project import Project
from amends.registry import installed
from amends.revisions import cache_folder, in_cache
from amends.settings import load

COMMIT = "0123456789abcdef0123456789abcdef01234567"
CODEMODS = tuple(c for c in installed() if c.id == "unpinned-download")
TEXT = b'from transformers import AutoModel\n\nm = AutoModel.from_pretrained("org/name")\n'


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HF_HOME", str(tmp_path))
    in_cache.cache_clear()
    refs = tmp_path / "hub" / "models--org--name" / "refs"
    refs.mkdir(parents=True)
    return refs


def _fix(text: bytes) -> Outcome:
    context = Context(PurePosixPath("a.py"), Project.nothing(), Level.SAFE, revisions=in_cache)
    return engine.run(text, context, CODEMODS)


def test_the_commit_that_this_machine_runs_is_pinned_safely(cache: Path) -> None:
    (cache / "main").write_text(COMMIT)
    outcome = _fix(TEXT)
    assert f'revision="{COMMIT}"'.encode() in outcome.after
    assert b"# org/name: the commit that main was at\n" in outcome.after
    assert [(r.status, r.level) for r in outcome.results if r.status is Status.FIXED] == [(Status.FIXED, Level.SAFE)]


def test_a_name_without_its_owner_is_looked_up_under_the_librarys(cache: Path) -> None:
    refs = cache.parent.parent / "models--sentence-transformers--all-MiniLM-L6-v2" / "refs"
    refs.mkdir(parents=True)
    (refs / "main").write_text(COMMIT)
    text = b'from sentence_transformers import SentenceTransformer as S\n\nm = S("all-MiniLM-L6-v2")\n'
    assert f'revision="{COMMIT}"'.encode() in _fix(text).after


def test_a_tag_is_looked_up_as_such(cache: Path) -> None:
    (cache / "v2").write_text(COMMIT)
    text = TEXT.replace(b'"org/name"', b'"org/name", revision="v2"')
    assert f'revision="{COMMIT}"'.encode() in _fix(text).after


def test_a_tag_that_the_cache_does_not_know_never_becomes_what_main_was(cache: Path) -> None:
    (cache / "main").write_text(COMMIT)
    text = TEXT.replace(b'"org/name"', b'"org/name", revision="v2"')
    outcome = _fix(text)
    assert outcome.after == text
    assert [result.status for result in outcome.results] == [Status.ADVICE]


def test_a_placeholder_is_filled_in_for_review_only(cache: Path) -> None:
    (cache / "main").write_text(COMMIT)
    text = TEXT.replace(b'"org/name"', b'"org/name", revision="<pin-a-commit-sha>"')
    assert _fix(text).after == text


@pytest.mark.parametrize("content", [b"", b"main", b"\xff", COMMIT[:12].encode()])
def test_a_broken_cache_knows_nothing(cache: Path, content: bytes) -> None:
    (cache / "main").write_bytes(content)
    assert _fix(TEXT).after == TEXT


def test_no_name_leads_out_of_the_cache(cache: Path) -> None:
    (cache.parent.parent / "secret").write_text(COMMIT)
    assert in_cache("org/name", "model", "../../secret") is None
    assert in_cache("../..", "model", "main") is None


@pytest.mark.parametrize(
    ("environment", "folder"),
    [
        ({"HF_HUB_CACHE": "/a", "HF_HOME": "/b"}, "/a"),
        ({"HUGGINGFACE_HUB_CACHE": "/a"}, "/a"),
        ({"HF_HOME": "/b", "XDG_CACHE_HOME": "/c"}, "/b/hub"),
        ({"XDG_CACHE_HOME": "/c"}, "/c/huggingface/hub"),
    ],
)
def test_the_cache_is_where_huggingface_hub_has_it(environment: dict[str, str], folder: str) -> None:
    assert cache_folder(environment) == Path(folder)


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ('revisions = "main"', "a table such as"),
        ('revisions = { "org/name" = "main" }', "org/name: a commit of 40 hexadecimal digits"),
        ('revisions = { "a b" = "x" }', "'a b' is no repository"),
    ],
)
def test_a_broken_table_is_named(tmp_path: Path, table: str, message: str) -> None:
    (tmp_path / "amends.toml").write_text(f"[huggingface]\n{table}\n")
    with pytest.raises(SettingsError, match=message):
        load(tmp_path, CODEMODS)
