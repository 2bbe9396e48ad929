"""One student's submission, ready to be judged: plain data that needs no notebook library to travel."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from nbformat import NotebookNode


@dataclass(frozen=True)
class Cell:
    """A code cell to run. `index` counts in Submission.notebook.cells; `source` has no magics and as many lines.

    `released`: the kit's text. `solution`: the student's text in a cell of the lab. `added`: the student's own cell.
    """

    index: int
    grade_id: str | None
    origin: str
    source: str


@dataclass(frozen=True)
class Submission:
    """One student's notebook, ready to be judged, shown and graded by hand."""

    lab: str
    sha256: str  # of all that a judgement can depend on: sources, their order, notes
    cells: tuple[Cell, ...]
    notebook: "NotebookNode | Any"  # a clean copy for the human; None where only the judge looks
    ignored: tuple[str, ...]  # what was left out or put back, in sentences for the student

    def for_judge(self) -> "Submission":
        """Without the notebook, which the judge does not need."""
        return replace(self, notebook=None)
