"""A week of a course whose people have accounts of their own: everything that is handed in, graded, given back."""

import json
import os
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from autograder.score import score_question, score_record

from .conftest import COURSE, LAB, Machine
from .people import Done, Person

FORGED = timedelta(days=3)


def named(person: Person, when: datetime) -> str:
    return f"{person.name}+{LAB}+{when:%Y-%m-%d %H:%M:%S.%f} UTC+AbCdEfGh"


def now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)


def hand_in_by_hand(folder: Path, *, link: str = "") -> None:
    """What a student can do without nbgrader: any folder, with any name and any time."""
    folder.mkdir()
    claimed = folder.name.split("+")[2]
    (folder / "timestamp.txt").write_text(claimed)
    if link:
        (folder / f"{LAB}.ipynb").symlink_to(link)
    else:
        (folder / f"{LAB}.ipynb").write_text(Path(LAB, f"{LAB}.ipynb").read_text())
    folder.chmod(0o777)


@dataclass(frozen=True)
class Week:
    """What came of it."""

    machine: Machine
    collected: Done
    graded: Done
    pages: dict[str, list[Path]]

    def record(self, person: Person) -> Any:
        return self.machine.course.load_record(LAB, person.name)


@pytest.fixture(scope="module")
def week(machine: Machine) -> Week:
    instructor, ann, bob, eve = machine.instructor, machine.ann, machine.bob, machine.eve
    wrong = machine.lab.suite / "wrong" / "eps_outside_the_root.py"
    for student, answers in ((ann, ()), (bob, (wrong,)), (eve, ())):
        machine.nbgrader(student, "fetch_assignment", LAB)
        machine.works(student, *answers)
    machine.nbgrader(ann, "submit", LAB)
    machine.nbgrader(bob, "submit", LAB)
    # Bob's second attempt would have the instructor read what bob cannot; eve's is ann's by its name; her own claims
    # to have come in time.
    gradebook = str(machine.course.root / "gradebook.db")
    bob.does(lambda: hand_in_by_hand(machine.inbound / named(bob, now()), link=gradebook))
    eve.does(lambda: hand_in_by_hand(machine.inbound / named(ann, now())))
    eve.does(lambda: hand_in_by_hand(machine.inbound / named(eve, now() - FORGED)))

    collected = machine.gradlab("collect", LAB)
    graded = machine.gradlab("grade", LAB, "--jobs", "1")
    assert graded.code == 0, graded.said
    reported = machine.gradlab("report", LAB, "--jobs", "1")
    assert reported.code == 0, reported.said
    machine.nbgrader(instructor, "release_feedback", LAB)
    pages = {}
    for student in (ann, bob):
        machine.nbgrader(student, "fetch_feedback", LAB)
        pages[student.name] = list(student.home.glob(f"{LAB}/feedback/*/*.html"))
    return Week(machine, collected, graded, pages)


def test_everybody_gets_the_grade_and_the_page_of_their_own_work(week: Week) -> None:
    machine = week.machine
    full = score_record(week.record(machine.ann))
    assert full.score == full.points
    (forward,) = [q for q in week.record(machine.bob).questions if q.name == "batchnorm_forward"]
    assert 0 < score_question(forward).score < score_question(forward).points
    for person in (machine.ann, machine.bob):
        assert week.record(person).isolation == "bubblewrap"
        (page,) = week.pages[person.name]
        assert page.stat().st_uid == person.uid
    assert "outside the root" in re.sub(r"\s+", " ", week.pages[machine.bob.name][0].read_text("utf-8"))


def test_what_is_no_work_of_the_students_is_refused_and_the_fit_attempt_counts(week: Week) -> None:
    machine, said = week.machine, week.collected.said
    assert week.collected.code == 2
    assert f"{machine.bob.name!r}: '{LAB}.ipynb' is a link or a special file" in said
    assert f"{machine.ann.name!r}: the folder belongs to {machine.eve.name!r}, not to the student" in said
    assert "3 new, 0 handed in again, 0 as before, 2 refused" in said
    for person in (machine.ann, machine.bob):
        taken = machine.course.submitted / person.name / LAB / f"{LAB}.ipynb"
        assert json.loads(taken.read_text("utf-8"))["cells"]
        assert taken.read_bytes() == (person.home / LAB / f"{LAB}.ipynb").read_bytes()
        assert taken.stat().st_uid == machine.instructor.uid


def test_a_time_that_the_files_contradict_does_not_count(week: Week) -> None:
    machine = week.machine
    assert f"{machine.eve.name!r} claims to have handed in at" in week.collected.said
    taken = (machine.course.submitted / machine.eve.name / LAB / "timestamp.txt").read_text()
    assert now() - datetime.strptime(taken, "%Y-%m-%d %H:%M:%S.%f %Z") < FORGED / 2


def refusals(person: Person, places: list[Path]) -> dict[str, str]:
    """By place, what came of looking into it: the error's name, or "open"."""

    def look() -> dict[str, str]:
        found = {}
        for place in places:
            try:
                os.listdir(place) if place.is_dir() else place.read_bytes()
                found[str(place)] = "open"
            except OSError as error:
                found[str(place)] = type(error).__name__
        return found

    seen: dict[str, str] = person.does(look)
    return seen


def test_students_read_nothing_of_the_course_or_of_each_other(week: Week) -> None:
    machine, root, ann = week.machine, week.machine.course.root, week.machine.ann
    places = [
        root, root / "gradebook.db", root / "nbgrader_config.py", root / "assignments", root / ".gradlab",
        root / ".gradlab" / "salt", root / ".gradlab" / "records" / LAB / f"{ann.name}.json",
        root / "submitted" / ann.name / LAB / f"{LAB}.ipynb", root / "autograded" / ann.name / LAB / f"{LAB}.ipynb",
        root / "feedback" / ann.name / LAB / f"{LAB}.html", root / "reports" / f"{LAB}.html",
        ann.home, ann.home / LAB / f"{LAB}.ipynb", week.pages[ann.name][0],
        machine.inbound, machine.exchange / COURSE / "feedback",
    ]  # fmt: skip
    assert all(place.exists() for place in places)
    assert refusals(machine.bob, places) == {str(place): "PermissionError" for place in places}
    # The same look finds something where it may: the test would notice a wrong path.
    own = [place for place in places if root in (place, *place.parents)]
    assert set(refusals(machine.instructor, own).values()) == {"open"}


def test_students_change_nothing_that_is_not_theirs(week: Week) -> None:
    machine = week.machine
    released = machine.exchange / COURSE / "outbound" / LAB / f"{LAB}.ipynb"
    collected = machine.course.submitted / machine.bob.name
    (anns,) = (path for path in machine.handed_in(machine.ann) if path.stat().st_uid == machine.ann.uid)

    def tries() -> list[str]:
        attempts = (
            lambda: released.write_text("{}"),
            lambda: released.parent.joinpath("more.ipynb").write_text("{}"),
            lambda: (machine.exchange / COURSE).rename(machine.exchange / "gone"),
            lambda: (anns / f"{LAB}.ipynb").write_text("{}"),
            lambda: collected.rename(machine.bob.home / "mine"),
        )
        found = []
        for attempt in attempts:
            try:
                attempt()
                found.append("done")
            except OSError as error:
                found.append(type(error).__name__)
        return found

    assert machine.bob.does(tries) == 5 * ["PermissionError"]
    assert released.is_file()
