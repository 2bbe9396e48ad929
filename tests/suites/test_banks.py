"""The grader's own exam in short, for every lab found in the tree: answers whose grade is known beforehand.

Each goes the whole way: put into the notebook, normalised, judged behind the wall. A lab that hands out layers trains
networks: its wrong answers take minutes together, so `make slow` judges them.
"""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from nbformat.v4 import new_code_cell

from autograder.diagnosis import read_wrong_answer
from autograder.engine import Judge
from autograder.labs import Lab, all_labs
from autograder.normalise import normalise
from autograder.notebook import release_form, solve
from autograder.provided import layer_names
from autograder.records import Outcome, Record
from autograder.sandbox.policy import Policy
from autograder.sandbox.wall import build_wall
from autograder.score import score_question, score_record

LABS = {lab.name: lab for lab in all_labs()}


def speed(lab: Lab) -> list[pytest.MarkDecorator]:
    """The marks of what takes minutes in a lab of networks."""
    return [pytest.mark.slow] if layer_names(lab) else []


def answers(folder: str) -> list[pytest.param]:
    """Every file of a bank, of every lab."""
    paths = [(lab, path) for lab in LABS.values() for path in sorted((lab.suite / folder).glob("[a-z]*.py"))]
    return [
        pytest.param(lab.name, path, id=f"{lab.name}-{path.stem}", marks=speed(lab) if folder == "wrong" else [])
        for lab, path in paths
    ]


class Judges(dict[str, Judge]):
    """The judge of each lab that is asked for."""

    def __missing__(self, name: str) -> Judge:
        self[name] = Judge(LABS[name], build_wall(Policy()))
        return self[name]


@pytest.fixture(scope="session")
def judges() -> Iterator[Judges]:
    opened = Judges()
    yield opened
    for judge in opened.values():
        judge.close()


@cache
def judged(judge: Judge, path: Path) -> Record:
    """An answer's record: what it defines, over the reference for the rest."""
    lab: Lab = judge.lab
    texts = [lab.solution.read_text(encoding="utf-8"), path.read_text(encoding="utf-8")]
    return judge.judge(normalise(solve(lab, *texts), lab))


def failed(record: Record) -> set[str]:
    """The ids of the tests that did not pass, but were not blocked either."""
    return {
        f"{question.grade_id}::{test.name}"
        for question in record.questions
        for test in question.tests
        if test.outcome not in (Outcome.PASSED, Outcome.BLOCKED)
    }


@pytest.mark.parametrize("name", LABS)
def test_every_autograded_question_has_a_hidden_suite_and_every_suite_a_question(judges, name):
    judge = judges[name]
    assert {test.question for test in judge.suite.tests} == {q.grade_id for q in judge.lab.questions if not q.written}


@pytest.mark.parametrize("name", LABS)
def test_the_reference_earns_everything(judges, name):
    record = judges[name].judge(normalise(solve(LABS[name]), LABS[name]))
    assert score_record(record).status == "passed", failed(record)
    assert not record.ignored
    assert all(cell.status == "ran" for cell in record.cells)


@pytest.mark.parametrize("name", LABS)
def test_the_stub_earns_nothing(judges, name):
    record = judges[name].judge(normalise(release_form(LABS[name]), LABS[name]))
    assert score_record(record).score == 0
    messages = {test.message for question in record.questions for test in question.tests if test.message}
    assert all("not implemented yet" in text or "waits for" in text or "not defined" in text for text in messages)


@pytest.mark.parametrize(("name", "path"), answers("trivial"))
def test_a_trivial_answer_earns_nothing(judges, name, path):
    nb = release_form(LABS[name])
    nb.cells.append(new_code_cell(path.read_text(encoding="utf-8")))
    record = judges[name].judge(normalise(nb, LABS[name]))
    assert {
        question.name: score_question(question).score for question in record.questions if score_question(question).score
    } == {}


@pytest.mark.parametrize(("name", "path"), answers("right"))
def test_a_right_answer_in_another_style_earns_everything(judges, name, path):
    record = judged(judges[name], path)
    assert failed(record) == set()
    assert score_record(record).status == "passed"


@pytest.mark.parametrize(("name", "path"), answers("wrong"))
def test_a_wrong_answer_fails_the_tests_it_names(judges, name, path):
    answer = read_wrong_answer(path)
    assert answer.fails, f"{path.name} names no test that it fails"
    assert answer.hint.endswith("?"), f"{path.name} has no question that leads on"
    assert failed(judged(judges[name], path)) >= set(answer.fails)


@pytest.mark.parametrize(("name", "path"), answers("wrong"))
def test_a_wrong_answer_costs_no_other_question(judges, name, path):
    questions = {test.split("::")[0] for test in read_wrong_answer(path).fails}
    assert {test.split("::")[0] for test in failed(judged(judges[name], path))} <= questions


@pytest.mark.parametrize("name", [pytest.param(lab.name, marks=speed(lab)) for lab in LABS.values()])
def test_every_hidden_test_is_failed_by_some_wrong_answer(judges, name):
    judge = judges[name]
    paths = sorted((judge.lab.suite / "wrong").glob("[a-z]*.py"))
    caught = set().union(*(failed(judged(judge, path)) for path in paths))
    assert {test.id for test in judge.suite.tests} - caught == set()
