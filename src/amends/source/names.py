"""What a name means at some place of a module, and how to write a qualified name there."""

from __future__ import annotations

import builtins
from collections import defaultdict
from collections.abc import Iterator

import libcst as cst

from amends.model import Import, Reference
from amends.source.scopes import Binding, BindingKind, Scope, Scopes, dotted
from amends.source.tree import Tree

_BUILTINS = frozenset(dir(builtins))
_CONDITIONAL = (cst.If, cst.For, cst.While, cst.With, cst.FunctionDef, cst.ClassDef, cst.Match)


class Names:
    """Name resolution over one tree: qualified names, single values, uses, references."""

    def __init__(self, tree: Tree, scopes: Scopes) -> None:
        self._tree = tree
        self._scopes = scopes
        self._spelled: defaultdict[str, list[cst.Name]] | None = None
        self._uses: dict[str, dict[Scope, list[cst.Name]]] = {}
        self._known: dict[Binding, frozenset[str]] = {}

    def bindings(self, name: cst.Name) -> tuple[Binding, ...]:
        """Return all bindings of `name` in the scope that it is looked up in; empty if the module has none."""
        scope = self._scopes.of(name).visible(name.value)
        return tuple(scope.bindings[name.value]) if scope else ()

    def value(self, name: cst.Name) -> cst.BaseExpression | None:
        """Return the value of a name that is bound exactly once, by a plain assignment."""
        bindings = self.bindings(name)
        return bindings[0].value if len(bindings) == 1 else None

    def qualified(self, expression: cst.CSTNode) -> frozenset[str]:
        """Return every qualified name that a chain of names, attributes and calls may have.

        Builtins are "builtins.x", what the module itself defines is "<local>.x", a call in the chain adds
        "()" ("huggingface_hub.HfApi().snapshot_download"). Empty where nothing is known.
        """
        return self._qualified(expression, 8)

    def _qualified(self, expression: cst.CSTNode, hops: int) -> frozenset[str]:
        if isinstance(expression, cst.Name):
            return self._meanings(expression, hops)
        if isinstance(expression, cst.Attribute):
            return frozenset(f"{n}.{expression.attr.value}" for n in self._qualified(expression.value, hops))
        if isinstance(expression, cst.Call):
            return frozenset(f"{n}()" for n in self._qualified(expression.func, hops))
        return frozenset()

    def _meanings(self, name: cst.Name, hops: int) -> frozenset[str]:
        bindings = self.bindings(name)
        if not bindings:
            known = name.value in _BUILTINS and self._scopes.of(name).visible(name.value) is None
            return frozenset({f"builtins.{name.value}"} if known else ())
        first = bindings[0]
        if len(bindings) > 1:
            return self._meanings_of_many(bindings)
        value = first.value
        if hops and isinstance(value, (cst.Name, cst.Attribute)):
            aliased = self._qualified(value, hops - 1)
            return frozenset(n for n in aliased if not n.startswith("<local>")) or frozenset({f"<local>.{name.value}"})
        return frozenset({_meaning(first)})

    def _meanings_of_many(self, bindings: tuple[Binding, ...]) -> frozenset[str]:
        known = self._known.get(bindings[0])
        if known is None:
            real = [b for b in bindings if not b.is_none] or bindings
            known = self._known[bindings[0]] = frozenset(map(_meaning, real))
        return known

    def spelled(self, expression: cst.CSTNode) -> str | None:
        """Return the dotted text of a chain whose root the module does not bind, or may get by a star import."""
        text = dotted(expression)
        if text is None:
            return None
        root = expression
        while isinstance(root, cst.Attribute):
            root = root.value
        unknown = isinstance(root, cst.Name) and not self.bindings(root) and root.value not in _BUILTINS
        return text if unknown else None

    def star_modules(self) -> frozenset[str]:
        """Return the modules whose names a star import has put into the module's scope."""
        return frozenset(dotted(star.module) or "" for star in self._scopes.module.stars if star.module)

    def uses(self, scope: Scope, name: str) -> Iterator[cst.Name]:
        """Yield the places, in source order, that read (or delete, or augment) `name` as bound in `scope`."""
        if name not in self._uses:
            self._uses[name] = self._uses_by_scope(name)
        yield from self._uses[name].get(scope, ())

    def _uses_by_scope(self, name: str) -> dict[Scope, list[cst.Name]]:
        found: defaultdict[Scope, list[cst.Name]] = defaultdict(list)
        for node in self._by_spelling()[name]:
            if self.is_reference(node) and (scope := self._scopes.of(node).visible(name)) is not None:
                found[scope].append(node)
        return found

    def _by_spelling(self) -> defaultdict[str, list[cst.Name]]:
        if self._spelled is None:
            self._spelled = defaultdict(list)
            for node in self._tree.nodes(cst.Name):
                self._spelled[node.value].append(node)
        return self._spelled

    def is_reference(self, node: cst.Name) -> bool:  # noqa: PLR0911 - one line for each syntax with a bare name
        """Whether a name stands for what it means: it is no attribute, no keyword and not what is bound."""
        parent = self._tree.parent(node)
        if isinstance(parent, cst.Attribute):
            return parent.value is node
        if isinstance(parent, cst.Arg):
            return parent.value is node
        if isinstance(parent, (cst.Param, cst.NamedExpr, cst.AnnAssign)):
            named = parent.name if isinstance(parent, cst.Param) else parent.target
            return named is not node
        if isinstance(parent, (cst.FunctionDef, cst.ClassDef)):
            return parent.name is not node
        if isinstance(parent, (cst.For, cst.CompFor)):
            return parent.target is not node
        if isinstance(parent, cst.MatchKeywordElement):
            return parent.key is not node
        return not isinstance(
            parent, (cst.AssignTarget, cst.AsName, cst.ImportAlias, cst.ImportFrom, cst.NameItem, cst.MatchAs)
        )

    def refer(self, qualified: str, at: cst.CSTNode) -> Reference:
        """Return how to write `qualified` at a place: by an import that is there, or by one to add.

        `qualified` is a module, or a module's attribute ("os.environ"): its last dot parts the two.
        An import that is shadowed at the place, conditional, or not yet run there is not relied on.
        """
        module, _, attribute = qualified.rpartition(".")
        module = module or qualified
        tail = f".{attribute}" if attribute and module != qualified else ""
        for local, imported in self._imports_in_reach(at):
            if imported == qualified:
                return Reference(local)
            if imported == module:
                return Reference(f"{local}{tail}")
        root = module.partition(".")[0]
        local = self.free_name(root, at, prefix="_")
        if local == root:
            return Reference(f"{module}{tail}", (Import(module),))
        return Reference(f"{local}{tail}", (Import(module, alias=local),))

    def free_name(self, wanted: str, at: cst.CSTNode, prefix: str = "") -> str:
        """Return `wanted`, or a variant of it, such that it means nothing yet at that place nor in the module."""
        name, number = wanted, 1
        while self._is_taken(name, at):
            number += 1
            name = f"{prefix}{name}" if prefix else f"{wanted}_{number}"
        return name

    def _is_taken(self, name: str, at: cst.CSTNode) -> bool:
        taken_here = self._scopes.of(at).visible(name) is not None
        return taken_here or name in self._scopes.module.bindings or name in _BUILTINS

    def _imports_in_reach(self, at: cst.CSTNode) -> Iterator[tuple[str, str]]:
        here = self._scopes.of(at)
        scope: Scope | None = here
        while scope is not None:
            for name, bindings in scope.bindings.items():
                same = len({b.imported for b in bindings}) == 1
                if same and here.visible(name) is scope and all(self._is_import_in_reach(b, at) for b in bindings):
                    imported = {full for b in bindings for full in _imported_names(b)}
                    yield from ((_written(name, full, bindings), full) for full in sorted(imported))
            scope = scope.parent

    def _is_import_in_reach(self, binding: Binding, at: cst.CSTNode) -> bool:
        if binding.kind is not BindingKind.IMPORT:
            return False
        around = set(self._tree.ancestors(at))
        for above in self._tree.ancestors(binding.node):
            if above in around:
                break
            if isinstance(above, _CONDITIONAL):
                return False
        runs_later = self._enclosing_function(at) is not self._enclosing_function(binding.node)
        return runs_later or self._tree.order(binding.node) < self._tree.order(at)

    def _enclosing_function(self, node: cst.CSTNode) -> cst.CSTNode | None:
        scope: Scope | None = self._scopes.of(node)
        while scope is not None and not isinstance(scope.node, (cst.FunctionDef, cst.Lambda)):
            scope = scope.parent
        return scope.node if scope else None


def _meaning(binding: Binding) -> str:
    return binding.imported or f"<local>.{binding.name}"


def _imported_names(binding: Binding) -> frozenset[str]:
    """Return what an import makes reachable: for `import a.b.c` the modules a, a.b and a.b.c."""
    alias = binding.node
    if isinstance(alias, cst.ImportAlias) and alias.asname is None and "." not in binding.imported:
        parts = (dotted(alias.name) or "").split(".")
        if parts[0] == binding.imported:
            return frozenset(".".join(parts[: n + 1]) for n in range(len(parts)))
    return frozenset({binding.imported})


def _written(local: str, imported: str, bindings: list[Binding]) -> str:
    """Return the expression that reaches `imported` through the name `local`."""
    own = bindings[0].imported
    return local + imported[len(own) :] if imported.startswith(f"{own}.") else local
