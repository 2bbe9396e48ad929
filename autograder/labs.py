"""Where a lab lives: one name, three places, no registry.

`lab09_x` is its folder in assignments/, its module in solutions/, its folder in autograder/suites/.
"""

import importlib.resources
import json
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.errors import UserError

if TYPE_CHECKING:
    from nbformat import NotebookNode

PACKAGE = Path(str(importlib.resources.files("autograder")))
SUITES = PACKAGE / "suites"
SOLUTIONS = PACKAGE.parent / "solutions"
NAME = re.compile(r"lab\d\d_[a-z0-9_]+")


@dataclass(frozen=True)
class Question:
    """A graded cell. `name` is the grade_id without `test_`; `written` ones are graded by a human."""

    name: str
    grade_id: str
    points: float
    written: bool


@dataclass(frozen=True)
class Lab:
    """The three places of one lab."""

    name: str
    notebook: Path

    @property
    def solution(self) -> Path:
        """The reference solutions: a plain module."""
        return SOLUTIONS / f"{self.name}.py"

    @property
    def suite(self) -> Path:
        """The folder of the hidden suite."""
        return SUITES / self.name

    def master(self) -> "NotebookNode":
        """The notebook as its author keeps it: prose, stubs, public checks, points; no answers. A fresh copy."""
        import nbformat  # over a second to import, and a judge does not need it

        return nbformat.read(self.notebook, as_version=4)

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """The graded cells in the notebook's order; points live in their nbgrader metadata only."""
        found = []
        for cell in json.loads(self.notebook.read_text(encoding="utf-8"))["cells"]:
            meta = cell["metadata"].get("nbgrader", {})
            if meta.get("grade") or meta.get("task"):
                grade_id = meta["grade_id"]
                written = bool(meta.get("solution") or meta.get("task"))
                found.append(Question(grade_id.removeprefix("test_"), grade_id, float(meta["points"]), written))
        return tuple(found)


def assignments_folder() -> Path:
    """The labs that come with the kit: in a checkout beside the package, in a wheel inside it."""
    inside = PACKAGE / "assignments"
    return inside if inside.is_dir() else PACKAGE.parent / "assignments"


def all_labs(assignments: Path | None = None) -> list[Lab]:
    """Every lab found in `assignments` (a course's folder; the kit's own by default), by name."""
    folder = assignments or assignments_folder()
    found = (Lab(path.name, path / f"{path.name}.ipynb") for path in sorted(folder.glob("lab*")) if path.is_dir())
    return [lab for lab in found if lab.notebook.is_file()]


def find_lab(name: str, assignments: Path | None = None) -> Lab:
    """The lab called `name`; raises UserError that lists the labs there are."""
    labs = all_labs(assignments)
    for lab in labs:
        if lab.name == name:
            return lab
    known = ", ".join(lab.name for lab in labs) or "none"
    raise UserError(f"no lab is called {name!r} in {assignments or assignments_folder()}; labs there: {known}")
