"""Grading a class: what was judged is not judged again unless something that decides it has changed."""

import dataclasses

import nbformat
import pytest

from autograder import basis, grading, pool
from autograder.course import Course
from autograder.errors import InfrastructureError, UserError
from autograder.notebook import solve
from autograder.records import QuestionRecord, Record
from autograder.replay.cases import salt_id
from autograder.replay.suite import suite_hash
from autograder.sandbox.policy import Policy


@pytest.fixture
def course(tmp_path, lab, monkeypatch) -> Course:
    """A course whose judge is a stand-in that notes whom it judged, and whose gradebook is a list."""
    (tmp_path / "nbgrader_config.py").write_text("c = get_config()\n")
    course = Course(tmp_path)
    solved = nbformat.writes(solve(lab))
    for student in ("ann", "bob"):
        folder = course.folder("submitted", student, lab.name)
        folder.mkdir(parents=True)
        (folder / f"{lab.name}.ipynb").write_text(solved)
        (folder / "timestamp.txt").write_text("2026-01-05 10:00:00.000000 UTC")

    def judge_many(lab, submissions, course, jobs, isolation="bubblewrap"):
        for student, submission in submissions:
            if student in troubled:
                yield student, InfrastructureError("no sandbox")
            else:
                judged.append(student)
                yield student, record_of(lab, submission, course, isolation)

    judged.clear()
    troubled.clear()
    monkeypatch.setattr(pool, "judge_many", judge_many)
    monkeypatch.setattr(
        grading, "write_rows", lambda course, lab, rows, progress: written.append({name: rows[name] for name in rows})
    )
    monkeypatch.setattr(grading, "ready", lambda course, lab: None)
    monkeypatch.setattr(grading, "take_out", lambda course, lab, present: {})
    monkeypatch.setattr(grading, "automatic_scores", lambda course, lab: {})
    written.clear()
    return course


judged: list[str] = []
troubled: set[str] = set()
written: list[dict] = []


def record_of(lab, submission, course, isolation) -> Record:
    questions = tuple(QuestionRecord(q.name, q.grade_id, q.points, ()) for q in lab.questions if not q.written)
    hashes = (submission.sha256, suite_hash(lab), "cases", salt_id(course.salt()), basis.__version__)
    return Record(lab.name, *hashes, isolation, Policy().as_record(), questions)


def test_what_was_judged_is_not_judged_again(course, lab):
    first = grading.grade(course, lab, 1)
    assert (judged, first.judged) == (["ann", "bob"], {"ann", "bob"})
    again = grading.grade(course, lab, 1)
    assert judged == ["ann", "bob"]
    assert (again.judged, set(again.records)) == (set(), {"ann", "bob"})


@pytest.mark.parametrize("change", ["salt", "kit", "policy", "suite", "isolation", "force", "points", "damaged"])
def test_whatever_decides_a_record_makes_it_judged_again_when_it_changes(course, lab, monkeypatch, change):
    grading.grade(course, lab, 1)
    judged.clear()
    options = {}
    if change == "salt":
        (course.private / "salt").write_bytes(b"another salt")
    elif change == "kit":
        monkeypatch.setattr(basis, "__version__", "99")
    elif change == "policy":
        (course.root / "nbgrader_config.py").write_text("c = get_config()\nc.Policy.memory_mib = 700\n")
        course = Course(course.root)  # a command reads the settings anew
    elif change == "suite":
        monkeypatch.setattr(basis, "suite_hash", lambda lab: "another")
    elif change == "isolation":
        options = {"isolation": "none"}
    elif change == "force":
        options = {"force": True}
    elif change == "points":
        master = lab.master()
        for cell in master.cells:
            if cell.metadata.get("nbgrader", {}).get("points"):
                cell.metadata.nbgrader.points += 1
        path = course.root / "assignments" / lab.name / f"{lab.name}.ipynb"
        path.parent.mkdir(parents=True)
        nbformat.write(master, path)
        lab = dataclasses.replace(lab, notebook=path)
    else:
        (course.records(lab.name) / "ann.json").write_text("{")
    grading.grade(course, lab, 1, **options)
    assert judged == (["ann"] if change == "damaged" else ["ann", "bob"])


def test_another_submission_is_judged_again_and_the_others_are_not(course, lab):
    grading.grade(course, lab, 1)
    judged.clear()
    path = course.folder("submitted", "bob", lab.name) / f"{lab.name}.ipynb"
    nb = nbformat.read(path, 4)
    nb.cells.append(nbformat.v4.new_code_cell("x = 1"))
    nbformat.write(nb, path)
    grading.grade(course, lab, 1)
    assert judged == ["bob"]


def test_a_failure_of_ours_is_listed_stays_ungraded_and_is_tried_the_next_time(course, lab):
    troubled.add("ann")
    result = grading.grade(course, lab, 1)
    assert result.failed == {"ann": "no sandbox"}
    assert set(result.records) == {"bob"}
    assert "ann" not in written[-1], "no row, so no zero"
    troubled.clear()
    judged.clear()
    assert grading.grade(course, lab, 1).failed == {}
    assert judged == ["ann"]


def test_a_notebook_that_cannot_be_read_is_listed_and_a_missing_one_is_missing(course, lab):
    (course.folder("submitted", "ann", lab.name) / f"{lab.name}.ipynb").write_text("not a notebook")
    (course.folder("submitted", "bob", lab.name) / f"{lab.name}.ipynb").unlink()
    result = grading.grade(course, lab, 1)
    assert set(result.unreadable) == {"ann"}
    assert "not valid JSON" in result.unreadable["ann"]
    assert result.missing == {"bob"}
    assert written[-1]["bob"][:2] == (None, None)
    assert "ann" not in written[-1]


def test_one_student_alone(course, lab):
    assert set(grading.grade(course, lab, 1, only=["bob"]).records) == {"bob"}
    with pytest.raises(UserError, match="'eve' handed in nothing for lab02_batchnorm; who did: ann, bob"):
        grading.grade(course, lab, 1, only=["bob", "eve"])


def test_a_lab_of_which_nothing_was_collected_is_the_caller_s_mistake(course, lab):
    other = dataclasses.replace(lab, name="lab03_x")
    with pytest.raises(UserError, match="nothing was collected for lab03_x"):
        grading.grade(course, other, 1)


def test_records_are_kept_as_they_come_so_that_a_stopped_run_goes_on(course, lab):
    def stop(standing):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        grading.grade(course, lab, 1, progress=stop)
    assert judged == ["ann"]
    grading.grade(course, lab, 1)
    assert judged == ["ann", "bob"]


def test_progress_counts_everybody_once_and_ends_with_nobody_waiting(course, lab):
    (course.folder("submitted", "cid", lab.name)).mkdir(parents=True)
    for name, text in (("dora", "not a notebook"), ("eve", nbformat.writes(solve(lab)))):
        course.folder("submitted", name, lab.name).mkdir(parents=True)
        (course.folder("submitted", name, lab.name) / f"{lab.name}.ipynb").write_text(text)
    troubled.add("eve")
    seen = []
    grading.grade(course, lab, 1, progress=seen.append)
    assert [step.waiting for step in seen] == sorted((step.waiting for step in seen), reverse=True)
    last = seen[-1]
    assert (last.total, last.judged, last.as_before, last.ungraded, last.waiting) == (5, 2, 1, 2, 0)
    seen.clear()
    grading.grade(course, lab, 1, progress=seen.append)
    assert (seen[-1].judged, seen[-1].as_before, seen[-1].ungraded) == (0, 3, 2)
