"""Our exports as plugins of `nbgrader export --exporter=autograder.nbgrader_plugins.export.Canvas`.

nbgrader's own options hold: --to names the file, --assignment the labs; without it, every graded lab is written.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from nbgrader.plugins import ExportPlugin

from autograder.course import Course
from autograder.errors import UserError
from autograder.exports.canvas import canvas
from autograder.exports.grades import StudentGrade, class_grades
from autograder.exports.junit import junit
from autograder.exports.moodle import moodle
from autograder.exports.table import ENCODING, table
from autograder.labs import Lab, all_labs

Write = Callable[[Lab, Sequence[StudentGrade]], str]


class _Exporter(ExportPlugin):  # type: ignore[misc]
    """Writes one file a lab: the name given with --to, with the lab's name before it when there are several."""

    write: Write
    suffix = ".csv"
    encoding = "utf-8"

    def export(self, gradebook: Any) -> None:
        """Write the files; labs that are not graded yet are passed over."""
        course = Course(Path(self.parent.coursedir.root))
        wanted = set(self.assignment) or None
        graded: dict[Lab, list[StudentGrade]] = {}
        for lab in all_labs(course.assignments):
            if wanted is None or lab.name in wanted:
                try:
                    graded[lab] = class_grades(course, lab)
                except UserError:
                    self.log.warning("%s is not graded yet", lab.name)
        target = Path(self.to or f"grades{self.suffix}")
        for lab, grades in graded.items():
            path = target if len(graded) == 1 else target.with_name(f"{lab.name}-{target.name}")
            path.write_text(type(self).write(lab, grades), encoding=self.encoding, newline="")
            self.log.info("wrote %s", path)


class Csv(_Exporter):
    """The class as a table."""

    write = staticmethod(table)
    encoding = ENCODING


class Canvas(_Exporter):
    """Canvas's gradebook."""

    write = staticmethod(canvas)


class Moodle(_Exporter):
    """Moodle's grade import."""

    write = staticmethod(moodle)


class JUnit(_Exporter):
    """JUnit XML."""

    write = staticmethod(junit)
    suffix = ".xml"
