"""A record written into a notebook, in the one form that nbgrader's scoring cannot misread.

nbgrader reads the outputs of a graded cell and gives full marks to anything it does not understand (no output,
`nan`, `np.float64(2.5)`). So every autograded cell gets exactly two outputs: the feedback fragment, and then the
score as repr(float); or nothing is written at all and the submission stays ungraded.
"""

import functools
import json
import math
from pathlib import Path

from nbformat import NotebookNode, from_dict

from autograder.errors import InfrastructureError, UserError
from autograder.records import Record
from autograder.report.feedback import fragment
from autograder.score import score_question

RECORD = "record"  # the key of a notebook's own metadata that names the record it shows

_fragment = functools.lru_cache(maxsize=1000)(fragment)  # a class has few different verdicts on a question


def is_autograded(cell: NotebookNode) -> bool:
    """True for a code cell whose points the hidden suite gives: graded, and not a solution graded by hand."""
    meta = cell.metadata.get("nbgrader", {})
    return cell.cell_type == "code" and bool(meta.get("grade")) and not meta.get("solution")


def write_verdicts(notebook: NotebookNode, record: Record) -> None:
    """Replace the outputs of every autograded cell by its verdict; raises, and writes nothing, when one is missing."""
    questions = {question.grade_id: question for question in record.questions}
    written = []
    for cell in filter(is_autograded, notebook.cells):
        grade_id, points = cell.metadata.nbgrader.grade_id, float(cell.metadata.nbgrader.points)
        question = questions.get(grade_id)
        if question is None:
            raise InfrastructureError(f"the hidden suite of {record.lab} gave no verdict for cell {grade_id!r}")
        if question.points != points:
            raise UserError(
                f"cell {grade_id!r} of {record.lab} is worth {question.points:g} points in the notebook but {points:g} "
                f"in the gradebook: points were changed after the release; run `gradlab release {record.lab}`"
            )
        verdict = score_question(question)
        if verdict.status == "ungraded" or not (math.isfinite(verdict.score) and 0 <= verdict.score <= points):
            raise InfrastructureError(f"cell {grade_id!r} of {record.lab} could not be judged: {verdict.status}")
        words = {"text/html": _fragment(question), "text/plain": f"{verdict.score:g} of {points:g} points"}
        score = {"text/plain": repr(float(verdict.score))}
        outputs = [
            {"output_type": "display_data", "metadata": {}, "data": words},
            {"output_type": "execute_result", "metadata": {}, "execution_count": None, "data": score},
        ]
        written.append((cell, from_dict(outputs)))
    for cell, outputs in written:
        cell.outputs, cell.execution_count = outputs, None
    notebook.metadata["gradlab"] = from_dict({RECORD: record.digest})


def shows(path: Path, record: Record) -> bool:
    """True for a notebook into which this record's verdicts were written."""
    try:
        metadata = json.loads(path.read_bytes())["metadata"]
        return bool(metadata["gradlab"][RECORD] == record.digest)
    except (OSError, ValueError, KeyError, TypeError):
        return False
