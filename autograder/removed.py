"""A submission that is gone from submitted/ leaves no score behind; what people gave for it is put aside, not lost."""

import json
import shutil
from collections.abc import Collection
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from nbgrader.api import Assignment, SubmittedAssignment

from autograder.course import Course
from autograder.database import opened
from autograder.labs import Lab
from autograder.nbgrader_plugins.folders import discard_feedback
from autograder.nbgrader_plugins.rows import LabRows
from autograder.storing import write_whole


def take_out(course: Course, lab: Lab, present: Collection[str]) -> dict[str, Path]:
    """Remove the rows, notebooks, feedback and records of those not `present`; by student, where hand-given went.

    Extensions stay. A row without any score, such as that of an extension given beforehand, is left alone.
    """
    taken: dict[str, Path] = {}
    with opened(course) as gradebook:
        query = gradebook.db.query(SubmittedAssignment).join(SubmittedAssignment.assignment)
        rows = query.filter(Assignment.name == lab.name).all()
        for row in rows:
            if row.student_id in present or not (kept := _given(row)):
                continue
            student, extension = row.student_id, row.extension
            moment = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
            path = course.private / "removed" / lab.name / f"{student}-{moment}.json"
            write_whole(path, json.dumps(kept, indent=1, ensure_ascii=False) + "\n")
            for folder in ("autograded", "feedback"):
                shutil.rmtree(course.folder(folder, student, lab.name), ignore_errors=True)
            discard_feedback(course, student, lab)
            (course.records(lab.name) / f"{student}.json").unlink(missing_ok=True)
            gradebook.remove_submission(lab.name, student)
            if extension:
                with gradebook.db.no_autoflush:
                    LabRows(gradebook, lab, [student]).submissions[student].extension = extension
                gradebook.db.commit()
            taken[student] = path
    return taken


def _given(row: Any) -> list[dict[str, Any]]:
    """Every cell's scores and comments, where there are any."""
    found = []
    for notebook in row.notebooks:
        for grade in notebook.grades:
            if grade.auto_score is not None or grade.manual_score is not None or grade.extra_credit:
                scores = {name: getattr(grade, name) for name in ("auto_score", "manual_score", "extra_credit")}
                found.append({"cell": grade.name, **scores})
        found += [{"cell": c.name, "comment": c.manual_comment} for c in notebook.comments if c.manual_comment]
    return found
