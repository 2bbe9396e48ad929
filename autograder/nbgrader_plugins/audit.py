"""The release audit as the last step of generate_assignment: it looks at what students would get, and stops a leak.

An exception makes nbgrader delete release/<lab>. A hook's would be swallowed, so this is a preprocessor.
"""

from pathlib import Path
from typing import Any

from nbformat import NotebookNode
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import Bool, List, Unicode

from autograder.course import Course
from autograder.course_policy import policy_of
from autograder.errors import UserError
from autograder.handouts import hand_out
from autograder.labs import find_lab
from autograder.nbgrader_plugins.deadlines import refuse_answers_of_open_labs
from autograder.notebook import mark
from autograder.release import audit_files, audit_notebook


class Audit(NbGraderPreprocessor):  # type: ignore[misc]
    """Lays the toolkit and layers.py beside the notebook, then refuses the release unless everything is allowed."""

    own_layers = Bool(
        False,
        help="Hand out layers.py with gaps in place of the earlier labs' solutions: students bring their own.",
    ).tag(config=True)
    closed = List(
        Unicode(),
        help="Labs whose solutions may be handed out in layers.py whatever their due dates say.",
    ).tag(config=True)

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """Look at the notebook as students would get it, and at all files beside it; UserError names the first leak."""
        place, coursedir = resources["nbgrader"], self.parent.parent.coursedir
        course = Course(Path(coursedir.root))
        lab = find_lab(place["assignment"], course.assignments)
        if place["notebook"] != lab.name:
            raise UserError(f"{place['notebook']}.ipynb must not be released: a lab is one notebook, {lab.name}.ipynb")
        if not self.own_layers:
            refuse_answers_of_open_labs(course, lab, set(self.closed))
        release = course.folder("release", lab=lab.name)
        release.mkdir(parents=True, exist_ok=True)
        policy = policy_of(course, lab.name)
        mark(nb, lab, imports=list(policy.imports), cell_seconds=policy.cell_seconds)
        audit_notebook(nb, lab)
        hand_out(lab, release, self.own_layers)
        audit_files(release, lab)
        return nb, resources
