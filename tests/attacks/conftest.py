"""The lab under attack, ready in each kind of sandbox."""

from collections.abc import Iterator

import pytest

from autograder.engine import Judge
from autograder.sandbox.policy import Policy
from autograder.sandbox.wall import Wall

from .target import Target, plant

POLICY = Policy(
    call_seconds=0.4,
    cell_seconds=0.8,
    submission_seconds=6.0,
    memory_mib=192,
    processes=8,
    files_mib=8,
    reply_mib=8,
    output_mib=32,
)


@pytest.fixture(scope="session")
def target(tmp_path_factory: pytest.TempPathFactory) -> Target:
    return plant(tmp_path_factory.mktemp("target"))


def judge_of(target: Target, mode: str) -> Judge:
    return Judge(target, Wall(POLICY, mode))


@pytest.fixture(scope="session")
def warm(target: Target) -> Iterator[Judge]:
    with judge_of(target, "warm") as judge:
        yield judge


@pytest.fixture(scope="session")
def cold(target: Target) -> Iterator[Judge]:
    with judge_of(target, "cold") as judge:
        yield judge
