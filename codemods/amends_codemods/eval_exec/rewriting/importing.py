"""Turns `exec("import …")` with a name in it into importlib.import_module, and binds what exec bound."""

from __future__ import annotations

import ast
import enum
from collections.abc import Iterator
from dataclasses import dataclass

import libcst as cst

from amends.model import Reference
from amends.source import Source, argument
from amends_codemods.eval_exec.reading.defaults import own_texts
from amends_codemods.eval_exec.reading.markers import Marked, has_marker, marked
from amends_codemods.eval_exec.reading.paths import may_be_path
from amends_codemods.eval_exec.reading.spelling import Hole, Piece, pieces, pieces_with_names, quote

_LOOKUPS = ("builtins.eval", "builtins.exec", "builtins.locals", "builtins.vars")


_NO_NAME = (
    "what is imported is not one plain name in all cases, with a dot, a comma or `as` in it: take such a text apart, "
    "call importlib.import_module() with each module, and bind the result to a name of its own"
)


class _Dots(enum.Enum):
    """Whether a name in an import may have dots."""

    ALLOWED = "as that of a module may"
    FORBIDDEN = "as that of a variable may not"


class Unfit(Exception):
    """An import that is not rewritten; the text tells what a person should do."""


@dataclass(frozen=True, slots=True)
class DynamicImport:
    """One import whose module, or whose name, is known only while the program runs.

    `value` is the expression for what is imported, `bound` that for the name it gets ("" if the import binds the
    first part of a dotted name), and `name` that name itself where it is constant. `binds_first_part` is whether what
    is known only then may have dots, of which an import binds the first part.
    """

    value: str
    bound: str
    name: str
    takes_attribute: bool = False
    binds_first_part: bool = False


def import_text(source: Source, text: cst.BaseExpression) -> tuple[Piece, ...] | None:
    """Return an import statement with holes in it that a text is, be it that names of constants are its holes."""
    found = pieces(source, text) or ()
    if not any(isinstance(piece, Hole) for piece in found):
        found = pieces_with_names(source, text)
    return found if _is_import(found) else None


def _is_import(text: tuple[Piece, ...]) -> bool:
    spelled = marked(text, "exec")
    body = spelled.tree.body if spelled and isinstance(spelled.tree, ast.Module) else []
    return bool(spelled and spelled.holes and len(body) == 1 and isinstance(body[0], (ast.Import, ast.ImportFrom)))


def dynamic_import(source: Source, text: cst.BaseExpression, importlib: Reference) -> DynamicImport:
    """Read an import with holes in it, or raise Unfit."""
    spelled = marked(import_text(source, text) or (), "exec", quote(source, text))
    if spelled is None or not isinstance(spelled.tree, ast.Module):
        raise Unfit("the text is no single import statement")
    statement = spelled.tree.body[0]
    if not isinstance(statement, (ast.Import, ast.ImportFrom)) or len(statement.names) > 1:
        raise Unfit("call importlib.import_module() once for each of the names that this imports")
    alias = statement.names[0]
    if isinstance(statement, ast.Import):
        return _plain(source, spelled, alias, importlib)
    if alias.name == "*" or statement.level or statement.module is None:
        raise Unfit("import the module with importlib.import_module() and take what you need by its attributes")
    module = _code(source, spelled, statement.module, _Dots.ALLOWED)
    imported = f"{importlib.text}({module})"
    named = f"{imported}.{alias.name}"
    value = f"getattr({imported}, {_code(source, spelled, alias.name)})" if has_marker(alias.name) else named
    bound = alias.asname or alias.name
    return DynamicImport(value, _code(source, spelled, bound), "" if has_marker(bound) else bound, takes_attribute=True)


def _plain(source: Source, spelled: Marked, alias: ast.alias, importlib: Reference) -> DynamicImport:
    value = f"{importlib.text}({_code(source, spelled, alias.name, _Dots.ALLOWED)})"
    bound = alias.asname or alias.name
    if "." in bound:
        return DynamicImport(value, "", "")
    code = _code(source, spelled, bound, _Dots.FORBIDDEN if alias.asname else _Dots.ALLOWED)
    has_dots = any(_may_have_dots(source, hole.expression) for hole in spelled.holes_of(bound))
    return DynamicImport(value, code, "" if has_marker(bound) else bound, binds_first_part=has_dots)


def _may_have_dots(source: Source, name: cst.BaseExpression) -> bool:
    return any("." in text for text in _known(source, name)) or may_be_path(source, name, name)


def _code(source: Source, spelled: Marked, name: str, dots: _Dots = _Dots.FORBIDDEN) -> str:
    texts = (text for hole in spelled.holes_of(name) for text in _known(source, hole.expression))
    if any(not part.isidentifier() for text in texts for part in _parts(f"_{text}", dots)):
        raise Unfit(_NO_NAME)
    code = spelled.code(source, name)
    if code is None:
        raise Unfit("put the module's name into a variable and call importlib.import_module() with it")
    return code


def _known(source: Source, expression: cst.BaseExpression) -> Iterator[str]:
    """Yield the texts that the file is seen to put into a hole."""
    return own_texts(source, expression) if isinstance(expression, cst.Name) else iter(())


def _parts(text: str, dots: _Dots) -> list[str]:
    return text.split(".") if dots is _Dots.ALLOWED else [text]


def binding(source: Source, call: cst.Call, imported: DynamicImport) -> str:
    """Return the statement that imports and binds as `exec` did, or raise Unfit."""
    given = argument(call, "locals", 2) or argument(call, "globals", 1)
    scope = source.scope(call)
    if given is not None:
        return f"{source.code(given.value)}[{_known_bound(imported)}] = {imported.value}"
    if scope.is_module:
        return f"{imported.name} = {imported.value}" if imported.name else _in_globals(imported)
    if not isinstance(scope.node, cst.FunctionDef):
        raise Unfit("import with importlib.import_module() in a function, and bind the result to a name of your own")
    if not imported.name:
        _check_lookups(source, call, imported)
        return imported.value
    if scope.visible(imported.name) is not None:
        raise Unfit(f"{imported.name!r} is another name here: bind importlib.import_module(…) to a name of its own")
    return f"{imported.name} = {imported.value}"


def _known_bound(imported: DynamicImport) -> str:
    if not imported.bound or imported.binds_first_part:
        raise Unfit("the import binds the first part of a dotted name: bind importlib.import_module(…) yourself")
    return imported.bound


def _in_globals(imported: DynamicImport) -> str:
    return f"globals()[{_known_bound(imported)}] = {imported.value}"


def _check_lookups(source: Source, call: cst.Call, imported: DynamicImport) -> None:
    """Raise Unfit if the function can see what `exec` bound in another way than `following` rewrites."""
    scope = source.scope(call)
    for site in source.calls(*_LOOKUPS):
        if site.call is call or source.scope(site.call) is not scope:
            continue
        text = argument(site.call, None, 0)
        known = text is not None and source.code(text.value) == imported.bound and _comes_after(source, call, site.call)
        importing = site.name == "builtins.exec" and text is not None and import_text(source, text.value)
        if (not known and not importing) or _is_commented(source, site.call):
            raise Unfit(
                "the name is looked up as text afterwards: bind importlib.import_module(…), or getattr() of it, to a "
                "variable and use that"
            )


def _is_commented(source: Source, call: cst.Call) -> bool:
    """Whether a comment, which may ask for the call to be left alone, stands on its line."""
    line = source.enclosing(call, cst.SimpleStatementLine)
    return line is not None and line.trailing_whitespace.comment is not None


def _comes_after(source: Source, first: cst.Call, then: cst.Call) -> bool:
    """Whether `then` runs only after `first` has run: it stands behind it in the same block, or deeper."""
    line = source.enclosing(first, cst.SimpleStatementLine)
    block = source.parent(line) if line else None
    return block in set(source.ancestors(then)) and source.tree.order(first) < source.tree.order(then)


def imports_before(source: Source, call: cst.Call, name: cst.BaseExpression) -> Iterator[DynamicImport]:
    """Yield the imports by `exec` that bind what `eval(name)` then looks up."""
    importlib = source.refer("importlib.import_module", call)
    for site in source.calls("builtins.exec"):
        text = argument(site.call, None, 0)
        if text is None or not _binds_here(source, site.call) or source.scope(site.call) is not source.scope(call):
            continue
        if not import_text(source, text.value) or not _comes_after(source, site.call, call):
            continue
        if isinstance(name, cst.Name) and len(source.bindings(name)) == 1:
            try:
                imported = dynamic_import(source, text.value, importlib)
            except Unfit:
                continue
            if imported.bound == name.value:
                yield imported


def _binds_here(source: Source, call: cst.Call) -> bool:
    """Whether what an `exec` binds is seen by the code around it."""
    given = [arg.value for arg in call.args[1:]]
    return all(isinstance(value, cst.Call) and "builtins.globals" in source.names(value.func) for value in given)
