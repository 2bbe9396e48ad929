"""Walls of both kinds, as quick as tests need them, and what is left on the machine."""

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from autograder.sandbox.box import Box
from autograder.sandbox.policy import Policy
from autograder.sandbox.wall import Wall

POLICY = Policy(call_seconds=1.0, cell_seconds=1.5, memory_mib=256, processes=8, files_mib=8, reply_mib=16)
Run = Callable[..., Any]


@pytest.fixture(scope="session", params=["warm", "cold"])
def wall(request: pytest.FixtureRequest) -> Iterator[Wall]:
    wall = Wall(POLICY, request.param)
    yield wall
    wall.close()


@pytest.fixture(scope="session")
def warm() -> Iterator[Wall]:
    wall = Wall(POLICY, "warm")
    yield wall
    wall.close()


def call(box: Box, *args: Any, name: str = "f", seconds: float = 10.0) -> Any:
    """Call a function of the submission as a new example."""
    return box.operate(("call", name, args, {}, None), fresh=True, seconds=seconds)


def load(box: Box, source: str) -> Box:
    """Run one cell, which may not fail."""
    assert list(box.load([(0, source)])) == [None]
    return box


def descriptors() -> int:
    """Open descriptors of this process."""
    return len(os.listdir("/proc/self/fd"))


def descendants() -> set[int]:
    """The processes that this one started, and theirs."""
    parents = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        if fields[0] != "Z":
            parents[int(path.parent.name)] = int(fields[1])
    found, fresh = set(), {os.getpid()}
    while fresh:
        fresh = {pid for pid, parent in parents.items() if parent in fresh} - found
        found |= fresh
    return found


def settled(condition: Callable[[], bool]) -> bool:
    """Whether it comes true within a moment: the kernel reaps in its own time."""
    deadline = time.monotonic() + 3
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.02)
    return condition()
