"""nbgrader's exchange as the demo uses it: the instructor's side by API, the students' side by its own classes."""

from pathlib import Path

from nbgrader.api import Gradebook
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config

from autograder.course import Course
from autograder.labs import Lab
from autograder.nbgrader_plugins.app import course_api


class Exchange:
    """An exchange inside the course's folder, and a home with a cache for every student."""

    def __init__(self, course: Course, lab: Lab) -> None:
        self.course, self.lab = course, lab
        self.root = course.root / "exchange"
        with (course.root / "nbgrader_config.py").open("a", encoding="utf-8") as file:
            file.write("\n# The demo's own exchange; student ids are made up, no users of this machine.\n")
            file.write(f"c.Exchange.root = {str(self.root)!r}\nc.ExchangeCollect.check_owner = False\n")
        self.api = course_api(course)

    def home(self, student: str) -> Path:
        """Where a student works."""
        return self.course.root / "students" / student

    def fetch_assignment(self, student: str) -> None:
        """`nbgrader fetch_assignment`."""
        self._start("FetchAssignment", student)

    def submit(self, student: str) -> None:
        """`nbgrader submit`."""
        self._start("Submit", student)

    def fetch_feedback(self, student: str) -> Path:
        """`nbgrader fetch_feedback`; the page."""
        self._start("FetchFeedback", student)
        return next((self.home(student) / self.lab.name / "feedback").glob("*/*.html"))

    def _start(self, step: str, student: str) -> None:
        config = Config(self.api.parent.config)
        config.CourseDirectory.update(student_id=student, assignment_id=self.lab.name)
        config.Exchange.update(assignment_dir=str(self.home(student)), cache=str(self.home(student) / ".cache"))
        app, kind = self.api.parent, getattr(self.api.exchange, step)
        coursedir = CourseDirectory(config=config, parent=app)
        kind(coursedir=coursedir, authenticator=self.api.authenticator, config=config, parent=app).start()

    def grade_by_hand(self, student: str) -> None:
        """What a teaching assistant does in formgrader: points and a comment for the written answers of one student."""
        with Gradebook(self.course.db_url, self.course.course_id) as gradebook:
            for question in self.lab.questions:
                if question.written:
                    place = (question.grade_id, self.lab.name, self.lab.name, student)
                    grade = gradebook.find_grade(*place)
                    grade.manual_score, grade.needs_manual_grade = question.points - 2, False
                    comment = gradebook.find_comment(*place)
                    comment.manual_comment = "Right, and well put. Say also what happens with a batch of one."
            gradebook.db.commit()
