"""Every driver, in the words that it is used with."""

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
)  # fmt: skip
