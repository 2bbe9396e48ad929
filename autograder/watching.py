"""Grades a lab as submissions arrive, and gives every student the page that says what was found.

exchange --collect--> submitted/ --grade--> records and gradebook --> page --release--> exchange

What was done is read from the disk, so that a watch that is stopped or killed can begin again: nothing is judged twice
and nothing is forgotten.
"""

import time
from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path

from nbgrader.exchange import ExchangeError

from autograder import grading
from autograder.arriving import PAUSE, Arrivals, inside, shallow
from autograder.course import CONFIG, Course
from autograder.database import ready
from autograder.errors import GradlabError
from autograder.gradebook import by_hand
from autograder.labs import Lab, find_lab
from autograder.nbgrader_plugins.app import course_app
from autograder.nbgrader_plugins.collect import Collect
from autograder.people import stranger_note
from autograder.pool import Judges, JudgeSettings
from autograder.records import Record
from autograder.replay.suite import suite_hash
from autograder.report.shows import level
from autograder.report.writing import write_page
from autograder.reporting import page_of
from autograder.storing import write_whole

BATCH = 20  # submissions that are graded before the first of them is published
RETRY, LONGEST = 5.0, 300.0  # seconds until what failed is tried again, doubled each time


@dataclass
class Counts:
    """What the status line says."""

    graded: int = 0  # students who have a grade
    published: int = 0  # pages released since this watch began
    waiting: int = 0
    troubles: dict[str, str] = field(default_factory=dict)  # by student, or "" for all: why not graded
    last: str = ""  # who got a page last
    seconds: float = 0.0  # from arrival to page


@dataclass(frozen=True)
class Event:
    """Something to tell."""

    said: str
    trouble: bool = False


class Watch:
    """One lab of one course, watched by turns."""

    def __init__(self, course: Course, name: str, jobs: int, *, release: bool = True, pause: float = PAUSE) -> None:
        self.root, self.name, self.jobs, self.release = course.root, name, jobs, release
        self.counts = Counts()
        self.events: list[Event] = []  # since somebody looked
        self._inbound, self._submitted = Arrivals(shallow, pause), Arrivals(inside, pause)
        self._arrived: dict[str, float] = {}  # by student: when what is not published yet was seen
        self._retry: dict[str, tuple[float, float]] = {}  # by student: when, and the pause before
        self._first = True
        self._looked_up: set[str] = set()  # in the roster
        self._open()

    def _open(self) -> None:
        """Course, lab and judges by what the settings and the suite are now."""
        self.course = Course(self.root)
        self.lab: Lab = find_lab(self.name, self.course.assignments)
        self.app = course_app(self.course)
        self.app.coursedir.assignment_id = self.name
        ready(self.course, self.lab)
        self._basis = self._decisive()
        self.judges = Judges(JudgeSettings.of(self.lab, self.course), self.jobs)

    def _decisive(self) -> tuple[object, ...]:
        """What judges are made of: when it changes, others are needed."""
        files = (self.root / CONFIG, self.lab.notebook, self.course.private / "salt")
        return (suite_hash(self.lab), *(path.stat().st_mtime_ns for path in files if path.exists()))

    def close(self) -> None:
        """End the judges, in the middle of their work if they have any."""
        self.judges.close(at_once=True)

    def turn(self) -> None:
        """Look once; grade and publish what has arrived."""
        handed_on = self._collect()
        # What was there before we began, and what we put there, is complete.
        arrived = self._submitted.look(self._handed_in, None if self._first else handed_on)
        self._first = False
        for student in arrived:
            self._retry.pop(student, None)
            self._arrived[student] = handed_on.get(student, arrived[student])
        now = time.monotonic()
        due = sorted({*arrived, *(student for student, (when, _) in self._retry.items() if when <= now)})
        due = [student for student in due if self.course.folder("submitted", student, self.name).is_dir()]
        if not due:
            return
        if self._decisive() != self._basis:
            self.close()
            self._open()
        self.counts.waiting = len(due)
        for some in self._portions(due):
            self._grade(some)
            self.counts.waiting -= len(some)

    def _portions(self, students: list[str]) -> list[list[str]]:
        """Those who were judged before in one go, it costs little; the others so that none waits long for its page."""
        before = [student for student in students if (self.course.records(self.name) / f"{student}.json").exists()]
        new = [student for student in students if student not in set(before)]
        if len(before) < BATCH:
            before, new = [], students
        return [*([before] if before else []), *(new[i : i + BATCH] for i in range(0, len(new), BATCH))]

    def _collect(self) -> dict[str, float]:
        """Fetch from the exchange what has arrived there; whose, and when it was seen."""
        app = self.app
        step = app.exchange.Collect(coursedir=app.coursedir, authenticator=app.authenticator, parent=app)
        inbound = Path(getattr(step, "root", "")) / self.course.course_id / "inbound"
        if not (self.course.course_id and inbound.is_dir()):
            return {}
        mark = f"+{self.name}+"
        arrived = self._inbound.look(lambda: {path.name: path for path in inbound.iterdir() if mark in path.name})
        students: dict[str, float] = {}
        for folder, since in arrived.items():
            student = folder.rpartition(mark)[0]
            students[student] = max(since, students.get(student, 0.0))
        if not students:
            return {}
        step.update = True
        if isinstance(step, Collect):
            step.only = set(students)
        try:
            step.start()
        except (ExchangeError, GradlabError) as error:
            if not hasattr(step, "result"):
                self._trouble("", f"nothing can be collected: {error}")
                self._inbound.forget(arrived)
                return {}
        result = getattr(step, "result", None)
        if result is None:  # a collector of the course's own: it does not say whom it took
            return students
        self.events += [Event(sentence, trouble=True) for sentence in (*result.times, *result.refused)]
        return {student: since for student, since in students.items() if student in {*result.new, *result.updated}}

    def _handed_in(self) -> dict[str, Path]:
        """What lies in submitted/, by student."""
        folders = self.course.submitted.glob(f"*/{self.name}") if self.course.submitted.is_dir() else ()
        return {path.parent.name: path for path in folders if not path.parent.name.startswith(".")}

    def _grade(self, students: list[str]) -> None:
        try:
            result = grading.grade(self.course, self.lab, self.jobs, students, judging=self.judges.judge)
        except GradlabError as error:  # another program has the gradebook, the disk is full
            self._trouble("", str(error))
            self._later(students)
            return
        self.counts.troubles.pop("", None)
        for student, reason in {**result.unreadable, **result.failed}.items():
            self._trouble(student, reason)
        for student in students:
            if student in result.failed:
                self._later([student])
            else:
                self._retry.pop(student, None)
                if student not in result.unreadable:
                    self.counts.troubles.pop(student, None)
        self._tell_strangers(students)
        self._publish({name: result.records[name] for name in result.records})
        self.counts.graded = len(list(self.course.records(self.name).glob("[!.]*.json")))

    def _tell_strangers(self, students: Collection[str]) -> None:
        """Name once who is graded and yet not in the roster."""
        new = set(students) - self._looked_up
        self._looked_up |= new
        if new and (said := stranger_note(self.course, new)):
            self.events.append(Event(said, trouble=True))

    def _publish(self, records: dict[str, Record]) -> None:
        """Write and release the pages that are not out yet."""
        due = {name: record for name, record in records.items() if not self._is_out(name, record)}
        if not due:
            return
        few = len(due) <= 5
        given = {} if few else by_hand(self.course, self.lab)
        for student, record in due.items():
            by = by_hand(self.course, self.lab, student)[student] if few else given[student]
            try:
                write_page(page_of(self.course, self.lab, student, record, by, level(self.course, self.lab)), self.lab)
                if self.release:
                    self._release(student)
                    write_whole(self._mark(student), record.digest)
            except (GradlabError, ExchangeError, OSError) as error:
                self._trouble(student, f"its page cannot be published: {error}")
                self._later([student])
                continue
            self.counts.published += 1
            self.counts.last = student
            self.counts.seconds = time.monotonic() - self._arrived.pop(student, time.monotonic())
            self.events.append(Event(f"{student} graded, {self.counts.seconds:.1f} s after it arrived"))

    def _is_out(self, student: str, record: Record) -> bool:
        page = self.course.folder("feedback", student, self.name) / f"{self.name}.html"
        try:
            return page.exists() and (not self.release or self._mark(student).read_text("utf-8") == record.digest)
        except OSError:
            return False

    def _mark(self, student: str) -> Path:
        """Says which record a student was shown last."""
        return self.course.private / "published" / self.name / f"{student}.txt"

    def _release(self, student: str) -> None:
        """`nbgrader release_feedback` of one student, where the course has an exchange."""
        coursedir = self.app.coursedir
        step = self.app.exchange.ReleaseFeedback(
            coursedir=coursedir, authenticator=self.app.authenticator, parent=self.app
        )
        if hasattr(step, "root") and not Path(step.root, self.course.course_id).is_dir():
            return  # no exchange: the page waits in feedback/
        before, coursedir.student_id = coursedir.student_id, student
        try:
            step.start()
        finally:
            coursedir.student_id = before

    def _later(self, students: Collection[str]) -> None:
        for student in students:
            pause = min(2 * self._retry.get(student, (0.0, RETRY / 2))[1], LONGEST)
            self._retry[student] = time.monotonic() + pause, pause

    def _trouble(self, student: str, reason: str) -> None:
        if self.counts.troubles.get(student) != reason:
            self.events.append(Event(f"not graded: {student}: {reason}" if student else reason, trouble=True))
        self.counts.troubles[student] = reason
