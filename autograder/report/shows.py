"""How much feedback tells: the verdict, hints, or a counterexample too. The course decides; by default the deadline."""

from dataclasses import replace
from datetime import datetime

from autograder.course import Course
from autograder.errors import UserError
from autograder.labs import Lab
from autograder.records import Outcome, Record

LEVELS = ("verdict", "hint", "counterexample")
SETTINGS = (*LEVELS, "deadline")  # hints until the last may hand in, counterexamples afterwards
SECONDS = 2.0


def level(course: Course, lab: Lab, now: datetime | None = None) -> str:
    """One of LEVELS. A lab without a due date is never over."""
    from autograder.nbgrader_plugins.deadlines import still_open

    setting = str(course.config.FeedbackExporter.get("shows", "deadline"))
    if setting not in SETTINGS:
        raise UserError(
            f"c.FeedbackExporter.shows is {setting!r} in nbgrader_config.py, expected one of {', '.join(SETTINGS)}"
        )
    if setting != "deadline":
        return setting
    return "hint" if still_open(course, lab.name, now) else "counterexample"


def seconds(course: Course) -> float:
    """How long to look for each counterexample."""
    value = course.config.FeedbackExporter.get("seconds", SECONDS)
    if not isinstance(value, int | float) or not 0 < value <= 600:
        raise UserError(f"c.FeedbackExporter.seconds is {value!r} in nbgrader_config.py, expected 0 to 600 seconds")
    return float(value)


def verdict_only(record: Record) -> Record:
    """The record without what was seen, hints, names and pictures; what a test waits for stays."""
    questions = tuple(
        replace(
            question,
            tests=tuple(
                replace(test, message="", hint="", mistake=None, looks_like="", known=(), table=None, picture=None)
                if test.outcome is Outcome.FAILED
                else test
                for test in question.tests
            ),
        )
        for question in record.questions
    )
    return replace(record, questions=questions)
