"""A submission that takes too much in all ends with that, whatever it does in each call; the next is served as ever."""

import time

import pytest

from autograder.engine import Judge
from autograder.errors import InfrastructureError
from autograder.records import Outcome
from autograder.replay.submitted import Submitted
from autograder.sandbox.policy import Policy
from autograder.sandbox.wall import Wall

from .made import SOLUTION, handed_in, make_lab

LIMITS = {"call_seconds": 0.4, "cell_seconds": 0.6, "memory_mib": 256, "reply_mib": 8}
SLOW = SOLUTION + "\nimport time\n_halve = halve\ndef halve(x):\n    time.sleep(0.3)\n    return _halve(x)\n"
GREAT = SOLUTION + "\ndef forward(x, eps):\n    return np.zeros(1 << 19), (x, eps)\n"
HANGS = "\n".join(f"def {name}(*args):\n    while True: pass" for name in ("forward", "backward", "halve", "greet"))


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return make_lab(tmp_path_factory.mktemp("allowance"))


def judged(made, text, **limits):
    """The outcomes by test, a record, and the seconds it took."""
    with Judge(made, Wall(Policy(**{**LIMITS, **limits}), "warm")) as judge:
        started = time.monotonic()
        record = judge.judge(handed_in(made, *([text] if isinstance(text, str) else text)))
        took = time.monotonic() - started
        honest = judge.judge(handed_in(made, SOLUTION))
    assert {test.outcome for question in honest.questions for test in question.tests} == {Outcome.PASSED}
    return {test.name: test for question in record.questions for test in question.tests}, record, took


def test_endless_functions_cannot_take_more_time_than_the_policy_gives_in_all(made):
    tests, _, took = judged(made, HANGS, submission_seconds=1.0)
    assert took < 10
    assert {test.outcome for test in tests.values()} <= {Outcome.TIMEOUT, Outcome.BLOCKED}
    assert tests["test_greeting"].message == "the time for the whole notebook was used up"


def test_calls_within_their_own_time_can_use_up_the_whole(made):
    tests, _, took = judged(made, SLOW, submission_seconds=1.2, call_seconds=5.0)
    assert took < 10
    assert tests["test_out"].outcome is Outcome.PASSED, "what was answered in time counts"
    assert tests["test_again_and_again"].outcome is Outcome.TIMEOUT
    assert judged(made, SLOW, call_seconds=5.0)[0]["test_again_and_again"].outcome is Outcome.PASSED


def test_cells_can_use_up_the_whole_and_each_is_accounted_for(made):
    cells = [SOLUTION, *["import time; time.sleep(0.5)"] * 30]
    tests, record, took = judged(made, cells, submission_seconds=1.5)
    assert took < 12
    assert {test.outcome for test in tests.values()} == {Outcome.TIMEOUT}
    assert len(record.cells) == 31
    assert record.cells[0].status == "ran"
    assert record.cells[-1].message == "This cell was left out: the notebook had used up what it may take in all."


def test_what_is_sent_in_all_is_bounded(made):
    tests, record, _ = judged(made, GREAT, output_mib=8)
    assert tests["test_greeting"].outcome is Outcome.CRASHED
    assert tests["test_greeting"].message == "the notebook sent more than is read of it in all"
    assert record.run["processes_lost"] <= 2
    tests, _, _ = judged(made, GREAT)
    assert tests["test_greeting"].outcome is Outcome.PASSED


def test_what_the_lab_hands_out_and_cannot_be_loaded_is_our_failure_and_no_cell_s(made):
    wall = Wall(Policy(**LIMITS), "warm")
    submitted = Submitted(wall, handed_in(made, SOLUTION).cells, [("layers", "import os; os._exit(1)")])
    with pytest.raises(InfrastructureError, match="hands out"):
        _ = submitted.box
    assert submitted.outcomes == {}
    wall.close()
