"""The layers above drivers that take SQL text too: one row each."""

from __future__ import annotations

from amends_codemods.sql_injection.databases.interfaces import Driver, Kind, Method, Paramstyle, Passing, Slot

_ANY = frozenset({Kind.CONNECTION, Kind.SESSION, Kind.ENGINE})
_CONNECTION = frozenset({Kind.CONNECTION})
_CURSOR = frozenset({Kind.CURSOR})
_QUERYSET = frozenset({Kind.QUERYSET})
_FUNCTION = frozenset({Kind.FUNCTION})

_SQLALCHEMY = (
    *(
        Method(name, Slot(0, "statement"), Slot(1, "parameters"), _ANY)
        for name in ("execute", "scalar", "scalars", "stream", "stream_scalars")
    ),
    Method("exec", Slot(0, "statement"), Slot(None, "params"), frozenset({Kind.SESSION})),
    Method("exec_driver_sql", Slot(0, "statement"), Slot(1, "parameters"), _CONNECTION, raw=True),
    *(
        Method(f"sqlalchemy{module}.text", Slot(0, "text"), Slot(), _FUNCTION, passing=Passing.BINDPARAMS)
        for module in ("", ".sql", ".sql.expression")
    ),
)
_DJANGO = (
    Method("execute", Slot(0, "sql"), Slot(1, "params"), _CURSOR),
    Method("executemany", Slot(0, "sql"), Slot(1, "param_list"), _CURSOR, many=True),
    Method("raw", Slot(0, "raw_query"), Slot(1, "params"), _QUERYSET, escaped=True),
    Method("extra", Slot(1, "where"), Slot(2, "params"), _QUERYSET, nested=True, escaped=True),
    Method("extra", Slot(0, "select"), Slot(5, "select_params"), _QUERYSET, nested=True, escaped=True),
    *(
        Method(f"django.db.models{module}.RawSQL", Slot(0, "sql"), Slot(1, "params"), _FUNCTION, escaped=True)
        for module in ("", ".expressions")
    ),
)
_PANDAS = (
    *(
        Method(f"pandas{module}.{name}", Slot(0, "sql"), Slot(None, "params"), _FUNCTION, through=Slot(1, "con"))
        for name in ("read_sql", "read_sql_query")
        for module in ("", ".io.sql")
    ),
)
_PEEWEE = (
    Method("execute_sql", Slot(0, "sql"), Slot(1, "params"), _CONNECTION),
    Method("raw", Slot(0, "sql"), Slot(1), _QUERYSET, passing=Passing.VARARGS),
)
_PEEWEE_POSTGRES = (
    "peewee.PostgresqlDatabase", "playhouse.postgres_ext", "playhouse.cockroachdb", "playhouse.psycopg3_ext",
)  # fmt: skip
_PEEWEE_SQLITE = ("peewee.SqliteDatabase", "playhouse.sqlite_ext", "playhouse.apsw_ext")
_DATABASES = tuple(
    Method(name, Slot(0, "query"), Slot(1, "values"), _CONNECTION, many=name == "execute_many")
    for name in ("execute", "execute_many", "fetch_all", "fetch_one", "fetch_val", "iterate")
)
_ALEMBIC = 'op.execute takes no parameters: bind the values with op.execute(sa.text("… :name").bindparams(name=value))'
_BIGQUERY = (
    "pass the values as query parameters: @name in the text, and "
    "job_config=bigquery.QueryJobConfig(query_parameters=[bigquery.ScalarQueryParameter(name, type, value)])"
)


def _peewee(name: str, packages: tuple[str, ...], paramstyle: Paramstyle, dialect: str) -> Driver:
    return Driver(
        name, packages, (), paramstyle, dialect=dialect, methods=_PEEWEE,
        objects=dict.fromkeys(packages, Kind.CONNECTION),
        reference="https://docs.peewee-orm.com/en/latest/peewee/querying.html#executing-queries-manually",
    )  # fmt: skip


FRAMEWORKS: tuple[Driver, ...] = (
    Driver(
        "SQLAlchemy", ("sqlalchemy", "flask_sqlalchemy", "sqlmodel"), ("sqlalchemy", "flask-sqlalchemy", "sqlmodel"),
        Paramstyle.NAMED, Passing.MAPPING, wraps_text=True, methods=_SQLALCHEMY,
        objects={
            "flask_sqlalchemy.SQLAlchemy": Kind.ENGINE,
            "alembic.op.get_bind": Kind.CONNECTION,
            **{f"sqlalchemy.orm.{name}": Kind.FACTORY for name in ("sessionmaker", "scoped_session")},
            **{f"sqlalchemy.ext.asyncio.{n}": Kind.FACTORY for n in ("async_sessionmaker", "async_scoped_session")},
        },
        reference="https://docs.sqlalchemy.org/en/20/core/sqlelement.html#sqlalchemy.sql.expression.text",
    ),
    Driver(
        "alembic", ("alembic",), ("alembic",), Paramstyle.NAMED, Passing.MAPPING, unsupported=_ALEMBIC,
        methods=(Method("alembic.op.execute", Slot(0, "sqltext"), None, _FUNCTION),),
        reference="https://alembic.sqlalchemy.org/en/latest/ops.html#alembic.operations.Operations.execute",
    ),
    Driver(
        "Django", ("django.db", "django.contrib"), ("django",), Paramstyle.FORMAT,
        accepts=frozenset({Paramstyle.PYFORMAT}), methods=_DJANGO,
        objects={"django.db.connection": Kind.CONNECTION, "django.db.connections": Kind.CONNECTION},
        reference="https://docs.djangoproject.com/en/stable/topics/db/sql/",
    ),
    Driver(
        "Odoo", ("odoo", "openerp"), ("odoo",), Paramstyle.FORMAT, accepts=frozenset({Paramstyle.PYFORMAT}),
        dialect="postgres",
        methods=(
            Method("execute", Slot(0, "query"), Slot(1, "params"), _CURSOR),
            Method("mogrify", Slot(0, "query"), Slot(1, "params"), _CURSOR),
        ),
        objects={"odoo.http.request.cr": Kind.CURSOR, "odoo.http.request.env.cr": Kind.CURSOR},
        reference="https://www.odoo.com/documentation/17.0/developer/reference/backend/security.html#sql-injections",
    ),
    Driver(
        "pandas", ("pandas",), methods=_PANDAS,
        reference="https://pandas.pydata.org/docs/reference/api/pandas.read_sql_query.html",
    ),
    _peewee("peewee (SQLite)", _PEEWEE_SQLITE, Paramstyle.QMARK, "sqlite"),
    _peewee("peewee (PostgreSQL)", _PEEWEE_POSTGRES, Paramstyle.FORMAT, "postgres"),
    _peewee("peewee (MySQL)", ("peewee.MySQLDatabase", "playhouse.mysql_ext"), Paramstyle.FORMAT, "mysql"),
    Driver(
        "databases", ("databases",), ("databases",), Paramstyle.NAMED, Passing.MAPPING, methods=_DATABASES,
        objects={"databases.Database": Kind.CONNECTION},
        reference="https://www.encode.io/databases/database_queries/#raw-queries",
    ),
    Driver(
        "records", ("records",), ("records",), Paramstyle.NAMED, Passing.KEYWORDS,
        methods=(
            Method("query", Slot(0, "query"), Slot(), _CONNECTION),
            Method("bulk_query", Slot(0, "query"), Slot(1), _CONNECTION, many=True),
        ),
        objects={"records.Database": Kind.CONNECTION},
        reference="https://github.com/kennethreitz/records#-features",
    ),
    Driver(
        "sqlite_utils", ("sqlite_utils",), ("sqlite-utils",), accepts=frozenset({Paramstyle.NAMED}), dialect="sqlite",
        methods=(
            Method("execute", Slot(0, "sql"), Slot(1, "parameters"), _CONNECTION),
            Method("query", Slot(0, "sql"), Slot(1, "params"), _CONNECTION),
        ),
        objects={"sqlite_utils.Database": Kind.CONNECTION},
        reference="https://sqlite-utils.datasette.io/en/stable/python-api.html#executing-queries",
    ),
    Driver(
        "pyspark", ("pyspark.sql",), (), Paramstyle.NAMED, Passing.MAPPING, dialect="spark",
        methods=(Method("sql", Slot(0, "sqlQuery"), Slot(1, "args"), frozenset({Kind.SESSION})),),
        reference="https://spark.apache.org/docs/latest/api/python/reference/pyspark.sql/api/pyspark.sql.SparkSession.sql.html",
    ),
    Driver(
        "google.cloud.bigquery", ("google.cloud.bigquery",), (), dialect="bigquery", unsupported=_BIGQUERY,
        methods=tuple(Method(name, Slot(0, "query"), None, _CONNECTION) for name in ("query", "query_and_wait")),
        objects={"google.cloud.bigquery.Client": Kind.CONNECTION},
        reference="https://cloud.google.com/bigquery/docs/parameterized-queries",
    ),
)  # fmt: skip
