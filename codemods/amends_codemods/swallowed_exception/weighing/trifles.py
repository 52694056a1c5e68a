"""What nobody loses anything by if it fails: each a question about a try statement."""

from __future__ import annotations

import libcst as cst

from amends.source import MISSING, Source, dotted, last_name
from amends_codemods.swallowed_exception import reading
from amends_codemods.swallowed_exception.detector import Swallowed
from amends_codemods.swallowed_exception.places import function_of, loops_of
from amends_codemods.swallowed_exception.weighing import outlook
from amends_codemods.swallowed_exception.weighing.deeds import callees, collects, is_neutral, verb, works
from amends_codemods.swallowed_exception.words import (
    ADDING,
    ASIDES,
    CACHES,
    CLEANUP_CALLS,
    CLICKS,
    DESCRIBING,
    IN_THE_WAY,
    LOOKS,
    MAKES_FOLDERS,
    SCHEMA_CHANGES,
    SHOWING,
    SHOWS,
    SIDE_SHOW,
    STREAMS,
    TUNING,
    TUNING_PRAGMAS,
    WIDGETS,
    words,
)


def is_about_looks(_source: Source, swallowed: Swallowed) -> bool:
    """Whether nothing is done but to change how something looks."""
    done = [name for name in reading.called_for_effect(swallowed.tried.body) if not is_neutral(name)]
    return bool(done) and all(LOOKS.intersection(verb(name)) for name in done)


def only_shows(source: Source, swallowed: Swallowed) -> bool:
    """Whether all that is done for its effect is done to what shows how things stand, such as a spinner."""
    done = reading.called_for_effect(swallowed.tried.body)
    owners = [name.rpartition(".")[0].rpartition(".")[2] for name in done]
    return bool(done) and all(SHOWS.intersection(words(owner)) for owner in owners) and not works(source, swallowed)


def function_shows(source: Source, swallowed: Swallowed) -> bool:
    """Whether the function is there to show something, and returns nothing."""
    function = function_of(source, swallowed.handler)
    named = words(function.name.value) if function else ()
    return function is not None and not SHOWING.isdisjoint(named) and not reading.answers(function.body)


def touches_widgets(source: Source, swallowed: Swallowed) -> bool:
    """Whether parts of a page or screen are looked up and changed, which may not be shown."""
    return not WIDGETS.isdisjoint(reading.called(swallowed.tried.body)) and not works(source, swallowed)


def sets_constants(source: Source, swallowed: Swallowed) -> bool:
    """Whether nothing is done but to give attributes of something a value that is written there."""
    body = swallowed.tried.body
    assigned = [node for node in reading.own_nodes(body) if isinstance(node, cst.Assign)]
    if not assigned or not all(reading.tells(name) for name in reading.called_for_effect(body)):
        return False
    return all(
        _is_given(source, node.value) and all(isinstance(target.target, cst.Attribute) for target in node.targets)
        for node in assigned
    )


def _is_given(source: Source, value: cst.BaseExpression) -> bool:
    if isinstance(value, cst.IfExp):
        return _is_given(source, value.body) and _is_given(source, value.orelse)
    return source.constant(value) is not MISSING or last_name(value).isupper()


def only_caches(_source: Source, swallowed: Swallowed) -> bool:
    """Whether nothing is done but to keep something that can be found out again."""
    body = swallowed.tried.body
    assigned = [node for node in reading.own_nodes(body) if isinstance(node, cst.Assign)]
    kept_in = [target.target for node in assigned for target in node.targets]
    done = reading.called_for_effect(body)
    if done and all(isinstance(target, cst.Name) for target in kept_in):
        return all(CACHES.intersection(verb(name)) for name in done)
    return bool(kept_in) and not reading.called(body) and all(_is_cache(target) for target in kept_in)


def _is_cache(target: cst.BaseAssignTargetExpression) -> bool:
    kept_in = target.value if isinstance(target, cst.Subscript) else None
    return kept_in is not None and bool(CACHES.intersection(words(last_name(kept_in))))


def writes_cache(_source: Source, swallowed: Swallowed) -> bool:
    """Whether nothing is written but a file that spares something from being found out again."""
    body = swallowed.tried.body
    calls = [node for node in reading.own_nodes(body) if isinstance(node, cst.Call)]
    written = [_file_written(call) for call in calls if verb(reading.dotted_callee(call)) in _WRITING]
    return any(written) and all(not name or CACHES.intersection(words(name)) for name in written)


_WRITING = frozenset({("open",), ("write", "bytes"), ("write", "text"), ("replace",), ("save",)})


def _file_written(call: cst.Call) -> str:
    """Return the name of the file that a call writes, "" if it only reads or has none."""
    name = reading.dotted_callee(call)
    owner, _, method = name.rpartition(".")
    named = dotted(call.args[0].value) if call.args and name == "open" else owner
    modes = [text for arg in call.args for text in reading.texts(arg.value)] if method == "open" else ["w"]
    return (named or "") if any("w" in mode for mode in modes) else ""


def describes(_source: Source, swallowed: Swallowed) -> bool:
    """Whether nothing is done but to tell what something is called, or is there for."""
    replaced = reading.targets(swallowed.tried.body)
    done = reading.called_for_effect(swallowed.tried.body)
    return bool(replaced) and not done and all(name.rpartition(".")[2] in DESCRIBING for name in replaced)


def refines(source: Source, swallowed: Swallowed) -> bool:
    """Whether nothing is done but to make something else of what is there, which stands as it is otherwise."""
    body = swallowed.tried.body
    assigned = [node for node in reading.own_nodes(body) if isinstance(node, cst.Assign)]
    done = [name for name in reading.called_for_effect(body) if not is_neutral(name)]
    if not assigned or done or works(source, swallowed) or collects(body):
        return False
    return all(len(node.targets) == 1 and _is_made_of(node.targets[0].target, node.value) for node in assigned)


def _is_made_of(target: cst.BaseAssignTargetExpression, value: cst.BaseExpression) -> bool:
    if not isinstance(value, (cst.Attribute, cst.Call)):
        return False
    if isinstance(value, cst.Call) and ADDING.intersection(verb(reading.dotted_callee(value))):
        return False
    if isinstance(target, cst.Subscript):
        return any(node.deep_equals(target) for node in reading.own_nodes(value) if isinstance(node, cst.Subscript))
    return dotted(target) in reading.spelled(value)


def only_reports(source: Source, swallowed: Swallowed) -> bool:
    """Whether nothing is done but to print or log something."""
    body = swallowed.tried.body
    done = reading.called_for_effect(body)
    if not done or not all(reading.tells(name) for name in done) or reading.changes_something(body):
        return False
    if any(isinstance(node, cst.While) for node in reading.own_nodes(body)):
        return False
    asked = (outlook.is_asked_for_after(source, swallowed.tried, target) for target in reading.targets(body))
    return not any(loops_of(source, swallowed.handler)) and not any(asked)


def changes_schema(_source: Source, swallowed: Swallowed) -> bool:
    """Whether a table is changed that may have been changed by an earlier run."""
    return any(words(text)[:2] in SCHEMA_CHANGES for text in reading.texts(swallowed.tried.body))


def tunes_database(_source: Source, swallowed: Swallowed) -> bool:
    """Whether nothing is done but to ask a database to work faster, or to wait longer for a lock."""
    said = [words(text) for text in reading.texts(swallowed.tried.body)]
    return bool(said) and all(each[:1] == ("pragma",) and each[1:3] in TUNING_PRAGMAS for each in said)


def goes_back(_source: Source, swallowed: Swallowed) -> bool:
    """Whether nothing is done but to go back in a stream."""
    done = reading.called_for_effect(swallowed.tried.body)
    return bool(done) and all(verb(name) in {("seek",), ("rewind",)} for name in done)


def makes_folders(_source: Source, swallowed: Swallowed) -> bool:
    """Whether folders are made that may be there already."""
    done = reading.called_for_effect(swallowed.tried.body)
    made = [name for name in done if MAKES_FOLDERS.intersection(verb(name))]
    return bool(made) and all(name in made or name in CLEANUP_CALLS for name in done)


def looks_before(source: Source, swallowed: Swallowed) -> bool:
    """Whether nothing is done unless there is something to do it with."""
    lines = swallowed.tried.body.body
    inside = lines[0].test if len(lines) == 1 and isinstance(lines[0], cst.If) else None
    block = source.parent(swallowed.tried)
    branch = source.parent(block) if isinstance(block, cst.IndentedBlock) and len(block.body) == 1 else None
    around = branch.test if isinstance(branch, cst.If) and branch.body is block else None
    return any(test and {"hasattr", "callable"}.intersection(reading.called(test)) for test in (inside, around))


def clears_the_way(source: Source, swallowed: Swallowed) -> bool:
    """Whether something is clicked away that may not be there."""
    body = swallowed.tried.body
    function = function_of(source, swallowed.handler)
    said = [*reading.spelled(body), *reading.texts(body), function.name.value if function else ""]
    return any(IN_THE_WAY.intersection(words(each)) for each in said) and any(
        CLICKS.intersection(words(name)) for name in reading.called(body)
    )


def is_about_processes(source: Source, swallowed: Swallowed) -> bool:
    """Whether processes are looked at that may end in the meantime."""
    looped = [reading.spelled(loop.iter) for loop in loops_of(source, swallowed.handler) if isinstance(loop, cst.For)]
    names = frozenset[str]().union(reading.spelled(swallowed.tried.body), *looped)
    return any(name.partition(".")[0] == "psutil" for name in names)


def side_show(source: Source, swallowed: Swallowed) -> bool:
    """Whether this is about something that nobody depends on."""
    function = function_of(source, swallowed.handler)
    modules = [reading.imported_from(node) for node in reading.own_nodes(swallowed.tried.body)]
    body = swallowed.tried.body
    names = [*reading.spelled(body), *callees(swallowed), *modules, function.name.value if function else ""]
    names += source.context.path.parts
    said = [frozenset(words(name)) for name in names]
    return any(each & SIDE_SHOW or any(pair <= each for pair in ASIDES) for each in said)


def tunes(_source: Source, swallowed: Swallowed) -> bool:
    """Whether nothing is done but to set what not every system has."""
    done = [name for name in reading.called_for_effect(swallowed.tried.body) if not is_neutral(name)]
    replaced = reading.targets(swallowed.tried.body)
    if not done and replaced:
        return STREAMS.issuperset(replaced)
    return bool(done) and all(TUNING.intersection(words(name)) for name in done)
