"""What amends costs beside its peers: python tests/benchmarks/speed.py [--files N] [--rounds N] [--peers ruff,bandit].

The corpus is the standard library and the newest wheels of some large packages, fetched once by pip into
`.benchmark/`. Every tool looks for the same eight things, cold, one after the other within a round, so that a busy
machine is unkind to all of them alike; medians and their ratios are printed. Nothing here is a test.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import sysconfig
import time
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

HERE = Path(".benchmark")
PACKAGES = (
    "django", "sqlalchemy", "salt", "ansible-core", "transformers", "apache-airflow-core", "buildbot", "celery", "dask",
    "diffusers", "keystone", "langchain-community", "mlflow", "nova", "pandas", "scikit-learn", "wagtail", "zulip",
)  # fmt: skip
RULES = "S102,S105,S106,S107,S110,S112,S301,S302,S303,S307,S324,S506,S608,S610,S611"
TESTS = "B105,B106,B107,B102,B307,B301,B302,B303,B324,B506,B608,B610,B611,B110,B112,B614,B615,B403"


@dataclass(frozen=True, slots=True)
class Cost:
    """What one run took: seconds on the clock and of the processors, and mebibytes of its largest process."""

    wall: float
    processor: float
    memory: float


def tools(folder: Path) -> dict[str, list[str]]:
    """Return the command of each tool that is installed."""
    wanted = {
        "amends": ["amends", "fix", "--dry-run", "--no-cache", "--exit-zero", str(folder)],
        "ruff": ["ruff", "check", "--isolated", "--no-cache", "--exit-zero", "-q", "--select", RULES, str(folder)],
        "bandit": ["bandit", "-q", "-r", "--exit-zero", "-t", TESTS, str(folder)],
        "fixit": ["fixit", "--quiet", "lint", str(folder)],
        "codemodder": ["codemodder", "--dry-run", "--output", os.devnull, str(folder)],
    }
    beside = Path(sys.executable).parent
    path = f"{beside}{os.pathsep}{os.environ['PATH']}"
    found = {name: shutil.which(command[0], path=path) for name, command in wanted.items()}
    return {name: [path, *wanted[name][1:]] for name, path in found.items() if path}


def run(command: Sequence[str]) -> Cost:
    """Run a command to its end and measure it."""
    started = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, _, usage = os.wait4(process.pid, 0)
    memory = usage.ru_maxrss / (1024 * 1024 if sys.platform == "darwin" else 1024)
    return Cost(time.perf_counter() - started, usage.ru_utime + usage.ru_stime, memory)


def fetched() -> Iterator[Path]:
    """Yield every Python file of the standard library and of the packages, unpacked once."""
    wheels, unpacked = HERE / "wheels", HERE / "packages"
    for package in PACKAGES:
        if not (unpacked / package).exists():
            pip = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--only-binary", ":all:"]
            subprocess.run([*pip, "-d", str(wheels), package], check=False)
            for wheel in wheels.glob(f"{package.replace('-', '_')}-*.whl"):
                zipfile.ZipFile(wheel).extractall(unpacked / package)
    yield from sorted(p for p in Path(sysconfig.get_path("stdlib")).rglob("*.py") if "site-packages" not in p.parts)
    yield from sorted(unpacked.rglob("*.py"))


def corpus(count: int) -> Path:
    """Make a folder of that many files, spread evenly over everything that was fetched."""
    folder = HERE / f"corpus-{count}"
    if not folder.exists():
        files = list(fetched())
        for number, file in enumerate(files[:: max(1, len(files) // count)][:count]):
            target = folder / f"part{number % 97:02}" / f"{number:05}_{file.name}"
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, target)
    return folder


def one_file(name: str, text: str) -> Path:
    """Make a folder that holds a single file."""
    file = HERE / name / "single.py"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file.parent


def measure(title: str, folder: Path, names: Sequence[str], rounds: int) -> None:
    """Print the medians of each tool over a folder, and the ratios to Ruff."""
    commands = {name: command for name, command in tools(folder).items() if name in names}
    costs: dict[str, list[Cost]] = {name: [] for name in commands}
    for _ in range(rounds):
        for name, command in commands.items():
            costs[name].append(run(command))
    medians = {name: statistics.median(cost.wall for cost in found) for name, found in costs.items()}
    yardstick = medians.get("ruff", medians.get("amends", 1.0))
    print(f"\n{title}")
    for name, found in costs.items():
        processor = statistics.median(cost.processor for cost in found)
        memory = max(cost.memory for cost in found)
        wall = medians[name]
        print(f"  {name:11}{wall:9.2f} s {wall / yardstick:8.2f}x {processor:9.2f} s cpu {memory:7.0f} MB")


def main() -> None:
    """Measure whole runs, then how the cost grows with files, findings and the size of a file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=7_500)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--peers", default="ruff,bandit")
    parser.add_argument("--profile", action="store_true", help="profile one run of amends instead, in one process")
    given = parser.parse_args()
    if given.profile:
        amends = tools(corpus(given.files))["amends"]
        subprocess.run([sys.executable, "-m", "cProfile", "-s", "tottime", *amends, "--jobs", "1"], check=False)
        return
    peers = ("amends", *given.peers.split(","))
    print(json.dumps({"python": sys.version.split()[0], "processors": os.cpu_count()}))
    measure(f"{given.files} files, cold", corpus(given.files), peers, given.rounds)
    for count in (100, 1_000, 10_000):
        measure(f"{count} files", corpus(count), ("amends", "ruff"), given.rounds)
    for count in (1, 10, 100, 1_000):
        text = "import hashlib\n" + "".join(f"\n\ndef f{n}(d):\n    return hashlib.md5(d)\n" for n in range(count))
        measure(f"one file, {count} findings", one_file(f"findings-{count}", text), ("amends", "ruff"), given.rounds)
    for size in (1, 10, 100, 1_000, 5_000):
        body = "\n\ndef g(a, b):\n    total = a + b\n    return total\n" * (size * 20)
        text = f"import hashlib\n{body}\n\ndef f(d):\n    return hashlib.md5(d)\n"
        measure(f"one file of {size} kB, one finding", one_file(f"size-{size}", text), ("amends", "ruff"), given.rounds)


if __name__ == "__main__":
    main()
