"""The same submission and the same cases give the same record: over runs, behind any wall, in any process."""

import json
from dataclasses import replace

import numpy as np
import pytest

from autograder import pool
from autograder.diagnosis import wrong_answers
from autograder.diagnosis.sketch import same, sketch
from autograder.normalise import Cell, normalise
from autograder.notebook import release_form
from autograder.records import Outcome, Record, from_json
from autograder.replay.judge import judge_test
from autograder.replay.submitted import Submitted
from autograder.sandbox.inside.values import Opaque, Raised
from autograder.score import score_record

ANSWERS = ["wrong/eps_outside_the_root", "trivial/returns_random_numbers", "right/loops", "wrong/changes_x"]


def behind(judge, sandbox, submission) -> Record:
    """The record of a judgement in another sandbox."""
    own, judge.sandbox = judge.sandbox, sandbox
    try:
        return judge.judge(submission)
    finally:
        judge.sandbox = own


@pytest.fixture(scope="module")
def here(judge, answered):
    """The records of a first run in this process."""
    return {name: judge.judge(answered(name)) for name in ANSWERS}


def judgement(record: Record) -> dict:
    document = json.loads(record.judgement())
    del document["isolation"]
    return document


@pytest.mark.parametrize("name", ANSWERS)
def test_a_second_run_gives_the_same_record_byte_for_byte(judge, answered, here, name):
    assert judge.judge(answered(name)).digest == here[name].digest


@pytest.mark.parametrize("name", ANSWERS)
def test_every_wall_gives_the_same_judgement_but_for_the_word_for_the_wall(judge, answered, here, wall, name):
    record = behind(judge, wall, answered(name))
    assert record.isolation == "bubblewrap"
    assert judgement(record) == judgement(here[name])


def test_another_process_gives_the_same_judgement(lab, answered, here):
    record = pool.judge_one(lab, answered(ANSWERS[0]))
    assert record.isolation == "bubblewrap"
    assert judgement(record) == judgement(here[ANSWERS[0]])
    pool._standing.cache_clear()


def test_a_record_of_a_judgement_comes_back_from_its_file(here):
    for record in here.values():
        assert from_json(record.to_json()) == record


def test_a_record_names_all_that_it_follows_from(judge, here, answered):
    record = here[ANSWERS[0]]
    assert record.lab == "lab02_batchnorm"
    assert record.submission == answered(ANSWERS[0]).sha256
    assert (record.suite, record.cases, record.salt_id) == (judge.suite.hash, judge.cases.hash, judge.cases.salt_id)
    assert record.policy["imports"] == ["numpy", "stdlib"]
    assert sum(question.points for question in record.questions) == sum(
        question.points for question in judge.lab.questions if not question.written
    )
    assert len({here[name].submission for name in ANSWERS}) == len(ANSWERS)


def test_a_submission_leaves_nothing_in_the_judge_for_the_next(judge, answered, here):
    for name in ("wrong/changes_x", "wrong/cache_in_a_global", "wrong/layers_share_running_values"):
        judge.judge(answered(name))
    assert judge.judge(answered("right/loops")).digest == here["right/loops"].digest
    assert score_record(here["right/loops"]).status == "passed"


def test_what_a_submission_says_reaches_no_record(judge, answered, wall):
    words = "raise ValueError('SECRET WORDS')\nSECRET_WORDS = 1"
    submission = answered("wrong/eps_left_out")
    cells = tuple(replace(cell, source=f"{cell.source}\n{words}") for cell in submission.cells)
    record = behind(judge, wall, replace(submission, cells=cells))
    assert "SECRET" not in record.to_json()
    assert "with ValueError." in record.to_json()


# Diagnosis


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_every_wrong_answer_is_named_by_its_own_name_or_not_at_all(judge, answered):
    unnamed, misnamed = [], []
    for answer in wrong_answers(judge.lab):
        submitted = Submitted(judge.sandbox, answered(f"wrong/{answer.stem}").cells)
        for question in {test.split("::")[0] for test in answer.fails}:
            tests = judge.suite.of_question(question)
            verdicts = {t.id: judge_test(judge.scripts[t.id], submitted, judge.suite.contract) for t in tests}
            named = {test: found.stem for test, found in judge.diagnosis.name_mistakes(verdicts).items()}
            misnamed += [(answer.stem, test, stem) for test, stem in named.items() if stem != answer.stem]
            if not named:
                unnamed.append((answer.stem, question))
    assert misnamed == []
    assert unnamed == [], "each wrong answer is recognised in each of its questions"


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
@pytest.mark.parametrize("name", ["right/loops", "right/unbiased_running_variance", "right/zero_term_dropped"])
def test_a_right_answer_is_never_named(judge, answered, name):
    record = judge.judge(answered(name))
    assert {test.mistake for question in record.questions for test in question.tests} == {None}


def test_what_is_not_there_is_not_named(judge, answered, lab):
    stub = normalise(release_form(lab), lab)
    for submission in (stub, replace(stub, cells=())):
        tests = [test for question in judge.judge(submission).questions for test in question.tests]
        assert {test.mistake for test in tests} == {None}
        assert {test.outcome for test in tests} <= {Outcome.FAILED, Outcome.BLOCKED}


def test_two_mistakes_in_two_functions_are_both_named(judge, answered, lab):
    submission = answered("wrong/identity_exchanged")
    second = (lab.suite / "wrong" / "dx_without_gamma.py").read_text().replace("from solutions", "# from solutions")
    added = Cell(1000, None, "added", second)
    record = judge.judge(replace(submission, cells=(*submission.cells, added)))
    mistakes = {test.mistake for question in record.questions for test in question.tests} - {None}
    assert mistakes == {"identity_exchanged", "dx_without_gamma"}


def test_a_mistake_is_named_though_another_right_choice_was_made_beside_it(judge, answered):
    unbiased = """
_biased = batchnorm_forward
def batchnorm_forward(x, gamma, beta, running_mean, running_var, training, momentum=0.9, eps=1e-5):
    out, mean, var, cache = _biased(x, gamma, beta, running_mean, running_var, training, momentum, eps)
    if training and len(x) > 1:
        var = momentum * running_var + (1 - momentum) * x.var(axis=0, ddof=1)
    return out, mean, var, cache
"""
    submission = answered("wrong/dx_without_gamma")
    record = judge.judge(replace(submission, cells=(*submission.cells, Cell(1000, None, "added", unbiased))))
    failed = {test.mistake for q in record.questions for test in q.tests if test.outcome is Outcome.FAILED}
    assert "dx_without_gamma" in failed


def test_a_mistake_nobody_knows_is_not_named(judge, answered):
    mine = """
_right = batchnorm_backward
def batchnorm_backward(dout, cache):
    dx, dgamma, dbeta = _right(dout, cache)
    return 3.7 * dx + 1, dgamma - 2, dbeta / 9
"""
    submission = answered()
    record = judge.judge(replace(submission, cells=(*submission.cells, Cell(1000, None, "added", mine))))
    assert {test.mistake for question in record.questions for test in question.tests} == {None}
    assert score_record(record).status == "partial"


def _equal(one, other):
    return same(sketch(one), sketch(other))


def test_results_of_any_kind_are_compared_without_trouble():
    values = [10**400, -(10**30), 3, 2.0, np.nan, np.inf, np.float32(1), True, None, "x", "", (), [1], {"a": 1},
              np.zeros(0), np.zeros((2, 0)), np.ones((2, 2)), np.array(1j), np.array([True]), np.array(5, "u1"),
              Opaque("object"), Raised("ValueError", 1, 2), {"w": np.ones(2)}, {"b": np.ones(2)}]  # fmt: skip
    for one in values:
        assert all(type(_equal(one, other)) is bool for other in values)
    assert _equal({"w": np.ones(2)}, {"w": np.ones(2)})
    assert not _equal({"w": np.ones(2)}, {"w": np.zeros(2)})
    assert _equal(10**400, 10**400)
    assert not _equal(10**400, 10**401)
    assert _equal(np.nan, np.nan)
    assert not _equal(np.array([np.inf, 1.0]), np.array([np.inf, 2.0])), "one infinite value hides no other"
    assert _equal(Raised("ValueError", 1, 2), Raised("ValueError", 3, 4))
    assert not _equal(Raised("ValueError"), Raised("TypeError"))
