"""The first notebook of a lab, with every kind of cell that a lab has, ready to be edited in JupyterLab."""

import ast
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

POINTS = 90
WRITTEN_POINTS = 10
SETUP = "import labkit\nimport matplotlib.pyplot as plt\nimport numpy as np"
TABLE = """\
## What you will write

| question | in | out | points | |
|---|---|---|---:|---|
| [1](#Question-1:-squared_norm-(90-points)) `squared_norm` | `x` (N, D) | `out` (N,) | 90 | core |
| written: [why squares?](#Written-question:-why-squares?-(10-points)) | | a few sentences | 10 | stretch |
| | | | **100** | |"""
TEXT = r"""## 1. The squared norm

$\mathrm{out}_n = \sum_d x_{nd}^2$ for every row $n$ of $x$.

### Question 1: `squared_norm` (90 points)"""
CHECK = """\
# Public check of squared_norm: two rows that can be squared by hand.
out = labkit.call(squared_norm, np.array([[3.0, 4.0, 0.0], [1.0, 2.0, 2.0]]))
labkit.check_close("out", out, [25, 9])
labkit.passed("squared_norm")"""
FIGURE = """\
with labkit.needs("squared_norm"):
    grid = np.linspace(-2, 2, 81)
    x = np.stack(np.meshgrid(grid, grid), axis=-1).reshape(-1, 2)
    figure, axis = plt.subplots(figsize=(4, 3.4), layout="constrained")
    drawn = axis.contourf(grid, grid, squared_norm(x).reshape(81, 81), levels=12)
    figure.colorbar(drawn, label="squared norm")
    plt.show()"""
WHY = """\
### Written question: why squares? (10 points)

Why are the squares summed, and not the values?"""
WRITTEN = """\
*Your answer here.*

=== BEGIN MARK SCHEME ===
- 5 points: values of opposite sign would cancel
- 5 points: the square is differentiable at 0, the absolute value is not
=== END MARK SCHEME ==="""
END = """\
## Before you submit

Save the notebook, then run this in a new cell below:

```python
labkit.check_notebook()
```"""


def first_notebook(lab: str, solution: str) -> NotebookNode:
    """The notebook of a lab whose one question is the one function of `solution`."""
    title = lab.replace("_", " ").capitalize()
    return new_notebook(
        cells=[
            new_markdown_cell(
                f"# {title}\n\nWhat this lab is about, and what you can do when you are done.\n\n**Time:** 1 hour.",
                id="title",
            ),
            new_markdown_cell(TABLE, id="overview"),
            _code(SETUP, "setup", locked=True),
            new_code_cell("# Your own helper functions.", id="helpers", metadata={"tags": ["helpers"]}),
            new_markdown_cell(TEXT, id="norm"),
            _code(stub(solution), "squared_norm", solution=True),
            _code(CHECK, "test_squared_norm", locked=True, grade=True, points=POINTS),
            _code(FIGURE, "figure_squared_norm", locked=True, tags=["figure"]),
            new_markdown_cell(WHY, id="question-why-squares"),
            new_markdown_cell(
                WRITTEN,
                id="written-why-squares",
                metadata=_meta("written_why_squares", solution=True, grade=True, points=WRITTEN_POINTS),
            ),
            new_markdown_cell(END, id="end"),
        ],
        metadata={
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        },
    )


def stub(solution: str) -> str:
    """The function of a module with its signature and docstring, and a body to be written; no annotations."""
    function = next(node for node in ast.parse(solution).body if isinstance(node, ast.FunctionDef))
    function.returns = None
    for argument in function.args.args:
        argument.annotation = None
    docstring = ast.get_docstring(function, clean=False)
    signature = f"def {function.name}({ast.unparse(function.args)}):"
    region = "### BEGIN SOLUTION\n    raise NotImplementedError\n    ### END SOLUTION"
    return f'{signature}\n    """{docstring}"""\n    {region}'


def _code(source: str, grade_id: str, tags: list[str] | None = None, **flags: Any) -> NotebookNode:
    metadata = _meta(grade_id, **flags)
    if tags:
        metadata["tags"] = tags
    return new_code_cell(source, id=grade_id.replace("_", "-"), metadata=metadata)


def _meta(
    grade_id: str, *, locked: bool = False, solution: bool = False, grade: bool = False, points: int | None = None
) -> dict[str, Any]:
    """nbgrader's metadata of one cell, schema version 3."""
    meta: dict[str, Any] = {
        "grade": grade,
        "grade_id": grade_id,
        "locked": locked,
        "schema_version": 3,
        "solution": solution,
        "task": False,
    }
    if points is not None:
        meta["points"] = points
    return {"nbgrader": meta}
