"""The release audit as the last step of generate_assignment: it looks at what students would get, and stops a leak.

An exception makes nbgrader delete release/<lab>. A hook's would be swallowed, so this is a preprocessor.
"""

import shutil
from pathlib import Path
from typing import Any

from nbformat import NotebookNode
from nbgrader.preprocessors import NbGraderPreprocessor

from autograder.course import Course
from autograder.errors import UserError
from autograder.labs import find_lab
from autograder.release import audit_files, audit_notebook

TOOLKIT = "labkit.py"


class Audit(NbGraderPreprocessor):  # type: ignore[misc]
    """Copies labkit.py beside the notebook, then refuses the release unless everything in it is allowed."""

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """Look at the notebook as students would get it, and at all files beside it; UserError names the first leak."""
        place, coursedir = resources["nbgrader"], self.parent.parent.coursedir
        course = Course(Path(coursedir.root))
        lab = find_lab(place["assignment"], course.assignments)
        if place["notebook"] != lab.name:
            raise UserError(f"{place['notebook']}.ipynb must not be released: a lab is one notebook, {lab.name}.ipynb")
        release = course.folder("release", lab=lab.name)
        release.mkdir(parents=True, exist_ok=True)
        if (course.assignments / TOOLKIT).is_file():
            shutil.copyfile(course.assignments / TOOLKIT, release / TOOLKIT)
        audit_notebook(nb, lab)
        audit_files(release, lab)
        return nb, resources
