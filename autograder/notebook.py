"""Notebooks in: a safe read of any file; notebooks out: what students start from, and the lab solved.

A student's file is hostile until read: `read` keeps what the kit looks at (cell types, sources, grade_ids, tags, text
and PNG outputs, attachments) in a well-formed notebook, and drops the rest.
"""

import ast
import copy
import functools
import hashlib
import json
import os
import re
import stat
from pathlib import Path
from typing import Any

from nbformat import NotebookNode

from autograder.declarations import declarations, expand
from autograder.errors import UserError
from autograder.labs import Lab

# 100 MB of outputs take 0.5 s and 0.3 to 0.9 GB to parse, and 10 million short values about 0.7 GB.
MAX_BYTES = 200_000_000
MAX_VALUES = 10_000_000
MAX_CELLS = 5_000

# nbgrader's defaults: ClearSolutions.code_stub["python"] and ClearSolutions.text_stub.
CODE_STUB = "# YOUR CODE HERE\nraise NotImplementedError()"
TEXT_STUB = "YOUR ANSWER HERE"

UNPRINTABLE = re.compile("[\ud800-\udfff\0]")


def read(path: Path) -> NotebookNode:
    """Read a notebook nobody vouches for; UserError says why it cannot be read and what to do."""
    raw, name = _bytes(path), repr(str(path))
    if sum(raw.count(mark) for mark in (b"[", b"{", b",")) > MAX_VALUES:
        raise UserError(
            f"{name} holds more than {MAX_VALUES:,} values: clear the outputs of the notebook and save it again"
        )
    try:
        document = json.loads(raw)
    except RecursionError:
        raise UserError(f"{name} is nested too deeply to be a notebook: save it again in Jupyter") from None
    except ValueError as error:
        raise UserError(f"{name} is not a notebook, it is not valid JSON ({error}): save it again in Jupyter") from None
    if not isinstance(document, dict) or not isinstance(document.get("nbformat"), int):
        raise UserError(f"{name} is not a notebook, it names no nbformat: give an .ipynb file that Jupyter saved")
    if document["nbformat"] != 4:
        raise UserError(
            f"{name} is in notebook format {document['nbformat']}, which is not read: save it in format 4 in JupyterLab"
        )
    if not isinstance(document.get("cells"), list):
        raise UserError(f"{name} has no list of cells: save it again in Jupyter")
    return plain(document, name)


def _bytes(path: Path) -> bytes:
    """The file's content: a regular file of at most MAX_BYTES; never waits for a pipe."""
    name = repr(str(path))
    try:
        with open(path, "rb", opener=lambda file, flags: os.open(file, flags | getattr(os, "O_NONBLOCK", 0))) as file:
            status = os.fstat(file.fileno())
            if not stat.S_ISREG(status.st_mode):
                raise UserError(f"{name} is not an ordinary file: give the path of an .ipynb file")
            if status.st_size > MAX_BYTES:
                raise UserError(
                    f"{name} has {status.st_size / 1e6:,.0f} MB, at most {MAX_BYTES / 1e6:,.0f} MB are read: "
                    "clear the outputs of the notebook and save it again"
                )
            raw = file.read(MAX_BYTES)
    except FileNotFoundError:
        raise UserError(f"there is no file {name}: give the path of an .ipynb file") from None
    except IsADirectoryError:
        raise UserError(f"{name} is a folder: give the path of the notebook in it") from None
    except (OSError, ValueError) as error:
        raise UserError(f"{name} cannot be read ({getattr(error, 'strerror', None) or error})") from None
    if not raw.strip():
        raise UserError(f"{name} is empty: save the notebook in Jupyter first")
    return raw


def plain(document: Any, name: str = "the notebook") -> NotebookNode:
    """The notebook as a well-formed one of format 4.5 with only what the kit looks at; any types are survived."""
    cells = document.get("cells")
    cells = cells if isinstance(cells, list) else []
    if len(cells) > MAX_CELLS:
        raise UserError(
            f"{name} has {len(cells):,} cells, at most {MAX_CELLS:,} are read: delete the cells you do not need"
        )
    kept = [_plain_cell(cell, f"cell-{index}") for index, cell in enumerate(cells) if isinstance(cell, dict)]
    return NotebookNode(nbformat=4, nbformat_minor=5, metadata=NotebookNode(), cells=kept)


def _plain_cell(cell: dict[str, Any], name: str) -> NotebookNode:
    kind = cell.get("cell_type")
    found = cell.get("metadata")
    found = found if isinstance(found, dict) else {}
    metadata = NotebookNode()
    if isinstance(found.get("nbgrader"), dict):
        scalars = {k: v for k, v in found["nbgrader"].items() if isinstance(v, (str, bool, int, float))}
        metadata.nbgrader = NotebookNode(scalars)
    if isinstance(found.get("tags"), list):
        metadata.tags = [tag for tag in found["tags"] if isinstance(tag, str)]
    kept = NotebookNode(
        id=name,
        cell_type=kind if kind in ("code", "markdown") else "raw",
        metadata=metadata,
        source=text_of(cell.get("source")),
    )
    if kept.cell_type == "code":
        outputs = cell.get("outputs")
        found_outputs = [_plain_output(output) for output in outputs] if isinstance(outputs, list) else []
        kept.outputs = [output for output in found_outputs if output is not None]
        kept.execution_count = None
    elif isinstance(cell.get("attachments"), dict):
        kept.attachments = NotebookNode(
            {
                name: NotebookNode({mime: data for mime, data in bundle.items() if isinstance(data, str)})
                for name, bundle in cell["attachments"].items()
                if isinstance(bundle, dict)
            }
        )
    return kept


def _plain_output(output: Any) -> NotebookNode | None:
    """A stream or a result as a display of text/plain and image/png; None for anything else."""
    if not isinstance(output, dict):
        return None
    if output.get("output_type") == "stream":
        return NotebookNode(output_type="stream", name="stdout", text=text_of(output.get("text")))
    data = output.get("data")
    if output.get("output_type") not in ("display_data", "execute_result") or not isinstance(data, dict):
        return None
    kept = NotebookNode({mime: text_of(data[mime]) for mime in ("text/plain", "image/png") if mime in data})
    return NotebookNode(output_type="display_data", metadata=NotebookNode(), data=kept) if kept else None


def text_of(source: Any) -> str:
    """A source as one string, lines ended by line feeds; NUL and lone surrogates become U+FFFD, other types nothing."""
    if isinstance(source, list):
        source = "".join(line for line in source if isinstance(line, str))
    if not isinstance(source, str):
        return ""
    return UNPRINTABLE.sub("\ufffd", source.replace("\r\n", "\n").replace("\r", "\n"))


def grade_id(cell: NotebookNode) -> str | None:
    """The name by which nbgrader knows a cell."""
    meta = cell.metadata.get("nbgrader")
    name = meta.get("grade_id") if isinstance(meta, dict) else None
    return name if isinstance(name, str) and name else None


def release_form(lab: Lab) -> NotebookNode:
    """The notebook that students start from, as nbgrader's GenerateAssignment makes it by default. A fresh copy."""
    status = lab.notebook.stat()
    return copy.deepcopy(_release_form(lab, status.st_mtime_ns, status.st_size))


@functools.lru_cache(maxsize=32)
def _release_form(lab: Lab, _mtime: int, _size: int) -> NotebookNode:
    nb = lab.master()
    for cell in nb.cells:
        meta = cell.metadata.get("nbgrader") or {}
        where = f"{lab.notebook}, cell {meta.get('grade_id') or cell.get('id')}"
        graded, solution = bool(meta.get("grade")), bool(meta.get("solution"))
        locked = not solution and (graded or bool(meta.get("locked")))
        stub = CODE_STUB if cell.cell_type == "code" else TEXT_STUB
        source = cut(cell.source, "SOLUTION", where, stub)
        if solution and source == cell.source:
            source = stub
        cell.source = cut(cut(source, "HIDDEN TESTS", where), "MARK SCHEME", where)
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
        if solution or locked:
            cell.metadata["deletable"] = False
        if locked:
            cell.metadata["editable"] = False
        if solution or locked or graded:
            cell.metadata.nbgrader["checksum"] = checksum(cell.source, cell.cell_type, meta, locked)
            cell.metadata.nbgrader["cell_type"] = cell.cell_type
    mark(nb, lab)
    return nb


def mark(nb: NotebookNode, lab: Lab, **limits: Any) -> None:
    """Say in a released notebook which lab it is and what cells it has, for the check before handing in."""
    names = [name for cell in nb.cells if (name := grade_id(cell))]
    nb.metadata["gradlab"] = NotebookNode(nb.metadata.get("gradlab", {}), lab=lab.name, cells=names, **limits)


def cut(source: str, region: str, where: str, stub: str | None = None) -> str:
    """The source without its `BEGIN region` .. `END region` lines; the stub, indented, in their place."""
    kept: list[str] = []
    inside = False
    for line in source.split("\n"):
        if f"BEGIN {region}" in line:
            if inside:
                raise UserError(f"{where}: a second BEGIN {region} before END {region}")
            inside = True
            indent = line[: len(line) - len(line.lstrip())]
            kept += [indent + stub_line for stub_line in stub.split("\n")] if stub is not None else []
        elif f"END {region}" in line:
            inside = False
        elif not inside:
            kept.append(line)
    if inside:
        raise UserError(f"{where}: BEGIN {region} without END {region}")
    return "\n".join(kept)


def region(source: str, name: str) -> str:
    """What stands between the `BEGIN name` and `END name` lines of a source, without white space around; else ""."""
    found = re.findall(rf"^[^\n]*BEGIN {name}[^\n]*\n(.*?)^[^\n]*END {name}", source, re.MULTILINE | re.DOTALL)
    return "\n".join(found).strip()


def checksum(source: str, cell_type: str, meta: dict[str, Any], locked: bool) -> str:
    """nbgrader.utils.compute_checksum without its slow import: MD5 over source, type, flags, name and points."""
    graded = bool(meta.get("grade"))
    parts = [source, cell_type, str(graded), str(bool(meta.get("solution"))), str(locked), str(meta["grade_id"])]
    parts += [str(float(meta["points"]))] if graded else []
    return hashlib.md5("".join(parts).encode(), usedforsecurity=False).hexdigest()


def solve(lab: Lab, *sources: str) -> NotebookNode:
    """The master with each declared function and class taken from the last source that defines it.

    Sources are texts of modules, by default the lab's reference. What else they define or import at top level goes to
    the helpers cell; `from solutions.X import ...` brings in that module's text.
    """
    nb = lab.master()
    parts = [part for text in sources or (lab.solution.read_text("utf-8"),) for part in expand(text, lab.solution)]
    defined = {part.name: part.text for part in parts if part.name and part.is_definition}
    declared: set[str] = set()
    for cell in nb.cells:
        meta = cell.metadata.get("nbgrader") or {}
        if cell.cell_type != "code" or not meta.get("solution"):
            continue
        lines: list[str] = cell.source.split("\n")
        for stub in reversed([part for part in declarations(cell.source, meta["grade_id"]) if part.is_definition]):
            if stub.name not in defined:
                raise UserError(
                    f"{lab.name}: cell {meta['grade_id']} declares {stub.name}, which no source defines: "
                    f"write it in {lab.solution}"
                )
            declared.add(stub.name)
            lines[stub.first : stub.last] = defined[stub.name].split("\n")
        cell.source = "\n".join(lines)
    helpers = [part.text for part in parts if part.name not in declared and not _in_setup(part.text, nb)]
    if helpers:
        cell = _helpers_cell(nb, lab)
        cell.source = "\n\n".join([cell.source.rstrip(), *dict.fromkeys(helpers)]).lstrip()
    return nb


def _in_setup(text: str, nb: NotebookNode) -> bool:
    """True for an import that a read-only cell of the notebook has, too."""
    locked = [c.source for c in nb.cells if c.cell_type == "code" and (c.metadata.get("nbgrader") or {}).get("locked")]
    is_import = text.startswith(("import ", "from ")) and isinstance(
        ast.parse(text).body[0], ast.Import | ast.ImportFrom
    )
    return is_import and any(text in source.split("\n") for source in locked)


def _helpers_cell(nb: NotebookNode, lab: Lab) -> NotebookNode:
    """The code cell for a student's own helpers: tagged so, else the first that nbgrader does not know."""
    free = [cell for cell in nb.cells if cell.cell_type == "code" and grade_id(cell) is None]
    tagged = [cell for cell in free if "helpers" in cell.metadata.get("tags", [])]
    if not (tagged or free):
        raise UserError(f"{lab.notebook} has no cell for helper functions: add a code cell with the tag 'helpers'")
    return (tagged or free)[0]
