"""All examples of a lab travel together: that must not show in any verdict."""

from autograder.records import Outcome
from autograder.replay.judge import ANOTHER_ANSWER
from autograder.sandbox.box import Box

from .made import SOLUTION, handed_in

P, F, B, T, C = Outcome.PASSED, Outcome.FAILED, Outcome.BLOCKED, Outcome.TIMEOUT, Outcome.CRASHED

RANDOM = SOLUTION + "\ndef forward(x, eps):\n    return np.random.default_rng().normal(size=x.shape), (x, eps)\n"
COUNTS = SOLUTION + "\ncalls = []\ndef forward(x, eps):\n    calls.append(1)\n    return x * len(calls) + 9, (x, eps)\n"
WRONG = SOLUTION + "\ndef forward(x, eps):\n    return x + eps, (x, eps)\n"
DIES_ON_ECHO = """
import os
seen = []
def forward(x, eps):
    seen.append(1)
    if len(seen) > 8:  # the eighth example is the last of the first test
        os._exit(1)
    return x * (1 + eps), (x, eps)
"""


def judged(judge, *texts):
    record = judge.judge(handed_in(judge.lab, *texts))
    return {test.name: test for question in record.questions for test in question.tests}, record


def test_an_answer_that_changes_from_call_to_call_is_called_that(judge):
    for text in (RANDOM, COUNTS):
        tests, _ = judged(judge, text)
        assert tests["test_out"].outcome is F
        assert tests["test_out"].message.endswith(ANOTHER_ANSWER)


def test_an_answer_that_is_wrong_in_the_same_way_each_time_is_not(judge):
    tests, _ = judged(judge, WRONG)
    assert tests["test_out"].outcome is F
    assert ANOTHER_ANSWER not in tests["test_out"].message


def test_a_process_that_ends_between_two_tests_costs_neither(judge):
    tests, record = judged(judge, SOLUTION, DIES_ON_ECHO)
    assert tests["test_out"].outcome is P
    assert tests["test_leaves_x_alone"].outcome is P  # in a fresh process the calls are counted anew
    assert record.run["processes_lost"]


def test_what_was_sent_ahead_is_read_before_the_box_is_asked_for_something_else(judge):
    """The live example of a failed test comes while the next test's results are still under way."""
    tests, record = judged(judge, SOLUTION, WRONG.replace("x + eps, (x, eps)", "x, (x, eps)"))
    assert {name: test.outcome for name, test in tests.items()} == {
        "test_out": F,
        "test_leaves_x_alone": P,
        "test_dx": B,
        "test_again_and_again": P,
        "test_greeting": P,
    }
    assert record.run["processes_lost"] == 0


def requests(judge, monkeypatch, *texts):
    """How many examples each batch held that was sent while a submission was judged."""
    sent = []
    send = Box.batch
    monkeypatch.setattr(judge, "_diagnosed", lambda *_: {})  # which asks the kit's own answers in the same way
    monkeypatch.setattr(Box, "batch", lambda box, batch: sent.append(len(batch.calls)) or send(box, batch))
    judged(judge, *texts)
    return sent


def test_all_questions_travel_in_one_request(judge, monkeypatch):
    everything = sum(len(script.ahead) for script in judge.scripts.values())
    assert requests(judge, monkeypatch, SOLUTION) == [everything]
    assert requests(judge, monkeypatch, WRONG) == [everything], "a wrong answer asks live, beside the request"


def test_what_a_crash_cut_off_is_sent_again_question_by_question(judge, monkeypatch):
    dies = f"{SOLUTION}\nimport os\ndef forward(x, eps):\n    os._exit(1)\n"
    first, *others = requests(judge, monkeypatch, dies)
    ahead = {}
    for script in judge.scripts.values():
        ahead[script.test.question] = ahead.get(script.test.question, 0) + len(script.ahead)
    assert first == sum(ahead.values())
    assert ahead["test_halve"] in others, "the question that has nothing to do with the crash is replayed, not live"
