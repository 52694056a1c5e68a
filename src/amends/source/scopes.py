"""Which names a module binds, in which scope, and by what: Python's scoping rules over the syntax tree."""

from __future__ import annotations

import enum
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from weakref import ReferenceType, ref

import libcst as cst

from amends.source.tree import Tree

_COMPREHENSIONS = (cst.ListComp, cst.SetComp, cst.DictComp, cst.GeneratorExp)
_OTHER_BINDERS: tuple[tuple[type[cst.CSTNode], str], ...] = (
    (cst.AugAssign, "target"),
    (cst.For, "target"),
    (cst.CompFor, "target"),
    (cst.Del, "target"),
    (cst.WithItem, "asname"),
    (cst.ExceptHandler, "name"),
    (cst.ExceptStarHandler, "name"),
    (cst.MatchAs, "name"),
    (cst.MatchStar, "name"),
    (cst.MatchMapping, "rest"),
    (cst.TypeAlias, "name"),  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType] - taken for typing.TypeAlias
)
_SCOPE_NODES = (cst.Module, cst.FunctionDef, cst.Lambda, cst.ClassDef, *_COMPREHENSIONS)


class BindingKind(enum.Enum):
    """By what kind of syntax a name comes to mean something."""

    IMPORT = "import"
    ASSIGNMENT = "assignment"
    FUNCTION = "function"
    CLASS = "class"
    PARAMETER = "parameter"
    OTHER = "loop, with, except, del, match, augmented or unpacked assignment"


@dataclass(frozen=True, slots=True, eq=False)
class Binding:
    """One place where a name is bound.

    `node` is the import alias, assignment, definition or parameter. `value` is the right side of a plain
    assignment to the bare name. `imported` is the qualified name that an import gives it.
    """

    name: str
    kind: BindingKind
    node: cst.CSTNode
    home: ReferenceType[Scope]  # weak, as the scope has its bindings: a tree is to go when nobody needs it
    value: cst.BaseExpression | None = None
    imported: str = ""

    @property
    def scope(self) -> Scope:
        """The scope that the name is bound in."""
        scope = self.home()
        if scope is None:
            raise ReferenceError("a binding is of no use without its source")
        return scope

    @property
    def is_none(self) -> bool:
        """Whether the name is set to None here, as for a missing optional dependency."""
        return isinstance(self.value, cst.Name) and self.value.value == "None"


@dataclass(eq=False)
class Scope:
    """A module, class, function, lambda or comprehension, with the names bound in it."""

    node: cst.CSTNode
    parent: Scope | None
    bindings: defaultdict[str, list[Binding]] = field(default_factory=lambda: defaultdict(list))
    elsewhere: dict[str, Scope] = field(default_factory=dict[str, "Scope"])
    stars: list[cst.ImportFrom] = field(default_factory=list[cst.ImportFrom])

    @property
    def is_class(self) -> bool:
        """Whether names bound here are invisible to the functions inside."""
        return isinstance(self.node, cst.ClassDef)

    @property
    def is_module(self) -> bool:
        """Whether this is the module's own scope."""
        return self.parent is None

    def visible(self, name: str) -> Scope | None:
        """Return the scope in which `name`, used here, is bound; None if nowhere in the module."""
        here: Scope | None = self
        while here is not None:
            if name in here.elsewhere:
                target = here.elsewhere[name]
                return target if name in target.bindings else None
            if name in here.bindings and (here is self or not here.is_class):
                return here
            here = here.parent
        return None


class Scopes:
    """All scopes of a tree, and the scope that any node stands in."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._scopes: dict[int, Scope] = {}
        self._known: dict[int, Scope] = {}
        self.module = self._make(tree.module, None)
        created = sorted(tree.nodes(*_SCOPE_NODES[1:]), key=tree.order)
        for node in created:
            self._make(node, self.of(node))
        self._bind_all()

    def _make(self, node: cst.CSTNode, parent: Scope | None) -> Scope:
        scope = self._scopes[id(node)] = Scope(node, parent)
        return scope

    def own(self, node: cst.CSTNode) -> Scope:
        """Return the scope that a function, class, lambda, comprehension or module opens."""
        return self._scopes[id(node)]

    def of(self, node: cst.CSTNode) -> Scope:
        """Return the scope in which the names of `node` are looked up."""
        here, found = node, self._known.get(id(node))
        passed: list[int] = []
        while found is None:
            passed.append(id(here))
            here, found = self._outwards(here)
            found = found or self._known.get(id(here))
        self._known.update(dict.fromkeys(passed, found))
        return found

    def _outwards(self, node: cst.CSTNode) -> tuple[cst.CSTNode, Scope | None]:
        """Return a node around this one that is looked up in the same scope, and that scope where it is in sight."""
        above = self._tree.parent(node)
        if above is None:
            return node, self.module
        if isinstance(above, (cst.Param, cst.CompFor)) and self._is_evaluated_outside(above, node):
            return next(outer for outer in self._tree.ancestors(above) if id(outer) in self._scopes), None
        scope = self._scopes.get(id(above))
        return above, scope if scope is not None and self._is_inside(above, node) else None

    def _is_evaluated_outside(self, holder: cst.Param | cst.CompFor, child: cst.CSTNode) -> bool:
        if isinstance(holder, cst.Param):
            return child is holder.default or child is holder.annotation
        first = isinstance(self._tree.parent(holder), _COMPREHENSIONS)
        return first and child is holder.iter

    @staticmethod
    def _is_inside(holder: cst.CSTNode, child: cst.CSTNode) -> bool:
        if isinstance(holder, (cst.FunctionDef, cst.Lambda)):
            return child is holder.body or child is holder.params
        if isinstance(holder, cst.ClassDef):
            return child is holder.body
        return True

    def _bind_all(self) -> None:
        tree = self._tree
        for statement in tree.nodes(cst.Import):
            for alias in statement.names:
                self._bind_import(alias)
        for import_from in tree.nodes(cst.ImportFrom):
            self._bind_import_from(import_from)
        for function in tree.nodes(cst.FunctionDef):
            self._bind(function.name.value, BindingKind.FUNCTION, function)
        for class_ in tree.nodes(cst.ClassDef):
            self._bind(class_.name.value, BindingKind.CLASS, class_)
        for param in tree.nodes(cst.Param):
            self._bind(param.name.value, BindingKind.PARAMETER, param)
        self._bind_assignments()
        for node, target in self._other_targets():
            self._bind_target(node, target)
        self._move_declared()

    def _move_declared(self) -> None:
        declarations = sorted(self._tree.nodes(cst.Global, cst.Nonlocal), key=self._tree.order)
        for declaration in declarations:
            here = self.of(declaration)
            for item in declaration.names:
                name = item.name.value
                target = self.module if isinstance(declaration, cst.Global) else _function_binding(name, here)
                if target is not None and target is not here:
                    here.elsewhere[name] = target
                    target.bindings[name].extend(here.bindings.pop(name, ()))

    def _bind(
        self,
        name: str,
        kind: BindingKind,
        node: cst.CSTNode,
        value: cst.BaseExpression | None = None,
        imported: str = "",
    ) -> None:
        scope = self.of(node)
        while isinstance(scope.node, _COMPREHENSIONS) and isinstance(node, cst.NamedExpr):
            scope = scope.parent or self.module
        scope.bindings[name].append(Binding(name, kind, node, ref(scope), value, imported))

    def _bind_import(self, alias: cst.ImportAlias) -> None:
        full = dotted(alias.name) or ""
        if alias.asname is not None and isinstance(alias.asname.name, cst.Name):
            self._bind(alias.asname.name.value, BindingKind.IMPORT, alias, imported=full)
        else:
            root = full.partition(".")[0]
            self._bind(root, BindingKind.IMPORT, alias, imported=root)

    def _bind_import_from(self, statement: cst.ImportFrom) -> None:
        if isinstance(statement.names, cst.ImportStar):
            self.of(statement).stars.append(statement)
            return
        module = "." * len(statement.relative) + (dotted(statement.module) or "" if statement.module else "")
        joint = "" if module.endswith(".") else "."
        for alias in statement.names:
            bound = alias.asname.name if alias.asname else alias.name
            if isinstance(bound, cst.Name) and isinstance(alias.name, cst.Name):
                full = f"{module}{joint}{alias.name.value}"
                self._bind(bound.value, BindingKind.IMPORT, alias, imported=full)

    def _bind_assignments(self) -> None:
        for assign in self._tree.nodes(cst.Assign):
            for target in assign.targets:
                if isinstance(target.target, cst.Name):
                    self._bind(target.target.value, BindingKind.ASSIGNMENT, assign, assign.value)
                else:
                    self._bind_target(assign, target.target)
        for annotated in self._tree.nodes(cst.AnnAssign):
            if isinstance(annotated.target, cst.Name):
                self._bind(annotated.target.value, BindingKind.ASSIGNMENT, annotated, annotated.value)
        for walrus in self._tree.nodes(cst.NamedExpr):
            if isinstance(walrus.target, cst.Name):
                self._bind(walrus.target.value, BindingKind.ASSIGNMENT, walrus, walrus.value)

    def _other_targets(self) -> Iterator[tuple[cst.CSTNode, cst.BaseExpression]]:
        for node_type, attribute in _OTHER_BINDERS:
            for node in self._tree.nodes(node_type):
                target: object = getattr(node, attribute)
                if isinstance(target, cst.AsName):
                    target = target.name
                if isinstance(target, cst.BaseExpression):
                    yield node, target

    def _bind_target(self, node: cst.CSTNode, target: cst.BaseExpression) -> None:
        if isinstance(target, cst.Name):
            self._bind(target.value, BindingKind.OTHER, node)
        elif isinstance(target, (cst.Tuple, cst.List)):
            for element in target.elements:
                self._bind_target(node, element.value)


def dotted(expression: cst.CSTNode | None) -> str | None:
    """Return "a.b.c" for a name or a chain of attributes on a name, None for anything else."""
    if isinstance(expression, cst.Name):
        return expression.value
    if isinstance(expression, cst.Attribute):
        base = dotted(expression.value)
        return None if base is None else f"{base}.{expression.attr.value}"
    return None


def last_name(expression: cst.CSTNode | None) -> str:
    """Return the last identifier of a name or attribute, "unlink" for `os.unlink`; "" for anything else."""
    if isinstance(expression, cst.Attribute):
        return expression.attr.value
    return expression.value if isinstance(expression, cst.Name) else ""


def _function_binding(name: str, inner: Scope) -> Scope | None:
    """Return the function scope around `inner` that binds `name`, which is what `nonlocal` means."""
    outer = inner.parent
    while outer is not None and (outer.is_class or outer.is_module or name not in outer.bindings):
        outer = outer.parent
    return outer
