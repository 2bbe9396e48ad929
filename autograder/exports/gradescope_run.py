"""Judges one submission on Gradescope: what run_autograder calls. Run in a course's folder."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from autograder.course import find_course
from autograder.errors import GradlabError, InfrastructureError, UserError
from autograder.exports.gradescope import results
from autograder.labs import Lab, find_lab
from autograder.report.sheet import sheet
from autograder.storing import write_whole


def run(name: str, root: Path, isolation: str) -> dict[str, Any]:
    """The document for results.json; raises InfrastructureError where the fault is ours, which must not be a zero."""
    from autograder.normalise import submission_from
    from autograder.pool import judge_one

    course = find_course()
    lab = find_lab(name, course.assignments)
    try:
        submission = submission_from(_notebook(root / "submission", lab), lab)
    except UserError as error:
        return {"score": 0.0, "output": f"{error}", "output_format": "text", "tests": []}
    record = judge_one(lab, submission, course, isolation)
    if record.ungraded:
        raise InfrastructureError("some tests could not be run; nothing is wrong with the notebook")
    document = results(record, sheet(record, lab), None)
    told = [f"cell {cell.index + 1}: {cell.message}" for cell in record.cells if cell.message]
    if told or record.ignored:
        document |= {"output": "\n".join((*told, *record.ignored)), "output_format": "text"}
    return document


def main() -> int:
    """Exit codes as of all our commands. Without results.json Gradescope says that the autograder failed: no score."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("lab")
    parser.add_argument("root", type=Path)
    parser.add_argument("--isolation", default="bubblewrap")
    asked = parser.parse_args()
    try:
        document = run(asked.lab, asked.root, asked.isolation)
    except GradlabError as error:
        print(f"gradlab: not graded: {error}", file=sys.stderr)
        return error.exit_code
    write_whole(asked.root / "results" / "results.json", json.dumps(document, ensure_ascii=False))
    return 0


def _notebook(folder: Path, lab: Lab) -> Path:
    """The lab's notebook by its name, else the only one there is."""
    named = folder / f"{lab.name}.ipynb"
    if named.is_file():
        return named
    found = sorted(path for path in folder.rglob("*.ipynb") if ".ipynb_checkpoints" not in path.parts)
    if len(found) != 1:
        raise UserError(f"There is no {lab.name}.ipynb in what you handed in; upload it again under this name.")
    return found[0]


if __name__ == "__main__":
    sys.exit(main())
