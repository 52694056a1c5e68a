"""Literals that one file pickles and reads back under the same path, which JSON keeps as well."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import TypeAlias

import libcst as cst

from amends.facts.remembering import remembered
from amends.model import Change, Edit, Import, Level, Todo, TodoKind
from amends.source import CallSite, Source, dotted
from amends_codemods.pickle_load.loaders import PICKLE_MODULES
from amends_codemods.pickle_load.rewriting.json_handlers import handled

_DUMP = tuple(f"{module}.dump" for module in PICKLE_MODULES)
_LOAD = tuple(f"{module}.load" for module in PICKLE_MODULES)


def as_json(source: Source, load: cst.Call) -> Edit | None:
    """Return the edit that keeps in JSON what a call loads; None unless the file shows that this is the same."""
    opened = _opened(source, load, 0)
    path = source.constant(opened.args[0].value) if opened else None
    if opened is None or not isinstance(path, str):
        return None
    dumps = _by_path(source, _DUMP, 1).get(path, ())
    if not dumps or _is_named_elsewhere(source, path):
        return None
    loads = _by_path(source, _LOAD, 0).get(path, ())
    handlers = handled(source, [site.call for site, _ in loads], [file for _, file in loads])
    if handlers is None:
        return None
    changes: list[Change] = [*handlers]
    imports: list[Import] = []
    for site, file in (*dumps, *loads):
        dumping = any(site is dump for dump, _ in dumps)
        if len(site.call.args) != 1 + dumping or (dumping and not _is_json(source, site.call.args[0].value)):
            return None
        reference = source.refer(f"json.{'dump' if dumping else 'load'}", site.call)
        mode = file.args[1].value
        text = '"w"' if dumping else '"r"'
        changes += (source.replace(mode, text), source.replace(site.call.func, reference.text))
        imports += reference.imports
    return Edit(
        "Keep the data as JSON",
        Level.REVIEW,
        tuple(changes),
        imports=tuple(dict.fromkeys(imports)),
        may_orphan=(Import("pickle"), *(Import("pickle", name) for name in ("PickleError", "UnpicklingError"))),
        todos=(Todo(TodoKind.MIGRATE_DATA, path, "a file that was written with pickle has to be written again"),),
        note=f"{path} holds JSON from now on: write the files that exist again",
    )


_Pair: TypeAlias = "tuple[CallSite, cst.Call]"


@remembered
def _by_path(source: Source, functions: tuple[str, ...], position: int) -> Mapping[str, Sequence[_Pair]]:
    """Return the calls of these functions, each with the `open` of its file, by the path that is opened."""
    found: defaultdict[str, list[_Pair]] = defaultdict(list)
    for site in source.calls(*functions):
        opened = _opened(source, site.call, position)
        path = source.constant(opened.args[0].value) if opened is not None else None
        if opened is not None and isinstance(path, str):
            found[path].append((site, opened))
    return found


def _opened(source: Source, call: cst.Call, position: int) -> cst.Call | None:
    """Return the `open(path, mode)` of the innermost `with` that gives a call its file, and nobody else."""
    file = call.args[position].value if len(call.args) > position else None
    if not isinstance(file, cst.Name):
        return None
    with_ = source.enclosing(call, cst.With)
    items = [item for item in with_.items if item.asname and dotted(item.asname.name) == file.value] if with_ else []
    opened = items[0].item if items else None
    if with_ is None or not isinstance(opened, cst.Call) or source.names(opened.func) != frozenset({"builtins.open"}):
        return None
    scope, (start, end) = source.scope(file).visible(file.value), source.span(with_)
    used = [n for n in source.uses(scope, file.value) if start < source.span(n)[0] < end] if scope else []
    modes = [source.constant(arg.value) for arg in opened.args[1:]]
    plain = len(opened.args) == 2 and not any(arg.star or arg.keyword for arg in opened.args)  # noqa: PLR2004 - path, mode
    return opened if plain and modes[0] in {"rb", "wb"} and used == [file] else None


def _is_named_elsewhere(source: Source, path: str) -> bool:
    """Whether the path is opened, or its name used, in any other way than by the pairs."""
    mentions = [text for text in source.nodes(cst.SimpleString) if source.constant(text) == path]
    pairs = (*_by_path(source, _DUMP, 1).get(path, ()), *_by_path(source, _LOAD, 0).get(path, ()))
    names = {opened.args[0].value for _, opened in pairs}
    direct = {name for name in names if isinstance(name, cst.SimpleString)}
    if any(isinstance(name, cst.Name) for name in names):
        constant = next(name for name in names if isinstance(name, cst.Name))
        scope = source.scope(constant).visible(constant.value)
        uses = source.uses(scope, constant.value) if scope else ()
        return bool(direct) or any(use not in names for use in uses) or len(mentions) != 1
    return len(mentions) != len(direct)


def _is_json(source: Source, value: cst.BaseExpression) -> bool:
    """Whether a display holds nothing that JSON would give back as something else."""
    if isinstance(value, cst.Name) and value.value not in {"True", "False", "None"}:
        made = source.value(value)
        scope = source.scope(value).visible(value.value)
        alone = scope is not None and not scope.is_module and source.uses(scope, value.value) == (value,)
        return made is not None and alone and _is_json(source, made)
    if isinstance(value, cst.Dict):
        pairs = [e for e in value.elements if isinstance(e, cst.DictElement)]
        keys = all(isinstance(source.constant(pair.key), str) for pair in pairs)
        return keys and len(pairs) == len(value.elements) and all(_is_json(source, pair.value) for pair in pairs)
    if isinstance(value, cst.List):
        return all(isinstance(e, cst.Element) and _is_json(source, e.value) for e in value.elements)
    constant = source.constant(value)
    return constant is None or isinstance(constant, (str, int, float))
