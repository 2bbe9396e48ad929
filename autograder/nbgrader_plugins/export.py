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
from autograder.exports.gradescope import gradescope
from autograder.exports.junit import junit
from autograder.exports.moodle import moodle
from autograder.exports.table import ENCODING, table
from autograder.labs import Lab, all_labs, find_lab
from autograder.storing import write_whole

Write = Callable[[Lab, Sequence[StudentGrade]], str]


class _Exporter(ExportPlugin):  # type: ignore[misc]
    """Writes one file a lab: the name given with --to, with the lab's name before it when there are several."""

    write: Write
    suffix = ".csv"
    encoding = "utf-8"

    def export(self, gradebook: Any) -> None:
        """Write the files; labs that are not graded yet are passed over, unless they were named."""
        course = Course(Path(self.parent.coursedir.root))
        labs = [find_lab(name, course.assignments) for name in self.assignment] or all_labs(course.assignments)
        graded: dict[Lab, list[StudentGrade]] = {}
        for lab in labs:
            try:
                found = class_grades(course, lab)
            except UserError:
                if self.assignment:
                    raise
                self.log.warning("%s is not graded yet", lab.name)
            else:
                graded[lab] = self._of(lab, found)
        target = Path(self.to or f"grades{self.suffix}")
        for lab, grades in graded.items():
            self._write(target if len(graded) == 1 else target.with_name(f"{lab.name}-{target.name}"), lab, grades)

    def _of(self, lab: Lab, grades: list[StudentGrade]) -> list[StudentGrade]:
        """Those of the students named with --student; of all without."""
        known = {grade.person.id for grade in grades}
        if unknown := [student for student in self.student if student not in known]:
            raise UserError(f"{', '.join(map(repr, unknown))} handed in nothing for {lab.name}")
        return [grade for grade in grades if not self.student or grade.person.id in self.student]

    def _write(self, path: Path, lab: Lab, grades: list[StudentGrade]) -> None:
        write_whole(path, type(self).write(lab, grades), encoding=self.encoding, newline="")
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


class Gradescope(_Exporter):
    """Gradescope's results.json: a folder, and in it one folder a student."""

    suffix = ""

    def _write(self, path: Path, lab: Lab, grades: list[StudentGrade]) -> None:
        for student, text in gradescope(grades).items():
            write_whole(path / student / "results.json", text)
        self.log.info("wrote %s", path)
