"""Every layer above the drivers, in the words that it is used with."""

from __future__ import annotations

from oracle.trial import Case

NAME = ({"name": "ann"},)

LAYERS: tuple[Case, ...] = (
    Case("SQLAlchemy engine and text", '''from sqlalchemy import create_engine, text

engine = create_engine("postgresql://localhost/x")


def run(name):
    with engine.connect() as conn:
        return conn.execute(text(f"SELECT * FROM users WHERE name = '{name}' AND t > '12:30'::time")).fetchall()
''', NAME, "sqlalchemy"),
    Case("SQLAlchemy session", '''from sqlalchemy import text
from sqlalchemy.orm import Session


def run(session: Session, name, age: int):
    statement = text("SELECT * FROM users WHERE name = '" + name + "' AND age > " + str(age))
    return session.execute(statement).scalars().all()
''', ({"name": "ann", "age": 3},), "sqlalchemy"),
    Case("SQLAlchemy session without text", '''from sqlalchemy.orm import sessionmaker

Session = sessionmaker()


def run(name):
    session = Session()
    return session.execute(f"SELECT * FROM users WHERE name = '{name}'").fetchall()
''', NAME, "sqlalchemy"),
    Case("SQLAlchemy with existing parameters", '''from sqlalchemy import text


def run(session, name, age):
    return session.execute(text(f"SELECT * FROM u WHERE age > :age AND name = '{name}'"), {"age": age})
''', ({"name": "ann", "age": 3},), "sqlalchemy"),
    Case("SQLAlchemy exec_driver_sql", '''from sqlalchemy import create_engine

engine = create_engine("sqlite:///app.db")


def run(name):
    with engine.begin() as conn:
        conn.exec_driver_sql(f"DELETE FROM users WHERE name = '{name}'")
''', NAME, "sqlalchemy"),
    Case("SQLAlchemy async session", '''from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession


async def run(db: AsyncSession, name):
    result = await db.execute(text(f"SELECT * FROM users WHERE name = '{name}'"))
    return result.first()
''', NAME, "sqlalchemy"),
    Case("flask_sqlalchemy", '''from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import text

db = SQLAlchemy()


def run(name):
    return db.session.execute(text("SELECT * FROM users WHERE name = '%s'" % name)).all()
''', NAME, "flask_sqlalchemy"),
    Case("FastAPI dependency", '''from fastapi import Depends, FastAPI
from sqlalchemy import create_engine, text
from sqlalchemy.orm import sessionmaker

app = FastAPI()
SessionLocal = sessionmaker(bind=create_engine("sqlite://"))


def get_db():
    db = SessionLocal()
    try:
        yield db
    finally:
        db.close()


@app.get("/users/{name}")
def run(name: str, db=Depends(get_db)):
    return db.execute(text(f"SELECT * FROM users WHERE name = '{name}'")).fetchall()
''', NAME, "sqlalchemy"),
    Case("SQLAlchemy in list", '''from sqlalchemy import text


def run(session, ids: list[int], name):
    query = f"SELECT * FROM users WHERE id IN ({','.join(map(str, ids))})"
    if name:
        query += f" AND name = '{name}'"
    return session.execute(text(query)).all()
''', ({"ids": [1, 2], "name": "ann"}, {"ids": [3], "name": ""}), "sqlalchemy"),
    Case("clickhouse in list", '''from clickhouse_driver import Client

client = Client(host="localhost")


def run(ids: list[int]):
    return client.execute("SELECT * FROM t WHERE id IN (%s)" % ",".join(str(i) for i in ids))
''', ({"ids": [1, 2]},), "clickhouse_driver"),
    Case("alembic", '''import sqlalchemy as sa
from alembic import op


def run(name):
    op.execute(sa.text(f"DELETE FROM users WHERE name = '{name}'"))
    op.get_bind().execute(sa.text(f"DELETE FROM roles WHERE name = '{name}'"))
''', NAME, "sqlalchemy"),
    Case("Django cursor", '''from django.db import connection


def run(name):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM auth_user WHERE username = '{name}' AND email LIKE '%@x.org'")
        return cursor.fetchone()
''', NAME, "django"),
    Case("Django raw", '''from django.contrib.auth.models import User


def run(name):
    return list(User.objects.raw("SELECT * FROM auth_user WHERE username = '%s'" % name))
''', NAME, "django"),
    Case("Django RawSQL", '''from django.db.models.expressions import RawSQL

from .models import Entry


def run(name):
    return Entry.objects.annotate(val=RawSQL(f"SELECT col FROM t WHERE other = '{name}'", []))
''', NAME, "django"),
    Case("Django extra", '''from django.contrib.auth.models import User


def run(name):
    return User.objects.extra(where=[f"username = '{name}'"])
''', NAME, "django"),
    Case("pandas over sqlite3", '''import sqlite3

import pandas as pd


def run(name):
    conn = sqlite3.connect("app.db")
    return pd.read_sql_query(f"SELECT * FROM users WHERE name = '{name}'", conn)
''', NAME),
    Case("pandas over SQLAlchemy", '''import pandas as pd
from sqlalchemy import create_engine

engine = create_engine("postgresql://localhost/x")


def run(name):
    query = f"SELECT * FROM users WHERE name = '{name}'"
    return pd.read_sql(query, engine, index_col="id")
''', NAME, "sqlalchemy"),
    Case("peewee over SQLite", '''from peewee import SqliteDatabase

db = SqliteDatabase("app.db")


def run(name):
    return db.execute_sql(f"SELECT * FROM users WHERE name = '{name}'").fetchall()
''', NAME, "peewee"),
    Case("databases", '''from databases import Database

database = Database("sqlite:///x.db")


async def run(name):
    return await database.fetch_all(query=f"SELECT * FROM users WHERE name = '{name}'")
''', NAME, "databases"),
    Case("records", '''import records

db = records.Database("postgres://x")


def run(name):
    return db.query(f"SELECT * FROM users WHERE name = '{name}'")
''', NAME, "records"),
)  # fmt: skip
