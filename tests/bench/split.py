"""Where the time of one submission goes: `python tests/bench/split.py [LAB ...] [--submissions 60]`.

A class of right and wrong answers is judged in this process by a judge that is ready, and every stage is timed from
outside, by going around the functions that do it; then the gradebook and the pages are written. Medians, in
milliseconds. The student's own compute is measured apart, as in judge_cost.py: it runs while the judge waits, so it is
part of "waiting" and no stage of its own.
"""

import argparse
import statistics
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from judge_cost import _student_seconds
from results import keep, machine
from throughput import _answers, _hand_in

from autograder import engine, grading
from autograder.course import Course, new_course
from autograder.diagnosis import Diagnosis
from autograder.gradebook import by_hand
from autograder.labs import Lab, find_lab
from autograder.nbgrader_plugins.app import course_api, must
from autograder.normalise import submission_from
from autograder.notebook import solve
from autograder.pool import JudgeSettings
from autograder.replay import judge as replay
from autograder.replay.submitted import Submitted
from autograder.report.writing import write_page
from autograder.reporting import page_of
from autograder.sandbox import box
from autograder.sandbox.wall import ChildChannel, Wall

STAGES = {
    "sandbox": [(Wall, "open"), (ChildChannel, "close")],
    "cells": [(Submitted, "_load")],
    "waiting": [(ChildChannel, "receive"), (ChildChannel, "send")],
    "wire": [(box, "decode"), (box, "encode")],
    "tests": [(replay, "judge_case")],
    "diagnosis": [(Diagnosis, "name_mistakes")],
    "review": [(engine, "hints")],
}
WHOLE = ("sandbox", "diagnosis")  # stages to which all that happens inside belongs


class Stages:
    """Adds up the time in each stage; what one stage calls of another belongs to the inner one."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = defaultdict(float)
        self._under_way: list[str] = []
        self._since = 0.0

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Time spent here is the stage's, unless the stage around it keeps all."""
        if self._under_way and self._under_way[-1] in WHOLE:
            yield
            return
        self._switch()
        self._under_way.append(name)
        try:
            yield
        finally:
            self._switch()
            self._under_way.pop()

    def _switch(self) -> None:
        now = time.perf_counter()
        if self._under_way:
            self.seconds[self._under_way[-1]] += now - self._since
        self._since = now

    def around(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """The function, timed as a stage."""

        def timed(*args: Any, **kwargs: Any) -> Any:
            with self.stage(name):
                return function(*args, **kwargs)

        return timed


def main() -> None:
    """One row a lab."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("labs", nargs="*", default=["lab02_batchnorm", "lab03_convolution"])
    parser.add_argument("--submissions", type=int, default=60)
    given = parser.parse_args()
    begun, rows = machine(), []
    for name in given.labs:
        with tempfile.TemporaryDirectory() as folder:
            course = new_course(Path(folder) / "course", "split")
            must(course_api(course).generate_assignment(name), "generate_assignment")
            lab = find_lab(name, course.assignments)
            _hand_in(course.submitted, lab, [solve(lab, *texts) for texts in _answers(lab, given.submissions)])
            rows.append(measured(course, lab))
    keep("split", begun, rows)


def measured(course: Course, lab: Lab) -> dict[str, Any]:
    """Medians of all submissions, in milliseconds."""
    names = grading.students_of(course, lab)
    paths = [course.folder("submitted", name, lab.name) / f"{lab.name}.ipynb" for name in names]
    per: dict[str, list[float]] = defaultdict(list)
    with JudgeSettings.of(lab, course).open() as judge:
        for path in [paths[0], *paths]:  # the first twice: only then everything is there
            started = time.perf_counter()
            submission = submission_from(path, lab)
            per["reading"].append(time.perf_counter() - started)
            stages, undo = Stages(), []
            for stage, places in STAGES.items():
                for owner, attribute in places:
                    undo.append((owner, attribute, getattr(owner, attribute)))
                    setattr(owner, attribute, stages.around(stage, getattr(owner, attribute)))
            try:
                started = time.perf_counter()
                judge.judge(submission.for_judge())
                whole = time.perf_counter() - started
            finally:
                for owner, attribute, original in reversed(undo):
                    setattr(owner, attribute, original)
            for stage in STAGES:
                per[stage].append(stages.seconds[stage])
            per["other"].append(whole - sum(stages.seconds.values()))
            per["whole"].append(whole)
            student = min(_student_seconds(judge, submission) for _ in range(3))
            per["student"].append(student)
            per["over"].append(whole - student)
    row: dict[str, Any] = {"lab": lab.name, "submissions": len(paths)}
    row |= {stage: 1000 * statistics.median(times[1:]) for stage, times in per.items()}
    return row | {stage: 1000 * seconds / len(paths) for stage, seconds in afterwards(course, lab)}


def afterwards(course: Course, lab: Lab) -> Iterator[tuple[str, float]]:
    """What is left to do for the class: records are judged once more for it, outside of what is timed."""
    marks: list[float] = []

    def note(standing: grading.Standing) -> None:
        if standing.waiting == 0 and not marks:
            marks.append(time.perf_counter())

    grading.grade(course, lab, 1, progress=note)
    yield "gradebook", time.perf_counter() - marks[0]
    given = by_hand(course, lab)
    pages = [
        page_of(course, lab, name, record, given[name], "hint")
        for name in given
        if (record := course.load_record(lab.name, name)) is not None
    ]
    started = time.perf_counter()
    for page in pages:
        write_page(page, lab)
    yield "feedback", time.perf_counter() - started


if __name__ == "__main__":
    main()
