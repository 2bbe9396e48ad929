"""`nbgrader generate_feedback` writes our page: the record, and what humans added, rendered for the student."""

from pathlib import Path
from typing import Any

from nbconvert.exporters import Exporter
from nbformat import NotebookNode
from traitlets import Enum, Float

from autograder.counterexamples.store import load
from autograder.course import Course
from autograder.errors import UserError
from autograder.gradebook import by_hand
from autograder.labs import find_lab
from autograder.report.feedback import render
from autograder.report.shows import SECONDS, SETTINGS, level


class FeedbackExporter(Exporter):  # type: ignore[misc]
    """Turns an autograded notebook into the feedback page of the record behind it.

    Counterexamples are shown where `gradlab report` has found some, and the course's setting allows it.
    """

    shows = Enum(SETTINGS, default_value="deadline", help="verdict, hint, counterexample or deadline").tag(config=True)
    seconds = Float(SECONDS, help="how long to look for each counterexample").tag(config=True)

    def _file_extension_default(self) -> str:
        return ".html"

    def from_notebook_node(self, nb: NotebookNode, resources: Any = None, **options: Any) -> tuple[str, Any]:
        """The page; the notebook itself is not shown again, the student has it."""
        place, coursedir = resources["nbgrader"], self.parent.coursedir
        course = Course(Path(coursedir.root))
        lab = find_lab(place["assignment"], course.assignments)
        record = course.load_record(lab.name, place["student"])
        if record is None:
            raise UserError(f"{place['student']} has no record of {lab.name}; grade the submission again")
        given = by_hand(course, lab, place["student"])[place["student"]]
        shown = level(course, lab)
        found = load(course, lab, place["student"], record) if shown == "counterexample" else None
        page = render(
            record, lab, given.manual, place["student"],
            penalty=given.penalty, late=given.late, shows=shown, counterexamples=found or {},
        )  # fmt: skip
        resources["output_extension"] = self.file_extension
        return page, resources
