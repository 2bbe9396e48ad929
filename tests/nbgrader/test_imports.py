"""What was downloaded from other systems: every file is the right student's, or nothing changes."""

import json
import sys
import zipfile
from datetime import datetime
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from autograder.attempts import attempts_of, lying
from autograder.cli import main
from autograder.course import Course
from autograder.people import people_of

from .classroom import LAB, hand_in

PEOPLE = {  # id: (last, first, Canvas's number)
    "kim": ("김", "민수", "4711"),
    "smith, j.": ("Smith", 'John "Jo"', "4712"),
    "o_12_3": ("O'Brien_12_3", "Zoë", "4713"),
}
SHEET = "Teilnehmer/in,Name,E-Mail,Note\nTeilnehmer/in 31,민수 김,kim@x,\nTeilnehmer/in 32,?,smith@x,\n"


@pytest.fixture
def gradlab(course: Course, monkeypatch, capsys):
    """Run a command in the course: exit code, what it printed, and its errors."""

    def run(*arguments: object):
        monkeypatch.chdir(course.root)
        monkeypatch.setattr(sys, "argv", ["gradlab", *map(str, arguments)])
        capsys.readouterr()
        code = 0
        try:
            main()
        except SystemExit as end:
            code = int(end.code or 0)
        said = capsys.readouterr()
        assert "Traceback" not in said.err
        return code, said.out, said.err

    return run


@pytest.fixture
def enrolled(course: Course) -> None:
    with Gradebook(course.db_url, course.course_id) as gradebook:
        for student, (last, first, number) in PEOPLE.items():
            email = f"{student.split(',')[0]}@x"
            gradebook.add_student(student, last_name=last, first_name=first, lms_user_id=number, email=email)


def zipped(path: Path, files: dict[str, str]) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return path


def taken(course: Course) -> dict[str, str]:
    return {path.parent.parent.name: path.read_text() for path in course.submitted.glob(f"*/{LAB}/{LAB}.ipynb")}


def everything(course: Course) -> dict[str, bytes]:
    files = (path for path in course.root.rglob("*") if path.is_file() and path.name != "grading.lock")
    return {str(path): path.read_bytes() for path in files}


MOODLE = {
    "민수 김_31_assignsubmission_file_/lab02_batchnorm.ipynb": "kim's",
    "민수 김_31_assignsubmission_file_/draft.ipynb": "kim's draft",
    'John "Jo" Smith_32_assignsubmission_file/my work.ipynb': "smith's",
    "Zoë O'Brien_12_3_33_assignsubmission_onlinetext_/onlinetext.html": "<p>I had no time</p>",
}
CANVAS = {
    "kimminsu_LATE_4711_9001_lab02_batchnorm-2.ipynb": "kim's",
    "kimminsu_LATE_4711_9002_notes.ipynb": "kim's notes",
    "smithjohn_4712_9003_my_12_work.ipynb": "smith's",
    "obrien-12-3zoe_4713_9004_report.pdf": "%PDF",
}


@pytest.mark.usefixtures("enrolled")
def test_a_download_from_moodle_is_sorted_by_full_names(course, gradlab, tmp_path):
    code, said, errors = gradlab("import", LAB, zipped(tmp_path / "m.zip", MOODLE))
    assert (code, taken(course)) == (2, {"kim": "kim's", "smith, j.": "smith's"})
    assert "2 new" in said
    assert "holds no notebook" in errors
    assert "Brien" in errors


@pytest.mark.usefixtures("enrolled")
def test_moodles_worksheet_tells_who_a_participant_is_where_names_do_not(course, gradlab, tmp_path):
    files = {"Someone_32_assignsubmission_file_/a.ipynb": "smith's", "X_31_assignsubmission_file_b.ipynb": "kim's"}
    archive = zipped(tmp_path / "m.zip", files)
    before = everything(course)
    code, _, errors = gradlab("import", LAB, archive)
    assert (code, everything(course)) == (2, before)
    assert "not in the gradebook: X (31), Someone (32)" in errors
    assert len(errors.splitlines()) == 1
    (tmp_path / "sheet.csv").write_text(SHEET, encoding="utf-8")
    code, _, _ = gradlab("import", LAB, archive, "--worksheet", tmp_path / "sheet.csv")
    assert (code, taken(course)) == (0, {"kim": "kim's", "smith, j.": "smith's"})


@pytest.mark.usefixtures("enrolled")
def test_a_download_from_canvas_is_sorted_by_its_numbers_and_what_is_late_is_said(course, gradlab, tmp_path):
    code, _, errors = gradlab("import", LAB, zipped(tmp_path / "c.zip", CANVAS))
    assert (code, taken(course)) == (2, {"kim": "kim's", "smith, j.": "smith's"})
    assert "late, as the platform says, but not by how much: kim" in errors
    assert "'obrien-12-3zoe': what was handed in holds no notebook" in errors


def test_blackboards_names_tell_student_and_time(course, gradlab, tmp_path):
    archive = zipped(tmp_path / "b.zip", {f"ps2_kim_attempt_2026-01-05-10-00-00_{LAB}.ipynb": "kim's"})
    assert gradlab("import", LAB, archive)[0] == 0
    assert (course.submitted / "kim" / LAB / "timestamp.txt").read_text() == "2026-01-05 10:00:00.000000 UTC"


def test_a_plain_folder_is_sorted_by_its_folders_and_links_are_not_followed(course, gradlab, tmp_path):
    folder = tmp_path / "in"
    for student in ("ann", "김"):
        (folder / student / LAB).mkdir(parents=True)
        (folder / student / LAB / f"{LAB}.ipynb").write_text(student)
    (folder / "ann" / LAB / "timestamp.txt").write_text("2026-01-05 10:00:00 UTC")
    (folder / "eve").mkdir()
    (folder / "eve" / f"{LAB}.ipynb").symlink_to("/etc/hostname")
    (folder / "bob.ipynb").write_text("bob")
    assert gradlab("import", LAB, folder)[0] == 0
    assert taken(course) == {"ann": "ann", "김": "김", "bob": "bob"}
    assert (course.submitted / "ann" / LAB / "timestamp.txt").exists()
    assert not (course.submitted / "bob" / LAB / "timestamp.txt").exists()


@pytest.mark.usefixtures("enrolled")
def test_every_attempt_is_kept_and_the_newest_lies_in_submitted(course, lab, gradlab, tmp_path):
    hand_in(course, "kim", "by hand", when="2026-01-04 10:00:00.000000 UTC")
    for day, text in ((6, "second"), (5, "first"), (6, "second")):
        archive = zipped(tmp_path / f"{day}.zip", {f"kim/{LAB}.ipynb": text})
        assert gradlab("import", LAB, archive, "--when", f"2026-01-0{day} 10:00 UTC")[0] == 0
    attempts = attempts_of(course, lab, "kim")
    assert [(a.folder / f"{LAB}.ipynb").read_text() for a in attempts] == ["by hand", "first", "second"]
    assert taken(course) == {"kim": "second"}
    assert lying(course, lab, "kim") == attempts[-1]
    assert attempts[-1].when == datetime(2026, 1, 6, 10)
    result = json.loads(gradlab("import", LAB, tmp_path / "6.zip", "--when", "2026-01-06 10:00 UTC", "--json")[1])
    assert result["kept"] == ["kim"]


def half_a_zip(folder: Path) -> list[object]:
    whole = zipped(folder / "whole.zip", MOODLE).read_bytes()
    (folder / "half.zip").write_bytes(whole[: len(whole) // 2])
    return [folder / "half.zip"]


def zip_slip(folder: Path) -> list[object]:
    return [zipped(folder / "slip.zip", {"../kim/x.ipynb": "x"})]


def bomb(folder: Path) -> list[object]:
    with zipfile.ZipFile(folder / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("kim/x.ipynb", b"\0" * 20_000_000)
    return [folder / "bomb.zip"]


def two_files(folder: Path) -> list[object]:
    return [zipped(folder / "two.zip", {"kim/a.ipynb": "a", "kim/b.ipynb": "b"})]


def two_of_the_labs_name(folder: Path) -> list[object]:
    return [zipped(folder / "two.zip", {f"kim/{LAB}.ipynb": "a", f"kim/b/{LAB}.ipynb": "b"})]


def unknown_student(folder: Path) -> list[object]:
    return [zipped(folder / "u.zip", {"kim/a.ipynb": "a", "stranger/a.ipynb": "b"})]


def good_then_bad(folder: Path) -> list[object]:
    return [zipped(folder / "good.zip", {"kim/a.ipynb": "a"}), *half_a_zip(folder)]


def no_notebook(folder: Path) -> list[object]:
    return [zipped(folder / "none.zip", {"kim/a.py": "a"})]


def no_such_file(folder: Path) -> list[object]:
    return [folder / "nowhere.zip"]


def a_notebook(folder: Path) -> list[object]:
    (folder / "a.ipynb").write_text("{}")
    return [folder / "a.ipynb"]


def another_layout(folder: Path) -> list[object]:
    return [zipped(folder / "a.zip", {"kim/a.ipynb": "a"}), "--from", "canvas"]


def no_layout(folder: Path) -> list[object]:
    return [zipped(folder / "a.zip", {"kim/a.ipynb": "a"}), "--from", "ilias"]


def no_time(folder: Path) -> list[object]:
    return [zipped(folder / "a.zip", {"kim/a.ipynb": "a"}), "--when", "yesterday"]


def foreign_worksheet(folder: Path) -> list[object]:
    (folder / "s.csv").write_text("Participant,Name\nParticipant 1,Stranger\n")
    return [zipped(folder / "m.zip", MOODLE), "--worksheet", folder / "s.csv"]


BAD = {
    half_a_zip: "it is no whole zip file",
    zip_slip: "is not a path below the archive",
    bomb: "as only bombs are",
    two_files: "'kim' has two notebooks, 'kim/a.ipynb' and 'kim/b.ipynb'",
    two_of_the_labs_name: "'kim' has two notebooks",
    unknown_student: "not in the gradebook: stranger",
    good_then_bad: "it is no whole zip file",
    no_notebook: "holds no notebook",
    no_such_file: "cannot be read",
    a_notebook: "is one notebook",
    another_layout: "is not named as canvas names",
    no_layout: "--from is 'ilias'",
    no_time: "--when is 'yesterday'",
    foreign_worksheet: "it fits nobody in the gradebook",
}


@pytest.mark.usefixtures("enrolled")
@pytest.mark.parametrize("bad", BAD, ids=lambda bad: bad.__name__)
def test_bad_input_gets_one_line_and_changes_nothing(course, gradlab, tmp_path, bad):
    hand_in(course, "kim", "earlier")
    arguments = bad(tmp_path)
    before = everything(course)
    code, _, errors = gradlab("import", LAB, *arguments)
    assert code == 2
    assert BAD[bad] in errors
    assert len(errors.splitlines()) == 1
    assert everything(course) == before


@pytest.mark.usefixtures("enrolled")
def test_unknown_students_are_skipped_or_added_on_demand(course, gradlab, tmp_path):
    (archive,) = unknown_student(tmp_path)
    code, _, errors = gradlab("import", LAB, archive, "--unknown", "skip")
    assert (code, set(taken(course))) == (0, {"kim"})
    assert "skipped, not in the gradebook: stranger" in errors
    assert gradlab("import", LAB, archive, "--unknown", "add")[0] == 0
    assert set(taken(course)) == {"kim", "stranger"}


# The roster.

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
