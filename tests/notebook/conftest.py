"""A miniature lab, and another beside it, to make submissions from."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from nbformat import NotebookNode, v4, write

from autograder.labs import Lab
from autograder.normalise import normalise
from autograder.notebook import release_form
from autograder.submissions import Submission

STUB = '''def {name}(x):
    """Docstring of {name}."""
    ### BEGIN SOLUTION
    raise NotImplementedError
    ### END SOLUTION'''


def _tagged(cell: NotebookNode, name: str, **flags: object) -> NotebookNode:
    meta = {"grade": False, "solution": False, "locked": False, "task": False, "schema_version": 3, **flags}
    cell.metadata["nbgrader"] = {"grade_id": name, **meta}
    return cell


def _question(name: str, stub: str, points: int) -> list[NotebookNode]:
    return [
        v4.new_markdown_cell(f"Write {name}."),
        _tagged(v4.new_code_cell(stub), name, solution=True),
        _tagged(v4.new_code_cell(f"assert {name}(1)"), f"test_{name}", grade=True, locked=True, points=points),
    ]


def _write_lab(folder: Path, name: str, cells: list[NotebookNode]) -> Lab:
    path = folder / name / f"{name}.ipynb"
    path.parent.mkdir(parents=True)
    for number, cell in enumerate(cells):
        cell["id"] = f"m{number}"
    write(v4.new_notebook(cells=cells, metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}}), path)
    return Lab(name, path)


@pytest.fixture
def lab(tmp_path: Path) -> Lab:
    """A lab with two autograded questions, a written one, a hand-graded code cell, a figure and a helpers cell."""
    answer = (
        "Because.\n\n=== BEGIN MARK SCHEME ===\n2 points for naming the variance of the batch.\n=== END MARK SCHEME ==="
    )
    _write_lab(tmp_path / "assignments", "lab91_other", [*_question("g_other", STUB.format(name="g_other"), 3)])
    helpers = v4.new_code_cell("# Your own helper functions.", metadata={"tags": ["helpers"]})
    figure = _tagged(v4.new_code_cell("labkit.draw()", metadata={"tags": ["figure"]}), "figure_f", locked=True)
    cells = [
        v4.new_markdown_cell("# Mini"),
        _tagged(v4.new_code_cell("import labkit\nimport numpy as np"), "setup", locked=True),
        v4.new_markdown_cell("Your helpers:"),
        helpers,
        *_question("f", STUB.format(name="f"), 4),
        figure,
        *_question("g", STUB.format(name="g") + "\n\n\n" + STUB.format(name="h"), 6),
        _tagged(v4.new_markdown_cell(answer), "written_why", grade=True, solution=True, points=2),
        _tagged(v4.new_code_cell("plot()"), "drawn", grade=True, solution=True, points=3),
        v4.new_markdown_cell("The end."),
    ]
    return _write_lab(tmp_path / "assignments", "lab90_mini", cells)


@pytest.fixture
def handed_in(lab: Lab) -> NotebookNode:
    """What a student hands in who answered everything."""
    nb = release_form(lab)
    by_name = {cell.metadata.get("nbgrader", {}).get("grade_id"): cell for cell in nb.cells}
    by_name["f"].source = "def f(x):\n    return x"
    by_name["g"].source = "def g(x):\n    return 2 * x\n\n\ndef h(x):\n    return 3 * x"
    by_name["written_why"].source = "Because of the batch."
    by_name["drawn"].source = "print(1)"
    return nb


@pytest.fixture
def normalised(lab: Lab) -> Callable[[NotebookNode], Submission]:
    return lambda nb: normalise(nb, lab)


@pytest.fixture
def saved(tmp_path: Path) -> Callable[[object], Path]:
    """Write anything as a file that claims to be a notebook."""

    def save(document: object) -> Path:
        path = tmp_path / "any.ipynb"
        if isinstance(document, bytes):
            path.write_bytes(document)
        else:
            path.write_text(document if isinstance(document, str) else json.dumps(document))
        return path

    return save
