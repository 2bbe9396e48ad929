"""Writes a lab's grades for one of the platforms: which files, where, and what could not go in."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from autograder.course import Course
from autograder.errors import UserError
from autograder.exports.canvas import canvas, fill_canvas
from autograder.exports.grades import StudentGrade, class_grades
from autograder.exports.gradescope import gradescope
from autograder.exports.gradescope_autograder import pack
from autograder.exports.junit import junit
from autograder.exports.moodle import feedback_zip, fill_worksheet, moodle, unsendable
from autograder.exports.table import ENCODING, table
from autograder.labs import Lab
from autograder.people import people_of
from autograder.storing import write_whole

FORMATS = ("csv", "canvas", "moodle", "gradescope", "gradescope-autograder", "junit")


@dataclass
class Exported:
    """The files written, and sentences on what a person has to look at."""

    files: list[Path] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Choice:
    """What to write. `into`: a file downloaded from the platform, to be filled in."""

    to: str
    into: Path | None = None
    title: str = ""
    column: str = ""
    with_open: bool = False
    isolation: str = "bubblewrap"  # of the autograder that is packed


def export(course: Course, lab: Lab, choice: Choice) -> Exported:
    """Write the files of one format into the course's exports/ folder; earlier ones are replaced."""
    if choice.to not in FORMATS:
        raise UserError(f"--to is {choice.to!r}, expected one of {', '.join(FORMATS)}")
    if choice.into is not None and choice.to not in ("canvas", "moodle"):
        raise UserError(f"--into fills a file of canvas or moodle, not of {choice.to}")
    if choice.to == "gradescope-autograder":
        return _autograder(course, lab, choice)
    grades = class_grades(course, lab)
    done = Exported(notes=[*_notes(lab, grades, choice), *_absent(course, lab, grades)])
    folder = course.root / "exports"
    if choice.to == "gradescope":
        for student, text in gradescope(grades, choice.with_open).items():
            _write(done, folder / f"{lab.name}-gradescope" / student / "results.json", text)
    elif choice.to == "junit":
        _write(done, folder / f"{lab.name}-junit.xml", junit(lab, grades))
    elif choice.to == "csv":
        _write(done, folder / f"{lab.name}.csv", table(lab, grades, choice.with_open), ENCODING)
    elif choice.into is None:
        text = (
            canvas(lab, grades, choice.title, choice.with_open)
            if choice.to == "canvas"
            else moodle(lab, grades, choice.with_open)
        )
        _write(done, folder / f"{lab.name}-{choice.to}.csv", text)
    elif choice.to == "canvas":
        filled = fill_canvas(_read(choice.into), lab, grades, choice.title, choice.with_open)
        _write(done, folder / f"{lab.name}-canvas.csv", filled.text)
        _not_listed(done, filled.unknown)
    else:
        _worksheet(course, lab, choice, grades, done)
    return done


def _worksheet(course: Course, lab: Lab, choice: Choice, grades: Sequence[StudentGrade], done: Exported) -> None:
    assert choice.into is not None
    column = {"grade_column": choice.column} if choice.column else {}
    filled = fill_worksheet(_read(choice.into), lab, grades, with_open=choice.with_open, **column)
    folder = course.root / "exports"
    _write(done, folder / f"{lab.name}-moodle.csv", filled.text)
    _not_listed(done, filled.unknown)
    pages = {
        grade.person.id: page
        for grade in grades
        if (page := course.folder("feedback", grade.person.id, lab.name) / f"{lab.name}.html").is_file()
    }
    archive = folder / f"{lab.name}-moodle-feedback.zip"
    if pages and feedback_zip(archive, filled, pages):
        done.files.append(archive)
    else:
        done.notes.append(f"no feedback files: run `gradlab report {lab.name}` first")


def _autograder(course: Course, lab: Lab, choice: Choice) -> Exported:
    path = course.root / "exports" / f"{lab.name}-gradescope-autograder.zip"
    pack(course, lab, path, choice.isolation)
    notes = [
        "it holds the solutions, the hidden suite and the course's salt: for Gradescope's Configure Autograder only"
    ]
    if choice.isolation == "none":
        notes.append("it judges without a sandbox: a student's code can read the suite there and forge its own score")
    return Exported([path], notes)


def _not_listed(done: Exported, students: Sequence[str]) -> None:
    if students:
        done.notes.append(f"left out, because they are not in the file that was filled: {', '.join(students)}")


def _absent(course: Course, lab: Lab, grades: Sequence[StudentGrade]) -> list[str]:
    """Those of the roster who handed in nothing: they have no row, and no 0 either."""
    there = {grade.person.id for grade in grades}
    absent = [person.id for person in people_of(course).values() if person.enrolled and person.id not in there]
    return [f"left out, because they handed in nothing for {lab.name}: {', '.join(absent)}"] if absent else []


def _notes(lab: Lab, grades: Sequence[StudentGrade], choice: Choice) -> list[str]:
    notes = []
    left = [grade.person.id for grade in grades if grade.state == "ungraded"]
    if left:
        notes.append(
            f"without a grade, because they were not judged: {', '.join(left)}; `gradlab grade {lab.name}` tries again"
        )
    waiting = [grade.person.id for grade in grades if grade.state == "open"]
    if waiting and not choice.with_open and choice.to != "junit":
        who = ", ".join(waiting) if len(waiting) < len(grades) else "everybody"
        notes.append(
            f"without a grade, because written answers are unread ({len(waiting)} of {len(grades)} students): {who}; "
            "grade them in formgrader, or give --with-open to count them as 0 for now"
        )
    odd = unsendable(grades)
    if odd and choice.into is None and choice.to in ("csv", "canvas"):
        notes.append(f"written with an apostrophe before it, as a spreadsheet would compute it: {', '.join(odd)}")
    if odd and choice.into is None and choice.to == "moodle":
        notes.append(f"left out, as a spreadsheet would compute their ids; enter them in Moodle: {', '.join(odd)}")
    return notes


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise UserError(f"there is no file {path}") from None
    except (OSError, UnicodeDecodeError) as error:
        raise UserError(f"{path} cannot be read as UTF-8 text ({error}); save it as CSV UTF-8") from error


def _write(done: Exported, path: Path, text: str, encoding: str = "utf-8") -> None:
    write_whole(path, text, encoding=encoding, newline="")
    done.files.append(path)
