"""Spreads work over forked processes, in stable order; a native crash costs one item and not the run."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import pairwise
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any, Generic, TypeVar

Item = TypeVar("Item")
Value = TypeVar("Value")

# Threads would be slower, as the native parser holds the interpreter's lock; spawned processes gain nothing,
# as every one of them imports libCST. On macOS a forked process may die inside a system library.
available = "fork" in multiprocessing.get_all_start_methods() and sys.platform != "darwin"

_AHEAD = 2  # chunks that a worker has in its pipe, so that it is never idle while we are busy
_ROUNDS = 32  # shares of the work for each worker: the last to finish is then not far behind the others
_LARGEST = 64  # items of a chunk


@dataclass(frozen=True, slots=True)
class Job(Generic[Item, Value]):
    """What is to be done to every one of the items; `lost` stands in where a process died.

    Besides the item it is told the signal. Work and items reach the processes by being forked, so they need
    not be picklable. Values must be. `weights` tells what each item may cost in proportion to the others.
    """

    work: Callable[[Item], Value]
    items: Sequence[Item]
    lost: Callable[[Item, str], Value]
    weights: Sequence[int] = ()


@dataclass(eq=False, slots=True)
class _Worker:
    """A forked process, our end of the pipe to it, and the chunks of items that it owes, in order."""

    process: BaseProcess
    pipe: Connection[Any, Any]
    owed: deque[range] = field(default_factory=deque[range])


def processors() -> int:
    """Return how many processors this process may use."""
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def values(job: Job[Item, Value], workers: int) -> Generator[Value, None, None]:
    """Yield the value of every item, in order, from that many processes."""
    waiting = deque(_chunks(job.weights or [1] * len(job.items), workers))
    done: dict[int, Value] = {}
    crew = [_hire(job, waiting) for _ in range(min(workers, len(waiting)))]
    try:
        for number in range(len(job.items)):
            while number not in done:
                for worker in _heard(crew):
                    if _collect(worker, done):
                        _order(worker, waiting)
                    else:
                        _mourn(worker, job, waiting, done)
                        crew[crew.index(worker)] = _hire(job, waiting)
            yield done.pop(number)
    finally:
        for worker in crew:
            _dismiss(worker)


def _chunks(weights: Sequence[int], workers: int) -> Iterator[range]:
    """Part the numbers of the items into chunks that are worth a message.

    An item that is heavier than a share comes first: at the end, all but one worker would wait for it.
    """
    share = max(1, sum(weights) // (workers * _ROUNDS))
    heavy = [number for number, weight in enumerate(weights) if weight > share]
    yield from (range(number, number + 1) for number in sorted(heavy, key=weights.__getitem__, reverse=True))
    for start, end in pairwise((-1, *heavy, len(weights))):
        yield from _shares(weights, range(start + 1, end), share)


def _shares(weights: Sequence[int], numbers: range, share: int) -> Iterator[range]:
    """Part the numbers of items that follow one another into chunks of about a share."""
    start, weight = numbers.start, 0
    for number in numbers:
        if weight + weights[number] > share or number - start == _LARGEST:
            yield range(start, number)
            start, weight = number, 0
        weight += weights[number]
    if start < numbers.stop:
        yield range(start, numbers.stop)


def _hire(job: Job[Item, Value], waiting: deque[range]) -> _Worker:
    """Fork a worker and give it its first chunks."""
    context = multiprocessing.get_context("fork")
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(job, theirs), daemon=True)
    process.start()
    theirs.close()  # else the pipe of a dead worker would never be at its end
    worker = _Worker(process, ours)
    for _ in range(_AHEAD):
        _order(worker, waiting)
    return worker


def _order(worker: _Worker, waiting: deque[range]) -> None:
    """Send the worker one more chunk, if there is one; that it is dead comes out when we listen to it."""
    if waiting:
        worker.owed.append(waiting.popleft())
        with suppress(BrokenPipeError, ConnectionResetError):
            worker.pipe.send(worker.owed[-1])


def _serve(job: Job[Item, Value], pipe: Connection[Any, Any]) -> None:
    """Work off what arrives until there is nobody left who sends."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    try:
        while True:
            chunk: range = pipe.recv()
            pipe.send([job.work(job.items[number]) for number in chunk])
    except (EOFError, BrokenPipeError, ConnectionResetError):
        return


def _heard(crew: Sequence[_Worker]) -> list[_Worker]:
    """Return the workers that have sent what they owe, or died over it, once there is one."""
    ready = set(wait([worker.pipe for worker in crew if worker.owed]))
    return [worker for worker in crew if worker.pipe in ready]


def _collect(worker: _Worker, done: dict[int, Value]) -> bool:
    """Put away what the worker has sent; return whether it is alive."""
    try:
        found: list[Value] = worker.pipe.recv()
    except (EOFError, ConnectionResetError):
        return False
    done.update(zip(worker.owed.popleft(), found, strict=True))
    return True


def _mourn(worker: _Worker, job: Job[Item, Value], waiting: deque[range], done: dict[int, Value]) -> None:
    """Hand on what a dead worker owed: the chunk over which it died in single items, to learn which of them it was."""
    _dismiss(worker)
    code = worker.process.exitcode or 0
    if code >= 0:
        raise RuntimeError("a worker process failed; its traceback stands above")
    fatal = worker.owed.popleft()
    waiting.extendleft(reversed(worker.owed))
    if len(fatal) == 1:
        done[fatal[0]] = job.lost(job.items[fatal[0]], signal.Signals(-code).name)
    else:
        waiting.extendleft(range(number, number + 1) for number in reversed(fatal))


def _dismiss(worker: _Worker) -> None:
    worker.process.kill()
    worker.process.join()
    worker.pipe.close()
