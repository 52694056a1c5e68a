"""Numbers the placeholders of a query (`$1`, `:1`): once for all, or counted while the program adds to the text."""

from __future__ import annotations

from collections.abc import Mapping

from amends_codemods.sql_injection.holes.binding import Bound
from amends_codemods.sql_injection.texts.flow import Group
from amends_codemods.sql_injection.texts.pieces import Hole, own_pieces
from amends_codemods.sql_injection.texts.views import Refused
from amends_codemods.sql_injection.writing.plan import Plan


def is_counted(plan: Plan) -> bool:
    """Whether the number of a placeholder depends on the way that the program takes."""
    return _fixed(plan) is None


def numbers(plan: Plan, variables: Mapping[Group, str]) -> dict[Bound, int | str]:
    """Return the number of each value, or the expression that counts it in the variable beside the text."""
    return _fixed(plan) or _counted(plan, variables)


def _fixed(plan: Plan) -> dict[Bound, int | str] | None:
    if any(chain.conditional for group in plan.carried for chain in group.chains):
        return None
    by_anchor = {bound.anchor: bound for bound in plan.bound}
    found: dict[Bound, int | str] = {}
    for view in plan.views:
        count = len({placeholder.text for placeholder in view.reading.placeholders})
        for piece in view.pieces:
            bound = by_anchor.get(piece) if isinstance(piece, Hole) else None
            if bound is not None:
                count += 1
                if found.setdefault(bound, count) != count:
                    return None
    return found


def _counted(plan: Plan, variables: Mapping[Group, str]) -> dict[Bound, int | str]:
    if len(variables) != 1 or any(view.reading.placeholders for view in plan.views):
        raise Refused(
            "the number of a placeholder depends on the way that the program takes: count them as you add them"
        )
    (group, variable), *_ = variables.items()
    by_anchor = {bound.anchor: bound for bound in plan.bound}
    found: dict[Bound, int | str] = {}
    for build in plan.builds(group):
        held = own_pieces(plan.query.builds[build])
        mine = [by_anchor[piece] for piece in held if isinstance(piece, Hole) and piece in by_anchor]
        for index, bound in enumerate(mine):
            behind = len(mine) - 1 - index
            counted = f"len({variable}) - {behind}" if behind else f"len({variable})"
            found[bound] = index + 1 if build.is_start else counted
    return found | _further(plan, variable, found)


def _further(plan: Plan, variable: str, counted: Mapping[Bound, int | str]) -> dict[Bound, int | str]:
    """Number the values that the query holds behind the text that grows."""
    found: dict[Bound, int | str] = {}
    places = {piece: index for view in plan.views for index, piece in enumerate(view.pieces)}
    last = max((places[bound.anchor] for bound in counted), default=0)
    for bound in plan.bound:
        if bound not in counted:
            if places[bound.anchor] < last:
                raise Refused(
                    f"{bound.code} stands before text that grows, so its placeholder has no number of its own"
                )
            found[bound] = f"len({variable}) + {len(found) + 1}"
    return found
