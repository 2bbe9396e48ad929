"""The module `layers` that an assembly lab hands out: layer classes, and the earlier labs' solutions they are made of.

A lab names the classes in its notebook's metadata, `"gradlab": {"layers": ["Conv2d", ...]}`. Their text comes from
solutions/layers.py; with it come the functions that it uses, and what those use in turn, in one plain module.
"""

import ast
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from autograder.declarations import Part, declarations
from autograder.errors import UserError
from autograder.labs import SOLUTIONS, Lab

MODULE = "layers"
HEADER = '''"""The layers of the earlier labs, ready to use: {names}.

Handed out with {lab}. {why}.
"""
'''
GIVEN = "Do not change this file: your work is marked with the original"
OWN = "Put your own functions into the gaps; your work is marked with the course's"


@dataclass(frozen=True)
class Provided:
    """The text of layers.py, and the labs whose answers it holds."""

    source: str
    labs: tuple[str, ...]


@dataclass(frozen=True)
class _Definition:
    """A top-level statement of a module of solutions/, and the names it needs, annotations aside."""

    module: str
    part: Part
    needs: tuple[str, ...]
    imports: tuple[str, ...]  # statements, such as `import numpy as np`

    @property
    def is_answer(self) -> bool:
        return self.module != MODULE


def layer_names(lab: Lab) -> tuple[str, ...]:
    """The layer classes that a lab hands out, as its notebook's metadata lists them."""
    metadata = json.loads(lab.notebook.read_text(encoding="utf-8"))["metadata"]
    return tuple(metadata.get("gradlab", {}).get("layers", []))


def modules(lab: Lab) -> tuple[tuple[str, str], ...]:
    """What a submission of the lab can import beside NumPy: pairs of a name and a text."""
    names = layer_names(lab)
    return ((MODULE, layers(lab.name, names).source),) if names else ()


@lru_cache(maxsize=32)
def layers(lab: str, names: tuple[str, ...], own: bool = False, solutions: Path = SOLUTIONS) -> Provided:
    """The module with these classes; `own` leaves the bodies of the earlier labs' functions to the student."""
    wanted = _closure([(MODULE, name) for name in names], solutions)
    answers = {found.module for found in wanted if found.is_answer}
    if own:  # what only other answers use is not asked for
        asked = {name for found in wanted if not found.is_answer for name in found.needs}
        wanted = [found for found in wanted if not found.is_answer or not found.part.name or found.part.name in asked]
    texts = [_stub(found) if own and found.is_answer else without_annotations(found.part.text) for found in wanted]
    header = HEADER.format(names=", ".join(names), lab=lab, why=OWN if own else GIVEN)
    imports = sorted({statement for found in wanted for statement in found.imports})
    body = "\n\n\n".join(["\n".join(imports), *texts])
    return Provided(f"{header}\n{body}\n", () if own else tuple(sorted(answers)))


def _closure(names: Sequence[tuple[str, str]], solutions: Path) -> list[_Definition]:
    """The definitions of these (module, name) and of all that they need, each behind what it needs."""
    read = lru_cache(maxsize=None)(lambda module: _read(solutions / f"{module}.py"))
    found: dict[tuple[str, str], _Definition] = {}
    origin: dict[str, str] = {}

    def visit(module: str, name: str) -> None:
        definitions, imported, outside = read(module)
        if name in imported:
            return visit(imported[name], name)
        if (module, name) in found:
            return None
        if name not in definitions:
            raise UserError(f"{solutions / module}.py defines no {name!r}, which a lab's layers.py needs")
        if origin.setdefault(name, module) != module:
            both = f"{name!r} of {origin[name]} and {name!r} of {module}"
            raise UserError(f"{both} cannot stand in one layers.py: rename one of them")
        part, needs = definitions[name]
        own = [need for need in needs if need != name and (need in definitions or need in imported)]
        imports = tuple(outside[need] for need in needs if need in outside)
        found[module, name] = _Definition(
            module, part, tuple(own), imports
        )  # before its needs: two may need each other
        for need in own:
            visit(module, need)
        return None

    for module, name in names:
        visit(module, name)
    place = {key: (key[0] == MODULE, key[0], item.part.first) for key, item in found.items()}
    return [found[key] for key in sorted(found, key=place.__getitem__)]


def _read(path: Path) -> tuple[dict[str, tuple[Part, tuple[str, ...]]], dict[str, str], dict[str, str]]:
    """A module's definitions with the names each uses; names imported from modules of solutions; other imports."""
    definitions: dict[str, tuple[Part, tuple[str, ...]]] = {}
    imported: dict[str, str] = {}
    outside: dict[str, str] = {}
    for part in declarations(path.read_text("utf-8"), str(path)):
        node = ast.parse(part.text).body[0]
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("solutions."):
            imported.update((alias.name, str(node.module).removeprefix("solutions.")) for alias in node.names)
        elif isinstance(node, ast.Import | ast.ImportFrom):
            outside.update((alias.asname or alias.name.partition(".")[0], part.text) for alias in node.names)
        for name in _defined(node):
            definitions[name] = part, tuple(_used(node))
    return definitions, imported, outside


def _defined(node: ast.stmt) -> Iterator[str]:
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        yield node.name
    elif isinstance(node, ast.Assign):
        yield from (target.id for target in node.targets if isinstance(target, ast.Name))


def _used(node: ast.stmt) -> Iterator[str]:
    """The names that a statement reads, annotations aside."""
    annotations = {id(inner) for outer in _annotations(node) for inner in ast.walk(outer)}
    for inner in ast.walk(node):
        if isinstance(inner, ast.Name) and isinstance(inner.ctx, ast.Load) and id(inner) not in annotations:
            yield inner.id


def _annotations(tree: ast.AST) -> Iterator[ast.expr]:
    for node in ast.walk(tree):
        if isinstance(node, ast.arg | ast.AnnAssign) and node.annotation is not None:
            yield node.annotation
        elif isinstance(node, ast.FunctionDef) and node.returns is not None:
            yield node.returns


def without_annotations(text: str) -> str:
    """A definition as it stands in a notebook: parameters and results without annotations, the rest as written."""
    data = text.encode()
    starts = [0]
    for line in data.split(b"\n"):
        starts.append(starts[-1] + len(line) + 1)
    cuts = []
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.arg) and node.annotation is not None:
            name_ends = starts[node.lineno - 1] + node.col_offset + len(node.arg.encode())
            cuts.append((name_ends, _end(node.annotation, starts)))
        elif isinstance(node, ast.AnnAssign) and node.value is not None:
            cuts.append((_end(node.target, starts), _end(node.annotation, starts)))
        elif isinstance(node, ast.FunctionDef) and node.returns is not None:
            returns = starts[node.returns.lineno - 1] + node.returns.col_offset
            arrow = data.rindex(b"->", 0, returns)
            cuts.append((len(data[:arrow].rstrip()), _end(node.returns, starts)))
    for first, last in sorted(cuts, reverse=True):
        data = data[:first] + data[last:]
    return data.decode()


def _end(node: ast.expr, starts: list[int]) -> int:
    return starts[(node.end_lineno or 0) - 1] + (node.end_col_offset or 0)


def _stub(found: _Definition) -> str:
    """Signature and docstring; the body is the student's own."""
    text = without_annotations(found.part.text)
    node = ast.parse(text).body[0]
    if not isinstance(node, ast.FunctionDef):
        return text
    header = text.split("\n")[: node.body[0].end_lineno if ast.get_docstring(node) else node.body[0].lineno - 1]
    return "\n".join([*header, f'    raise NotImplementedError("put your {node.name} of {found.module} here")'])
