"""How a submission enters `nbgrader autograde`: read with care, reduced to its sources, laid into a clean copy.

It happens in the exporter, before any preprocessor sees the notebook: copied cells, forged or outdated metadata,
huge or damaged files would otherwise fail in places where nbgrader gives up the whole batch (SchemaTooOldError).
"""

from pathlib import Path
from typing import Any

from nbconvert.exporters import NotebookExporter

from autograder.course import Course
from autograder.labs import find_lab
from autograder.normalise import submission_from
from autograder.submissions import Submission


class SubmissionExporter(NotebookExporter):  # type: ignore[misc]
    """Autograde's exporter: what it reads from submitted/ is normalised, what it reads from autograded/ is ours."""

    submission: Submission | None = None  # the one being graded; the judge takes it from here

    def from_filename(self, filename: str, resources: Any = None, **options: Any) -> Any:
        """Read one notebook and run the preprocessors over it; raises UserError for one that cannot be read."""
        path, place = Path(filename), resources["nbgrader"]
        coursedir = self.parent.coursedir
        submitted = coursedir.format_path(coursedir.submitted_directory, place["student"], place["assignment"])
        if path.parent != Path(submitted):
            return super().from_filename(filename, resources=resources, **options)
        lab = find_lab(place["assignment"], Course(Path(coursedir.root)).assignments)
        self.submission = submission_from(path, lab)
        resources["metadata"] = {"name": path.stem, "path": str(path.parent)}
        return self.from_notebook_node(self.submission.notebook, resources=resources, **options)
