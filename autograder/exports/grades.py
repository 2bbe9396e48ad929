"""Everybody's grade in one lab, as exports need it: names from the gradebook, marks as the class report shows them."""

from dataclasses import dataclass

from autograder.course import Course
from autograder.errors import UserError
from autograder.gradebook import by_hand, refresh_penalties
from autograder.labs import Lab
from autograder.people import Person, people_of
from autograder.records import Record
from autograder.report.sheet import Sheet, sheet
from autograder.reporting import results_of


@dataclass(frozen=True)
class StudentGrade:
    """One student's grade. `marks` is None where nobody has judged the submission."""

    person: Person
    record: Record | None
    marks: Sheet | None

    @property
    def state(self) -> str:
        """`graded`, `missing` (no notebook: 0), `open` (written answers unread) or `ungraded`."""
        if self.marks is None or self.marks.ungraded:
            return "ungraded"
        return "missing" if self.marks.missing else "open" if self.marks.open else "graded"

    def score(self, with_open: bool = False) -> float | None:
        """The grade to hand on; None while it is not final, unless `with_open` takes unread answers as 0 for now."""
        if self.marks is None or self.state == "ungraded" or (self.state == "open" and not with_open):
            return None
        return self.marks.score


def class_grades(course: Course, lab: Lab) -> list[StudentGrade]:
    """The grades of all who handed in, by student id; UserError when nothing is graded yet."""
    refresh_penalties(course, lab)
    results, given, people = results_of(course, lab), by_hand(course, lab), people_of(course)
    if not any(isinstance(result, Record) for result in results.values()):
        raise UserError(f"nothing of {lab.name} is graded yet; run `gradlab grade {lab.name}`")
    grades = []
    for student, result in sorted(results.items()):
        hand = given.get(student)
        marks = None
        if not isinstance(result, str):
            marks = sheet(result, lab, hand.manual if hand else None, hand.penalty if hand else 0.0)
        record = result if isinstance(result, Record) else None
        grades.append(StudentGrade(people.get(student, Person(student)), record, marks))
    return grades


def points_of(lab: Lab) -> float:
    """What there is to earn in a lab."""
    return round(sum(question.points for question in lab.questions), 2)
