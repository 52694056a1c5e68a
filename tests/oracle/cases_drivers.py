"""Every driver and layer, each in the words that it is used with."""

from __future__ import annotations

from oracle.trial import Case

NAME = ({"name": "ann"},)

DRIVERS: tuple[Case, ...] = (
    Case("aiosqlite", '''import aiosqlite


async def run(name):
    async with aiosqlite.connect("app.db") as db:
        async with db.execute(f"SELECT * FROM users WHERE name = '{name}'") as cursor:
            return await cursor.fetchall()
''', NAME, "aiosqlite"),
    Case("duckdb connection", '''import duckdb


def run(name):
    con = duckdb.connect("x.db")
    return con.execute(f"SELECT * FROM users WHERE name = '{name}'").fetchall()
''', NAME, "duckdb"),
    Case("duckdb module", '''import duckdb


def run(name):
    return duckdb.sql(f"SELECT * FROM users WHERE name = '{name}'").fetchall()
''', NAME, "duckdb"),
    Case("pyodbc", '''import pyodbc


def run(name):
    cnxn = pyodbc.connect("DSN=x")
    cursor = cnxn.cursor()
    cursor.execute("SELECT * FROM users WHERE name = '%s'" % name)
    return cursor.fetchall()
''', NAME, "pyodbc"),
    Case("psycopg2 with with", '''import psycopg2


def run(name):
    with psycopg2.connect("dbname=x") as conn:
        with conn.cursor() as cur:
            cur.execute(f"SELECT * FROM users WHERE name = '{name}' AND note LIKE '%x%'")
            return cur.fetchone()
''', NAME, "psycopg2"),
    Case("psycopg2 pool", '''from psycopg2.pool import SimpleConnectionPool

pool = SimpleConnectionPool(1, 5, dsn="x")


def run(name):
    conn = pool.getconn()
    try:
        cur = conn.cursor()
        cur.execute("DELETE FROM users WHERE name = '" + name + "'")
        conn.commit()
    finally:
        pool.putconn(conn)
''', NAME, "psycopg2"),
    Case("psycopg 3", '''import psycopg


def run(name, age: int):
    with psycopg.connect("dbname=x") as conn:
        return conn.execute(f"SELECT * FROM users WHERE name = '{name}' AND age > {age}").fetchall()
''', ({"name": "ann", "age": 3},), "psycopg"),
    Case("psycopg 3 async pool", '''from psycopg_pool import AsyncConnectionPool

pool = AsyncConnectionPool("dbname=x")


async def run(name):
    async with pool.connection() as conn, conn.cursor() as cur:
        await cur.execute("SELECT * FROM users WHERE name = '{}'".format(name))
        return await cur.fetchall()
''', NAME, "psycopg"),
    Case("asyncpg", '''import asyncpg


async def run(name, age: int):
    conn = await asyncpg.connect("postgresql://localhost/x")
    row = await conn.fetchrow(f"SELECT * FROM users WHERE name = '{name}' AND age = {age}")
    await conn.close()
    return row
''', ({"name": "ann", "age": 3},), "asyncpg"),
    Case("asyncpg pool", '''import asyncpg


class Store:
    async def open(self):
        self.pool = await asyncpg.create_pool("x")

    async def find(self, name):
        async with self.pool.acquire() as connection:
            return await connection.fetch("SELECT * FROM users WHERE name = '" + name + "'", timeout=5)


async def run(name):
    store = Store()
    await store.open()
    return await store.find(name)
''', NAME, "asyncpg"),
    Case("asyncpg with existing arguments", '''import asyncpg


async def run(name, age):
    conn = await asyncpg.connect("x")
    return await conn.fetch(f"SELECT * FROM users WHERE age > $1 AND name = '{name}'", age)
''', ({"name": "ann", "age": 3},), "asyncpg"),
    Case("pg8000 native", '''import pg8000.native


def run(name):
    con = pg8000.native.Connection("postgres")
    return con.run(f"SELECT * FROM users WHERE name = '{name}'")
''', NAME, "pg8000.native"),
    Case("pg8000", '''import pg8000


def run(name):
    cursor = pg8000.connect(user="x").cursor()
    cursor.execute(f"SELECT * FROM users WHERE name = '{name}'")
''', NAME, "pg8000"),
    Case("pymysql", '''import pymysql


def run(name):
    connection = pymysql.connect(host="h", db="d")
    try:
        with connection.cursor(pymysql.cursors.DictCursor) as cursor:
            sql = "SELECT id, DATE_FORMAT(made, '%%Y-%%m') FROM users WHERE name = '%s'" % name
            cursor.execute(sql)
            return cursor.fetchall()
    finally:
        connection.close()
''', NAME, "pymysql"),
    Case("MySQLdb", '''import MySQLdb

db = MySQLdb.connect("localhost", "u", "p", "d")


def run(name):
    c = db.cursor()
    c.execute("""SELECT * FROM users WHERE name = '%s' AND title LIKE 'a%%'""" % (name,))
    return c.fetchone()
''', NAME, "MySQLdb"),
    Case("mysql.connector", '''import mysql.connector

mydb = mysql.connector.connect(host="localhost")


def run(name):
    mycursor = mydb.cursor(dictionary=True)
    mycursor.execute("SELECT * FROM users WHERE name = '" + name + "'")
    return mycursor.fetchall()
''', NAME, "mysql.connector"),
    Case("aiomysql", '''import aiomysql


async def run(name):
    async with aiomysql.create_pool(host="h") as pool:
        async with pool.acquire() as conn:
            async with conn.cursor() as cur:
                await cur.execute(f"SELECT * FROM users WHERE name = '{name}'")
                return await cur.fetchall()
''', NAME, "aiomysql"),
    Case("asyncmy", '''import asyncmy


async def run(name):
    conn = await asyncmy.connect(host="h")
    async with conn.cursor() as cursor:
        await cursor.execute("SELECT * FROM users WHERE name = '%s'" % name)
''', NAME, "asyncmy"),
    Case("mariadb", '''import mariadb


def run(name):
    cur = mariadb.connect(host="h").cursor()
    cur.execute(f"SELECT * FROM users WHERE name = '{name}' AND title LIKE 'a%'")
''', NAME, "mariadb"),
    Case("pymssql", '''import pymssql


def run(name):
    with pymssql.connect("h") as conn:
        cursor = conn.cursor(as_dict=True)
        cursor.execute(f"SELECT TOP 5 * FROM users WHERE name = '{name}'")
''', NAME, "pymssql"),
    Case("oracledb", '''import oracledb


def run(name, age: int):
    with oracledb.connect(user="u") as connection:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM users WHERE name = '{name}' AND age > {age}")
''', ({"name": "ann", "age": 3},), "oracledb"),
    Case("cx_Oracle", '''import cx_Oracle


def run(name):
    con = cx_Oracle.connect("x")
    cur = con.cursor()
    cur.execute("SELECT * FROM users WHERE name = '" + name + "'")
''', NAME, "cx_Oracle"),
    Case("snowflake", '''import snowflake.connector


def run(name):
    ctx = snowflake.connector.connect(user="u")
    cs = ctx.cursor()
    cs.execute(f"SELECT * FROM users WHERE name = '{name}'")
''', NAME, "snowflake.connector"),
    Case("clickhouse", '''from clickhouse_driver import Client

client = Client(host="localhost")


def run(name):
    return client.execute(f"SELECT * FROM events WHERE name = '{name}'")
''', NAME, "clickhouse_driver"),
    Case("trino", '''from trino.dbapi import connect


def run(name):
    conn = connect(host="h", user="u")
    cur = conn.cursor()
    cur.execute(f"SELECT * FROM users WHERE name = '{name}'")
''', NAME, "trino"),
    Case("cassandra", '''from cassandra.cluster import Cluster

session = Cluster().connect("ks")


def run(name):
    return session.execute("SELECT * FROM users WHERE name = '%s'" % name)
''', NAME, "cassandra"),
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
