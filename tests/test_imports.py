"""Where new imports and definitions go, and which imports leave."""

from __future__ import annotations

import pytest

from amends.imports import additions
from amends.model import Definition, Import
from amends.orphans import removals
from amends.splice import splice
from conftest import parsed

OS = Import("os")
HELPER = Definition("helper", "def helper():\n    return 1")


def with_imports(text: str, *imports: Import, definitions: tuple[Definition, ...] = ()) -> str:
    return splice(text, additions(parsed(text), imports, definitions, len(text)))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("x = 1\n", "import os\n\nx = 1\n"),
        ("def f():\n    pass\n", "import os\n\n\ndef f():\n    pass\n"),
        ('"""Doc."""\n\nx = 1\n', '"""Doc."""\n\nimport os\n\nx = 1\n'),
        ('"""Doc."""\nx = 1\n', '"""Doc."""\n\nimport os\n\nx = 1\n'),
        ("#!/usr/bin/python\n# coding: utf-8\nx = 1\n", "#!/usr/bin/python\n# coding: utf-8\nimport os\n\nx = 1\n"),
        ("from __future__ import annotations\n\nx = 1\n", "from __future__ import annotations\n\nimport os\n\nx = 1\n"),
        ("import abc\nimport sys\n\nx = 1\n", "import abc\nimport os\nimport sys\n\nx = 1\n"),
        ("from sys import argv\n\nx = 1\n", "import os\nfrom sys import argv\n\nx = 1\n"),
        ("import requests\n\nx = 1\n", "import os\n\nimport requests\n\nx = 1\n"),
        ("import abc\n\nimport requests\n\nx = 1\n", "import abc\nimport os\n\nimport requests\n\nx = 1\n"),
        ("x = 1\r\ny = 2\r\n", "import os\r\n\r\nx = 1\r\ny = 2\r\n"),
        ("import sys", "import os\nimport sys"),
    ],
)
def test_an_import_goes_where_it_belongs(before: str, after: str) -> None:
    assert with_imports(before, OS) == after
    compile(after, "after", "exec")


def test_an_import_from_a_package_goes_behind_the_standard_library() -> None:
    before = "import os\n\nx = 1\n"
    assert with_imports(before, Import("numexpr")) == "import os\n\nimport numexpr\n\nx = 1\n"
    assert with_imports(before, Import("sqlalchemy", "text")) == "import os\n\nfrom sqlalchemy import text\n\nx = 1\n"


def test_several_imports_and_a_definition() -> None:
    after = with_imports("import sys\n\nx = 1\n", OS, Import("abc", "ABC", "Base"), definitions=(HELPER,))
    assert "import os\nimport sys\nfrom abc import ABC as Base\n" in after
    assert after.endswith("\n\n\ndef helper():\n    return 1\n\n\nx = 1\n")
    compile(after, "after", "exec")


def test_an_import_stands_before_its_first_use() -> None:
    before = "import sys\n\nx = environ\n\nimport abc\n"
    after = splice(before, additions(parsed(before), [OS], [], before.index("environ")))
    assert after.index("import os") < after.index("x = ")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('"""Doc."""; x = environ\n', '"""Doc."""\n\nimport os\n\nx = environ\n'),
        ('"""Doc."""; \\\nx = environ\n', '"""Doc."""\n\nimport os\n\nx = environ\n'),
        (
            '"""Doc."""; from __future__ import annotations; x = environ; y = 2  # y\nimport abc\n',
            '"""Doc."""; from __future__ import annotations\n\nimport os\n\nx = environ; y = 2  # y\nimport abc\n',
        ),
        ('"""Doc."""; y = 2\nx = environ\n', '"""Doc."""; y = 2\n\nimport os\n\nx = environ\n'),
        ("import abc; x = environ\n", "import os\n\nimport abc; x = environ\n"),
    ],
)
def test_a_line_is_parted_where_an_import_must_stand_within(before: str, after: str) -> None:
    assert splice(before, additions(parsed(before), [OS], [], before.index("environ"))) == after
    compile(after, "after", "exec")


def test_a_definition_stands_before_its_first_use_too() -> None:
    before = '"""Doc."""; x = helper()\n'
    after = splice(before, additions(parsed(before), [], [HELPER], before.index("helper")))
    assert after == '"""Doc."""\n\n\ndef helper():\n    return 1\n\n\nx = helper()\n'


@pytest.mark.parametrize(
    ("before", "wanted", "after"),
    [
        ("import os\nimport sys\nsys.exit()\n", OS, "import sys\nsys.exit()\n"),
        ("import os\nos.getcwd()\n", OS, None),
        ("from a import b, c\nc()\n", Import("a", "b"), "from a import c\nc()\n"),
        ("from a import b, c\nb()\n", Import("a", "c"), "from a import b\nb()\n"),
        ("from a import (\n    b,\n    c,\n)\nc()\n", Import("a", "b"), "from a import (\n    c,\n)\nc()\n"),
        ("import a as b\n\nx = 1\n", Import("a", alias="b"), "\nx = 1\n"),
        ("import os\n__all__ = ['os']\n", OS, None),
        ("import os\nx: 'os.PathLike' = 1\n", OS, None),
        ("try:\n    import os\nexcept ImportError:\n    os = None\n", OS, None),
        ("if x:\n    import os\n", OS, None),
        ("import os  # why\nx = 1\n", OS, None),
        ("import os; x = 1\n", OS, None),
        ("from .a import b\nx = 1\n", Import(".a", "b"), "x = 1\n"),
    ],
)
def test_an_import_leaves_with_its_last_use(before: str, wanted: Import, after: str | None) -> None:
    assert splice(before, removals(parsed(before), [wanted])) == (before if after is None else after)


def test_a_package_may_export_what_it_does_not_use() -> None:
    assert removals(parsed("import os\nx = 1\n", "package/__init__.py"), [OS]) == ()
