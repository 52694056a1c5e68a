"""A server that speaks MySQL's protocol and dialect, and keeps its data in SQLite."""

from __future__ import annotations

import asyncio
import importlib
import sqlite3
import threading
from typing import Any


async def _query(session: Any, expression: Any, *_: object) -> Any:
    """Let SQLite run a statement that sqlglot has read as MySQL's."""
    cursor = session.data.execute(expression.sql(dialect="sqlite"))
    if cursor.description is None:
        return [], []
    return cursor.fetchall(), [column[0] for column in cursor.description]


def serve(ports: list[int], is_up: threading.Event) -> None:
    """Serve on a free port, which is appended to `ports`."""
    asyncio.run(_serve(ports, is_up))


async def _serve(ports: list[int], is_up: threading.Event) -> None:
    mimic: Any = importlib.import_module("mysql_mimic")
    data = sqlite3.connect(":memory:")
    session = type("Session", (mimic.Session,), {"query": _query, "data": data})
    server = mimic.MysqlServer(session_factory=session)
    await server.start_server(host="127.0.0.1", port=0)
    ports.append(server.sockets()[0].getsockname()[1])
    is_up.set()
    await server.serve_forever()
