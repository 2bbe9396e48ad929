"""Grades for other systems, read back by the rules of their importers, for a class with awkward names."""

import csv
import io
import json
import re
import zipfile
from pathlib import Path

import jsonschema
import pytest
import xmlschema
from nbgrader.api import Gradebook

from autograder.cli import app
from autograder.errors import UserError
from autograder.exports.canvas import canvas, fill_canvas
from autograder.exports.files import Choice, export
from autograder.exports.grades import class_grades
from autograder.exports.gradescope import gradescope
from autograder.exports.junit import junit
from autograder.exports.moodle import fill_worksheet, moodle
from autograder.exports.table import table
from autograder.gradebook import write_rows
from autograder.normalise import normalise
from autograder.people import enter
from autograder.reporting import write_reports
from autograder.score import score_record

from .classroom import LAB, edited, hand_in, made_record

PEOPLE = {  # id: (last, first, email, Canvas's id)
    "kim": ("김", "민수", "kim@uni.example", "4711"),
    "smith, j.": ('Smith, "Jo"', "John", "smith@uni.example", "4712"),
    "=cmd|' calc'!A0": ('=HYPERLINK("http://x")', "+1", "formula@uni.example", ""),
    "nobody_1": ("", "", "", ""),
    "<i>kim": ("Kim", "<b>", "b@uni.example", "4714"),
    "new": ("Two\nLines", "@x\t|", "new@uni.example", "4715"),
}
CANVAS_NUMBER = re.compile(r"-?[0-9.,]+%?")  # what Canvas's importer takes for a number
JUNIT = Path(__file__).with_name("junit.xsd")
NUMBER = {"type": "number", "minimum": 0}
RESULTS = {
    "type": "object",
    "additionalProperties": False,
    "required": ["tests"],
    "properties": {
        "score": NUMBER,
        "visibility": {"enum": ["visible", "hidden", "after_due_date", "after_published"]},
        "stdout_visibility": {"enum": ["visible", "hidden", "after_due_date", "after_published"]},
        "test_output_format": {"enum": ["text", "html", "simple_format", "md", "ansi"]},
        "execution_time": NUMBER,
        "extra_data": {"type": "object"},
        "tests": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "additionalProperties": False,
                "required": ["name", "score", "max_score", "status"],
                "properties": {
                    "name": {"type": "string"},
                    "number": {"type": "string"},
                    "score": NUMBER,
                    "max_score": NUMBER,
                    "status": {"enum": ["passed", "failed"]},
                    "output": {"type": "string"},
                    "visibility": {"const": "visible"},
                },
            },
        },
    },
}


@pytest.fixture
def graded(course, lab, solved):
    """Six students with names, judged and in the gradebook; written answers read for all but one."""
    rows = {}
    for number, student in enumerate(PEOPLE):
        nb = edited(solved, batchnorm_forward=f"\n# {number}")
        hand_in(course, student, nb)
        submission = normalise(nb, lab)
        rows[student] = (submission, made_record(lab, submission), None)
        course.save_record(student, rows[student][1])
    write_rows(course, lab, rows)
    written = [question.grade_id for question in lab.questions if question.written]
    with Gradebook(course.db_url, course.course_id) as gradebook:
        for student, (last, first, email, number) in PEOPLE.items():
            names = {"last_name": last, "first_name": first, "email": email, "lms_user_id": number}
            gradebook.update_or_create_student(student, **{key: value for key, value in names.items() if value})
            for cell in written if student != "nobody_1" else ():
                gradebook.find_grade(cell, LAB, LAB, student).manual_score = 5
        gradebook.db.commit()
    return class_grades(course, lab)


def rows_of(text):
    return list(csv.reader(io.StringIO(text, newline="")))


def expected(grade):
    return round(score_record(grade.record).score + 10, 2)  # two written answers of 5 points


def test_who_has_a_grade_and_whose_answers_are_unread(graded):
    assert {grade.person.id: grade.state for grade in graded} == {
        student: "open" if student == "nobody_1" else "graded" for student in PEOPLE
    }
    assert all(grade.score() == expected(grade) for grade in graded if grade.state == "graded")
    (unread,) = (grade for grade in graded if grade.state == "open")
    assert unread.score() is None
    assert unread.score(with_open=True) == score_record(unread.record).score


def test_canvas_takes_the_csv_by_its_header_rules(lab, graded):
    header, points, *rows = rows_of(canvas(lab, graded, "Lab 2 (99)"))
    assert "Student" in header[0]
    assert header[1] == "ID"
    assert header[3] == "Section"
    assert header[4:] == ["Lab 2 (99)"]
    assert "Points Possible" in points[0]
    assert points[4] == "100"
    assert {len(row) for row in rows} == {5}
    assert all(CANVAS_NUMBER.fullmatch(row[4]) or row[4] == "" for row in rows)
    by_login = {row[2]: row for row in rows}
    assert by_login["kim"][:2] == ["김, 민수", "4711"]
    assert by_login["smith, j."][0] == 'Smith, "Jo", John'
    grades = {grade.person.id: grade for grade in graded}
    assert float(by_login["kim"][4]) == expected(grades["kim"])
    assert by_login["nobody_1"][4] == ""


def test_no_cell_of_any_csv_is_a_formula(lab, graded):
    for text in (table(lab, graded), canvas(lab, graded), moodle(lab, graded)):
        for row in rows_of(text)[1:]:
            assert not [cell for cell in row if cell.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r"))]
    assert '\'=HYPERLINK(""http://x"")' in canvas(lab, graded)


@pytest.mark.parametrize("title", ["Final Score", "Current lab Grade"])
def test_a_title_that_canvas_would_drop_is_refused(lab, graded, title):
    with pytest.raises(UserError, match="Canvas ignores columns"):
        canvas(lab, graded, title)


def test_an_export_from_canvas_is_filled_and_else_left_alone(lab, graded):
    exported = (
        "\ufeffStudent,ID,SIS User ID,SIS Login ID,Section,Lab 1 (7),Lab 2 (99),Final Score\r\n"
        "    Points Possible,,,,,10,100,(read only)\r\n"
        '"Kim, M",4711,s1,someone,A,3,,55\r\n'
        '"By, Login",,s2,"smith, j.",A,4,12,56\r\n'
        '"-Un, Known",9,s3,stranger,A,-,-2,57\r\n'
    )
    grades = {grade.person.id: grade for grade in graded}
    _, _, kim, smith, stranger = rows_of(fill_canvas(exported, lab, graded, "Lab 2").text)
    assert kim == ["Kim, M", "4711", "s1", "someone", "A", "3", f"{expected(grades['kim']):g}", "55"]
    assert float(smith[6]) == expected(grades["smith, j."])
    assert stranger == ["-Un, Known", "9", "s3", "stranger", "A", "-", "-2", "57"]
    with pytest.raises(UserError, match="no column is called 'Lab 3'"):
        fill_canvas(exported, lab, graded, "Lab 3")
    with pytest.raises(UserError, match="no gradebook exported from Canvas"):
        fill_canvas("a,b\n1,2\n", lab, graded, "Lab 2")


def test_moodle_is_sent_numbers_only(lab, graded):
    header, *rows = rows_of(moodle(lab, graded))
    assert header == ["username", "email", LAB]
    assert {row[0] for row in rows} == {*PEOPLE} - {"nobody_1", "=cmd|' calc'!A0"}
    assert all(0 <= float(row[2]) <= 100 for row in rows)


WORKSHEET = (
    "\ufeffTeilnehmer/in,Vollständiger Name,E-Mail-Adresse,Status,Bewertung,Zuletzt geändert (Bewertung)\r\n"
    "Teilnehmer/in 31,민수 김,kim@uni.example,Abgegeben,,-\r\n"
    'Teilnehmer/in 32,"John Smith, ""Jo""",other@uni.example,Abgegeben,,-\r\n'
    "Teilnehmer/in 33,Someone Else,else@uni.example,Abgegeben,7,-\r\n"
)


def test_a_worksheet_in_another_language_is_filled_by_the_column_named(lab, graded):
    filled = fill_worksheet(WORKSHEET, lab, graded, "Bewertung")
    header, kim, smith, other = rows_of(filled.text)
    assert {row[5] for row in (kim, smith, other)} == {"-"}, "what Moodle wrote stays as it is"
    grades = {grade.person.id: grade for grade in graded}
    assert header[4] == "Bewertung"
    assert (float(kim[4]), float(smith[4]), other[4]) == (expected(grades["kim"]), expected(grades["smith, j."]), "7")
    assert dict(filled.participants) == {"kim": ("31", "민수 김"), "smith, j.": ("32", 'John Smith, "Jo"')}
    assert set(filled.unknown) == {*PEOPLE} - {"kim", "smith, j."}
    with pytest.raises(UserError, match=r"no column 'Grade'.*Bewertung"):
        fill_worksheet(WORKSHEET, lab, graded)
    with pytest.raises(UserError, match="no grading worksheet"):
        fill_worksheet(WORKSHEET.replace(",", ";"), lab, graded)


def test_feedback_files_bear_the_names_that_moodle_splits(course, lab, graded, tmp_path):
    write_reports(course, lab)
    sheet = tmp_path / "sheet.csv"
    sheet.write_text(WORKSHEET, encoding="utf-8")
    done = export(course, lab, Choice("moodle", sheet, column="Bewertung"))
    archive = next(path for path in done.files if path.suffix == ".zip")
    names = zipfile.ZipFile(archive).namelist()
    assert len(names) == 2
    for name in names:
        folder, file = name.split("/")
        person, participant, kind, plugin, rest = folder.split("_", 4)  # as Moodle does
        assert (kind, plugin, rest, file) == ("assignfeedback", "file", "", "feedback.html")
        assert person
        assert int(participant)
    assert zipfile.ZipFile(archive).read("민수 김_31_assignfeedback_file_/feedback.html").startswith(b"<!doctype html>")


CANVAS = "Student,ID,SIS Login ID,Section,Lab 2 (99)\r\n    Points Possible,,,,100\r\n"
SHEET = "Identifier,Full name,Email address,Grade,Maximum grade\r\n"
BAD_CANVAS = {
    "nobody who handed in .* another course": CANVAS + "A,1,stranger,x,\r\n",
    "are both 'kim'": CANVAS + "A,4711,,x,\r\nB,4711,,x,\r\n",
    "is 'kim' by ID and '<i>kim' by SIS Login ID": CANVAS + "A,4711,<i>kim,x,\r\n",
    "has 10 points in Canvas and 100 here": CANVAS.replace("100", "10") + "A,4711,kim,x,\r\n",
    "it is read only": CANVAS.replace("100", "(read only)") + "A,4711,kim,x,\r\n",
    "row 3 has 3 cells": CANVAS + "A,4711,kim\r\n",
    "no whole CSV file": CANVAS + 'A,4711,kim,x,"',
}
BAD_WORKSHEETS = {
    "nobody who handed in .* another course": SHEET + "Participant 1,A,a@b,,100.00\r\n",
    "two rows of the worksheet are 'kim'": SHEET + "Participant 1,,kim@uni.example,,\r\nParticipant 2,kim,,,\r\n",
    "fits '<i>kim' and 'kim'": SHEET + "Participant 1,<I>KIM,kim@uni.example,,\r\n",
    "'Maximum grade' is 10.00 in Moodle": SHEET + "Participant 1,,kim@uni.example,,10.00\r\n",
    "is cut off": SHEET + "Participant 1,kim\r\n",
    "no participant numbers": SHEET + "Nobody,,kim@uni.example,,\r\n",
}


def test_a_file_that_is_damaged_ambiguous_or_of_another_course_is_refused_and_nothing_written(
    course, lab, graded, tmp_path
):
    platform_file = tmp_path / "file.csv"
    for to, title, bad in (("canvas", "Lab 2", BAD_CANVAS), ("moodle", "", BAD_WORKSHEETS)):
        for wish, text in bad.items():
            platform_file.write_text(text, encoding="utf-8", newline="")
            with pytest.raises(UserError, match=wish):
                export(course, lab, Choice(to, platform_file, title))
    assert not (course.root / "exports").exists()


def test_what_canvas_wrote_with_semicolons_is_given_back_with_semicolons(lab, graded):
    text = CANVAS.replace(",", ";") + '"Kim; M";4711;kim;x;"12,5"\r\n'
    filled = fill_canvas(text, lab, graded, "Lab 2").text
    kim = next(csv.reader([filled.splitlines()[2]], delimiter=";"))
    assert kim[:4] == ["Kim; M", "4711", "kim", "x"]
    assert float(kim[4]) == expected(next(grade for grade in graded if grade.person.id == "kim"))


def test_two_students_with_one_canvas_id_are_nobody_by_it(course, lab, graded):
    with Gradebook(course.db_url, course.course_id) as gradebook:
        gradebook.update_or_create_student("<i>kim", lms_user_id="4711")
    filled = fill_canvas(CANVAS + "A,4711,,x,7\r\nB,4712,,x,\r\n", lab, class_grades(course, lab), "Lab 2")
    assert rows_of(filled.text)[2] == ["A", "4711", "", "x", "7"]
    assert {"kim", "<i>kim"} <= set(filled.unknown)


def test_gradescope_results_fit_their_schema(graded):
    documents = {student: json.loads(text) for student, text in gradescope(graded).items()}
    assert set(documents) == set(PEOPLE)
    for student, document in documents.items():
        jsonschema.validate(document, RESULTS)
        total = sum(test["score"] for test in document["tests"])
        record = next(grade.record for grade in graded if grade.person.id == student)
        assert total == pytest.approx(score_record(record).score)


def test_junit_is_valid_counts_right_and_shows_no_source(lab, graded):
    text = junit(lab, graded)
    xmlschema.validate(text, str(JUNIT))
    root = xmlschema.XMLResource(text).root
    assert sum(int(suite.get("tests")) for suite in root) == int(root.get("tests")) == len(list(root.iter("testcase")))
    assert sum(1 for _ in root.iter("failure")) == int(root.get("failures")) > 0
    scores = [float(p.get("value")) for p in root.iter("property") if p.get("name") == "score"]
    assert sum(scores) == pytest.approx(sum(score_record(grade.record).score for grade in graded))


def test_the_command_says_what_could_not_go_in(course, lab, graded, monkeypatch, capsys):
    monkeypatch.chdir(course.root)
    app(["export", LAB, "--to", "canvas"], standalone_mode=False)
    said = capsys.readouterr().out
    assert f"{LAB}-canvas.csv" in said
    assert "written answers are unread (1 of 6 students): nobody_1; grade them" in said
    assert "left out, because they handed in nothing" not in said
    assert "apostrophe" in said
    for arguments, wish in (
        (["--to", "excel"], "expected one of csv, canvas"),
        (["--to", "junit", "--into", "x.csv"], "--into fills a file of canvas or moodle"),
        (["--to", "moodle", "--into", "nowhere.csv"], "there is no file nowhere.csv"),
        (["--to", "gradescope-autograder", "--isolation", "docker"], "expected bubblewrap or none"),
    ):
        with pytest.raises(UserError, match=wish):
            app(["export", LAB, *arguments], standalone_mode=False)


def test_whoever_is_left_out_is_named_with_the_reason(course, lab, graded, solved, tmp_path, gradlab):
    enter(course, ["absent"])
    hand_in(course, "late", solved)
    (tmp_path / "sheet.csv").write_text(WORKSHEET, encoding="utf-8")
    _, said, _ = gradlab("export", LAB, "--to", "moodle", "--into", tmp_path / "sheet.csv", "--column", "Bewertung")
    assert f"left out, because they handed in nothing for {LAB}: absent" in said
    assert f"without a grade, because they were not judged: late; `gradlab grade {LAB}` tries again" in said
    listed = "left out, because they are not in the file that was filled: <i>kim, =cmd|' calc'!A0, late, new, nobody_1"
    assert listed in said


def test_a_title_that_is_missing_lists_the_assignments_and_no_other_column(lab, graded):
    header = "Student,ID,SIS User ID,SIS Login ID,Integration ID,Section,Lab 1 (7),Lab 2 (99),Final Score"
    with pytest.raises(UserError, match=r"name one with --title: Lab 1 \(7\), Lab 2 \(99\)$"):
        fill_canvas(f"{header}\r\nK,4711,,,,A,,,\r\n", lab, graded, "Lab 3")


def test_a_lab_that_nobody_graded_is_refused(course, lab, solved):
    hand_in(course, "kim", solved)
    with pytest.raises(UserError, match="nothing of lab02_batchnorm is graded yet"):
        class_grades(course, lab)


def test_nbgrader_exports_through_our_plugins(course, lab, graded, tmp_path, monkeypatch):
    from nbgrader.apps.exportapp import ExportApp

    monkeypatch.chdir(course.root)
    for plugin, write in (("Canvas", canvas), ("Moodle", moodle), ("JUnit", junit), ("Csv", table)):
        target = tmp_path / plugin
        program = ExportApp(parent=None)
        program.initialize([f"--exporter=autograder.nbgrader_plugins.export.{plugin}", f"--to={target}"])
        program.start()
        assert target.read_text(encoding="utf-8-sig") == write(lab, graded).replace("\r\n", "\n")
    target = tmp_path / "one"
    program = ExportApp(parent=None)
    program.initialize(["--exporter=autograder.nbgrader_plugins.export.Gradescope", f"--to={target}", "--student=kim"])
    program.start()
    assert [path.name for path in target.iterdir()] == ["kim"]
    program = ExportApp(parent=None)
    program.initialize(["--exporter=autograder.nbgrader_plugins.export.Csv", f"--to={target}.csv", "--student=eve"])
    with pytest.raises(UserError, match="'eve' handed in nothing"):
        program.start()


@pytest.mark.parametrize("arguments", [["export", LAB], ["grade", LAB], ["report", LAB], ["roster", "r.csv"]])
def test_the_gradebook_of_another_course_is_refused_and_not_touched(course, graded, monkeypatch, arguments):
    (course.root / "r.csv").write_text("id,last_name\nann,A\n")
    config = course.root / "nbgrader_config.py"
    config.write_text(config.read_text().replace("made-101", "other-202"))
    before = (course.root / "gradebook.db").read_bytes()
    monkeypatch.chdir(course.root)
    with pytest.raises(UserError, match="is that of 'made-101', and this course is 'other-202'"):
        app(arguments, standalone_mode=False)
    assert (course.root / "gradebook.db").read_bytes() == before
