"""The judge, in place of nbgrader's Execute: no student code runs here, only a verdict is written down."""

from pathlib import Path
from typing import Any

from nbformat import NotebookNode
from nbgrader.preprocessors import NbGraderPreprocessor

from autograder.attempts import keep_submitted
from autograder.choosing import remember
from autograder.course import Course
from autograder.errors import InfrastructureError
from autograder.labs import find_lab
from autograder.nbgrader_plugins.folders import complete, discard_feedback
from autograder.nbgrader_plugins.verdicts import write_verdicts
from autograder.pool import judge_one


class Judge(NbGraderPreprocessor):  # type: ignore[misc]
    """Judges the submission that the exporter read; any trouble of ours raises, so that it stays ungraded."""

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """Write one verdict into every autograded cell and store the record."""
        place, coursedir = resources["nbgrader"], self.parent.parent.coursedir
        course = Course(Path(coursedir.root))
        lab = find_lab(place["assignment"], course.assignments)
        submission = self.parent.submission
        if submission is None or submission.lab != lab.name:
            raise InfrastructureError(f"no submission of {lab.name} was read before judging {place['student']}")
        record = judge_one(lab, submission, course)
        write_verdicts(nb, record)
        course.save_record(place["student"], record)
        keep_submitted(course, lab, place["student"])
        remember(course, lab, place["student"], record)
        complete(course.folder("autograded", place["student"], lab.name))
        discard_feedback(course, place["student"], lab)
        return nb, resources
