"""The release audit: the last step of generate_assignment looks at what students would get, and stops a leak.

It works by allow-list. In release/<lab>/ may lie the lab's notebook, labkit.py, and files that the notebook names in
its metadata (`"gradlab": {"files": ["images/scheme.png"]}`); text may hold no solution region, mark scheme or hidden
test, no line of the reference solution or of the hidden suite. An exception here makes nbgrader delete release/<lab>.
"""

import ast
import json
import re
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from nbformat import NotebookNode
from nbgrader.preprocessors import NbGraderPreprocessor
from nbgrader.utils import find_all_files

from autograder.course import Course
from autograder.errors import UserError
from autograder.labs import Lab, find_lab

TOOLKIT = "labkit.py"
REGION = re.compile(r"(BEGIN|END)[ _]?(SOLUTION|HIDDEN[ _]?TESTS?|MARK[ _]?SCHEME)", re.IGNORECASE)
MACHINE = re.compile(r"autograder[./]suites|autograder\.testkit|solutions[./]lab\d\d_|from submission import")
TELLING = 24  # characters of code, spaces not counted, from which on a line is the author's own
FOUND = "Found"  # class FoundX is shown for students to repair: most of its lines are the solution's, as they must be


class Audit(NbGraderPreprocessor):  # type: ignore[misc]
    """Copies labkit.py beside the notebook, then refuses the release unless everything in it is allowed."""

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """Look at the notebook as students would get it, and at all files of the release."""
        place, coursedir = resources["nbgrader"], self.parent.parent.coursedir
        course = Course(Path(coursedir.root))
        lab = find_lab(place["assignment"], course.assignments)
        source, release = course.folder("source", lab=lab.name), course.folder("release", lab=lab.name)
        toolkit = course.assignments / TOOLKIT
        if toolkit.is_file():
            release.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(toolkit, release / TOOLKIT)
        files = [Path(name).relative_to(source) for name in find_all_files(str(source), coursedir.ignore)]
        files += [Path(name).relative_to(release) for name in find_all_files(str(release))]
        audit_files(lab, nb, sorted(set(files)))
        secrets = Secrets(lab)
        audit_notebook(f"{place['notebook']}.ipynb", nb, secrets)
        for path in (release / name for name in sorted(set(files)) if name.suffix != ".ipynb"):
            if path.is_file():
                secrets.check(str(path.relative_to(release)), path.read_text(encoding="utf-8", errors="replace"))
        return nb, resources


class Secrets:
    """What no student may read while a lab is open: lines of its reference solution and of its hidden suite."""

    def __init__(self, lab: Lab) -> None:
        self.lines: dict[str, str] = {}
        for path in sorted([lab.solution, *lab.suite.rglob("*.py")]):
            if path.is_file():
                claims = path.name.startswith("test_")
                for line in telling_lines(path.read_text(encoding="utf-8"), docstrings=claims):
                    self.lines.setdefault(line, path.name)

    def check(self, name: str, text: str, shown: frozenset[int] = frozenset()) -> None:
        """Raise UserError when `text` of the file `name` gives something away; lines `shown` may be the solution's."""
        for pattern, what in ((REGION, "a region to be removed on release"), (MACHINE, "the grader's own code")):
            found = pattern.search(text)
            if found:
                raise UserError(f"{name} is not released: it contains {found[0]!r}, {what}")
        for number, line in enumerate(text.splitlines(), 1):
            if number not in shown and bare(line) in self.lines:
                raise UserError(f"{name} is not released: {line.strip()!r} is a line of {self.lines[bare(line)]}")


def audit_files(lab: Lab, nb: NotebookNode, files: Iterable[Path]) -> None:
    """Raise UserError for the first file that is not on the list."""
    listed = nb.metadata.get("gradlab", {}).get("files", [])
    allowed = {f"{lab.name}.ipynb", TOOLKIT, *listed}
    for name in files:
        if name.as_posix() not in allowed:
            wish = f'remove it, or list it in the notebook\'s metadata: "gradlab": {{"files": ["{name.as_posix()}"]}}'
            raise UserError(f"{lab.name} is not released: {name.as_posix()!r} is no file for students; {wish}")


def audit_notebook(name: str, nb: NotebookNode, secrets: Secrets) -> None:
    """Raise UserError when a cell's text, its saved outputs or any metadata give something away."""
    for index, cell in enumerate(nb.cells):
        where = f"{name}, cell {index}"
        secrets.check(where, cell.source, to_repair(cell) if cell.cell_type == "code" else frozenset())
        if cell.get("outputs"):
            raise UserError(f"{where} is not released: it has saved outputs")
        secrets.check(
            f"{where} (metadata)", json.dumps([cell.metadata, cell.get("attachments", {})], ensure_ascii=False)
        )
    secrets.check(f"{name} (metadata)", json.dumps(nb.metadata, ensure_ascii=False))


def to_repair(cell: NotebookNode) -> frozenset[int]:
    """The line numbers of classes called Found..., which a lab shows with their bugs."""
    try:
        nodes = ast.parse(cell.source).body
    except SyntaxError:
        return frozenset()
    found = [node for node in nodes if isinstance(node, ast.ClassDef) and node.name.startswith(FOUND)]
    return frozenset(number for node in found for number in range(node.lineno, (node.end_lineno or node.lineno) + 1))


def telling_lines(source: str, *, docstrings: bool) -> Iterator[str]:
    """The lines only their author would write, bare: no imports, headings, short lines; docstrings if secret."""
    public: set[int] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import | ast.ImportFrom):
            public.update(range(node.lineno, (node.end_lineno or node.lineno) + 1))
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            first = node.body[0]
            if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and not docstrings:
                public.update(range(first.lineno, (first.end_lineno or first.lineno) + 1))
            public.update(range(node.lineno, first.lineno))
    for number, line in enumerate(source.splitlines(), 1):
        code = bare(line)
        if number not in public and len(code) >= TELLING:
            yield code


def bare(line: str) -> str:
    """A line without spaces, quotes and comment: `x = 1  # one` and `x=1` are the same."""
    return "".join(line.split("#")[0].replace('"""', "").split())
