"""Follows a local name through a scope: which assignments and appends make the text that each use of it reads."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import libcst as cst

from amends.source import Binding, BindingKind, Scope, Source

_LOOPS = (cst.For, cst.While)
_PLACES = (cst.BaseSmallStatement, cst.BaseCompoundStatement, cst.ExceptHandler, cst.MatchCase)
_LEAVING = (cst.Return, cst.Raise, cst.Break, cst.Continue)


@dataclass(frozen=True, slots=True, eq=False)
class Build:
    """A statement that sets a name (`start`) or adds to the text in it; `value` is None where it is not to be read."""

    statement: cst.CSTNode
    value: cst.BaseExpression | None
    is_start: bool


@dataclass(frozen=True, slots=True)
class Chain:
    """A start and what is added to it afterwards; `conditional` holds the additions that may not happen."""

    start: Build
    appends: tuple[Build, ...] = ()
    conditional: frozenset[Build] = frozenset()

    @property
    def builds(self) -> tuple[Build, ...]:
        """The start and the additions, in the order of the text."""
        return (self.start, *self.appends)


State: TypeAlias = "Mapping[Build, Chain]"


@dataclass(frozen=True, slots=True, eq=False)
class Group:
    """The uses of a name that share a start, the chains that reach them, and the uses themselves."""

    name: str
    scope: Scope
    chains: tuple[Chain, ...]
    reads: Mapping[cst.BaseExpression, tuple[Chain, ...]]

    @property
    def builds(self) -> tuple[Build, ...]:
        """All statements that build the text."""
        return tuple(dict.fromkeys(build for chain in self.chains for build in chain.builds))


def groups(source: Source, scope: Scope, name: str, *, of_list: bool = False) -> list[Group]:
    """Return the independent texts, or lists of texts, that a name holds in its scope one after the other."""
    return _Walk(source, scope, name, of_list=of_list).groups()


class _Walk:
    """One walk over the statements of a scope that set or use the name."""

    def __init__(self, source: Source, scope: Scope, name: str, *, of_list: bool) -> None:
        self._source, self._scope, self._name = source, scope, name
        self._of_list = of_list
        self._reads: dict[cst.Name, dict[Build, Chain]] = {}
        self._exits: list[list[State]] = []
        self._builds: dict[cst.CSTNode, list[Build]] = defaultdict(list)
        self._uses: dict[cst.CSTNode, list[cst.Name]] = defaultdict(list)
        self._relevant: dict[cst.CSTNode, None] = {}
        self._collect()

    def _collect(self) -> None:
        for binding in self._scope.bindings[self._name]:
            self._note(binding.node, _list_build(binding) if self._of_list else _build(binding))
        for use in self._source.uses(self._scope, self._name):
            if self._of_list and (build := self._append(use)) is not None:
                self._note(build.statement, build)
            elif not isinstance(self._source.parent(use), cst.AugAssign) or not self._is_target(use):
                self._note(use, None)

    def _append(self, use: cst.Name) -> Build | None:
        """Return the statement `name.append(text)` that a use of the name is a part of."""
        attribute = self._source.parent(use)
        call = self._source.parent(attribute) if isinstance(attribute, cst.Attribute) else None
        statement = self._source.parent(call) if isinstance(call, cst.Call) else None
        if not isinstance(attribute, cst.Attribute) or not isinstance(call, cst.Call) or call.func is not attribute:
            return None
        if attribute.attr.value != "append" or not isinstance(statement, cst.Expr) or len(call.args) != 1:
            return None
        return Build(statement, call.args[0].value, is_start=False)

    def _is_target(self, use: cst.Name) -> bool:
        parent = self._source.parent(use)
        return isinstance(parent, cst.AugAssign) and parent.target is use

    def _note(self, node: cst.CSTNode, build: Build | None) -> None:
        """Remember an event at the innermost statement, or part of a compound one's head, that holds it."""
        place: cst.CSTNode | None = None
        for above in (node, *self._source.ancestors(node)):
            if above is self._scope.node:
                break
            if place is None and isinstance(above, _PLACES):
                place = above
            self._relevant[above] = None
        place = place or node
        if build is not None:
            self._builds[place].append(build)
        elif isinstance(node, cst.Name):
            self._uses[place].append(node)

    def groups(self) -> list[Group]:
        """Walk, then put together the uses that share a start."""
        body = self._scope.node
        state: State = {build: Chain(build) for build in self._builds.get(body, ())}
        block = body.body if isinstance(body, (cst.FunctionDef, cst.ClassDef)) else body
        if isinstance(block, (cst.Module, cst.IndentedBlock, cst.SimpleStatementSuite)):
            state = {
                b: Chain(b) for place, builds in self._builds.items() if isinstance(place, cst.Param) for b in builds
            }
            self._block(block, state)
        return self._grouped()

    def _grouped(self) -> list[Group]:
        of_start: dict[Build, int] = {}
        members: dict[int, list[cst.Name]] = defaultdict(list)
        for number, (use, chains) in enumerate(self._reads.items()):
            joined = {of_start[start] for start in chains if start in of_start}
            members[number].append(use)
            for other in joined:
                members[number] += members.pop(other)
            for start in [*chains, *(s for s, n in of_start.items() if n in joined)]:
                of_start[start] = number
        return [self._group(uses) for uses in members.values()]

    def _group(self, uses: Sequence[cst.Name]) -> Group:
        reads: dict[cst.BaseExpression, tuple[Chain, ...]] = {use: tuple(self._reads[use].values()) for use in uses}
        whole: State = {}
        for use in uses:
            whole = self._merged(whole, self._reads[use])
        return Group(self._name, self._scope, tuple(whole.values()), reads)

    # statements

    def _block(self, block: cst.CSTNode, state: State | None) -> State | None:
        if isinstance(block, cst.SimpleStatementSuite):
            return None if state is None else self._line(block, state)
        statements: Iterable[cst.CSTNode] = getattr(block, "body", ())
        for statement in statements:
            if state is None:
                return None
            if statement in self._relevant:
                state = self._statement(statement, state)
            elif isinstance(statement, cst.SimpleStatementLine):
                state = self._left(statement.body[-1], state)
        return state

    def _left(self, statement: cst.CSTNode, state: State | None) -> State | None:
        if not isinstance(statement, _LEAVING):
            return state
        if isinstance(statement, (cst.Break, cst.Continue)) and self._exits and state is not None:
            self._exits[-1].append(state)
        return None

    def _statement(self, statement: cst.CSTNode, state: State) -> State | None:  # noqa: PLR0911 - guard clauses, one for each kind
        if isinstance(statement, (cst.SimpleStatementLine, cst.SimpleStatementSuite)):
            return self._line(statement, state)
        state = self._events(statement, state)
        if isinstance(statement, cst.If):
            return self._if(statement, state)
        if isinstance(statement, _LOOPS):
            return self._loop(statement, state)
        if isinstance(statement, (cst.Try, cst.TryStar)):
            return self._try(statement, state)
        if isinstance(statement, cst.With):
            return self._block(statement.body, state)
        if isinstance(statement, cst.Match):
            ends = [self._block(case.body, self._events(case, state)) for case in statement.cases]
            return self._all(state, *ends)
        self._nested(statement)
        return state

    def _line(self, line: cst.SimpleStatementLine | cst.SimpleStatementSuite, state: State) -> State | None:
        here: State | None = state
        for small in line.body:
            if here is not None:
                here = self._left(small, self._events(small, here))
        return here

    def _events(self, place: cst.CSTNode, state: State) -> State:
        for use in self._uses.get(place, ()):
            self._reads[use] = dict(self._merged(self._reads.get(use, {}), state))
        for build in self._builds.get(place, ()):
            state = {build: Chain(build)} if build.is_start else {s: _appended(c, build) for s, c in state.items()}
        return state

    def _if(self, statement: cst.If, state: State) -> State | None:
        body = self._block(statement.body, state)
        if isinstance(statement.orelse, cst.If):
            return self._all(body, self._statement(statement.orelse, state))
        return self._all(body, self._block(statement.orelse.body, state) if statement.orelse else state)

    def _loop(self, statement: cst.For | cst.While, state: State) -> State | None:
        after: State = state
        for _ in range(2):
            self._exits.append([])
            end = self._block(statement.body, self._events(statement, after))
            after = self._all(state, end, *self._exits.pop()) or state
        return self._block(statement.orelse.body, after) if statement.orelse else after

    def _try(self, statement: cst.Try | cst.TryStar, state: State) -> State | None:
        body = self._block(statement.body, state)
        entry = self._all(state, body) or state
        ends = [self._block(handler.body, self._events(handler, entry)) for handler in statement.handlers]
        if statement.orelse is not None:
            body = self._block(statement.orelse.body, body)
        end = self._all(body, *ends)
        if statement.finalbody is None:
            return end
        last = self._block(statement.finalbody.body, self._all(entry, end) or entry)
        return None if end is None else last

    def _nested(self, statement: cst.CSTNode) -> None:
        """Note the uses in a function or class of its own: nobody knows what they read."""
        for place, uses in self._uses.items():
            if place is statement or statement in self._source.ancestors(place):
                for use in uses:
                    self._reads[use] = {b: Chain(b) for builds in self._builds.values() for b in builds if b.is_start}

    def _all(self, *states: State | None) -> State | None:
        alive = [state for state in states if state is not None]
        merged: State = {}
        for state in alive:
            merged = self._merged(merged, state) if merged else state
        return merged if alive else None

    def _merged(self, one: State, two: State) -> State:
        if one is two or not one:
            return two
        return {s: self._joined(one.get(s), two.get(s)) for s in (*one, *(s for s in two if s not in one))}

    def _joined(self, one: Chain | None, two: Chain | None) -> Chain:
        if one is None or two is None or one == two:
            chain = one or two
            if chain is None:
                raise ValueError("two empty chains")
            return chain
        appends = sorted({*one.appends, *two.appends}, key=lambda build: self._source.tree.order(build.statement))
        partial = frozenset({*one.appends} ^ {*two.appends})
        return Chain(one.start, tuple(appends), one.conditional | two.conditional | partial)


def _appended(chain: Chain, build: Build) -> Chain:
    if build in chain.appends:
        return Chain(chain.start, chain.appends, chain.conditional | {build})
    return Chain(chain.start, (*chain.appends, build), chain.conditional)


def _build(binding: Binding) -> Build:
    """Return what a binding does to the text in its name."""
    node = binding.node
    if isinstance(node, cst.AugAssign) and isinstance(node.operator, cst.AddAssign):
        return Build(node, node.value, is_start=False)
    plain = isinstance(node, (cst.AnnAssign, cst.NamedExpr)) or (
        isinstance(node, cst.Assign) and len(node.targets) == 1
    )
    if binding.kind is not BindingKind.ASSIGNMENT or not plain or binding.value is None:
        return Build(node, None, is_start=True)
    return Build(node, binding.value, is_start=not _begins_with(binding.value, binding.name))


def _list_build(binding: Binding) -> Build:
    """Return what a binding does to the list in its name."""
    plain = isinstance(binding.node, cst.AnnAssign) or (
        isinstance(binding.node, cst.Assign) and len(binding.node.targets) == 1
    )
    return Build(binding.node, binding.value if plain and isinstance(binding.value, cst.List) else None, is_start=True)


def _begins_with(value: cst.BaseExpression, name: str) -> bool:
    """Whether an expression shows the name's own text before all else (`query + …`, `f"{query} …"`)."""
    while isinstance(value, cst.BinaryOperation) and isinstance(value.operator, cst.Add):
        value = value.left
    if isinstance(value, cst.FormattedString) and value.parts:
        first = value.parts[0]
        value = first.expression if isinstance(first, cst.FormattedStringExpression) else value
    return isinstance(value, cst.Name) and value.value == name
