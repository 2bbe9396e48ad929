"""The judge of a real lab, ready once, and submissions of it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from autograder.engine import Judge
from autograder.labs import Lab, find_lab
from autograder.normalise import Submission, normalise
from autograder.notebook import solve
from autograder.sandbox.in_process import InProcessSandbox
from autograder.sandbox.policy import Policy
from autograder.sandbox.wall import Wall


@pytest.fixture(scope="session")
def lab() -> Lab:
    return find_lab("lab02_batchnorm")


@pytest.fixture(scope="session")
def judge(lab: Lab) -> Judge:
    return Judge(lab, InProcessSandbox(Policy()))


@pytest.fixture(scope="session")
def answered(lab: Lab) -> Callable[..., Submission]:
    """A submission of the reference, with what these files of the suite's banks define instead."""

    def submission(*names: str) -> Submission:
        paths: list[Path] = [lab.solution, *(lab.suite / f"{name}.py" for name in names)]
        return normalise(solve(lab, *(path.read_text(encoding="utf-8") for path in paths)), lab)

    return submission


@pytest.fixture(scope="session", params=["warm", "cold"])
def wall(request: pytest.FixtureRequest) -> Iterator[Wall]:
    wall = Wall(Policy(), request.param)
    yield wall
    wall.close()
