"""One lab's gradebook rows in memory: a stand-in for nbgrader's Gradebook that its preprocessors write to.

nbgrader finds one row at a time and commits after each. Here a handful of queries load the rows of the whole class,
rows that are missing are made as Gradebook.add_submission makes them, and nothing is committed.
"""

from collections.abc import Collection
from typing import Any

from nbgrader.api import Comment, Grade, MissingEntry, Student, SubmittedAssignment, SubmittedNotebook

from autograder.errors import UserError
from autograder.labs import Lab


class LabRows:
    """The rows of one lab for some students. The find_* methods are Gradebook's, answered from memory."""

    def __init__(self, gradebook: Any, lab: Lab, students: Collection[str]) -> None:
        self.db = self  # the preprocessors say gradebook.db.commit()
        self.lab = lab.name
        self._session = gradebook.db
        try:
            self.notebook = gradebook.find_notebook(lab.name, lab.name)
        except MissingEntry as error:
            raise UserError(f"{lab.name} is not in the gradebook; run `gradlab release {lab.name}` first") from error
        cells = (*self.notebook.grade_cells, *self.notebook.task_cells, *self.notebook.solution_cells)
        self._names = {cell.id: cell.name for cell in cells}
        self._source = {cell.name: cell for cell in self.notebook.source_cells}
        self._graded = {cell.name: cell for cell in (*self.notebook.grade_cells, *self.notebook.task_cells)}
        self.submissions: dict[str, Any] = {}
        self.grades: dict[str, dict[str, Any]] = {student: {} for student in students}
        self.comments: dict[str, dict[str, Any]] = {student: {} for student in students}
        self._load(students)
        known = {student for (student,) in self._session.query(Student.id)}
        for student in students:
            if student not in known:
                self._session.add(Student(id=student))
            if student not in self.submissions:
                self._make(student)

    def _load(self, students: Collection[str]) -> None:
        ours = (SubmittedAssignment.assignment_id == self.notebook.assignment_id) & SubmittedAssignment.student_id.in_(
            students
        )
        for row in self._session.query(SubmittedAssignment).filter(ours):
            self.submissions[row.student_id] = row
        mine = SubmittedNotebook.notebook_id == self.notebook.id
        for table, found in ((Grade, self.grades), (Comment, self.comments)):
            query = self._session.query(table, SubmittedAssignment.student_id)
            query = query.join(table.notebook).join(SubmittedNotebook.assignment)
            for row, student in query.filter(ours, mine):
                found[student][self._names[row.cell_id]] = row

    def _make(self, student: str) -> None:
        submission = SubmittedAssignment(assignment=self.notebook.assignment, student_id=student)
        self.submissions[student] = submission
        for notebook in self.notebook.assignment.notebooks:
            row = SubmittedNotebook(notebook=notebook, assignment=submission)
            grades = {c.name: Grade(cell_id=c.id, notebook=row) for c in (*notebook.grade_cells, *notebook.task_cells)}
            commented = (*notebook.solution_cells, *notebook.task_cells)
            comments = {c.name: Comment(cell_id=c.id, notebook=row) for c in commented}
            if notebook is self.notebook:
                self.grades[student], self.comments[student] = grades, comments
        self._session.add(submission)

    def commit(self) -> None:
        """Nothing: the caller commits once, for the whole class."""

    def find_source_cell(self, name: str, notebook: str, assignment: str) -> Any:
        """The cell as it was released."""
        return _known(self._source, name, assignment)

    def find_graded_cell(self, name: str, notebook: str, assignment: str) -> Any:
        """The cell with its points."""
        return _known(self._graded, name, assignment)

    def find_grade(self, name: str, notebook: str, assignment: str, student: str) -> Any:
        """One student's grade for one cell."""
        return _known(self.grades[student], name, assignment)

    def find_comment(self, name: str, notebook: str, assignment: str, student: str) -> Any:
        """The comment on one student's cell."""
        return _known(self.comments[student], name, assignment)


def _known(rows: dict[str, Any], name: str, assignment: str) -> Any:
    try:
        return rows[name]
    except KeyError:
        raise MissingEntry(f"{assignment} has no cell {name!r} in the gradebook") from None
