"""What was downloaded from other systems: every file is the right student's, or nothing changes."""

import json
import zipfile
from datetime import datetime
from pathlib import Path

import pytest

from autograder.attempts import attempts_of, keep, lying
from autograder.course import Course
from autograder.people import people_of

from .classroom import LAB, hand_in

SHEET = "Teilnehmer/in,Name,E-Mail,Note\nTeilnehmer/in 31,X,kim@x,\nTeilnehmer/in 32,J. Smith,smith@x,\n"


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
    "John Jo Smith_32_assignsubmission_file/sub/my work.ipynb": "smith's",
    "Zoë OBrien 12 3_33_assignsubmission_onlinetext/onlinetext.html": "<p>I had no time</p>",
}
CANVAS = {
    "kimminsu_LATE_4711_9001_lab02_batchnorm-2.ipynb": "kim's",
    "kimminsu_LATE_4711_9002_notes.ipynb": "kim's notes",
    "smithjohnjo_4712_9003_my_12_work.ipynb": "smith's",
    "obrien123zoë_4713_text.html": "<p>I had no time</p>",
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
    files = {"J. Smith_32_assignsubmission_file/a.ipynb": "smith's", "X_31_assignsubmission_file_b.ipynb": "kim's"}
    archive = zipped(tmp_path / "m.zip", files)
    before = everything(course)
    code, _, errors = gradlab("import", LAB, archive)
    assert (code, everything(course)) == (2, before)
    assert "not in the gradebook: X (31), J. Smith (32)" in errors
    assert len(errors.splitlines()) == 1
    (tmp_path / "sheet.csv").write_text(SHEET, encoding="utf-8")
    code, _, _ = gradlab("import", LAB, archive, "--worksheet", tmp_path / "sheet.csv")
    assert (code, taken(course)) == (0, {"kim": "kim's", "smith, j.": "smith's"})


@pytest.mark.usefixtures("enrolled")
def test_a_download_from_canvas_is_sorted_by_its_numbers_and_what_is_late_is_said(course, gradlab, tmp_path):
    code, _, errors = gradlab("import", LAB, zipped(tmp_path / "c.zip", CANVAS))
    assert (code, taken(course)) == (2, {"kim": "kim's", "smith, j.": "smith's"})
    assert "late, as the platform says, but not by how much: kim" in errors
    assert "'obrien123zoë': what was handed in holds no notebook" in errors


@pytest.mark.usefixtures("enrolled")
def test_names_are_found_without_what_moodle_leaves_out_of_them(course, gradlab, tmp_path):
    archive = zipped(tmp_path / "m.zip", {"Zoë OBrien 12 3_33_assignsubmission_file/a.ipynb": "o's"})
    assert gradlab("import", LAB, archive)[0] == 0
    assert taken(course) == {"o_12_3": "o's"}


def hidden_by_canvas(folder: Path) -> list[object]:
    return [zipped(folder / "c.zip", {"LATE_anon_aB3d5_9001_lab.ipynb": "a"})]


def hidden_by_canvas_and_all_digits(folder: Path) -> list[object]:
    return [zipped(folder / "c.zip", {"anon_4711_9001_lab.ipynb": "a"})]


def hidden_by_moodle(folder: Path) -> list[object]:
    return [zipped(folder / "m.zip", {"Participant_31_assignsubmission_file/lab.ipynb": "a"})]


def group_without_a_name(folder: Path) -> list[object]:
    return [zipped(folder / "m.zip", {"Default group_assignsubmission_file/lab.ipynb": "a"})]


def group_with_the_number_of_a_participant(folder: Path) -> list[object]:
    (folder / "sheet.csv").write_text(SHEET, encoding="utf-8")
    archive = zipped(folder / "m.zip", {"Group A_31_assignsubmission_file/lab.ipynb": "a"})
    return [archive, "--worksheet", folder / "sheet.csv"]


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


@pytest.mark.usefixtures("enrolled")
@pytest.mark.parametrize("before", ["", "2026-01-07 10:00 UTC"])
def test_a_time_given_later_corrects_that_of_the_same_file(course, lab, gradlab, tmp_path, before):
    archive = zipped(tmp_path / "a.zip", {"kim/a.ipynb": "a"})
    assert gradlab("import", LAB, archive, *(["--when", before] if before else []))[0] == 0
    code, said, errors = gradlab("import", LAB, archive, "--when", "2026-01-05 10:00 UTC")
    assert code == 0
    was = "was 2026-01-07 10:00:00 UTC" if before else "had none"
    assert f"time corrected of what was imported before, now 2026-01-05 10:00:00 UTC ({was}): kim" in errors
    assert "0 new, 0 handed in again, 1 as before" in said
    (attempt,) = attempts_of(course, lab, "kim")
    assert attempt.when == datetime(2026, 1, 5, 10)
    assert (course.submitted / "kim" / LAB / "timestamp.txt").read_text() == "2026-01-05 10:00:00.000000 UTC"
    assert json.loads((attempt.folder / "attempt.json").read_text())["corrected"] == [
        "2026-01-07 10:00:00.000000 UTC" if before else None
    ]
    assert "corrected" not in gradlab("import", LAB, archive, "--when", "2026-01-05 10:00 UTC")[2]


@pytest.mark.usefixtures("enrolled")
def test_a_time_from_the_exchange_stays_and_one_in_a_file_corrects_only_what_had_none(course, lab, gradlab, tmp_path):
    path = hand_in(course, "kim", "a", when="2026-01-04 10:00:00.000000 UTC")
    keep(course, lab, "kim", path, datetime(2026, 1, 4, 10), "exchange")
    archive = zipped(tmp_path / "a.zip", {"kim/a.ipynb": "a"})
    assert gradlab("import", LAB, archive, "--when", "2026-01-05 10:00 UTC")[0] == 0
    assert [attempt.when.day for attempt in attempts_of(course, lab, "kim")] == [4, 5]
    folder = tmp_path / "in" / "smith, j."
    folder.mkdir(parents=True)
    (folder / "a.ipynb").write_text("b")
    for day, expected in ((0, [None]), (6, [6]), (5, [5, 6])):
        if day:
            (folder / "timestamp.txt").write_text(f"2026-01-0{day} 10:00 UTC")
        assert gradlab("import", LAB, tmp_path / "in")[0] == 0
        assert [a.when and a.when.day for a in attempts_of(course, lab, "smith, j.")] == expected


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
    hidden_by_canvas: "Canvas hides names: let it show them",
    hidden_by_canvas_and_all_digits: "Canvas hides names: let it show them",
    hidden_by_moodle: "where Moodle hides names, let it show them first",
    group_without_a_name: "what came from a group that has no name",
    group_with_the_number_of_a_participant: "groups handed in; import theirs from a folder",
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
    assert people_of(course)["stranger"].enrolled, "at once, not only when it is graded"
    assert people_of(course)["kim"].name == "김, 민수"
