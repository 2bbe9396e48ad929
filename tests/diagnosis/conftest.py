"""Judges of the kit's labs in this process: the answers here are ours."""

from collections.abc import Callable
from functools import cache

import pytest

from autograder.engine import Judge
from autograder.labs import find_lab
from autograder.normalise import normalise
from autograder.notebook import solve
from autograder.records import Record
from autograder.sandbox.in_process import InProcessSandbox
from autograder.sandbox.policy import Policy


@cache
def judge_of(lab: str) -> Judge:
    return Judge(find_lab(lab), InProcessSandbox(Policy()))


@pytest.fixture(scope="session")
def judged() -> Callable[[str, str], Record]:
    """The record of an answer, given as a text that stands over the reference."""

    def judge(lab: str, text: str) -> Record:
        found = judge_of(lab)
        submission = normalise(solve(found.lab, found.lab.solution.read_text(encoding="utf-8"), text), found.lab)
        return found.judge(submission)

    return judge
