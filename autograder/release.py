"""The audit of a released lab: nothing but what students may have, and no line of an answer in it."""

import ast
import json
import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from nbformat import NotebookNode

from autograder.errors import UserError
from autograder.handouts import handouts
from autograder.labs import Lab
from autograder.notebook import CODE_STUB, release_form
from autograder.provided import modules

MARKERS = re.compile(
    r"(?:BEGIN|END)\s+(?:SOLUTION|HIDDEN\s+TESTS?|MARK\s+SCHEME)"
    r"|autograder[./](?:suites|testkit)|from\s+solutions\b|import\s+solutions\b|solutions[./]lab\d|from\s+submission\b",
    re.IGNORECASE,
)
SHORTEST = 20  # characters of a line, white space not counted, that can give an answer away
CELL_METADATA = {"nbgrader", "tags", "deletable", "editable", "jupyter"}
NOTEBOOK_METADATA = {"kernelspec", "language_info", "gradlab"}
KIT_METADATA = {"files", "layers", "lab", "cells", "imports", "cell_seconds"}


def audit(folder: Path, lab: Lab) -> None:
    """Check a lab's release folder; UserError names the first file, and the text in it, that must not be there."""
    path = folder / f"{lab.name}.ipynb"
    try:
        nb = json.loads(path.read_bytes())
    except (OSError, ValueError) as error:
        raise UserError(f"{path} cannot be read ({error}): release {lab.name} again") from None
    audit_notebook(nb, lab, str(path))
    audit_files(folder, lab)


def audit_notebook(nb: NotebookNode | dict[str, Any], lab: Lab, where: str = "the released notebook") -> None:
    """Check one notebook: no outputs, attachments or unknown metadata, and nothing that `audit` calls a leak."""
    _only(nb["metadata"], NOTEBOOK_METADATA, f"{where}, notebook metadata")
    _only(nb["metadata"].get("gradlab", {}), KIT_METADATA, f"{where}, notebook metadata gradlab")
    for number, cell in enumerate(nb["cells"], start=1):
        place = f"{where}, cell {cell['metadata'].get('nbgrader', {}).get('grade_id') or number}"
        _only(cell["metadata"], CELL_METADATA, f"{place}, metadata")
        for kind in ("outputs", "attachments", "execution_count"):
            if cell.get(kind):
                raise UserError(f"{place} has {kind}: clear them in {lab.notebook} and release again")
    _search(_strings(nb), secrets(lab), where)


def audit_files(folder: Path, lab: Lab) -> None:
    """Check the files beside the notebook: only what `handouts` names."""
    allowed = {f"{lab.name}.ipynb", *handouts(lab)}
    hidden = secrets(lab)
    for parent, folders, files in os.walk(folder):
        for name in sorted(folders + files):
            path = Path(parent, name)
            relative = path.relative_to(folder).as_posix()
            if path.is_symlink() or not (path.is_dir() or path.is_file()):
                raise UserError(f"{path} is a link or no ordinary file: put a copy in its place")
            if path.is_dir() and not any(one.startswith(relative + "/") for one in allowed):
                raise UserError(f"{path} must not be released: the folder holds no file that {lab.notebook.name} lists")
            if path.is_file() and relative not in allowed:
                raise UserError(
                    f"{path} must not be released: move it out of {lab.notebook.parent}, "
                    f'or name it in the metadata of {lab.notebook.name}: "gradlab": {{"files": ["{relative}"]}}'
                )
            if path.is_file() and relative != f"{lab.name}.ipynb":
                _search([path.read_bytes().decode("utf-8", "replace")], hidden, str(path))


def secrets(lab: Lab) -> dict[str, str]:
    """Lines that must stay secret, without white space, and where they stand: answers, the suite, mark schemes.

    What the master shows in read-only code, such as a class to be repaired, is no secret, nor is layers.py, nor is a
    formula of the reference's docstrings, which the stubs carry, too.
    """
    master = lab.master()
    shown = "".join(_bare(cell.source) for cell in master.cells if _is_read_only_code(cell))
    shown += "".join(_bare(text) for _, text in modules(lab))
    if lab.solution.is_file():
        shown += "".join(map(_bare, _docstrings(lab.solution.read_text("utf-8"))))
    found: dict[str, str] = {}
    for path in [lab.solution, *sorted(lab.suite.rglob("*.py"))]:
        if path.is_file():
            for line in _own_lines(path.read_text("utf-8"), with_docstrings=path != lab.solution):
                found.setdefault(line, path.name)
    answers = lab.solution.with_suffix(".md")  # model answers to the written questions
    if answers.is_file():
        for line in map(_bare, answers.read_text("utf-8").split("\n")):
            found.setdefault(line, answers.name)
    released = "".join(_bare(cell.source) for cell in release_form(lab).cells)
    for cell in master.cells:
        for line in map(_bare, cell.source.split("\n")):
            if line not in released:
                found.setdefault(line, f"what {lab.notebook.name} does not release")
    shown += _bare(CODE_STUB)  # what stands in every stub
    return {line: origin for line, origin in found.items() if len(line) >= SHORTEST and line not in shown}


def _is_read_only_code(cell: NotebookNode) -> bool:
    meta = cell.metadata.get("nbgrader", {})
    return cell.cell_type == "code" and bool(meta.get("locked")) and not meta.get("grade")


def _docstrings(text: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield ast.get_docstring(node) or ""


def _own_lines(text: str, with_docstrings: bool) -> Iterator[str]:
    """The lines of a module without white space and comments; no imports, no signatures."""
    public: set[int] = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import | ast.ImportFrom):
            public.update(range(node.lineno - 1, node.end_lineno or 0))
        elif isinstance(node, ast.Module | ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) and node.body:
            if not isinstance(node, ast.Module):
                public.update(range(node.lineno - 1, node.body[0].lineno - 1))
            if not with_docstrings and ast.get_docstring(node) is not None:
                public.update(range(node.body[0].lineno - 1, node.body[0].end_lineno or 0))
    for number, line in enumerate(text.split("\n")):
        if number not in public:
            yield _bare(line.split("#")[0].replace('"""', ""))


def _search(texts: Iterable[str], hidden: dict[str, str], where: str) -> None:
    """UserError for a marker of nbgrader's or a secret line; white space does not hide one."""
    for text in texts:
        if found := MARKERS.search(text):
            raise UserError(f"{where} holds {found[0]!r}, which must not be released: take it out")
        bare = _bare(text)
        for line, origin in hidden.items():
            if line in bare:
                raise UserError(f"{where} holds {_as_written(text, line)!r}, a line of {origin}: take it out")


def _as_written(text: str, bare_line: str) -> str:
    """The secret line as it stands in the text."""
    return next((line.strip() for line in text.split("\n") if bare_line in _bare(line)), bare_line)


def _only(metadata: dict[str, Any], allowed: set[str], where: str) -> None:
    for key in metadata:
        if key not in allowed:
            raise UserError(f"{where} has {key!r}, which must not be released: delete it from the notebook")


def _strings(node: Any) -> Iterator[str]:
    """Every text in a JSON document; a list of lines, as a source is stored, is one text."""
    if isinstance(node, list) and node and all(isinstance(line, str) for line in node):
        yield "".join(node)
    elif isinstance(node, str):
        yield node
    elif isinstance(node, dict):
        for key, value in node.items():
            yield from (key, *_strings(value))
    elif isinstance(node, list):
        for value in node:
            yield from _strings(value)


def _bare(text: str) -> str:
    return "".join(text.split())
