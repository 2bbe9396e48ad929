"""Every lab's suite passes the grader's own exam: in short and in full; both take minutes."""

import os

import pytest

from autograder.cli.verify import verify
from autograder.errors import UserError
from autograder.labs import all_labs
from autograder.verify.crew import fresh_salts
from autograder.verify.exam import examine
from autograder.verify.plan import FAST, FULL, PARTS

LABS = [pytest.param(lab, id=lab.name) for lab in all_labs()]
JOBS = len(os.sched_getaffinity(0))


def said(exam):
    return [
        f"{part.part}: {found.where}: {found.what}" for part, _ in exam.parts if not part.ok for found in part.findings
    ]


@pytest.mark.slow  # a minute or more each: tests/new_lab shows that the exam works, tests/suites tries the banks of all
@pytest.mark.parametrize("lab", LABS)
def test_the_suite_passes_a_short_exam(lab):
    exam = examine(lab, FAST, JOBS)
    assert [part.part for part, _ in exam.parts] == ["suite", *PARTS]
    assert said(exam) == []
    assert exam.ok


@pytest.mark.slow
@pytest.mark.parametrize("lab", LABS)
def test_the_suite_passes_the_whole_exam(lab):
    exam = examine(lab, FULL, JOBS)
    assert said(exam) == []
    assert exam.ok


def test_a_part_that_does_not_exist_is_refused():
    with pytest.raises(UserError, match="there is no part mutant; parts: coverage, answers, mutants"):
        verify("lab02_batchnorm", only=["mutant"])


def test_fresh_salts_follow_from_the_seed():
    assert fresh_salts(0, 3) == fresh_salts(0, 4)[:3]
    assert len({*fresh_salts(0, 20), *fresh_salts(1, 20)}) == 40
