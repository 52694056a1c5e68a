"""Tells whether the find_class of an unpickler lets nothing through but what stands in a table.

Every way to something that is looked up must lie behind a test which holds only for what a table of the file names,
and what it names must do nothing but make data. A list of what is refused is no such test, nor is one of modules.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import libcst as cst

from amends.facts.remembering import remembered
from amends.source import Source
from amends_codemods.pickle_load.fencing.cases import case_told
from amends_codemods.pickle_load.fencing.exits import Gap, given_back, is_settled, looked_up
from amends_codemods.pickle_load.fencing.guards import Meaning, Part, State, meaning, told
from amends_codemods.pickle_load.fencing.known import NOTHING, Pair

_OF_METHOD = 3  # self, module, name


@dataclass(frozen=True, slots=True)
class Fence:
    """What an unpickler lets through, and where the fence has a gap, if it has one."""

    admitted: frozenset[Pair] = frozenset()
    gap: str = ""


@remembered
def fence(source: Source, class_: cst.ClassDef) -> Fence:
    """Return what the find_class of a class lets through."""
    bindings = source.scopes.own(class_).bindings.get("find_class", [])
    if not bindings:
        return Fence(gap="it has no find_class of its own")
    method = bindings[0].node
    targets = (target.target for target in source.nodes(cst.AssignTarget))
    replaced = any(isinstance(t, cst.Attribute) and t.attr.value == "find_class" for t in targets)
    if len(bindings) > 1 or not isinstance(method, cst.FunctionDef) or replaced:
        return Fence(gap="its find_class is replaced by another")
    if method.decorators and not all(source.code(d.decorator).endswith("override") for d in method.decorators):
        return Fence(gap="its find_class is decorated")
    if any(_is_bound_within(source, method, param) for param in method.params.params):
        return Fence(gap="its find_class changes what it is asked for in the middle of an expression")
    walk = _Walk(source, method)
    try:
        walk.block(method.body, _start(method))
    except Gap as gap:
        return Fence(gap=str(gap))
    return Fence(frozenset(walk.found))


def _start(method: cst.FunctionDef) -> State:
    params = (*method.params.posonly_params, *method.params.params)
    variables: dict[str, Meaning] = {}
    if len(params) >= _OF_METHOD:
        variables = {params[1].name.value: Part.MODULE, params[2].name.value: Part.NAME}
    return State(NOTHING, variables)


def _is_bound_within(source: Source, method: cst.FunctionDef, param: cst.Param) -> bool:
    """Whether an expression gives a parameter another value on its way."""
    bindings = source.scopes.own(method).bindings.get(param.name.value, ())
    return any(isinstance(binding.node, cst.NamedExpr) for binding in bindings)


class _Walk:
    """Goes all ways through a method; each step returns the state behind it, or None if nothing gets there."""

    def __init__(self, source: Source, method: cst.FunctionDef) -> None:
        self._source = source
        self._bindings = source.scopes.own(method).bindings
        self.found: set[Pair] = set()

    def block(self, block: cst.BaseSuite, state: State | None) -> State | None:
        """Go through the statements of a block."""
        for statement in block.body:
            if state is None:
                return None
            state = self._statement(statement, state)
        return state

    def _statement(self, statement: cst.CSTNode, state: State) -> State | None:  # noqa: PLR0911 - one for each syntax
        if isinstance(statement, cst.SimpleStatementLine):
            return self._small(statement.body, state)
        if isinstance(statement, cst.If):
            return self._if(statement, state)
        if isinstance(statement, (cst.Try, cst.TryStar)):
            return self._try(statement, state)
        if isinstance(statement, cst.Match):
            return self._match(statement, state)
        if isinstance(statement, (cst.For, cst.While)):
            return self._loop(statement, state)
        if isinstance(statement, cst.With):
            for item in statement.items:
                self._look(item.item, state)
            inside = self._without(statement, state)
            return _joined((inside, self.block(statement.body, inside)))  # the context may swallow an error
        self._look(statement, state)
        return self._without(statement, state)

    def _small(self, statements: Iterable[cst.BaseSmallStatement], state: State) -> State | None:
        for statement in statements:
            self._look(statement, state)
            if isinstance(statement, cst.Return):
                self.found.update(given_back(self._source, statement.value, state))
                return None
            if isinstance(statement, (cst.Raise, cst.Continue, cst.Break)):
                return None
            state = self._assigned(statement, state)
        return state

    def _assigned(self, statement: cst.BaseSmallStatement, state: State) -> State:
        target = statement.targets[0].target if isinstance(statement, cst.Assign) else None
        if not isinstance(statement, cst.Assign) or not isinstance(target, cst.Name) or len(statement.targets) > 1:
            return self._without(statement, state)
        value = meaning(self._source, statement.value, state)
        before, state = state, self._without(statement, state)
        if value in {Part.MODULE, Part.NAME}:
            value = None  # a second name for the same; what is tested under it is not followed
        elif value is None and is_settled(self._source, statement.value, before):
            value = Part.FOUND
        return state.bound(target.value, value)

    def _if(self, statement: cst.If, state: State) -> State | None:
        self._look(statement.test, state)
        holds, fails = told(self._source, statement.test, state)
        then = self.block(statement.body, self._without(statement.test, state.also(holds)))
        otherwise = self._without(statement.test, state.also(fails))
        if isinstance(statement.orelse, cst.If):
            return _joined((then, self._if(statement.orelse, otherwise)))
        behind = self.block(statement.orelse.body, otherwise) if statement.orelse is not None else otherwise
        return _joined((then, behind))

    def _try(self, statement: cst.Try | cst.TryStar, state: State) -> State | None:
        behind = self.block(statement.body, state)
        if behind is not None and statement.orelse is not None:
            behind = self.block(statement.orelse.body, behind)
        anywhere = self._without(statement.body, state)
        handled = [self.block(handler.body, self._without(handler, anywhere)) for handler in statement.handlers]
        out = _joined((behind, *handled))
        if statement.finalbody is None:
            return out
        last = self.block(statement.finalbody.body, self._without(statement, state))
        return None if last is None or out is None else self._without(statement.finalbody, out)

    def _loop(self, statement: cst.For | cst.While, state: State) -> State | None:
        state = self._without(statement, state)
        self._look(statement.iter if isinstance(statement, cst.For) else statement.test, state)
        known = told(self._source, statement.test, state)[0] if isinstance(statement, cst.While) else NOTHING
        self.block(statement.body, state.also(known))
        if statement.orelse is not None:
            return _joined((state, self.block(statement.orelse.body, state)))
        return state

    def _match(self, statement: cst.Match, state: State) -> State | None:
        self._look(statement.subject, state)
        subject = meaning(self._source, statement.subject, state)
        outs: list[State | None] = [state]
        for case in statement.cases:
            known = case_told(self._source, subject, case.pattern)
            inside = self._without(case.pattern, state.also(known))
            if case.guard is not None:
                self._look(case.guard, inside)
                inside = inside.also(told(self._source, case.guard, inside)[0])
            outs.append(self.block(case.body, inside))
        if any(map(_is_everything, statement.cases)):
            outs[0] = None  # one of the cases is gone through for certain
        return _joined(outs)

    def _look(self, node: cst.CSTNode, state: State) -> None:
        self.found.update(looked_up(self._source, node, state))

    def _without(self, node: cst.CSTNode, state: State) -> State:
        """Return the state once variables that are bound somewhere in a node may have got other values."""
        for name in tuple(state.variables):
            nodes = (binding.node for binding in self._bindings.get(name, ()))
            if any(bound is node or node in self._source.ancestors(bound) for bound in nodes):
                state = state.bound(name, None)
        return state


def _is_everything(case: cst.MatchCase) -> bool:
    return case.guard is None and isinstance(case.pattern, cst.MatchAs) and case.pattern.pattern is None


def _joined(states: Sequence[State | None]) -> State | None:
    """Return the state where several ways come together."""
    joined: State | None = None
    for state in states:
        joined = state if joined is None else joined.either(state) if state is not None else joined
    return joined
