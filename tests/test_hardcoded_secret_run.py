"""Two different secrets never share a variable across a whole run; one secret may stand in several files."""

from __future__ import annotations

from pathlib import Path

import pytest

from amends.disk.files import File
from amends.model import Level, Outcome, Status, TodoKind
from amends.registry import installed
from amends.run import Plan, outcomes
from amends.settings import Settings

CODEMODS = tuple(codemod for codemod in installed() if codemod.id == "hardcoded-secret")


def run(folder: Path, **texts: str) -> list[Outcome]:
    found: list[File] = []
    for name, text in texts.items():
        path = folder / f"{name}.py"
        path.write_text(text)
        found.append(File(str(path), path.name, explicit=True))
    return list(outcomes(found, Plan(CODEMODS, Settings(), Level.REVIEW, jobs=1)))


def variables(outcome: Outcome) -> list[str]:
    return [claim.variable for claim in outcome.claims]


def test_a_second_value_gets_another_variable(tmp_path: Path) -> None:
    first, second = run(tmp_path, a='API_TOKEN = "first-Pa55word-1"\n', b='API_TOKEN = "second-Pa55word-2"\n')
    assert variables(first) == ["API_TOKEN"]
    assert variables(second) == ["API_TOKEN_2"]
    assert second.after == b'import os\n\nAPI_TOKEN = os.environ["API_TOKEN_2"]\n'


def test_the_same_value_under_the_same_name_shares_its_variable(tmp_path: Path) -> None:
    first, second = run(tmp_path, a='API_TOKEN = "first-Pa55word-1"\n', b='API_TOKEN = "first-Pa55word-1"\n')
    assert variables(first) == variables(second) == ["API_TOKEN"]


def test_a_qualified_name_is_better_than_a_number(tmp_path: Path) -> None:
    text = 'class {}:\n    API_TOKEN = "{}-Pa55word-1"\n'
    first, second = run(tmp_path, a=text.format("Shop", "first"), b=text.format("Bank", "second"))
    assert variables(first) == ["API_TOKEN"]
    assert variables(second) == ["BANK_API_TOKEN"]


def test_two_fallbacks_of_one_variable_are_for_a_person_to_decide(tmp_path: Path) -> None:
    text = 'import os\n\nx = os.getenv("API_TOKEN", "{}-Pa55word-1")\n'
    first, second = run(tmp_path, a=text.format("first"), b=text.format("second"))
    assert variables(first) == ["API_TOKEN"]
    assert not second.changed
    assert [result.status for result in second.results] == [Status.ADVICE]
    assert "API_TOKEN stands for another value" in second.results[0].reason


def test_many_files_with_one_name_all_get_their_own(tmp_path: Path) -> None:
    texts = {f"m{n:02}": f'PASSWORD = "Pa55word-{n:02}"\n' for n in range(20)}
    given = [variables(outcome) for outcome in run(tmp_path, **texts)]
    assert len({variable for (variable,) in given}) == 20


@pytest.mark.parametrize("name", ["fake_client", "mocks", "create_test_data", "testutils", "testing_utils"])
def test_a_module_that_serves_tests_holds_made_up_values(tmp_path: Path, name: str) -> None:
    (outcome,) = run(tmp_path, **{name: 'API_TOKEN = "first-Pa55word-1"\n'})
    assert [result.status for result in outcome.results] == [Status.HARMLESS]


@pytest.mark.parametrize("name", ["fake_news", "latest_data", "test1", "speed_test_of_disks"])
def test_other_modules_that_speak_of_tests_or_fakes_are_read(tmp_path: Path, name: str) -> None:
    (outcome,) = run(tmp_path, **{name: 'API_TOKEN = "first-Pa55word-1"\n'})
    assert [result.status for result in outcome.results] == [Status.FIXED]


def chores(outcome: Outcome) -> list[str]:
    return [todo.note for result in outcome.results for todo in result.todos if todo.kind is TodoKind.SET_VARIABLE]


READS = 'import os\n\nkey = os.environ["API_TOKEN"]\n'
HOLDS = 'API_TOKEN = "first-Pa55word-1"\n'


def test_a_variable_that_another_file_reads_already_is_told_of(tmp_path: Path) -> None:
    _, second = run(tmp_path, a=READS, b=HOLDS)
    assert variables(second) == ["API_TOKEN"]
    (note,) = chores(second)
    assert note.endswith("a.py reads it already: rename it here if that is another")


def test_so_is_one_that_a_file_of_the_project_reads_outside_the_run(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("")
    (tmp_path / "settings.py").write_text(READS)
    (outcome,) = run(tmp_path, b=HOLDS)
    (note,) = chores(outcome)
    assert "settings.py reads it already" in note


@pytest.mark.parametrize("other", ['# os.environ["API_TOKEN"]\n', "x = 'os.environ[\"API_TOKEN\"]'\n", HOLDS])
def test_what_no_other_file_reads_is_not(tmp_path: Path, other: str) -> None:
    outcome = run(tmp_path, a=other, b=HOLDS)[-1]
    (note,) = chores(outcome)
    assert "already" not in note


def test_nor_is_one_that_the_file_read_itself(tmp_path: Path) -> None:
    _, second = run(tmp_path, a=READS, b='import os\n\nx = os.getenv("API_TOKEN", "first-Pa55word-1")\n')
    assert variables(second) == ["API_TOKEN"]
    (note,) = chores(second)
    assert "already" not in note


def copies(outcome: Outcome) -> list[str]:
    todos = [todo for result in outcome.results for todo in result.todos if todo.kind is TodoKind.REMOVE_COPY]
    return [todo.subject.rpartition(":")[2] for todo in todos]


def test_a_copy_that_stays_in_the_file_is_told_of(tmp_path: Path) -> None:
    (outcome,) = run(tmp_path, b=HOLDS + 'log("first-Pa55word-1")\n')
    assert outcome.after.splitlines()[3] == b'log("first-Pa55word-1")'
    assert copies(outcome) == ["4"]


def test_so_is_one_in_a_comment_if_it_is_long(tmp_path: Path) -> None:
    (outcome,) = run(tmp_path, b=HOLDS + "# was first-Pa55word-1 before\n")
    assert copies(outcome) == ["4"]


@pytest.mark.parametrize("rest", ['log("first-Pa55word-12")\n', 'DB_PASSWORD = "first-Pa55word-1"\n'])
def test_what_is_another_text_or_replaced_as_well_is_none(tmp_path: Path, rest: str) -> None:
    (outcome,) = run(tmp_path, b=HOLDS + rest)
    assert not copies(outcome)
