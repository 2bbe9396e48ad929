"""Every lab's suite passes the grader's own exam: in short here, in full with `make slow`."""

import os

import pytest

from autograder.labs import all_labs
from autograder.verify import FAST, FULL, PARTS, examine

LABS = [pytest.param(lab, id=lab.name) for lab in all_labs()]
JOBS = len(os.sched_getaffinity(0))


def said(exam):
    return [
        f"{part.part}: {found.where}: {found.what}" for part, _ in exam.parts if not part.ok for found in part.findings
    ]


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
