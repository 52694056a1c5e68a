"""The reasons why a query is not parameterized although it holds values."""

from __future__ import annotations

import libcst as cst

from amends.wording import brief
from amends_codemods.sql_injection.databases.interfaces import Kind, Passing
from amends_codemods.sql_injection.databases.sinks import Sink
from amends_codemods.sql_injection.texts.pieces import Atom, aliases, templates
from amends_codemods.sql_injection.texts.queries import Site
from amends_codemods.sql_injection.texts.views import Refused
from amends_codemods.sql_injection.writing.plan import Plan

_CLAUSES = frozenset({
    "filter", "where", "having", "order_by", "group_by", "select", "select_from", "join", "outerjoin",
    "from_statement", "and_", "or_", "not_", "exists", "case", "with_only_columns", "add_columns", "columns", "column",
    "query", "offset", "limit", "union", "union_all", "prefix_with", "suffix_with", "with_hint", "func", "execute",
})  # fmt: skip


def check(plan: Plan) -> None:
    """Raise Refused where the edit would not be right."""
    errors = [view.reading.error for view in plan.views if view.reading.error]
    if errors:
        raise Refused(errors[0])
    for site in plan.query.sites:
        _check_site(plan, site)
    if plan.query.stray is not None:
        use = brief(plan.source.code(plan.source.statement(plan.query.stray)))
        text = plan.source.code(plan.query.stray)
        raise Refused(f"the text in {text} is also used where no parameters go with it: {use}")
    if plan.query.several is not None:
        text = plan.source.code(plan.query.several)
        raise Refused(f"{text} is one of several templates: put the placeholders into each, and pass the values beside")
    _check_numbers(plan)
    _check_order(plan)
    _check_groups(plan)
    _check_percent(plan)


def _check_site(plan: Plan, site: Site) -> None:
    sink = site.sink
    if sink.driver is not None and sink.driver.unsupported:
        raise Refused(sink.driver.unsupported)
    if sink.method.parameters is None:
        raise Refused(_without_parameters(sink))
    if sink.method.many:
        raise Refused(f"{sink.method.name} sends the text many times: put the values into each set of parameters")
    if sink.passing is Passing.BINDPARAMS and not _is_clause_of_query(plan, sink.call):
        raise Refused("the text is not seen to become a part of a query; bind its values where it is sent")
    if any(arg.star for arg in sink.call.args) and not plan.is_given(site):
        raise Refused("the call passes starred arguments, so it cannot be seen what it passes")


def _keeps_percent(plan: Plan) -> bool:
    """Whether the literal text has a `%` besides what moves into the values."""
    moved = {atom for bound in plan.bound for atom in bound.removed}
    literal = (piece for view in plan.views for piece in view.pieces if isinstance(piece, Atom))
    return any(atom.value == "%" and atom not in moved for atom in literal)


def _without_parameters(sink: Sink) -> str:
    name = sink.method.name
    if sink.kind is Kind.FUNCTION:
        return f"{name} takes no parameters: let it take some, and hand them on beside the query"
    return f"{name} takes no parameters: run the statements one by one with execute"


def _is_clause_of_query(plan: Plan, call: cst.Call) -> bool:
    """Whether a `text(…)` goes to a method that makes a part of a query of it, and not of a table."""
    above = plan.source.parent(plan.source.parent(call) or call)
    name = above.func if isinstance(above, cst.Call) else None
    last = name.attr.value if isinstance(name, cst.Attribute) else name.value if isinstance(name, cst.Name) else ""
    return last in _CLAUSES


def _check_numbers(plan: Plan) -> None:
    """Refuse where a template that stands elsewhere asks by number for what stands behind an argument that goes."""
    moved = {hole for bound in plan.bound for hole in (bound.anchor, *bound.others)}
    for template in {part for view in plan.views for part in templates(view.variant.layout)}:
        name = next(aliases(template.body), None)
        goes = False
        for argument in template.arguments:
            fields = (item.field for item in argument.shown if not isinstance(item, Atom))
            is_numbered = any(field[1:2].isdigit() for field in fields)
            if goes and is_numbered and name is not None:
                raise Refused(f"{name.code} asks for its values by number: write the text where it is filled in")
            goes = goes or all(item in moved for item in argument.shown)


def _check_order(plan: Plan) -> None:
    """Refuse where effects would come in another order, or twice."""
    moved = [h for b in plan.bound for h in (b.anchor, *b.others) if not plan.effects.is_steady(h.expression)]
    if len({h.expression for h in moved}) < len(moved):
        raise Refused(f"{moved[0].shown} would be evaluated twice: put it into a variable first")
    starts = [plan.source.span(hole.expression)[0] for hole in moved]
    given = (site.sink.parameters for site in plan.query.sites)
    if starts != sorted(starts) or (moved and not all(arg is None or plan.effects.is_steady(arg) for arg in given)):
        raise Refused(f"{moved[0].shown} would be evaluated in another order: put it into a variable first")
    for hole in moved:
        others = [k for k in plan.kept if not plan.effects.is_steady(k.hole.expression)]
        if others:
            raise Refused(
                f"{hole.shown} and {others[0].hole.shown} would be evaluated in another order: "
                "put them into variables first"
            )


def _check_groups(plan: Plan) -> None:
    """Refuse where the server would not know an expression again that is selected, and grouped or sorted by."""
    if not plan.driver.tells_apart or plan.style.is_named:
        return
    for bound in plan.bound:
        is_sorting = any(plan.places[hole].is_sorting for hole in (bound.anchor, *bound.others))
        if is_sorting and any(other is not bound and other.code == bound.code for other in plan.bound):
            raise Refused(
                f"{bound.code} would be two parameters, and what is selected no longer what GROUP BY or ORDER BY has: "
                "name the expression with AS where it is selected, group and sort by that name, and pass the value"
            )


def _check_percent(plan: Plan) -> None:
    if not plan.style.escapes_percent or any(plan.is_given(site) for site in plan.query.sites):
        return
    if not plan.driver.undoubles_percent and _keeps_percent(plan):
        raise Refused(
            f"a % stays in the text, and versions of {plan.driver.name} differ in how they read it beside parameters: "
            "pass the string that holds it as a parameter too"
        )
    if any("%" in text for text in plan.known.values()):
        raise Refused("a constant in the text holds %, which the driver would read as a placeholder: write it as %%")
    doubtful = next((kept for kept in plan.kept if kept.may_hold_sql and kept.is_open), None)
    if doubtful is not None:
        raise Refused(
            f"{doubtful.reason}; pass the values as parameters in the same step, "
            f"as any % in {doubtful.hole.shown} has to become %% then"
        )
