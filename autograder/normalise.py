"""From any notebook to what is judged: sources only, in a clean copy of the notebook that was released.

The known cells come by grade_id, first occurrence, in the released order. Read-only cells are restored. Every other
cell follows the known cell it follows in the submission. Metadata, ids and saved outputs decide nothing.
"""

import hashlib
import json
import re
from dataclasses import dataclass, field
from pathlib import Path

from nbformat import NotebookNode

from autograder.album import Album
from autograder.errors import UserError
from autograder.labs import Lab, all_labs
from autograder.magics import neutralise
from autograder.notebook import grade_id, plain, read, release_form
from autograder.submissions import Cell, Submission

MAX_SOURCE = 200_000  # characters of one cell
MAX_TOTAL = 1_000_000  # characters of all cells that run
MAX_ADDED = 500  # code cells of the student's own
MAX_NOTES = 50
DEFINES = r"^(?:(?:async\s+)?def|class)\s+({name})\b|^({name})\s*="


@dataclass
class _Work:
    """A submission in the making."""

    notebook: NotebookNode
    cells: list[Cell] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    total: int = 0
    added: int = 0
    album: Album = field(default_factory=Album)

    def place(self, cell: NotebookNode, origin: str | None, name: str) -> None:
        """Append a cell to the clean notebook and, with an origin, to the cells that run."""
        index = len(self.notebook.cells)
        self.notebook.cells.append(cell)
        size = len(cell.source)
        if size > MAX_SOURCE:
            self.notes.append(
                f"The cell {name} was cut off: it has {size:,} characters, at most {MAX_SOURCE:,} are read."
            )
            cell.source = f"# {size:,} characters, left out" if origin else cell.source[:MAX_SOURCE]
        elif origin and self.total + len(cell.source) > MAX_TOTAL:
            self.notes.append(
                f"The cell {name} was not run: the code up to it has more than {MAX_TOTAL:,} characters in all."
            )
        elif origin:
            self.total += len(cell.source)
            source, magic = neutralise(cell.source)
            if origin != "released" and magic == "!":
                self.notes.append(f"The cell {name} holds commands for Jupyter or the shell: those lines were not run.")
            elif origin != "released" and magic:
                self.notes.append(f"The cell {name} begins with {magic}, which is not Python: it was not run.")
            self.cells.append(Cell(index, grade_id(cell), origin, source))


def submission_from(path: Path, lab: Lab) -> Submission:
    """Read and normalise one file; UserError names the file."""
    nb = read(path)
    try:
        return normalise(nb, lab)
    except UserError as error:
        raise UserError(f"{str(path)!r}: {error}") from None


def normalise(nb: NotebookNode, lab: Lab) -> Submission:
    """Take from a notebook what counts for `lab`; UserError when it is another lab's."""
    released, submitted = release_form(lab), plain(nb)
    known = {name: cell for cell in released.cells if (name := grade_id(cell))}
    theirs, free, copies = _sort(submitted.cells, known)
    _refuse_another_lab(submitted, known, lab)
    work = _Work(NotebookNode(nbformat=4, nbformat_minor=5, metadata=released.metadata, cells=[]))
    work.notes += [f"A copy of the cell {name} was left out: only its first occurrence counts." for name in copies]
    everything = "\n".join(cell.source for cells in free.values() for cell in cells if cell.cell_type == "code")

    # Cells of the student's own wait until the known cells that the submission lacks stand before them.
    waiting, slots = free[None], []
    for cell in released.cells:
        name = grade_id(cell)
        if name is None:
            slots.append(cell)
        elif name in theirs:
            _place_free(work, waiting, slots)
            waiting, slots = free[name], []
            _place_known(work, cell, theirs[name], name)
        else:
            _place_missing(work, cell, name, everything)
    _place_free(work, waiting, slots)
    return _finish(work, lab)


def _sort(
    cells: list[NotebookNode], known: dict[str, NotebookNode]
) -> tuple[dict[str, NotebookNode], dict[str | None, list[NotebookNode]], list[str]]:
    """The known cells by name, the others by the known cell they follow, the names of copies left out."""
    named = {grade_id(cell) for cell in cells}
    # A cell that lost its name but not its text is still the one that was released.
    nameless = {
        released_text(cell): name for name, cell in known.items() if name not in named and cell.cell_type == "code"
    }
    theirs: dict[str, NotebookNode] = {}
    free: dict[str | None, list[NotebookNode]] = {name: [] for name in (None, *known)}
    copies: list[str] = []
    anchor: str | None = None
    for number, cell in enumerate(cells, start=1):
        cell["number"] = number
        name = grade_id(cell)
        if name not in known:
            name = nameless.get(cell.source.rstrip())
        if name is None or name not in known:
            free[anchor].append(cell)
        elif name in theirs:
            copies.append(name)
        else:
            theirs[name] = cell
            anchor = name
    return theirs, free, copies


def _place_known(work: _Work, released: NotebookNode, theirs: NotebookNode, name: str) -> None:
    """A cell of the lab: the student's text where it is theirs to write, the released text elsewhere."""
    meta = released.metadata.nbgrader
    if not meta.get("solution"):
        if theirs.source.rstrip() != released_text(released):
            work.notes.append(f"The cell {name} is read-only: what was changed in it was put back.")
        work.place(released, "released" if _runs(released) else None, name)
        return
    released.source = theirs.source
    if meta.get("grade"):
        if released.cell_type == "code":
            released.outputs = work.album.outputs(theirs)
            if released.outputs:
                released.metadata["gradlab"] = NotebookNode(outputs="as submitted")
        elif attachments := work.album.attachments(theirs):
            released.attachments = attachments
    work.place(released, "solution" if released.cell_type == "code" else None, name)


def released_text(cell: NotebookNode) -> str:
    """A released source as `plain` would give it, without the blank lines at its end."""
    source: str = cell.source
    return source.replace("\r\n", "\n").replace("\r", "\n").rstrip()


def _runs(released: NotebookNode) -> bool:
    """True for read-only code that the submission may build on; public checks and figures are not run."""
    graded = released.metadata.nbgrader.get("grade")
    return released.cell_type == "code" and not graded and "figure" not in released.metadata.get("tags", [])


def _place_missing(work: _Work, released: NotebookNode, name: str, everything: str) -> None:
    """A cell of the lab that the submission lacks. A stub is shown but not run: it could undo what counts instead."""
    meta = released.metadata.nbgrader
    if not meta.get("solution"):
        work.notes.append(f"The read-only cell {name} was missing and was put back.")
        work.place(released, "released" if _runs(released) else None, name)
        return
    declared = re.findall(r"^(?:def|class)\s+(\w+)", released.source, re.MULTILINE)
    elsewhere = [function for function in declared if defines(function, everything)]
    if released.cell_type != "code":
        work.notes.append(f"The written answer {name} is missing: its cell was deleted or renamed.")
    elif elsewhere:
        work.notes.append(
            f"The cell {name} was deleted or renamed: {', '.join(elsewhere)} of another cell counts instead."
        )
    else:
        work.notes.append(f"The cell {name} is missing: it was deleted or renamed.")
    work.place(released, None, name)


def defines(name: str, source: str) -> bool:
    """True when a line of the source seems to define the function, class or variable; any text will do."""
    return re.search(DEFINES.format(name=re.escape(name)), source, re.MULTILINE) is not None


def _place_free(work: _Work, cells: list[NotebookNode], slots: list[NotebookNode]) -> None:
    """The cells between two known ones; `slots` are the free cells that the lab has there, such as the helpers cell."""
    placed: dict[int, tuple[NotebookNode, str]] = {}
    for cell in cells:
        unchanged = [s for s in slots if s.cell_type == cell.cell_type and released_text(s) == cell.source.rstrip()]
        if unchanged:
            slots.remove(unchanged[0])
            placed[cell["number"]] = unchanged[0], "released"
    slots = [slot for slot in slots if slot.cell_type == "code"]
    for cell in cells:
        if cell["number"] in placed or not cell.source.strip():
            continue
        if cell.cell_type == "code" and slots:
            placed[cell["number"]] = slots.pop(0), "solution"
            placed[cell["number"]][0].source = cell.source
        else:
            placed[cell["number"]] = _own(work, cell), "added"
    for cell in cells:
        if cell["number"] in placed:
            clean, origin = placed[cell["number"]]
            work.added += origin == "added" and clean.cell_type == "code"
            runs = clean.cell_type == "code" and (origin != "added" or work.added <= MAX_ADDED)
            work.place(clean, origin if runs else None, f"number {cell['number']}")


def _own(work: _Work, cell: NotebookNode) -> NotebookNode:
    """A cell of the student's own: code or text."""
    metadata = NotebookNode(gradlab=NotebookNode(origin="added"))
    clean = NotebookNode(id=f"added-{cell['number']}", cell_type="markdown", metadata=metadata, source=cell.source)
    if cell.cell_type == "code":
        clean.update(cell_type="code", outputs=[], execution_count=None)
    elif attachments := work.album.attachments(cell):
        clean.attachments = attachments
    return clean


def _refuse_another_lab(submitted: NotebookNode, known: dict[str, NotebookNode], lab: Lab) -> None:
    """UserError when another lab knows more of the cells, or when nothing in the notebook is this lab's."""
    names = {name for cell in submitted.cells if (name := grade_id(cell))}
    mine = len(names & known.keys())
    if mine and mine >= len(names) - mine:
        return
    for other in all_labs(lab.notebook.parent.parent):
        if len(names & {grade_id(cell) for cell in other.master().cells}) > mine:
            raise UserError(f"this is a notebook of {other.name}, not of {lab.name}: give the notebook of {lab.name}")
    stubs = "\n".join(cell.source for cell in known.values() if cell.cell_type == "code")
    code = "\n".join(cell.source for cell in submitted.cells if cell.cell_type == "code")
    if not mine and not any(defines(n, code) for n in re.findall(r"^(?:def|class)\s+(\w+)", stubs, re.MULTILINE)):
        raise UserError(
            f"this is not a notebook of {lab.name}: no cell has a name of that lab or declares one of its functions; "
            f"give the notebook of {lab.name}"
        )


def _finish(work: _Work, lab: Lab) -> Submission:
    if work.added > MAX_ADDED:
        work.notes.append(f"Only the first {MAX_ADDED} of the {work.added:,} code cells that you added were run.")
    notes = list(dict.fromkeys(work.notes))
    if len(notes) > MAX_NOTES:
        notes[MAX_NOTES:] = [f"{len(notes) - MAX_NOTES:,} more remarks are not shown."]
    texts = [(grade_id(cell), cell.cell_type, cell.source) for cell in work.notebook.cells]
    ran = [(cell.index, cell.origin, cell.source) for cell in work.cells]
    content = json.dumps([lab.name, texts, ran, notes], ensure_ascii=True)
    digest = hashlib.sha256(content.encode()).hexdigest()
    return Submission(lab.name, digest, tuple(work.cells), work.notebook, tuple(notes))
