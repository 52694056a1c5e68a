"""Where the time goes: one run of amends in this process, looked at a thousand times a second."""

from __future__ import annotations

import gc
import signal
import time
from collections import defaultdict
from operator import itemgetter
from pathlib import Path
from types import FrameType

from amends.disk.files import File, discover
from amends.model import Level
from amends.outputs import diff
from amends.registry import installed
from amends.run import Plan, outcomes
from amends.settings import Settings

_EVERY = 0.001  # seconds
# The stage of a moment is that of the innermost function which has one.
_STAGES = {
    "importlib": "import",
    "amends/disk/walk.py": "find",
    "amends/disk/files.py": "read",
    "amends/disk/encoding.py": "decode",
    "amends/prescreen.py": "prescreen",
    **dict.fromkeys(("amends/survey.py", "amends/text/", "/triggers.py", "/second_look.py"), "survey"),
    "libcst/_parser/": "parse",
    "amends/source/": "index",
    "/detector.py": "detect",
    "/transformer.py": "transform",
    "amends/verify.py": "verify",
    "amends/outputs/diff.py": "show",
}  # fmt: skip


class _Watch:
    """Adds up the time of the processor by stage."""

    def __init__(self) -> None:
        self.spent: defaultdict[str, float] = defaultdict(float)
        self._last = time.process_time()

    def look(self, _signal: int, frame: FrameType | None) -> None:
        """Put the time since the last look down to what is being done; native code cannot be looked at meanwhile."""
        now = time.process_time()
        self.spent[_stage(frame)] += now - self._last
        self._last = now


def _stage(frame: FrameType | None) -> str:
    while frame is not None:
        name = frame.f_code.co_filename
        for part, stage in _STAGES.items():
            if part in name:
                return stage
        frame = frame.f_back
    return "rest"


def profile(folder: Path) -> None:
    """Print the share of each stage in a run over a folder, without workers and without a cache."""
    watch = _Watch()
    gc.disable()  # as the command line does
    signal.signal(signal.SIGPROF, watch.look)
    signal.setitimer(signal.ITIMER_PROF, _EVERY, _EVERY)
    found = [item for item in discover([str(folder)], Settings()) if isinstance(item, File)]
    for outcome in outcomes(found, Plan(installed(), Settings(), Level.REVIEW, jobs=1)):
        diff.unified(outcome)
    signal.setitimer(signal.ITIMER_PROF, 0)
    total = sum(watch.spent.values())
    print(f"{len(found)} files, {total:.1f} s of one processor")
    for stage, seconds in sorted(watch.spent.items(), key=itemgetter(1), reverse=True):
        print(f"  {stage:10}{seconds:8.2f} s {seconds / total:7.1%}")
