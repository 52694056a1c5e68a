"""A program behaves after the fix as before once the variables hold what the code held; unset, a KeyError names one."""

from __future__ import annotations

import os
from functools import cache
from pathlib import PurePosixPath

import pytest

from amends import engine
from amends.context import Context
from amends.model import Level, Outcome
from amends.project import Project
from amends.registry import installed

CODEMOD = next(codemod for codemod in installed() if codemod.id == "hardcoded-secret")

PROGRAMS = {
    "constant": 'API_SECRET = "sk_test_4eC39HqLyjWDarjtT1zdp7dc"\nresult = API_SECRET\n',
    "annotated": 'DB_PASSWORD: str = "Tr0ub4dor&3"\nresult = DB_PASSWORD\n',
    "class constant": 'class Config:\n    SECRET_KEY = "mysecretkey"\n\n\nresult = Config.SECRET_KEY\n',
    "dataclass": "from dataclasses import dataclass, field\n\n\n@dataclass\nclass Mail:\n    host: str\n"
    '    password: str = "Tr0ub4dor&3"\n    token: str = field(default="3f786850e387550fdab836ed7e6dc881")\n\n\n'
    'result = Mail("h")\nresult = (result.host, result.password, result.token)\n',
    "local": 'def f():\n    password = "Tr0ub4dor&3"\n    return password\n\n\nresult = f()\n',
    "walrus": 'def f():\n    if (password := "Tr0ub4dor&3"):\n        return password\n\n\nresult = f()\n',
    "unpacked": 'user, password = "admin", "Tr0ub4dor&3"\nresult = user, password\n',
    "keyword": 'def connect(**kw):\n    return kw\n\n\nresult = connect(user="root", password="toor")\n',
    "own function": 'def login(user, password):\n    return user, password\n\n\nresult = login("bob", "Tr0ub4dor&3")\n',
    "default": 'def f(password="Tr0ub4dor&3"):\n    return password\n\n\nresult = f(), f("x")\n',
    "keyword-only": 'def f(*, password="Tr0ub4dor&3"):\n    return password\n\n\nresult = f(), f(password="x")\n',
    "async default": "import asyncio\n\n\nasync def f(*, password='Tr0ub4dor&3'):\n    return password\n\n\n"
    "result = asyncio.run(f())\n",
    "lambda default": 'f = lambda password="Tr0ub4dor&3": password\nresult = f(), f("x")\n',
    "dictionary": 'DATABASES = {"default": {"USER": "app", "PASSWORD": "Tr0ub4dor&3"}}\nresult = DATABASES\n',
    "settings": "class App:\n    config = {}\n\n\napp = App()\n"
    'app.secret_key = "your_secret_key"\napp.config["SECRET_KEY"] = "another-key"\n'
    'app.config.update(MAIL_PASSWORD="Tr0ub4dor&3")\nresult = app.secret_key, app.config\n',
    "getenv": 'import os\n\nDB_PASSWORD = os.getenv("DB_PASSWORD", "Tr0ub4dor&3")\nresult = DB_PASSWORD\n',
    "environ.get": 'from os import environ\n\nx = environ.get("DB_PASSWORD", "Tr0ub4dor&3")\nresult = x\n',
    "getenv or": 'import os\n\nx = os.getenv("DB_PASSWORD") or "Tr0ub4dor&3"\nresult = x\n',
    "or": 'def f(password=None):\n    password = password or "Tr0ub4dor&3"\n    return password\n\n\n'
    'result = f(), f("x")\n',
    "conditional": 'def f(password=None):\n    password = "Tr0ub4dor&3" if password is None else password\n'
    '    return password\n\n\nresult = f(), f("x")\n',
    "in environ": 'import os\n\nSECRET_KEY = os.environ["SECRET_KEY"] if "SECRET_KEY" in os.environ else "hush-hush"\n'
    "result = SECRET_KEY\n",
    "comparison": 'def login(user, password):\n    return user == "admin" and password == "admin123"\n\n\n'
    'result = login("admin", "admin123"), login("admin", "x")\n',
    "reversed comparison": 'def login(password):\n    return "Tr0ub4dor&3" != password\n\n\n'
    'result = login("Tr0ub4dor&3")\n',
    "bytes": "import hmac\n\nresult = hmac.new(b'my-signing-key', b'm', 'sha256').hexdigest()\n",
    "encoded": "import hmac\n\nresult = hmac.new('my-signing-key'.encode(), b'm', 'sha256').hexdigest()\n",
    "header": 'headers = {"Authorization": "Bearer sk-proj-abcdefghijklmnopqrstuvwxyz123456"}\nresult = headers\n',
    "part of bytes": 'headers = {b"Authorization": b"Bearer sk-proj-abcdefghijklmnopqrstuvwxyz123456"}\n'
    "result = headers\n",
    "part of a text": "x = '{\"a\\\\n\": \"AKIAIOSFODNN7EXAMPLE\", \\'b\\': {}}\\t'\nresult = x\n",
    "url": 'DATABASE_URL = "postgresql://shop:s3cr3t@db.example.com/shop"\nresult = DATABASE_URL\n',
    "pem": 'KEY = """-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkq\n-----END PRIVATE KEY-----\n"""\nresult = KEY\n',
    "joined": 'password = ("Tr0ub4"\n            "dor&3")\nresult = password\n',
    "name in another script": 'ключ = "AKIAIOSFODNN7EXAMPLE"\nresult = ключ\n',
    "entry below a credential": 'd = {"sk_test_4eC39HqLyjWDarjtT1zdp7dd": {"password": "Tr0ub4dor&3"}}\nresult = d\n',
    "setattr": 'class A: pass\n\n\na = A()\nsetattr(a, "password", "Tr0ub4dor&3")\nresult = a.password\n',
    "setdefault": 'd = {}\nd.setdefault("api_token", "3f786850e387550fdab836ed7e6dc881")\nresult = d\n',
    "setdefault or": 'd = {"secret": "s"}\nfor key in ("secret", "token"):\n'
    '    d.setdefault(key, d.get("x"))\nd.setdefault("password", d["token"] or "Tr0ub4dor&3")\nresult = d\n',
    "exported too": 'import os\n\ndb = os.environ["DB_PASSWORD"] = "Tr0ub4dor&3"\n'
    'result = db, os.environ["DB_PASSWORD"]\n',
    "exported with others": 'import os\n\nos.environ.update({"DEBUG": "1", "DB_PASSWORD": "Tr0ub4dor&3"})\n'
    'result = os.environ["DEBUG"], os.environ["DB_PASSWORD"]\n',
    "exported as a last resort": 'import os\n\nos.environ["DB_PASSWORD"] = "" or "Tr0ub4dor&3"\n'
    'result = os.environ["DB_PASSWORD"]\n',
    "exported header": 'import os\n\nos.environ["AUTH"] = "Bearer sk-proj-abcdefghijklmnopqrstuvwxyz123456"\n'
    'result = os.environ["AUTH"]\n',
    "beside the docstring": '"""Program."""; password = "Tr0ub4dor&3"; result = password\n',
    "os is shadowed": 'def f(os):\n    password = "Tr0ub4dor&3"\n    return password\n\n\nresult = f(1)\n',
    "glued to a keyword": 'def f():\n    return"AKIAIOSFODNN7EXAMPLE"\n\n\nresult = f()\n',
    "two values": 'def f():\n    return g(password="first-Pa55word")\n\n\ndef h():\n'
    '    return g(password="second-Pa55word")\n\n\n'
    "def g(password):\n    return password\n\n\nresult = f(), h()\n",
    "twelve values": "def g(password):\n    return password\n\n\nresult = [\n"
    + "".join(f'    g(password="Pa55word-{n:02}"),\n' for n in range(12))
    + "]\n",
}

# What is the default of an option or a lookup may be missing where a value is given, and is None where none is.
LAST_RESORTS = {
    "setdefault": "d = {}\ne = {'api_key': 'given'}\n"
    'result = [x.setdefault("api_key", "3f786850e387550fdab836ed7e6dc881") for x in (d, e)]\n',
    "option": "import argparse\n\np = argparse.ArgumentParser()\n"
    'p.add_argument("--password", default="Tr0ub4dor&3")\n'
    'result = p.parse_args([]).password, p.parse_args(["--password", "given"]).password\n',
    "lookup": "d = {}\ne = {'api_key': 'given'}\n"
    'result = [x.get("api_key", "3f786850e387550fdab836ed7e6dc881") for x in (d, e)]\n',
    "attribute": "class A: pass\n\n\nclass B: password = 'given'\n\n\n"
    'result = [getattr(x, "password", "Tr0ub4dor&3") for x in (A, B)]\n',
    "configuration": "import configparser\n\nc = configparser.ConfigParser()\n"
    "c['a'], c['b'] = {}, {'password': 'given'}\n"
    'result = [c.get(x, "password", fallback="Tr0ub4dor&3") for x in ("a", "b")]\n',
}


@cache
def fixed(text: str) -> Outcome:
    context = Context(PurePosixPath("app.py"), Project.nothing(), Level.REVIEW)
    outcome = engine.run(text.encode(), context, (CODEMOD,))
    assert outcome.problem is None, outcome.problem
    return outcome


def executed(text: str) -> object:
    namespace: dict[str, object] = {"__name__": __name__}
    exec(compile(text, "program.py", "exec"), namespace)
    return namespace["result"]


@pytest.fixture(autouse=True)
def _without_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    for program in PROGRAMS.values():
        for claim in fixed(program).claims:
            monkeypatch.delenv(claim.variable, raising=False)


@pytest.mark.parametrize("program", PROGRAMS.values(), ids=PROGRAMS)
def test_with_the_variables_set_nothing_changes(program: str, monkeypatch: pytest.MonkeyPatch) -> None:
    before = executed(program)
    outcome = fixed(program)
    assert outcome.changed
    for claim in outcome.claims:
        assert claim.value.reveal() not in outcome.after.decode()
        monkeypatch.setenv(claim.variable, claim.value.reveal())
    assert executed(outcome.after.decode()) == before


@pytest.mark.parametrize("program", PROGRAMS.values(), ids=PROGRAMS)
def test_without_them_a_key_error_names_one(program: str) -> None:
    outcome = fixed(program)
    with pytest.raises(KeyError) as raised:
        executed(outcome.after.decode())
    assert raised.value.args[0] in {claim.variable for claim in outcome.claims}


@pytest.mark.parametrize("program", LAST_RESORTS.values(), ids=LAST_RESORTS)
def test_a_last_resort_is_not_missed_where_a_value_is_given(program: str, monkeypatch: pytest.MonkeyPatch) -> None:
    before = executed(program)
    (claim,) = fixed(program).claims
    monkeypatch.delenv(claim.variable, raising=False)
    assert executed(fixed(program).after.decode()) in ((None, "given"), [None, "given"])
    monkeypatch.setenv(claim.variable, claim.value.reveal())
    assert executed(fixed(program).after.decode()) == before


@pytest.mark.parametrize("program", PROGRAMS.values(), ids=PROGRAMS)
def test_each_value_has_a_variable_of_its_own(program: str) -> None:
    claims = fixed(program).claims
    assert len({claim.variable for claim in claims}) == len({claim.value for claim in claims})


@pytest.mark.parametrize("program", PROGRAMS.values(), ids=PROGRAMS)
def test_no_value_is_told(program: str) -> None:
    outcome = fixed(program)
    for result in outcome.results:
        for claim in outcome.claims:
            assert claim.value.reveal() not in repr(result)


def test_what_was_set_into_the_environment_is_left_to_come_from_there(monkeypatch: pytest.MonkeyPatch) -> None:
    program = 'import os\n\nos.environ["API_TOKEN"] = "3f786850e387550fdab836ed7e6dc881"\n'
    program += 'result = os.environ["API_TOKEN"]\n'
    outcome = fixed(program)
    monkeypatch.setenv("API_TOKEN", outcome.claims[0].value.reveal())
    assert executed(outcome.after.decode()) == os.environ["API_TOKEN"]
