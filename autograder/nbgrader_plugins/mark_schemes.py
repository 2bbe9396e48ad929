"""What graders go by, shown in formgrader's manual grading: each written question's mark scheme and model answer.

They are read from the course and the kit when a grader opens the page, and laid into the page only. No file that
leaves the course holds them: not the release, not autograded/, not the feedback.
"""

import re
from pathlib import Path
from typing import Any

from nbconvert.preprocessors import Preprocessor
from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell

from autograder.course import find_course
from autograder.errors import GradlabError
from autograder.labs import Lab, find_lab
from autograder.notebook import grade_id, region

# Bootstrap's classes, which formgrader's page loads, and which hide a summary's triangle; markdown goes on between
# blank lines.
PANEL = """\
<div class="panel panel-info mark-scheme">
<div class="panel-heading"><strong>Mark scheme</strong> of {name}, {points:g} points. Students never see it.</div>
<div class="panel-body">

{scheme}

{model}
</div>
</div>"""
MODEL = """\
<details>
<summary style="display: list-item; cursor: pointer">What a full answer holds</summary>

{text}

</details>
"""
NONE = "The notebook of this lab holds no mark scheme for this question."
SECTION = re.compile(r"^## (\S+)\n(.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)


class MarkSchemes(Preprocessor):  # type: ignore[misc]
    """Puts a panel before each written answer. In formgrader's page of a submission only, never in feedback."""

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """Lay the panels in; a course whose lab cannot be read says so there instead, and can still be graded."""
        if "submission_id" not in resources:  # formgrader sets it; nbgrader's own feedback has `nbgrader` instead
            return nb, resources
        try:
            course = find_course(Path(resources["metadata"]["path"]))
            lab = find_lab(resources["assignment_id"], course.assignments)
            panels = mark_schemes(lab)
        except (GradlabError, OSError, ValueError) as error:
            said = f"*The mark schemes of {resources['assignment_id']} cannot be shown: {error}*"
            nb.cells.insert(0, new_markdown_cell(said))
            return nb, resources
        cells = []
        for cell in nb.cells:
            if panel := panels.get(grade_id(cell) or ""):
                cells.append(new_markdown_cell(panel))
            cells.append(cell)
        nb.cells = cells
        return nb, resources


def mark_schemes(lab: Lab) -> dict[str, str]:
    """By grade_id of the written questions: mark scheme and model answer, as markdown."""
    sources = {grade_id(cell): cell.source for cell in lab.master().cells}
    answers = model_answers(lab)
    return {
        question.grade_id: PANEL.format(
            name=question.name,
            points=question.points,
            scheme=region(sources[question.grade_id], "MARK SCHEME") or NONE,
            model=MODEL.format(text=text) if (text := answers.get(question.grade_id)) else "",
        )
        for question in lab.questions
        if question.written
    }


def model_answers(lab: Lab) -> dict[str, str]:
    """By grade_id: the section of the same name in the lab's file of model answers, beside its solutions."""
    path = lab.solution.with_suffix(".md")
    text = path.read_text(encoding="utf-8") if path.is_file() else ""
    return {name: section.strip() for name, section in SECTION.findall(text)}
