"""Measures tools in turn, so that a busy machine is unkind to all alike, and prints medians and ratios."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median

from benchmarks.corpus import single
from benchmarks.tools import AMENDS, RUFF, Cost, Tool, run


def compare(title: str, folder: Path, tools: Sequence[Tool], rounds: int) -> None:
    """Print what each tool costs over a folder, and how that relates to the last of them."""
    costs = _costs(folder, tools, rounds)
    print(f"\n{title}\n  {'':14}{'wall s':>9}{'ratio':>9}{'cpu s':>9}{'MB':>7}")
    yardstick = median(cost.wall for cost in list(costs.values())[-1])
    for tool, found in costs.items():
        wall = median(cost.wall for cost in found)
        processor = median(cost.processor for cost in found)
        memory = max(cost.memory for cost in found)
        print(f"  {tool.name:14}{wall:9.3f}{wall / yardstick:9.2f}{processor:9.2f}{memory:7.0f}")


def growth(title: str, amounts: Sequence[int], folder: Callable[[int], Path], rounds: int) -> None:
    """Print how the cost of amends and Ruff grows with an amount: by which factor for each factor of the amount."""
    print(f"\n{title}\n  {'':>9}{'amends s':>10}{'factor':>8}{'MB':>7}{'ruff s':>10}{'factor':>8}")
    before: tuple[float, float] | None = None
    for amount in amounts:
        costs = _costs(folder(amount), (AMENDS, RUFF), rounds)
        ours = median(cost.wall for cost in costs[AMENDS])
        theirs = median(cost.wall for cost in costs.get(RUFF, ())) if RUFF in costs else 0.0
        factors = (ours / before[0], theirs / before[1] if before[1] else 0.0) if before else (1.0, 1.0)
        memory = max(cost.memory for cost in costs[AMENDS])
        print(f"  {amount:9,}{ours:10.3f}{factors[0]:8.2f}{memory:7.0f}{theirs:10.3f}{factors[1]:8.2f}")
        before = ours, theirs


def made(name: str, text: Callable[[int], str]) -> Callable[[int], Path]:
    """Return what makes a folder with a single file for an amount."""
    return lambda amount: single(f"{name}-{amount}", text(amount))


def _costs(folder: Path, tools: Sequence[Tool], rounds: int) -> dict[Tool, list[Cost]]:
    commands = {tool: command for tool in tools if (command := tool.command(folder))}
    for tool in tools:
        if tool not in commands:
            print(f"without {tool.name}, which cannot be installed")
    costs: dict[Tool, list[Cost]] = {tool: [] for tool in commands}
    for command in commands.values():
        run(command)  # fills the caches: the tools' own, those of compiled modules, and the system's
    for _ in range(rounds):
        for tool, command in commands.items():
            costs[tool].append(run(command))
    return costs
