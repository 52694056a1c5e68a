"""The files that are measured: real ones by the thousand, and made ones of which one property grows."""

from __future__ import annotations

import shutil
import subprocess
import sys
import sysconfig
import zipfile
from functools import cache
from pathlib import Path

HOME = Path(__file__).parents[2] / ".benchmark"
PACKAGES = (
    "django", "sqlalchemy", "ansible-core", "transformers", "apache-airflow-core", "buildbot", "celery", "dask",
    "diffusers", "keystone", "langchain-community", "mlflow", "nova", "pandas", "scikit-learn", "wagtail", "zulip",
)  # fmt: skip
CLEAN = "def total(items):\n    return sum(item.price for item in items)\n"
_FINDING = "\n\ndef digest_{0}(data):\n    return hashlib.md5(data).hexdigest()\n"
_HANDLER = "    value_{0} = None\n    try:\n        value_{0} = load(items)\n    except Exception:\n        pass\n"
_FILLING = "\n\ndef total_{0}(left, right):\n    total = left + right\n    return total\n"


def sample(count: int) -> Path:
    """Make a folder of that many real files, spread evenly over the standard library and the packages.

    They keep their paths, as a test is told from a program by where it stands.
    """
    folder = HOME / f"corpus-{count}"
    if not folder.exists():
        files = _real_files()
        for number in range(min(count, len(files))):
            file, place = files[number * len(files) // min(count, len(files))]
            target = folder / place
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, target)
        _set_apart(folder)
    return folder


def single(name: str, text: str) -> Path:
    """Make a folder that holds a single file."""
    file = HOME / "single" / name / "single.py"
    file.parent.mkdir(parents=True, exist_ok=True)
    if not file.exists() or file.read_text(encoding="utf-8") != text:
        file.write_text(text, encoding="utf-8")
        _set_apart(file.parent)
    return file.parent


def with_findings(count: int) -> str:
    """Return a file with that many findings."""
    return "import hashlib\n" + "".join(map(_FINDING.format, range(count)))


def in_one_function(count: int) -> str:
    """Return a file with that many findings in one function, where each has all the others around it."""
    return "def run(items):\n" + "".join(map(_HANDLER.format, range(count)))


def of_size(kilobytes: int) -> str:
    """Return a file of that size with a finding at its end."""
    filling = "".join(map(_FILLING.format, range(kilobytes * 1_000 // len(_FILLING))))
    return f"import hashlib\n{filling}{_FINDING.format('')}"


def _set_apart(folder: Path) -> None:
    """Make a folder a project of its own, to which no settings of ours apply."""
    tables = "\n".join(f"[tool.{tool}]" for tool in ("amends", "bandit", "ruff"))
    (folder / "pyproject.toml").write_text(f"{tables}\n[tool.fixit]\nroot = true\n", encoding="utf-8")


@cache
def _real_files() -> list[tuple[Path, Path]]:
    """Return the files with their places in the corpus."""
    library = Path(sysconfig.get_path("stdlib"))
    own = sorted(file for file in library.rglob("*.py") if "site-packages" not in file.parts)
    others = (file for package in PACKAGES for file in sorted(_unpacked(package).rglob("*.py")))
    return [
        *((file, Path("lib", file.relative_to(library))) for file in own),
        *((file, file.relative_to(HOME / "packages")) for file in others),
    ]


def _unpacked(package: str) -> Path:
    """Return where a package lies, fetched the first time; one that cannot be had is named."""
    target, wheels = HOME / "packages" / package, HOME / "wheels" / package
    if not target.exists():
        download = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary", ":all:"]
        if subprocess.run([*download, "--dest", str(wheels), package], check=False).returncode:
            print(f"without {package}, which cannot be downloaded")
        for wheel in wheels.glob("*.whl"):
            with zipfile.ZipFile(wheel) as archive:
                archive.extractall(target)
    return target
