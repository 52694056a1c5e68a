"""The drivers: one row for each library that sends SQL text to a database by itself."""

from __future__ import annotations

from amends_codemods.sql_injection.databases.frameworks import FRAMEWORKS
from amends_codemods.sql_injection.databases.interfaces import Driver, Kind, Method, Paramstyle, Passing, Slot

_CONNECTION = frozenset({Kind.CONNECTION})
_CURSOR = frozenset({Kind.CURSOR})
_PYFORMAT = frozenset({Paramstyle.PYFORMAT})
_NAMED = frozenset({Paramstyle.NAMED})
_POOLED = frozenset({Kind.CONNECTION, Kind.POOL})


def _execute(keyword: str, *, on: frozenset[Kind] = _CURSOR, sql: str = "operation") -> tuple[Method, ...]:
    """Return the two methods of PEP 249, whose arguments have other names in every driver."""
    many = "seq_of_parameters" if keyword == "parameters" else keyword
    return (
        Method("execute", Slot(0, sql), Slot(1, keyword), on),
        Method("executemany", Slot(0, sql), Slot(1, many), on, many=True),
    )


_BOTH = frozenset({Kind.CONNECTION, Kind.CURSOR})
_SQLITE = (*_execute("parameters", on=_BOTH, sql="sql"), Method("executescript", Slot(0, "sql_script"), None))
_MYSQL = (*_execute("args", sql="query"), Method("mogrify", Slot(0, "query"), Slot(1, "args"), _CURSOR))
_ORACLE = (
    *_execute("parameters", sql="statement"),
    *(
        Method(name, Slot(0, "statement"), Slot(1, "parameters"), _CONNECTION)
        for name in ("execute", "fetchall", "fetchone")
    ),
)
_PSYCOPG2 = (*_execute("vars", sql="query"), Method("mogrify", Slot(0, "query"), Slot(1, "vars"), _CURSOR))
_PSYCOPG2_EXTRAS = tuple(
    Method(f"psycopg2.extras.{name}", Slot(1, "sql"), Slot(2, "argslist"), through=Slot(0, "cur"), many=True)
    for name in ("execute_values", "execute_batch")
)
_DUCKDB = tuple(
    Method(name, Slot(0, "query"), Slot(None, "params"), _CONNECTION, lazy=True)
    for name in ("sql", "query", "from_query")
)
_CLICKHOUSE = tuple(
    Method(name, Slot(0, "query"), Slot(1, "params"))
    for name in ("execute", "execute_iter", "execute_with_progress", "query_dataframe")
)
_CLICKHOUSE_CONNECT = tuple(
    Method(name, Slot(0, "cmd" if name == "command" else "query"), Slot(1, "parameters"), _CONNECTION)
    for name in ("query", "command", "raw_query", "query_df", "query_np", "query_arrow", "query_rows_stream",
                 "query_row_block_stream", "query_df_stream", "query_arrow_stream")
)  # fmt: skip
_ASYNCPG = tuple(
    Method(name, Slot(0, "query"), Slot(1), _POOLED)
    for name in ("execute", "fetch", "fetchrow", "fetchval", "cursor", "copy_from_query")
)

_OWN: tuple[Driver, ...] = (
    Driver(
        "sqlite3", ("sqlite3", "pysqlite2", "pysqlite3", "pysqlcipher3", "sqlcipher3", "libsql_experimental"),
        accepts=_NAMED, dialect="sqlite", methods=_SQLITE,
        reference="https://docs.python.org/3/library/sqlite3.html#how-to-use-placeholders-to-bind-values-in-sql-queries",
    ),
    Driver(
        "aiosqlite", ("aiosqlite",), ("aiosqlite",), accepts=_NAMED, dialect="sqlite",
        methods=(
            *_SQLITE,
            Method("execute_fetchall", Slot(0, "sql"), Slot(1, "parameters"), _CONNECTION),
            Method("execute_insert", Slot(0, "sql"), Slot(1, "parameters"), _CONNECTION),
        ),
        reference="https://aiosqlite.omnilib.dev/en/stable/api.html",
    ),
    Driver(
        "duckdb", ("duckdb",), ("duckdb",), accepts=frozenset({Paramstyle.DOLLAR}), dialect="duckdb",
        tells_apart=True,
        methods=(*_execute("parameters", on=_BOTH, sql="query"), *_DUCKDB), objects={"duckdb": Kind.CONNECTION},
        reference="https://duckdb.org/docs/stable/clients/python/dbapi#prepared-statements",
    ),
    Driver(
        "pyodbc", ("pyodbc", "mssql_python"), ("pyodbc", "mssql-python"), dialect="tsql", tells_apart=True,
        methods=_execute("params", on=_BOTH, sql="sql"),
        reference="https://github.com/mkleehammer/pyodbc/wiki/Cursor#executesql-parameters",
    ),
    Driver(
        "psycopg2", ("psycopg2", "psycopg2cffi", "aiopg"), ("psycopg2", "psycopg2-binary", "aiopg"),
        Paramstyle.FORMAT, accepts=_PYFORMAT, dialect="postgres", methods=(*_PSYCOPG2, *_PSYCOPG2_EXTRAS),
        reference="https://www.psycopg.org/docs/usage.html#passing-parameters-to-sql-queries",
    ),
    Driver(
        "psycopg", ("psycopg", "psycopg_pool"), ("psycopg", "psycopg-binary", "psycopg-pool"),
        Paramstyle.FORMAT, accepts=_PYFORMAT, dialect="postgres", tells_apart=True,
        methods=(
            *_execute("params", on=_BOTH, sql="query"),
            Method("stream", Slot(0, "query"), Slot(1, "params"), _CURSOR),
        ),
        reference="https://www.psycopg.org/psycopg3/docs/basic/params.html",
    ),
    Driver(
        "asyncpg", ("asyncpg",), ("asyncpg",), Paramstyle.DOLLAR, Passing.VARARGS, dialect="postgres",
        checks_types=True, tells_apart=True,
        methods=(
            *_ASYNCPG,
            Method("executemany", Slot(0, "command"), Slot(1, "args"), _POOLED, many=True),
            Method("prepare", Slot(0, "query"), None, _CONNECTION),
        ),
        reference="https://magicstack.github.io/asyncpg/current/api/index.html",
    ),
    Driver(
        "pg8000.native", ("pg8000.native",), (), Paramstyle.NAMED, Passing.KEYWORDS, dialect="postgres",
        methods=(Method("run", Slot(0, "sql"), Slot(), _CONNECTION),),
        reference="https://github.com/tlocke/pg8000#native-api-interactive-examples",
    ),
    Driver(
        "pg8000", ("pg8000",), ("pg8000",), Paramstyle.FORMAT, dialect="postgres", tells_apart=True,
        methods=_execute("args"),
        reference="https://github.com/tlocke/pg8000#db-api-2-interactive-examples",
    ),
    Driver(
        "redshift_connector", ("redshift_connector",), ("redshift-connector",), Paramstyle.FORMAT, dialect="redshift",
        tells_apart=True, methods=_execute("args"),
        reference="https://docs.aws.amazon.com/redshift/latest/mgmt/python-configuration-options.html",
    ),
    Driver(
        "pymysql", ("pymysql",), ("pymysql",), Paramstyle.FORMAT, accepts=_PYFORMAT, dialect="mysql", methods=_MYSQL,
        reference="https://pymysql.readthedocs.io/en/latest/modules/cursors.html",
    ),
    Driver(
        "MySQLdb", ("MySQLdb",), ("mysqlclient",), Paramstyle.FORMAT, accepts=_PYFORMAT, dialect="mysql",
        methods=_MYSQL,
        reference="https://mysqlclient.readthedocs.io/user_guide.html#some-examples",
    ),
    Driver(
        "mysql.connector", ("mysql.connector",), ("mysql-connector-python", "mysql-connector"), Paramstyle.FORMAT,
        accepts=_PYFORMAT, dialect="mysql", undoubles_percent=False, methods=_execute("params"),
        reference="https://dev.mysql.com/doc/connector-python/en/connector-python-api-mysqlcursor-execute.html",
    ),
    Driver(
        "aiomysql", ("aiomysql",), ("aiomysql",), Paramstyle.FORMAT, accepts=_PYFORMAT, dialect="mysql", methods=_MYSQL,
        reference="https://aiomysql.readthedocs.io/en/stable/cursors.html",
    ),
    Driver(
        "asyncmy", ("asyncmy",), ("asyncmy",), Paramstyle.FORMAT, accepts=_PYFORMAT, dialect="mysql", methods=_MYSQL,
        reference="https://github.com/long2ice/asyncmy#usage",
    ),
    Driver(
        "mariadb", ("mariadb",), ("mariadb",), accepts=frozenset({Paramstyle.FORMAT, Paramstyle.PYFORMAT}),
        dialect="mysql", methods=_execute("data", sql="statement"),
        reference="https://mariadb.com/docs/connectors/mariadb-connector-python/usage",
    ),
    Driver(
        "pymssql", ("pymssql",), ("pymssql",), Paramstyle.FORMAT, accepts=_PYFORMAT, dialect="tsql",
        undoubles_percent=False, methods=_execute("params"),
        reference="https://pymssql.readthedocs.io/en/latest/ref/pymssql.html",
    ),
    Driver(
        "oracledb", ("oracledb", "cx_Oracle"), ("oracledb", "cx-oracle"), Paramstyle.NUMERIC, accepts=_NAMED,
        dialect="oracle", tells_apart=True, methods=_ORACLE,
        reference="https://python-oracledb.readthedocs.io/en/latest/user_guide/bind.html",
    ),
    Driver(
        "snowflake.connector", ("snowflake.connector",), ("snowflake-connector-python",), Paramstyle.FORMAT,
        accepts=_PYFORMAT, dialect="snowflake",
        methods=(*_execute("params", sql="command"), Method("execute_string", Slot(0, "sql_text"), None)),
        reference="https://docs.snowflake.com/en/developer-guide/python-connector/python-connector-example#binding-data",
    ),
    Driver(
        "clickhouse_driver", ("clickhouse_driver",), ("clickhouse-driver",), Paramstyle.PYFORMAT, Passing.MAPPING,
        dialect="clickhouse", methods=_CLICKHOUSE, objects={"clickhouse_driver.Client": Kind.CONNECTION},
        reference="https://clickhouse-driver.readthedocs.io/en/latest/quickstart.html#selecting-data",
    ),
    Driver(
        "clickhouse_connect", ("clickhouse_connect",), ("clickhouse-connect",), Paramstyle.PYFORMAT, Passing.MAPPING,
        accepts=frozenset({Paramstyle.FORMAT}), dialect="clickhouse", methods=_CLICKHOUSE_CONNECT,
        objects={
            f"clickhouse_connect.{name}": Kind.CONNECTION
            for name in ("get_client", "create_client", "get_async_client", "driver.Client", "driver.client.Client")
        },
        reference="https://clickhouse.com/docs/integrations/language-clients/python/driver-api#parameters-argument",
    ),
    Driver(
        "trino", ("trino",), ("trino",), dialect="trino", tells_apart=True, methods=_execute("params"),
        reference="https://github.com/trinodb/trino-python-client#dbapi",
    ),
    Driver(
        "PyHive", ("pyhive",), ("pyhive",), Paramstyle.FORMAT, accepts=_PYFORMAT, dialect="hive",
        methods=_execute("parameters"), reference="https://github.com/dropbox/PyHive#db-api",
    ),
    Driver(
        "cassandra", ("cassandra",), ("cassandra-driver", "scylla-driver"), Paramstyle.FORMAT, accepts=_PYFORMAT,
        methods=tuple(
            Method(name, Slot(0, "query"), Slot(1, "parameters"), frozenset({Kind.SESSION, Kind.CONNECTION}))
            for name in ("execute", "execute_async")
        ),
        objects={"cassandra.cluster.Cluster": Kind.ENGINE},
        reference="https://docs.datastax.com/en/developer/python-driver/latest/getting_started/#passing-parameters-to-cql-queries",
    ),
    Driver(
        "databricks.sql", ("databricks.sql",), ("databricks-sql-connector",), Paramstyle.NAMED, Passing.MAPPING,
        accepts=frozenset({Paramstyle.QMARK}), dialect="databricks", methods=_execute("parameters"),
        reference="https://docs.databricks.com/en/dev-tools/python-sql-connector.html",
    ),
)  # fmt: skip

_QMARK: tuple[Driver, ...] = tuple(
    Driver(
        package, (package,), (distribution,), dialect=dialect, tells_apart=True, methods=_execute("parameters"),
        reference=reference,
    )
    for package, distribution, dialect, reference in (
        ("teradatasql", "teradatasql", "teradata", "https://github.com/Teradata/python-driver#using"),
        ("ibm_db_dbi", "ibm-db", "", "https://github.com/ibmdb/python-ibmdb/wiki/APIs"),
        ("hdbcli", "hdbcli", "", "https://help.sap.com/docs/SAP_HANA_CLIENT/f1b440ded6144a54ada97ff95dac7adf/39eca89d94ca464ca52385ad50fc7dea.html"),
        ("fdb", "fdb", "", "https://fdb.readthedocs.io/en/latest/usage-guide.html#parameterized-statements"),
        ("firebirdsql", "firebirdsql", "", "https://pyfirebirdsql.readthedocs.io/en/latest/"),
        ("jaydebeapi", "jaydebeapi", "", "https://github.com/baztian/jaydebeapi#usage"),
        ("phoenixdb", "phoenixdb", "", "https://phoenix.apache.org/python.html"),
    )
)  # fmt: skip
"""What PEP 249 asks for and no more: a cursor that reads `?`."""

DRIVERS: tuple[Driver, ...] = (*_OWN, *_QMARK, *FRAMEWORKS)
