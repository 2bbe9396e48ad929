"""The audit of a released lab: nothing but what students may have, and no line of an answer in it."""

import ast
import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from nbformat import NotebookNode

from autograder.errors import UserError
from autograder.labs import Lab
from autograder.notebook import release_form

MARKERS = re.compile(
    r"(?:BEGIN|END)\s+(?:SOLUTION|HIDDEN\s+TESTS?|MARK\s+SCHEME)"
    r"|autograder[./]suites|\bfrom\s+solutions\b|\bimport\s+solutions\b|\bsolutions[./]lab\d",
    re.IGNORECASE,
)
SHORTEST = 20  # characters of a line that can give an answer away
CELL_METADATA = {"nbgrader", "tags", "deletable", "editable"}
NOTEBOOK_METADATA = {"kernelspec", "language_info", "gradlab"}


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
    _only(nb["metadata"].get("gradlab", {}), {"files"}, f"{where}, notebook metadata gradlab")
    for number, cell in enumerate(nb["cells"], start=1):
        place = f"{where}, cell {cell['metadata'].get('nbgrader', {}).get('grade_id') or number}"
        _only(cell["metadata"], CELL_METADATA, f"{place}, metadata")
        for kind in ("outputs", "attachments", "execution_count"):
            if cell.get(kind):
                raise UserError(f"{place} has {kind}: clear them in {lab.notebook} and release again")
    _search(" ".join(_strings(nb)), lab, where)


def audit_files(folder: Path, lab: Lab) -> None:
    """Check the files beside the notebook: only labkit.py and what the notebook's metadata gradlab.files lists."""
    data = lab.master().metadata.get("gradlab", {}).get("files", [])
    allowed = {f"{lab.name}.ipynb", "labkit.py", *data}
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
                _search(path.read_bytes().decode("utf-8", "replace"), lab, str(path))


def secrets(lab: Lab) -> tuple[str, ...]:
    """Lines that only an answer has: of the reference but not the master, of the master but not the release."""
    master, released = lab.master(), release_form(lab)
    given = _squeeze(" ".join(_strings(master)))
    shown = _squeeze(" ".join(_strings(released)))
    reference = _bodies(lab.solution.read_text("utf-8")) if lab.solution.is_file() else ""
    lines = [line for line in _lines(reference) if line not in given]
    lines += [line for cell in master.cells for line in _lines(cell.source) if line not in shown]
    return tuple(dict.fromkeys(lines))


def _bodies(text: str) -> str:
    """What a module's functions do: their lines without signatures and docstrings."""
    lines, inside = text.split("\n"), set[int]()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            body = node.body[1:] if ast.get_docstring(node) is not None else node.body
            inside.update(range(node.body[0].end_lineno or 0, node.end_lineno or 0) if body != node.body else ())
            inside.update(range(body[0].lineno - 1, node.end_lineno or 0) if body else ())
    return "\n".join(lines[number] for number in sorted(inside))


def _search(text: str, lab: Lab, where: str) -> None:
    """UserError for a marker of nbgrader's or a line of an answer; white space does not hide one."""
    if found := MARKERS.search(text):
        raise UserError(f"{where} holds {found[0]!r}, which must not be released: check {lab.notebook}")
    squeezed = _squeeze(text)
    for line in secrets(lab):
        if line in squeezed:
            raise UserError(f"{where} holds the line {line!r} of an answer: take it out of {lab.notebook.parent}")


def _only(metadata: dict[str, Any], allowed: set[str], where: str) -> None:
    for key in metadata:
        if key not in allowed:
            raise UserError(f"{where} has {key!r}, which must not be released: delete it from the notebook")


def _strings(node: Any) -> Iterator[str]:
    """Every text in a JSON document; a list of lines counts as one text."""
    if isinstance(node, str):
        yield node
    elif isinstance(node, dict):
        for key, value in node.items():
            yield from (key, *_strings(value))
    elif isinstance(node, list):
        for value in node:
            yield from _strings(value)


def _squeeze(text: str) -> str:
    return " ".join(text.split())


def _lines(text: str) -> list[str]:
    return [line for line in map(_squeeze, text.split("\n")) if len(line) >= SHORTEST]
