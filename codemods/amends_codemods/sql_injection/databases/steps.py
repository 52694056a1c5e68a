"""How one object leads to another: `connection.cursor()`, `engine.connect()`, `sessionmaker(…)()`, `closing(…)`."""

from __future__ import annotations

from dataclasses import replace

import libcst as cst

from amends.source import Source, argument, dotted
from amends_codemods.sql_injection.databases.interfaces import Kind
from amends_codemods.sql_injection.databases.lookup import Role, backend_of, role_of_name

_HANDED_THROUGH = frozenset({
    "next", "anext", "closing", "aclosing", "enter_context", "enter_async_context", "run", "run_until_complete",
    "wait_for", "Depends", "Security", "iter",
})  # fmt: skip
_STEPS: dict[str, Kind] = {
    "cursor": Kind.CURSOR,
    **dict.fromkeys(
        ("connect", "connection", "acquire", "getconn", "get_connection", "get_conn", "raw_connection", "conn",
         "driver_connection", "dbapi_connection"),
        Kind.CONNECTION,
    ),
    **dict.fromkeys(("session", "new_session", "newSession", "getOrCreate", "getActiveSession"), Kind.SESSION),
    **dict.fromkeys(("engine", "bind", "get_bind", "get_engine", "sync_engine"), Kind.ENGINE),
}  # fmt: skip
_UNMISTAKABLE = frozenset({"cursor", "get_connection", "getconn", "raw_connection"})
_SAME = frozenset({
    "execution_options", "begin", "begin_nested", "builder", "appName", "master", "config", "enableHiveSupport",
    "options", "__enter__", "__aenter__",
})  # fmt: skip
_BEGUN = {Kind.ENGINE: Kind.CONNECTION, Kind.FACTORY: Kind.SESSION}


def handed_through(call: cst.Call) -> cst.BaseExpression | None:
    """Return the argument whose value (or, of a function, result) a call hands through, as `closing(x)` does."""
    callee = call.func.attr if isinstance(call.func, cst.Attribute) else call.func
    is_known = isinstance(callee, cst.Name) and callee.value in _HANDED_THROUGH
    first = argument(call, None, 0) if is_known else None
    return first.value if first else None


def got_attribute(source: Source, call: cst.Call) -> str | None:
    """Return the dotted text of the attribute that a call of `getattr` with a constant name gets."""
    if source.names(call.func) != frozenset({"builtins.getattr"}) or len(call.args) < 2:  # noqa: PLR2004 - its least
        return None
    owner, name = dotted(call.args[0].value), source.constant(call.args[1].value)
    return f"{owner}.{name}" if owner and isinstance(name, str) else None


def stepped(roles: frozenset[Role], name: str) -> frozenset[Role]:
    """Return what the attribute `name` of an object with these roles is; nothing if it is of no interest."""
    return frozenset(step for role in roles if (step := _step(role, name)))


def _step(role: Role, name: str) -> Role | None:
    if role.kind is Kind.QUERYSET or (role.driver and name in _SAME):
        return replace(role, kind=_BEGUN.get(role.kind, role.kind) if name == "begin" else role.kind)
    kind = _STEPS.get(name)
    if kind is None or (role.driver is None and name not in _UNMISTAKABLE):
        return None
    if name.endswith("_connection") and role.kind is not Kind.POOL and role.driver and role.driver.wraps_text:
        return Role(kind, role.backend)
    return replace(role, kind=kind)


def called(source: Source, call: cst.Call, roles: frozenset[Role]) -> frozenset[Role]:
    """Return what calling an object with these roles gives."""
    return frozenset(_made(source, call, role) for role in roles if role.kind is not Kind.UNKNOWN)


def _made(source: Source, call: cst.Call, role: Role) -> Role:
    if role.kind is Kind.FACTORY:
        is_class = role in {role_of_name(name) for name in source.names(call.func)}
        return role if is_class else replace(role, kind=Kind.SESSION)
    if role.kind is Kind.ENGINE and role.driver and role.backend is None and call.args:
        return replace(role, backend=backend_of(_beginning(source, call.args[0].value)))
    return role


def _beginning(source: Source, expression: cst.BaseExpression) -> str:
    """Return the constant text that a string expression begins with."""
    value = source.value(expression) if isinstance(expression, cst.Name) else None
    text = source.constant(expression)
    if isinstance(text, str):
        return text
    node = value or expression
    while isinstance(node, (cst.BinaryOperation, cst.ConcatenatedString)):
        node = node.left
    if isinstance(node, cst.FormattedString) and node.parts and isinstance(node.parts[0], cst.FormattedStringText):
        return node.parts[0].value
    text = source.constant(node)
    return text if isinstance(text, str) else ""
