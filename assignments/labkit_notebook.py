"""A saved notebook of a lab: its questions, and what in it will not count when it is judged. For labkit_submit.py.

Judged are the texts of your cells: outputs, and files beside the notebook, do not count. Public checks and figures are
not run. Read-only cells are put back as they were released.
"""

import ast
import contextlib
import hashlib
import json
import re
import sys
import warnings
from pathlib import Path

# What may be imported without harm, although it does nothing when your work is judged.
TO_SHOW = {"matplotlib", "mpl_toolkits", "seaborn", "labkit", "IPython", "ipywidgets", "tqdm"}
PYTHON_CELL_MAGICS = {"%%time", "%%timeit", "%%capture", "%%prun"}
MAX_SOURCE = 200_000  # characters of one cell
HARMLESS = {"matplotlib", "load_ext", "reload_ext", "autoreload", "config", "precision", "time", "timeit", "pylab"}
HARMLESS |= {"pinfo", "pinfo2", "psearch"}  # f? and the like
MAGIC = re.compile(r"(\s*)(?:([\w.,\s]+?)\s*=\s*)?get_ipython\(\)\.(run_line_magic|system|getoutput)\((.*)\)")


class Refused(Exception):
    """A sentence: what is wrong with the file, and what to do."""


class Notebook:
    """A saved notebook: its cells as dicts, and what the release says of the lab."""

    def __init__(self, path):
        self.path = Path(path)
        try:
            self.raw = self.path.read_bytes()
            document = json.loads(self.raw)
            self.cells = [dict(cell, source="".join(cell["source"])) for cell in document["cells"]]
            kit = document.get("metadata", {}).get("gradlab", {})
        except OSError as error:
            raise Refused(f"{path} cannot be read ({error.strerror}): give the path of your notebook") from None
        except (ValueError, TypeError, KeyError, AttributeError):
            raise Refused(f"{path} is not a notebook, or a damaged one: open it in Jupyter and save it again") from None
        self.lab = kit.get("lab", self.path.stem)
        self.names = kit.get("cells") or list(dict.fromkeys(filter(None, map(name_of, self.cells))))
        self.imports = set(kit.get("imports", ["numpy", "stdlib"]))
        self.own_modules = {"layers"} if kit.get("layers") else set()
        self.cell_seconds = kit.get("cell_seconds", 20)
        self.known = {}  # name: the first cell that bears it
        for cell in self.cells:
            if name_of(cell) in self.names:
                self.known.setdefault(name_of(cell), cell)
        if not any(meta(cell).get("grade") for cell in self.known.values()):
            raise Refused(
                f"{path} holds no question of a lab: it is another notebook, or a program has removed the marks of its "
                "cells. Then fetch the lab again and copy your answers into it"
            )

    @property
    def questions(self):
        """The graded cells: public checks and written answers."""
        return [self.known[name] for name in self.names if name in self.known and meta(self.known[name]).get("grade")]

    def may_import(self, module):
        root = module.partition(".")[0]
        allowed = self.imports | self.own_modules | TO_SHOW
        return root in allowed or ("stdlib" in self.imports and root in sys.stdlib_module_names)

    def judged(self):
        """The cells that run when your work is judged, in that order: no public checks, no figures, no copies."""
        groups, anchor = {None: []}, None
        for cell in self.cells:
            name = name_of(cell)
            if self.known.get(name) is cell:
                groups[name], anchor = [cell], name
            elif name not in self.names:
                groups[anchor].append(cell)
        cells = [cell for name in (None, *self.names) for cell in groups.get(name, [])]
        return [cell for cell in cells if is_code(cell) and not is_check(cell) and not is_figure(cell)]

    def describe(self, cell):
        """How a sentence calls a cell."""
        number = next(place for place, other in enumerate(self.cells, 1) if other is cell)
        if self.known.get(name_of(cell)) is cell:
            return f"The cell {name_of(cell)}"
        first = next((line.strip() for line in cell["source"].split("\n") if line.strip()), "")
        return f"Your cell number {number} ({first if len(first) <= 40 else first[:37] + '...'})"


def meta(cell):
    found = cell.get("metadata", {}).get("nbgrader")
    return found if isinstance(found, dict) else {}


def name_of(cell):
    return meta(cell).get("grade_id")


def is_code(cell):
    """True for a cell that was code when it was released, whatever it has been turned into."""
    return meta(cell).get("cell_type", cell["cell_type"]) == "code"


def is_check(cell):
    return bool(meta(cell).get("grade") and not meta(cell).get("solution"))


def is_figure(cell):
    return bool(meta(cell).get("locked") and "figure" in cell["metadata"].get("tags", []))


def is_released(cell):
    """True if the text is as it was released: nbgrader's checksum still fits."""
    info = meta(cell)
    flags = (cell["cell_type"], *(str(bool(info.get(key))) for key in ("grade", "solution")))
    locked = str(bool(not info.get("solution") and (info.get("grade") or info.get("locked"))))
    points = str(float(info["points"])) if info.get("grade") else ""
    for text in {cell["source"], cell["source"].rstrip()}:
        parts = "".join((text, *flags, locked, str(info.get("grade_id")), points))
        if hashlib.md5(parts.encode(), usedforsecurity=False).hexdigest() == info.get("checksum"):
            return True
    return False


def unwritten(source):
    """The functions and methods of a text that end in NotImplementedError still."""
    found = []

    def visit(body, prefix):
        for node in body:
            if isinstance(node, ast.ClassDef):
                visit(node.body, f"{prefix}{node.name}.")
            elif isinstance(node, ast.FunctionDef):
                raised = [getattr(line.exc, "func", line.exc) for line in node.body if isinstance(line, ast.Raise)]
                if any(getattr(error, "id", "") == "NotImplementedError" for error in raised):
                    found.append(prefix + node.name)

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with contextlib.suppress(SyntaxError, ValueError):
            visit(ast.parse(source).body, "")
    return found


def without_magics(source):
    """A cell without lines for Jupyter or the shell, and what is lost: "!" such lines, "%%bash" all of it, or None."""
    lines = source.split("\n")
    first = next((number for number, line in enumerate(lines) if line.strip()), 0)
    if lines[first].lstrip().startswith("%%"):
        magic = lines[first].split()[0]
        if magic not in PYTHON_CELL_MAGICS:
            return "", magic
        lines[first] = ""
    from IPython.core.inputtransformer2 import TransformerManager

    lines, lost = TransformerManager().transform_cell("\n".join(lines)).rstrip("\n").split("\n"), None
    for number, line in enumerate(lines):
        if found := MAGIC.fullmatch(line):
            indent, target, kind, arguments = found.groups()
            name, *rest = ast.literal_eval(f"({arguments},)")
            lines[number] = f"{indent}{target} = None" if target else f"{indent}pass"
            if target or kind != "run_line_magic" or name not in HARMLESS:
                lost = "!"
            elif name == "time" and rest[0] and not rest[0].startswith("-"):
                lines[number] = indent + rest[0]
    return "\n".join(lines), lost


def remarks(notebook):
    """What will not count as it stands, one sentence each; without running anything. Also the cells that are named."""
    said = []
    if notebook.path.name != f"{notebook.lab}.ipynb":
        said.append(
            f"The file is called {notebook.path.name}: rename it to {notebook.lab}.ipynb before you hand it in."
        )
    said += [
        f"The cell {name} is missing: it was deleted or lost its name. Fetch the lab again and move your work into it."
        for name in notebook.names
        if name not in notebook.known
    ]
    copies = [name_of(cell) for cell in notebook.cells if name_of(cell) in notebook.names]
    for name in dict.fromkeys(name for name in copies if copies.count(name) > 1):
        said.append(f"The cell {name} is there more than once: only the first one counts. Delete the others.")
    for name, cell in notebook.known.items():
        kind = meta(cell).get("cell_type", cell["cell_type"])
        if kind != cell["cell_type"]:
            key = "Y" if kind == "code" else "M"
            said.append(
                f"The cell {name} was {kind} and is {cell['cell_type']} now: click into it, press Esc, then {key}."
            )
        elif meta(cell).get("locked") and not meta(cell).get("solution") and not is_released(cell):
            said.append(f"The cell {name} is read-only and was changed: it will be put back as it was.")
    for cell in notebook.judged():
        if cell["cell_type"] == "code" and not meta(cell).get("locked"):
            said += [f"{notebook.describe(cell)} {reason}" for reason in reasons(notebook, cell["source"])]
    return said


def reasons(notebook, source):
    """Why a cell of the student's own will not run as a whole."""
    if len(source) > MAX_SOURCE:
        yield f"has {len(source):,} characters, at most {MAX_SOURCE:,} are read: it is not run."
    text, lost = without_magics(source)
    if lost == "!":
        yield "holds commands for Jupyter or the shell: those lines are not run."
    elif lost:
        yield f"begins with {lost}, which is not Python: it is not run."
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            compile(text, "<cell>", "exec", dont_inherit=True)
        except (SyntaxError, ValueError) as error:
            yield f"is not Python (line {getattr(error, 'lineno', '?')}: {error}): nothing in it counts."
            return
        tree = ast.parse(text)
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    for module in sorted({name for function in functions for name in imported(function)}):
        if not notebook.may_import(module):
            yield f"imports {module} in a function: such a call fails, {allowed(notebook)}."
    for function in functions:
        if any(isinstance(node, ast.Name) and node.id == "labkit" for node in ast.walk(function)):
            yield f"uses labkit in {function.name}: labkit does nothing when your work is judged."


def imported(tree):
    """The modules that a text imports, wherever in it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield node.module or ""


def allowed(notebook):
    names = sorted(notebook.imports - {"stdlib"}) + ["Python's standard library"] * ("stdlib" in notebook.imports)
    return f"there are only {', '.join(names[:-1])} and {names[-1]}" if names[1:] else f"there is only {names[0]}"
