"""nbgrader's settings for a course: which of our classes stand where, and what the folders are called.

Names only, so that reading a course's settings imports neither nbgrader nor the machine.
"""

import os
import sys
from pathlib import Path
from typing import Any

PLUGINS = "autograder.nbgrader_plugins"
STOCK = "nbgrader.preprocessors"

RELEASE = [
    f"{STOCK}.IncludeHeaderFooter",
    f"{STOCK}.InstantiateTests",
    f"{STOCK}.LockCells",
    f"{STOCK}.ClearSolutions",
    f"{STOCK}.ClearOutput",
    f"{STOCK}.CheckCellMetadata",
    f"{STOCK}.ComputeChecksums",
    f"{STOCK}.SaveCells",
    f"{STOCK}.ClearHiddenTests",
    f"{STOCK}.ClearMarkScheme",
    f"{STOCK}.ComputeChecksums",
    f"{STOCK}.CheckCellMetadata",
    f"{PLUGINS}.audit.Audit",  # last: it looks at what students would get
]
# The exporter has normalised the submission before these run, so that ClearOutput, DeduplicateIds and
# OverwriteKernelspec have nothing left to do.
SANITIZE = [f"{STOCK}.OverwriteCells", f"{STOCK}.CheckCellMetadata"]
AUTOGRADE = [
    f"{PLUGINS}.judge.Judge",  # in place of Execute
    f"{STOCK}.SaveAutoGrades",
    f"{STOCK}.AssignLatePenalties",
    f"{STOCK}.CheckCellMetadata",
]


def configure(c: Any) -> None:
    """Set nbgrader up for a course; `c` is what get_config() gave. A course may override anything afterwards."""
    c.CourseDirectory.source_directory = "assignments"
    c.CourseDirectory.release_directory = "release"
    c.CourseDirectory.submitted_directory = "submitted"
    c.CourseDirectory.autograded_directory = "autograded"
    c.CourseDirectory.feedback_directory = "feedback"
    c.GenerateAssignment.preprocessors = RELEASE
    c.Autograde.exporter_class = f"{PLUGINS}.normalise.SubmissionExporter"
    c.Autograde.sanitize_preprocessors = SANITIZE
    c.Autograde.autograde_preprocessors = AUTOGRADE
    c.AssignLatePenalties.plugin_class = f"{PLUGINS}.late.LatePolicy"
    c.GenerateFeedback.exporter_class = f"{PLUGINS}.feedback.FeedbackExporter"
    c.GenerateFeedback.preprocessors = []
    # What students wrote is made inert first; the panels are staff's own text.
    c.HTMLExporter.preprocessors = [f"{PLUGINS}.formgrader.InertMarkdown", f"{PLUGINS}.mark_schemes.MarkSchemes"]
    # Our mark schemes stand in written answers, which generate_solution shows as they are.
    c.ClearMarkScheme.enforce_metadata = False
    c.ExchangeFactory.collect = f"{PLUGINS}.collect.Collect"
    _put_alembic_on_path()


def _put_alembic_on_path() -> None:
    """Let nbgrader find `alembic` when the environment is not activated.

    It calls it by name when it first makes a gradebook; a failure there leaves a gradebook without a version.
    """
    scripts = str(Path(sys.executable).parent)
    if scripts not in os.environ.get("PATH", "").split(os.pathsep):
        os.environ["PATH"] = os.pathsep.join([scripts, os.environ.get("PATH", "")])
