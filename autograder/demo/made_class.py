"""A class of made students: what each hands in, composed from the lab's reference and its bank of answers.

No lab is named here: wrong and right answers are found in the suite's folder, functions in the notebook's cells.
"""

import ast
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat

from autograder import notebook
from autograder.labs import Lab

# As ids come from registration systems: any alphabet, spaces, quotes, what HTML, shells, spreadsheets stumble over.
IDS = (
    "ada", "김민수", "o'brien", "van der berg", "josé-maría", "tom&jerry", "<i>kim", "=sum(a1)", "smith, j.",
    "20231234", "ünal.ş", "-rf", "李雷", "x@uni.example", "zoë_2", "null", "o.k.", "%s", "Ångström", "mallory",
)  # fmt: skip
ANSWER = (
    "Because a small batch is a noisy sample: its statistics, and the gradients, differ from those of all the data."
)
ATTACK = """\
import builtins, os, sys
import numpy as np
try:
    import numpy.testing
    numpy.testing.assert_allclose = lambda *arguments, **options: None
except Exception:
    pass
frame = sys._getframe()
while frame:
    for name in list(frame.f_globals):
        if name.startswith(("test_", "assert_")):
            frame.f_globals[name] = lambda *arguments, **options: None
    frame = frame.f_back
for path in ("conftest.py", "/tmp/conftest.py", "../../../gradebook.db", "test_everything.py"):
    try:
        open(path, "w").write("def pytest_runtest_makereport(item, call): call.excinfo = None")
    except OSError:
        pass
class Agreeable(np.ndarray):
    def __eq__(self, other): return True
    def __array_ufunc__(self, *arguments, **options): return True
"""


@dataclass(frozen=True)
class MadeStudent:
    """One student: `work` edits the fetched notebook in place."""

    id: str
    story: str
    edit: Callable[[Any], None]

    def work(self, path: Path) -> None:
        """Open the notebook, do what this student does, save it."""
        nb = nbformat.read(path, as_version=4)
        self.edit(nb)
        nbformat.write(nb, path)


def made_class(lab: Lab) -> list[MadeStudent]:
    """The class for one lab: right answers, ten mistakes, and what else turns up."""
    stories = [*_right(lab), *_wrong(lab, 10), *_as_found(lab), *_unfinished(lab)]
    return [MadeStudent(student, story, edit) for student, (story, edit) in zip(IDS, stories, strict=False)]


Story = tuple[str, Callable[[Any], None]]


def _right(lab: Lab) -> Iterator[Story]:
    yield "right: the reference", fill(lab)

    def with_helpers(nb: Any) -> None:
        fill(lab)(nb)
        cell, name = next(_functions(nb))
        own = re.sub(rf"\bdef {name}\(", f"def my_{name}(", cell.source)
        cell.source = f"def {name}(*arguments, **options):\n    return my_{name}(*arguments, **options)"
        nb.cells.insert(nb.cells.index(cell), nbformat.v4.new_code_cell(f"%matplotlib inline\n{own}"))

    yield "right: the work in an added cell", with_helpers
    for path in sorted((lab.suite / "right").glob("*.py"))[:2]:
        yield f"right: {_words(path)}", fill(lab, path.read_text(encoding="utf-8"))


def _wrong(lab: Lab, count: int) -> Iterator[Story]:
    """Mistakes spread over the questions: evenly spaced ones from the wrong answers to each function or class."""
    banks: dict[str, list[Path]] = {}
    for path in sorted((lab.suite / "wrong").glob("*.py")):
        body = ast.parse(path.read_text(encoding="utf-8")).body
        names = [node.name for node in body if isinstance(node, ast.FunctionDef | ast.ClassDef)]
        banks.setdefault(names[-1], []).append(path)
    each = -(-count // max(1, len(banks)))
    spread = [[bank[len(bank) * (2 * i + 1) // (2 * each)] for i in range(each)] for bank in banks.values()]
    for path in [path for row in zip(*spread, strict=True) for path in dict.fromkeys(row)][:count]:
        yield f"wrong: {_words(path)}", fill(lab, path.read_text(encoding="utf-8"))


def _as_found(lab: Lab) -> Iterator[Story]:
    """A class that the notebook shows for repair, handed in as it is."""
    for cell in lab.master().cells:
        found = re.search(r"^class Found(\w+)", cell.source, re.MULTILINE) if cell.cell_type == "code" else None
        if found:
            yield "the class to repair, as found", fill(lab, cell.source.replace(f"Found{found[1]}", found[1]))


def _unfinished(lab: Lab) -> Iterator[Story]:
    yield "nothing but the stubs", lambda nb: None

    def half_a_line(nb: Any) -> None:
        fill(lab)(nb)
        next(_functions(nb))[0].source += '\n\nprint("almost done"'

    yield "a cell that does not parse", half_a_line

    def endless(nb: Any) -> None:
        fill(lab)(nb)
        _, (cell, name), *_ = _functions(nb)
        cell.source = f"def {name}(*arguments, **options):\n    while True:\n        pass"

    yield "an endless loop in one function", endless

    def attack(nb: Any) -> None:
        cell, name = next(_functions(nb))
        cell.source = f"{ATTACK}\ndef {name}(*arguments, **options):\n    return Agreeable((3, 3))"

    yield "an attempt to overwrite the grader", attack


def fill(lab: Lab, *sources: str) -> Callable[[Any], None]:
    """Write answers into a released notebook, as a student would: the lab's cells, the helpers, written answers."""

    def edit(nb: Any) -> None:
        reference = lab.solution.read_text(encoding="utf-8")
        for cell, answered in zip(nb.cells, notebook.solve(lab, reference, *sources).cells, strict=True):
            meta = cell.metadata.get("nbgrader", {})
            if meta.get("solution") and cell.cell_type == "markdown":
                cell.source = ANSWER
            elif cell.cell_type == "code" and (meta.get("solution") or not meta):
                cell.source = answered.source

    return edit


def _functions(nb: Any) -> Iterator[tuple[Any, str]]:
    """The solution cells that declare one function, each with its name."""
    for cell in nb.cells:
        if cell.cell_type == "code" and cell.metadata.get("nbgrader", {}).get("solution"):
            names = [node.name for node in ast.parse(cell.source).body if isinstance(node, ast.FunctionDef)]
            if len(names) == 1:
                yield cell, names[0]


def _words(path: Path) -> str:
    """The first sentence of an answer's docstring."""
    text = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or path.stem
    return " ".join(text.split("\n\n")[0].split()).rstrip(".")
