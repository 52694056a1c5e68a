"""What the code around a load says of it: that it is a test, that anything may be there, or that somebody vouches."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

import libcst as cst

from amends.facts.libraries import imports
from amends.facts.results import is_returned
from amends.source import Source
from amends_codemods.pickle_load.loaders import DUMPS
from amends_codemods.pickle_load.origins import is_between_processes

_WORD: Final = re.compile(r"\w+")
_VOUCHES: Final = re.compile(r"(?i)trust|danger|unsafe|allow_?pickle")
_ANYTHING: Final = re.compile(
    r"(?i)\bpickle?-?able\b|\bpickle-serializable\b|\b(?:any|arbitrary)\s+(?:kind\s+of\s+)?(?:python\s+|serializable\s+)?objects?\b"
    r"|\barbitrary\s+(?:python\s+)?(?:data|types?|values?)\b|\b(?:pickled|seriali[sz]ed)\s+python\s+objects?\b|\bseriali[sz]ation\s+of\s+an?\s+python\s+object\b"
)
_OBJECTS: Final = re.compile(r"(?i)==.*(?<![a-z])objects?(?![a-z])")
# How interfaces are called of what keeps objects for others: BaseCache, KeyValueStoreBackend, MutableMapping.
_KEEPERS: Final = ("Cache", "Backend", "Mapping", "Persistence", "Serializer", "SessionInterface", "Storage", "Store")
_REGISTRARS: Final = ("copyreg.pickle", "multiprocessing.reduction.ForkingPickler.register")


def is_test(source: Source, node: cst.CSTNode) -> bool:
    """Whether a file that is called a test is one: many a `test.py` tries a model on data, and holds no test."""
    context = source.context
    if not context.is_test or context.is_among_tests or imports(source, "pytest", "unittest"):
        return context.is_test
    around = (above for above in source.ancestors(node) if isinstance(above, (cst.FunctionDef, cst.ClassDef)))
    return any(above.name.value.lower().startswith("test") for above in around)


def intent(source: Source, load: cst.Call) -> str | None:
    """Return why a table of plain data would go against what the function around a load is for."""
    function = source.enclosing(load, cst.FunctionDef)
    if function is None:
        return None
    if said := next(_said(source, load, function), ""):
        return said
    class_ = source.enclosing(function, cst.FunctionDef, cst.ClassDef)
    return _of_class(source, load, function, class_) if isinstance(class_, cst.ClassDef) else None


def _said(source: Source, load: cst.Call, function: cst.FunctionDef) -> Iterator[str]:
    """Yield what names, conditions and docstrings say of the data, or of whoever brings it."""
    if is_between_processes(source, load):
        yield "what comes here is sent by another process of the program, which may send any of its objects"
    if "objects" in function.name.value.lower().split("_"):
        yield f"{function.name.value} says that it gives back objects"
    if kind := _asked_for_objects(source, load):
        yield f"{kind} says that there may be any objects in here"
    if name := vouched(source, load):
        yield f"{name} says that whoever calls this trusts the data"
    if any(_ANYTHING.search(holder.get_docstring() or "") for holder in (source.module, *_described(source, load))):
        yield "the docstring says that any object may be in here"
    if _has_reducers(source):
        yield "the file pickles objects in a way of its own, and what makes them again is called while they are loaded"


def _asked_for_objects(source: Source, load: cst.Call) -> str:
    """Return the condition of a load that tells objects from other formats, as in `if mode == Mode.OBJECT`."""
    inner: cst.CSTNode = load
    for above in source.ancestors(load):
        if isinstance(above, cst.If) and inner is above.body and _OBJECTS.search(source.code(above.test)):
            return source.code(above.test)
        inner = above
    return ""


def _of_class(source: Source, load: cst.Call, function: cst.FunctionDef, class_: cst.ClassDef) -> str | None:
    """Return what the class around says of the data: that it is one of its objects, or whatever a program keeps."""
    if _is_classmethod(function) and is_returned(source, load, function):
        return f"{function.name.value} gives back a whole {class_.name.value}, as a class method that returns it does"
    bases = (name for base in class_.bases for name in source.names(base.value))
    kept_by = (name.rpartition(".")[2] for name in bases if not name.startswith("<local>"))
    keeper = next((name for name in kept_by if name.endswith(_KEEPERS)), None)
    return f"{class_.name.value} is a {keeper}, which keeps whatever objects a program gives it" if keeper else None


def vouched(source: Source, load: cst.Call) -> str | None:
    """Return a name that decides whether there is a load at all and speaks of trust."""
    function = source.enclosing(load, cst.FunctionDef)
    return next(_vouched_by(source, load, function), None) if function else None


def _described(source: Source, load: cst.Call) -> Iterator[cst.FunctionDef | cst.ClassDef]:
    """Yield what may say what is in the pickles: the functions and the class around a load, and around dumps beside."""
    class_ = source.enclosing(load, cst.ClassDef)
    for call in (load, *(site.call for site in source.calls(*DUMPS))):
        if source.enclosing(call, cst.ClassDef) is class_:
            yield from (above for above in source.ancestors(call) if isinstance(above, (cst.FunctionDef, cst.ClassDef)))


def _has_reducers(source: Source) -> bool:
    """Whether the file tells pickle how to take objects apart, so that more than plain data is pickled."""
    targets = (target.target for target in source.nodes(cst.AssignTarget))
    tables = any(isinstance(target, cst.Attribute) and target.attr.value == "dispatch_table" for target in targets)
    return tables or any(True for _ in source.calls(*_REGISTRARS))


def _vouched_by(source: Source, load: cst.Call, function: cst.FunctionDef) -> Iterator[str]:
    """Yield the names that decide whether there is a load at all and speak of trust."""
    tests = [above.test for above in source.ancestors(load) if isinstance(above, (cst.If, cst.IfExp))]
    tests += [
        branch.test
        for branch in function.body.body
        if isinstance(branch, cst.If) and any(isinstance(node, cst.Raise) for node in _simple(branch.body))
    ]
    for test in tests:
        yield from (word for word in _WORD.findall(source.code(test)) if _VOUCHES.search(word))


def _simple(block: cst.BaseSuite) -> Iterator[cst.CSTNode]:
    for statement in block.body:
        if isinstance(statement, cst.SimpleStatementLine):
            yield from statement.body


def _is_classmethod(function: cst.FunctionDef) -> bool:
    return any(isinstance(d.decorator, cst.Name) and d.decorator.value == "classmethod" for d in function.decorators)
