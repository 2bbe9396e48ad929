"""What a judgement rests on: a record stands as long as all of it is as it was."""

from dataclasses import dataclass, fields
from typing import Any

from autograder import __version__
from autograder.course import Course
from autograder.course_policy import policy_of
from autograder.labs import Lab
from autograder.records import Record
from autograder.replay.cases import salt_id
from autograder.replay.suite import suite_hash


@dataclass(frozen=True)
class Basis:
    """Everything but the submission itself."""

    suite: str
    salt_id: str
    kit: str
    isolation: str
    policy: dict[str, Any]
    points: tuple[tuple[str, float], ...]

    @classmethod
    def now(cls, course: Course, lab: Lab, isolation: str) -> "Basis":
        """What judging a lab of the course would rest on today."""
        points = tuple((question.grade_id, question.points) for question in lab.questions if not question.written)
        policy = policy_of(course, lab.name).as_record()
        return cls(suite_hash(lab), salt_id(course.salt()), __version__, isolation, policy, points)

    @classmethod
    def of(cls, record: Record) -> "Basis":
        """What a record rests on."""
        points = tuple((question.grade_id, question.points) for question in record.questions)
        return cls(record.suite, record.salt_id, record.kit, record.isolation, record.policy, points)

    def changed(self, other: "Basis") -> tuple[str, ...]:
        """The names of what differs."""
        return tuple(f.name for f in fields(Basis) if getattr(self, f.name) != getattr(other, f.name))
