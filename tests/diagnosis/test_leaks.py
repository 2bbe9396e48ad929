"""What feedback may not hold: hidden tests, hidden inputs beyond the counterexamples that a setting shows, markup."""

import re

import numpy as np
import pytest

from autograder.counterexamples.find import Finder
from autograder.normalise import normalise
from autograder.notebook import solve
from autograder.records import Outcome
from autograder.report.feedback import fragment, render
from autograder.report.sheet import findings, sheet

from .conftest import judge_of

LAB, NETWORKS = "lab02_batchnorm", "lab08_resnet"
ODD_NETWORK = """
def residual_forward(x, w1, w2, w_proj=None, stride=1):
    return x * 1.7 + w1.sum(), (x, w1)


def block_parameters(kind, in_channels, width, batchnorm=False, projection=False):
    return in_channels * width + 3
"""
ANSWERS = ("eps_left_out", "dx_without_variance", "changes_x", "identity_exchanged")
ODD = "def batchnorm_backward(dout, cache):\n    return dout * 3.7 + dout**2, dout[0] - 2, dout.sum(axis=0) / 9\n"


def numbers_of(value):
    """Every number of a case that is long enough to be recognised."""
    if isinstance(value, np.ndarray) and value.dtype.kind == "f":
        return {text[:9] for text in map(repr, value.ravel().tolist()) if len(text) > 10}
    if isinstance(value, dict):
        value = list(value.values())
    return set().union(*map(numbers_of, value)) if isinstance(value, list | tuple) else set()


@pytest.fixture(scope="module")
def judged_answers():
    judge = judge_of(LAB)
    texts = {stem: judge.diagnosis.answers[stem].source for stem in ANSWERS} | {"odd": ODD}
    made = {}
    for stem, text in texts.items():
        submission = normalise(solve(judge.lab, judge.lab.solution.read_text(encoding="utf-8"), text), judge.lab)
        made[stem] = submission, judge.judge(submission)
    network = judge_of(NETWORKS)
    solution = network.lab.solution.read_text(encoding="utf-8")
    submission = normalise(solve(network.lab, solution, ODD_NETWORK), network.lab)
    return made | {"network": (submission, network.judge(submission))}


def pages(record, **options):
    judge = judge_of(record.lab)
    return [render(record, judge.lab, **options), *(fragment(question) for question in record.questions)]


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("stem", [*ANSWERS, "odd", "network"])
def test_hints_hold_no_hidden_input_and_no_line_of_a_test(judged_answers, stem):
    _, record = judged_answers[stem]
    judge = judge_of(record.lab)
    assert any(test.outcome is Outcome.FAILED for question in record.questions for test in question.tests)
    hidden = numbers_of(list(judge.cases.by_test.values()))
    assert len(hidden) > 1000
    shown = judge.lab.notebook.read_text(encoding="utf-8")
    lines = {
        line.strip()
        for path in judge.lab.suite.glob("*.py")
        for line in re.sub(r'"""(?s:.*?)"""', "", path.read_text(encoding="utf-8")).splitlines()
        if len(line.strip()) > 25 and line.strip() not in shown
    }
    assert len(lines) > 100
    assert stem in ANSWERS or any(
        test.picture and test.known for question in record.questions for test in question.tests
    )
    for text in pages(record, shows="hint"):
        assert not {number for number in re.findall(r"\d+\.\d+(?:e-?\d+)?", text) if number[:9] in hidden}
        assert not [line for line in lines if line in text]


@pytest.mark.filterwarnings("ignore")
def test_a_verdict_tells_which_claims_fail_and_nothing_that_was_seen(judged_answers):
    judge = judge_of(LAB)
    _, record = judged_answers["dx_without_variance"]
    failed = [test for question in record.questions for test in question.tests if test.outcome is Outcome.FAILED]
    text = render(record, judge.lab, shows="verdict")
    for test in failed:
        for said in (test.message, test.looks_like, test.hint, *test.known):
            assert not said or said.replace("'", "&#39;") not in text
    assert "<svg" not in text
    assert "finite differences give" not in text


@pytest.mark.filterwarnings("ignore")
def test_counterexamples_show_one_input_a_finding_and_only_if_the_setting_says_so(judged_answers):
    judge = judge_of(LAB)
    submission, record = judged_answers["dx_without_variance"]
    finder = Finder(judge, submission)
    lines = [line for line in sheet(record, judge.lab).judged if findings(line)]
    tests = [f"{line.grade_id}::{test.name}" for line in lines for test in line.tests]
    first = {f"{line.grade_id}::{found.first.name}" for line in lines for found in findings(line)}
    examples = {test: found for test in tests if (found := finder.find(test, 1.0)) is not None}
    finder.close()
    assert examples.keys() - first, "there is more than may be shown"
    text = render(record, judge.lab, shows="counterexample", counterexamples=examples)
    assert text.count('<div class="try">') == len(examples.keys() & first) > 0
    for level in ("hint", "verdict"):
        assert '<div class="try">' not in render(record, judge.lab, shows=level, counterexamples=examples)


@pytest.mark.filterwarnings("ignore")
def test_pages_stay_below_300_kb(judged_answers):
    for _, record in judged_answers.values():
        assert len(render(record, judge_of(record.lab).lab).encode()) < 100_000
