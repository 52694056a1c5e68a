"""What a name stands for that holds what a call made: `ssh = paramiko.SSHClient()`, `with open(…) as file`."""

from __future__ import annotations

import libcst as cst

from amends.source import Source


def meanings(source: Source, function: cst.BaseExpression) -> frozenset[str]:
    """Return the qualified names of a function; `ssh.connect` is "paramiko.SSHClient().connect"."""
    name = function.value if isinstance(function, cst.Attribute) else function
    made = [maker for maker in makers(source, name) if maker is not None] if isinstance(name, cst.Name) else []
    suffix = f".{function.attr.value}" if isinstance(function, cst.Attribute) else ""
    return frozenset(f"{one}{suffix}" for maker in made for one in source.names(maker)) or source.names(function)


def makers(source: Source, name: cst.Name) -> tuple[cst.Call | None, ...]:
    """Return the calls that made what a name holds, None for a binding that is no call."""
    return tuple(_call(binding.value, binding.node) for binding in source.bindings(name))


def _call(value: cst.BaseExpression | None, node: cst.CSTNode) -> cst.Call | None:
    made = node.item if isinstance(node, cst.WithItem) else value
    return made if isinstance(made, cst.Call) else None
