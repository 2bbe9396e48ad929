"""The people of a course, as nbgrader's gradebook holds them."""

from dataclasses import dataclass

from autograder.course import Course
from autograder.database import opened


@dataclass(frozen=True)
class Person:
    """A row of nbgrader's student table; empty texts where it holds nothing."""

    id: str
    last_name: str = ""
    first_name: str = ""
    email: str = ""
    lms_user_id: str = ""

    @property
    def name(self) -> str:
        """`Last, First`, as grade books sort; the id for somebody without a name."""
        return ", ".join(part for part in (self.last_name, self.first_name) if part) or self.id

    @property
    def names(self) -> set[str]:
        """What may stand in another system's file for this person."""
        spoken = f"{self.first_name} {self.last_name}".strip()
        turned = f"{self.last_name} {self.first_name}".strip()
        return {text for text in (self.id, self.email, spoken, turned, self.name) if text}


def people_of(course: Course) -> dict[str, Person]:
    """Everybody in the gradebook, by id."""
    with opened(course) as gradebook:
        return {
            row.id: Person(
                row.id, row.last_name or "", row.first_name or "", row.email or "", str(row.lms_user_id or "")
            )
            for row in gradebook.students
        }
