"""Who is on the course: rosters are read or refused in one line, and whoever hands in beside them is named."""

import pytest

from autograder import grading
from autograder.course import Course
from autograder.labs import find_lab
from autograder.people import not_enrolled, people_of

from .classroom import LAB, PEOPLE, hand_in, made_record

ROSTERS = {
    "student_id,last_name,first_name,email\n": ("kim,김,민수,kim@x\n", 'smith,"Smith, Jr.",J,s@x\n'),
    "ID number;Surname;First name;Email address\n": ("kim;김;민수;kim@x\n", "smith;Smith, Jr.;J;s@x\n"),
    "\ufeffUsername\tLast name\tFirst name\tE-Mail\n": ("kim\t김\t민수\tkim@x\n", "smith\tSmith, Jr.\tJ\ts@x\n"),
}


@pytest.mark.parametrize("header", ROSTERS, ids=["commas", "semicolons", "tabs"])
def test_a_roster_is_read_whatever_separates_its_cells(course, gradlab, tmp_path, header):
    (tmp_path / "r.csv").write_text(header + "".join(ROSTERS[header]), encoding="utf-8")
    assert gradlab("roster", tmp_path / "r.csv")[0] == 0
    people = people_of(course)
    assert people["kim"].name == "김, 민수"
    assert (people["smith"].last_name, people["smith"].email) == ("Smith, Jr.", "s@x")
    assert "0 new, 0 changed, 2 as before" in gradlab("roster", tmp_path / "r.csv")[1]


def test_a_gradebook_from_canvas_is_a_roster(course, gradlab, tmp_path):
    text = "Student,ID,SIS User ID,SIS Login ID,Section,Lab 1 (7)\n    Points Possible,,,,,10\n"
    text += '"Smith, Jo",4712,s9,smith,A,3\n"Student, Test",9,,x1,A,\n'
    (tmp_path / "c.csv").write_text(text, encoding="utf-8")
    assert "1 new" in gradlab("roster", tmp_path / "c.csv")[1]
    (smith,) = people_of(course).values()
    assert (smith.id, smith.last_name, smith.first_name, smith.lms_user_id) == ("smith", "Smith", "Jo", "4712")


@pytest.mark.usefixtures("enrolled")
def test_an_empty_cell_changes_nothing_and_nobody_is_removed(course, gradlab, tmp_path):
    (tmp_path / "r.csv").write_text("id,email,last_name\nkim,,Kim\n")
    code, said, _ = gradlab("roster", tmp_path / "r.csv")
    assert code == 0
    assert "not in this file: o_12_3, smith, j." in said
    assert people_of(course)["kim"].email == "kim@x"
    assert people_of(course)["kim"].last_name == "Kim"


BAD_ROSTERS = {
    "one column only": "id last\nkim Kim\n",
    "separated by commas, semicolons or tabs": "id|last_name\nann|A\n",
    "line 3: 3 cells, the header has 2": "id,last_name\nann,A\nbob,B,C\n",
    "'ann' is in the file twice": "id,last_name\nann,A\nann,B\n",
    "have the same number 7": "id,canvas id\nann,7\nbob,7\n",
    "cannot be a student's id": "id,last_name\n../ann,A\n",
    "no column for the students' ids": "matriculation,last_name\nann,A\n",
    "no whole CSV file": 'id,last_name\nann,"A\n',
    "no rows": "id,last_name\n",
    "which is no name": "id,last_name\nann,A\x1b[31m\n",
}


@pytest.mark.usefixtures("enrolled")
@pytest.mark.parametrize("wish", BAD_ROSTERS)
def test_a_bad_roster_gets_one_line_and_enrols_nobody(course, gradlab, tmp_path, wish):
    (tmp_path / "r.csv").write_text(BAD_ROSTERS[wish])
    code, _, errors = gradlab("roster", tmp_path / "r.csv")
    assert code == 2
    assert wish in errors
    assert len(errors.splitlines()) == 1
    assert set(people_of(course)) == set(PEOPLE)


def test_the_column_of_the_ids_can_be_named(course, gradlab, tmp_path):
    (tmp_path / "r.csv").write_text("matriculation,last_name\nann,A\n")
    assert gradlab("roster", tmp_path / "r.csv", "--id", "matriculation")[0] == 0
    assert set(people_of(course)) == {"ann"}


# Whoever hands in and is not in it.


@pytest.fixture
def graded(course: Course, solved, monkeypatch) -> Course:
    """A stranger beside those of the roster; judging is a stand-in."""
    lab = find_lab(LAB, course.assignments)
    monkeypatch.setattr(
        "autograder.pool.Judges.judge",
        lambda judges, coming: ((name, made_record(lab, submission)) for name, submission in coming),
    )
    monkeypatch.setattr("autograder.pool.Judges.start", lambda judges: None)
    for student in ("kim", "stranger"):
        hand_in(course, student, solved)
    return course


@pytest.mark.usefixtures("enrolled")
def test_grade_names_who_is_not_in_the_roster_and_grades_them_all_the_same(graded, gradlab):
    for _ in range(2):  # grading makes a row of their own in the gradebook: that is no roster
        code, said, errors = gradlab("grade", LAB, "--jobs", "1")
        assert code == 0
        assert "not in the roster: stranger; `gradlab roster` adds them" in errors
        assert "stranger" in said
    assert not people_of(graded)["stranger"].enrolled


def test_without_a_roster_nobody_is_a_stranger(graded, gradlab):
    code, _, errors = gradlab("grade", LAB, "--jobs", "1")
    assert (code, errors) == (0, "")


@pytest.mark.usefixtures("enrolled")
def test_a_roster_makes_a_student_of_whom_grading_entered_even_without_a_name(graded, gradlab, tmp_path):
    grading.grade(graded, find_lab(LAB, graded.assignments), 1, judging=lambda coming: [
        (name, made_record(find_lab(LAB), submission)) for name, submission in coming
    ])  # fmt: skip
    assert not_enrolled(graded, ["stranger", "kim", "other"]) == ["other", "stranger"]
    (tmp_path / "r.csv").write_text("id,email\nstranger,\nother,o@x\n")
    assert "1 new, 1 changed, 0 as before" in gradlab("roster", tmp_path / "r.csv")[1]
    assert not_enrolled(graded, ["stranger", "kim", "other"]) == []
