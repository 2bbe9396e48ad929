"""Several people at work in one gradebook at the same moment: nothing is lost, and nobody waits for ever."""

import copy
import multiprocessing
import shutil
import time
from collections.abc import Callable
from typing import Any

import nbformat
import pytest
from nbgrader.api import Grade, Gradebook

from autograder import database, grading
from autograder.course import Course
from autograder.errors import GradlabError
from autograder.grading import grade
from autograder.labs import find_lab
from autograder.notebook import solve
from autograder.score import score_question

from ..faults.processes import Started
from ..nbgrader.classroom import LAB, ON_TIME
from .conftest import OTHER, rows

STUDENTS = [f"s{number:02d}" for number in range(12)]
FORK = multiprocessing.get_context("fork")


@pytest.fixture
def handed_in(course: Course) -> Course:
    """A class that nobody has told the gradebook about, with both labs handed in."""
    for lab in (LAB, OTHER):
        notebook = solve(find_lab(lab))
        for student in STUDENTS:
            mine = copy.deepcopy(notebook)
            mine.cells[-1].source += f"\n# {student}"
            folder = course.folder("submitted", student, lab)
            folder.mkdir(parents=True)
            nbformat.write(mine, folder / f"{lab}.ipynb")
            (folder / "timestamp.txt").write_text(ON_TIME)
    return course


def graded(course: Course, lab: str, said: Any, before_writing: Callable[[], Any], **options: Any) -> None:
    """In a process of its own: one grading, which waits before it writes."""
    real = grading.write_rows

    def write_rows(*args: Any) -> None:
        before_writing()
        real(*args)

    grading.write_rows = write_rows
    try:
        result = grade(Course(course.root), find_lab(lab, course.assignments), 1, isolation="none", **options)
        said.put((lab, len(result.judged), sorted(result.failed)))
    except GradlabError as error:
        said.put((lab, 0, str(error)))


def begun(*tasks: tuple[Any, ...]) -> list[Any]:
    processes = [FORK.Process(target=graded, args=task[:4], kwargs=task[4]) for task in tasks]
    for process in processes:
        process.start()
    return processes


def ended(processes: list[Any], said: Any) -> list[Any]:
    found = sorted(said.get(timeout=120) for _ in processes)
    for process in processes:
        process.join(60)
        assert process.exitcode == 0
    return found


def scores(course: Course) -> dict[tuple[str, str], float]:
    """By student and question, what the tests gave."""
    return {(row[0], row[2]): row[3] for row in rows(course)["grade"] if row[3] is not None}


def expected(course: Course, lab: str, students: list[str] = STUDENTS) -> dict[tuple[str, str], float]:
    found = {}
    for student in students:
        record = course.load_record(lab, student)
        assert record is not None
        found |= {(student, question.grade_id): score_question(question).score for question in record.questions}
    return found


def test_two_people_grade_two_labs_at_the_same_moment(handed_in: Course, judged: list[str]) -> None:
    """Neither lab's students are in the gradebook: both would make them."""
    both, said = FORK.Barrier(2), FORK.Queue()
    found = ended(begun(*((handed_in, lab, said, both.wait, {}) for lab in (LAB, OTHER))), said)
    assert found == [(LAB, len(STUDENTS), []), (OTHER, len(STUDENTS), [])]
    assert [row[0] for row in rows(handed_in)["student"]] == STUDENTS
    stored = scores(handed_in)
    for lab in (LAB, OTHER):
        wanted = expected(handed_in, lab)
        assert {place: stored[place] for place in wanted} == wanted


@pytest.mark.slow
def test_two_commands_grade_two_labs_with_judges_of_their_own(handed_in: Course) -> None:
    """The whole command, the sandbox included."""
    for student in STUDENTS[3:]:
        shutil.rmtree(handed_in.submitted / student)
    running = [Started(handed_in.root, "grade", lab, "--jobs", "1") for lab in (LAB, OTHER)]
    while not all([process.ended() for process in running]):
        time.sleep(0.1)
    assert [process.code for process in running] == [0, 0]
    stored = scores(handed_in)
    for lab in (LAB, OTHER):
        wanted = expected(handed_in, lab, STUDENTS[:3])
        assert {place: stored[place] for place in wanted} == wanted
        total = {
            student: sum(points for (who, _), points in wanted.items() if who == student) for student in STUDENTS[:3]
        }
        points = sum(q.points for q in find_lab(lab, handed_in.assignments).questions if not q.written)
        assert total == dict.fromkeys(STUDENTS[:3], points), "right answers"


def test_one_lab_is_graded_by_one_at_a_time(handed_in: Course, judged: list[str]) -> None:
    held, go, said = FORK.Event(), FORK.Event(), FORK.Queue()
    first = begun((handed_in, LAB, said, lambda: (held.set(), go.wait(60)), {}))
    assert held.wait(60)
    with pytest.raises(GradlabError, match="another grading is at work in this course already"):
        grade(handed_in, find_lab(LAB, handed_in.assignments), 1, isolation="none")
    go.set()
    assert ended(first, said) == [(LAB, len(STUDENTS), [])]


def test_points_given_by_hand_while_a_grading_writes_are_kept(
    handed_in: Course, judged: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """As formgrader does it: one connection for long, one commit a change; the class is graded four times meanwhile."""
    lab = find_lab(LAB, handed_in.assignments)
    grade(handed_in, lab, 1, isolation="none")
    (written, *_) = [question.grade_id for question in lab.questions if question.written]
    auto = next(question for question in lab.questions if not question.written)
    said = FORK.Queue()

    def by_hand(begin: int) -> None:
        with Gradebook(handed_in.db_url, handed_in.course_id) as gradebook:
            for number, student in enumerate(STUDENTS[begin::3]):
                given = gradebook.find_grade(written, LAB, LAB, student)
                given.manual_score, given.needs_manual_grade = float(begin + number), False
                gradebook.db.commit()
                gradebook.find_comment(auto.name, LAB, LAB, student).manual_comment = f"for {student}"
                gradebook.db.commit()
                overruled = gradebook.find_grade(auto.grade_id, LAB, LAB, student)
                overruled.extra_credit = 0.5
                gradebook.db.commit()
        said.put("done")

    hands = [FORK.Process(target=by_hand, args=(begin,)) for begin in range(3)]
    for hand in hands:
        hand.start()
    for _ in range(4):
        assert len(grade(handed_in, lab, 1, force=True, isolation="none").judged) == len(STUDENTS)
    assert [said.get(timeout=60) for _ in hands] == ["done"] * 3
    for hand in hands:
        hand.join(60)

    found = rows(handed_in)
    manual = {row[0]: row[4] for row in found["grade"] if row[2] == written}
    assert manual == {s: float(begin + n) for begin in range(3) for n, s in enumerate(STUDENTS[begin::3])}
    assert {row[0]: row[5] for row in found["grade"] if row[2] == auto.grade_id} == dict.fromkeys(STUDENTS, 0.5)
    comments = {row[0]: row[4] for row in found["comment"] if row[2] == auto.name}
    assert comments == {student: f"for {student}" for student in STUDENTS}
    stored, wanted = scores(handed_in), expected(handed_in, LAB)
    assert {place: stored[place] for place in wanted} == wanted


@pytest.mark.slow
def test_rows_that_somebody_holds_for_long_are_one_line_and_nothing_is_stored(
    handed_in: Course, judged: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    lab = find_lab(LAB, handed_in.assignments)
    grade(handed_in, lab, 1, isolation="none")
    before = rows(handed_in)
    for student in STUDENTS:  # other notebooks, other scores
        path = handed_in.folder("submitted", student, LAB) / f"{LAB}.ipynb"
        path.write_text(path.read_text().replace(f"# {student}", f"# {student} anew"))
    monkeypatch.setattr(database, "PATIENCE", 1)
    with Gradebook(handed_in.db_url, handed_in.course_id) as holder:
        for held in holder.db.query(Grade):
            held.extra_credit = 0.25
        holder.db.flush()  # and no commit
        with pytest.raises(GradlabError, match="is in use by another program; close that") as caught:
            grade(handed_in, lab, 1, isolation="none")
        assert caught.value.exit_code == 3
        holder.db.rollback()
    assert rows(handed_in) == before
    assert grade(handed_in, lab, 1, isolation="none").judged == set(), "it goes on where it stopped"
    assert rows(handed_in)["grade"] != before["grade"]
