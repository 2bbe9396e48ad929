"""Fixtures: labs made for a test, and judges that are ready."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from autograder.engine import Judge
from autograder.labs import Lab, find_lab
from autograder.sandbox.in_process import InProcessSandbox
from autograder.sandbox.policy import Policy
from autograder.sandbox.wall import Wall

from .made import make_lab


@pytest.fixture
def make(tmp_path: Path) -> Callable[..., Lab]:
    return lambda **texts: make_lab(tmp_path, **texts)


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Lab:
    return make_lab(tmp_path_factory.mktemp("made"))


@pytest.fixture(scope="session")
def inside(made: Lab) -> Judge:
    """Judges the made lab in this process."""
    return Judge(made, InProcessSandbox(Policy()))


@pytest.fixture(scope="session")
def judge(made: Lab) -> Iterator[Judge]:
    """Judges the made lab behind the wall, with short deadlines."""
    with Judge(made, Wall(Policy(call_seconds=0.4, cell_seconds=0.6, memory_mib=256), "warm")) as judge:
        yield judge


@pytest.fixture(scope="session")
def judge02() -> Judge:
    return Judge(find_lab("lab02_batchnorm"), InProcessSandbox(Policy()))
