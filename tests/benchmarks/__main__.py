"""Measure amends: cd tests && python -m benchmarks [--profile] [--rounds N] [--files N] [--sample N] [--most N].

Everything it needs is fetched into `.benchmark/` once: the standard library and the newest wheels of large packages
for a corpus, and the peers. Compare figures of one run only: they are taken in turn, on the same machine.
"""

from __future__ import annotations

import argparse
import os
import sys

from benchmarks.corpus import CLEAN, HOME, in_one_function, of_size, sample, single, with_findings
from benchmarks.measure import compare, growth, made
from benchmarks.tools import AMENDS, AMENDS_AGAIN, BANDIT, CODEMODDER, FIXIT, RUFF, RUFF_AGAIN


def _measure(files: int, sampled: int, rounds: int, most: int) -> None:
    print(f"Python {sys.version.split()[0]}, {os.cpu_count()} processors, medians of {rounds}")
    compare(f"{files:,} files, cold", sample(files), (AMENDS, BANDIT, RUFF), rounds)
    compare(f"{files:,} files, again with nothing changed", sample(files), (AMENDS_AGAIN, RUFF_AGAIN), rounds)
    compare(f"{sampled:,} files, cold", sample(sampled), (AMENDS, BANDIT, FIXIT, CODEMODDER, RUFF), rounds)
    for found, text in (("nothing found", CLEAN), ("one finding", with_findings(1))):
        file = single(found, text) / "single.py"  # a hook names the files
        compare(f"a hook's run over one small file, {found}", file, (AMENDS, BANDIT, RUFF), 5 * rounds)
    growth("with files", [count for count in (100, 1_000, 10_000) if count <= most], sample, rounds)
    growth("with findings in one file", (1, 10, 100, 1_000), made("findings", with_findings), rounds)
    growth("with findings in one function", (1, 10, 100, 400), made("function", in_one_function), rounds)
    growth("with the kilobytes of one file", (5, 50, 500, 5_000), made("size", of_size), rounds)


def _main() -> None:
    parser = argparse.ArgumentParser(prog="benchmarks", description=__doc__)
    parser.add_argument("--files", type=int, default=7_500, help="the size of the large corpus")
    parser.add_argument("--sample", type=int, default=400, help="the size of the corpus for slow peers")
    parser.add_argument("--most", type=int, default=10_000, help="where to stop growing the number of files")
    parser.add_argument("--rounds", type=int, default=3, help="how often everything is measured")
    parser.add_argument("--profile", action="store_true", help="show where the time of a run goes instead")
    given = parser.parse_args()
    HOME.mkdir(exist_ok=True)
    if given.profile:
        from benchmarks.stages import profile  # noqa: PLC0415 - it imports amends, which else is run as it is installed

        profile(sample(given.files))
        return
    _measure(given.files, given.sample, given.rounds, given.most)


if __name__ == "__main__":
    _main()
