"""Runs Bandit beside amends over any folder, and accounts for every finding of Bandit's.

usage: python tests/account.py [--select IDS] [--jobs N] PATHS…

Prints per Bandit rule what became of its findings: fixed, advice, harmless, suppressed (by a comment in the
code), refused (amends names the file and says why it leaves it alone as a whole) or unaccounted. The
unaccounted are listed with file and line; there should be none, and the exit code is 1 if there is one.
"""

from __future__ import annotations

import argparse
import ast
import json
import subprocess
import sys
import warnings
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from amends.codemod import Codemod
from amends.disk.files import File, read
from amends.model import Level, Outcome
from amends.registry import installed
from amends.run import Plan, outcomes
from amends.settings import Settings, override

COLUMNS = ("found", "fixed", "advice", "harmless", "suppressed", "refused", "unaccounted")
_FILES_PER_RUN = 500  # as many as a command line can hold


@dataclass(frozen=True, order=True, slots=True)
class Report:
    """A finding of Bandit's."""

    path: str
    line: int
    code: str


def main() -> int:
    """Print the account, and return 1 if it does not add up."""
    parser = argparse.ArgumentParser(description="Account for every finding of Bandit's.")
    parser.add_argument("paths", nargs="+", type=Path)
    parser.add_argument("--select", default="", help="codemod ids or codes, separated by commas")
    parser.add_argument("--jobs", type=int, default=1)
    arguments = parser.parse_args()
    for path in arguments.paths:
        if not path.exists():
            parser.error(f"{path}: no such file or folder")
    settings = override(Settings(), installed(), select=[word for word in arguments.select.split(",") if word])
    codemods = tuple(codemod for codemod in installed() if settings.selects(codemod))
    files = tuple(dict.fromkeys(str(file) for path in arguments.paths for file in _python_files(path)))
    reports = sorted(found_by_bandit(files, sorted(_codes(codemods, settings))))
    concerned = tuple(dict.fromkeys(report.path for report in reports))
    plan = Plan(codemods, settings, Level.REVIEW, arguments.jobs)
    account, missing = settle(reports, outcomes([File(p, p, explicit=True) for p in concerned], plan))
    print("\n".join(_table(account)))
    print("".join(f"unaccounted: {each.path}:{each.line}: {each.code}\n" for each in missing), end="")
    return 1 if missing else 0


def found_by_bandit(files: Sequence[str], codes: Sequence[str]) -> Iterator[Report]:
    """Yield what Bandit finds, also where a comment tells it to keep still."""
    command = [sys.executable, "-m", "bandit", "--quiet", "--exit-zero", "--ignore-nosec", "--format", "json"]
    for start in range(0, len(files), _FILES_PER_RUN):
        some = files[start : start + _FILES_PER_RUN]
        run = subprocess.run([*command, "--tests", ",".join(codes), *some], check=True, capture_output=True)
        for result in json.loads(run.stdout)["results"]:
            yield Report(result["filename"].removeprefix("./"), result["line_number"], result["test_id"])


def settle(reports: Iterable[Report], done: Iterable[Outcome]) -> tuple[Counter[tuple[str, str]], list[Report]]:
    """Count by code and fate, and return the reports that have met none.

    A report is met by a result with the same code in the same statement, and each result meets one report.
    """
    account: Counter[tuple[str, str]] = Counter()
    missing: list[Report] = []
    by_path: defaultdict[str, list[Report]] = defaultdict(list)
    for report in reports:
        by_path[report.path].append(report)
        account[report.code, "found"] += 1
    for outcome in done:
        for report, fate in _fates(by_path.pop(outcome.path, []), outcome):
            account[report.code, fate] += 1
            if fate == "unaccounted":
                missing.append(report)
    return account, missing


def _fates(reports: Sequence[Report], outcome: Outcome) -> Iterator[tuple[Report, str]]:
    if outcome.problem:
        yield from ((report, "refused") for report in reports)
        return
    statements = _statements(read(Path(outcome.path)))
    left = list(outcome.results)
    for report in reports:
        same = [r for r in left if r.code == report.code and _same(statements, r.line, report.line)]
        met = min(same, key=lambda result: abs(result.line - report.line), default=None)
        if met is not None:
            left.remove(met)
        yield report, met.status.value if met else "unaccounted"


def _same(statements: dict[int, int], one: int, other: int) -> bool:
    return one == other or (statements.get(one, -1) == statements.get(other, -2))


def _statements(data: bytes) -> dict[int, int]:
    """Map each line to the first line of the innermost statement, or header of a block, that it belongs to."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        tree = ast.parse(data)
    found: dict[int, int] = {}
    for node in ast.walk(tree):  # outer statements come before the inner ones
        if isinstance(node, (ast.stmt, ast.ExceptHandler)):
            decorators = getattr(node, "decorator_list", [])
            first = min([node.lineno, *(each.lineno for each in decorators)])
            found.update(dict.fromkeys(range(first, (node.end_lineno or node.lineno) + 1), first))
    return found


def _python_files(path: Path) -> Iterable[Path]:
    return sorted(path.rglob("*.py")) if path.is_dir() else [path]


def _codes(codemods: Iterable[Codemod], settings: Settings) -> set[str]:
    codes = {code for codemod in codemods for code in codemod.codes if code.startswith("B")}
    return {code for code in codes if settings.wants(code)}


def _table(account: Counter[tuple[str, str]]) -> Iterator[str]:
    codes = sorted({code for code, _ in account})
    yield f"{'rule':6}" + "".join(f"{column:>12}" for column in COLUMNS)
    for code in codes:
        yield f"{code:6}" + "".join(f"{account[code, column]:>12}" for column in COLUMNS)
    totals = [sum(account[code, column] for code in codes) for column in COLUMNS]
    yield f"{'all':6}" + "".join(f"{total:>12}" for total in totals)


if __name__ == "__main__":
    sys.exit(main())
