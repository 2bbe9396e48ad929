"""Hints for a human, never a verdict: a backward pass that looks like finite differences instead of a derivation.

Values cannot tell the two apart, the text can: a division by a step of the difference of two calls of one function.
Calls are followed through the notebook by name, so a helper does not hide it; a text written to hide it can.
"""

import ast
import re
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from autograder.submissions import Cell

BACKWARD = re.compile(r"(^|_)(backward|grad|gradient|gradients)($|_)")
NUMERICAL = re.compile(r"(^|_)(numerical|numeric|finite|fd)_?(grad|diff|difference)|(^|_)numgrad", re.IGNORECASE)
# Methods and functions of Python that any text calls: two calls of them are no evidence.
ELEMENTARY = frozenset(
    {"sum", "mean", "max", "min", "abs", "float", "int", "len", "round", "range", "zip", "sorted", "list", "tuple"}
    | {"copy", "reshape", "transpose", "astype", "item", "dot", "any", "all", "pow", "divmod", "enumerate", "flatten"}
    | {"ravel", "squeeze", "std", "var", "prod", "cumsum", "clip"}
)
MANY = 500  # functions of a notebook that are looked at
SENTENCE = "{function} may take finite differences (in {place}) instead of a derivation."
MOST = 20  # sentences


@dataclass
class _Function:
    """One function of the notebook; it is looked into only if a backward pass reaches it."""

    tree: ast.AST

    @cached_property
    def calls(self) -> set[str]:
        """The names that it calls."""
        return _called(self.tree)

    @cached_property
    def differs(self) -> bool:
        """Whether it divides a difference of two such calls."""
        return _differs(self.tree)


def hints(cells: Sequence[Cell]) -> tuple[str, ...]:
    """A sentence for each of the student's functions that should derive a gradient and reaches finite differences.

    One whose own name says that it takes them, such as `numerical_gradient`, is what a lab may ask for.
    """
    functions = _functions(cells)
    found = []
    for name in functions:
        last = name.rpartition(".")[2]
        if not BACKWARD.search(last) or NUMERICAL.search(last):
            continue
        place = _reaches(name, functions)
        if place is not None:
            found.append(SENTENCE.format(function=name[:60], place=place[:60]))
    return tuple(found[:MOST])


def _functions(cells: Sequence[Cell]) -> dict[str, _Function]:
    """The functions and methods of the student's text, by name; of several with one name the last."""
    found: dict[str, _Function] = {}
    for cell in cells:
        if cell.origin == "released":
            continue
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                tree = ast.parse(cell.source)
            for name, node in _definitions(tree, ""):
                found[name] = _Function(node)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            continue
    return dict(list(found.items())[:MANY])


def _definitions(tree: ast.AST, prefix: str) -> Iterator[tuple[str, ast.AST]]:
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield prefix + node.name, node
        elif isinstance(node, ast.ClassDef):
            yield from _definitions(node, f"{node.name}.")
        elif isinstance(node, ast.Assign) and isinstance(node.value, ast.Lambda):
            for target in node.targets:
                if isinstance(target, ast.Name):
                    yield prefix + target.id, node.value
        elif isinstance(node, ast.If | ast.Try | ast.With | ast.For | ast.While):
            yield from _definitions(node, prefix)


def _called(tree: ast.AST) -> set[str]:
    """The names that are called, of functions and of methods, but none of NumPy's."""
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Name):
                names.add(node.func.id)
            elif isinstance(node.func, ast.Attribute) and not _numpy(node.func):
                names.add(node.func.attr)
    return names


def _numpy(node: ast.Attribute) -> bool:
    root: ast.expr = node
    while isinstance(root, ast.Attribute):
        root = root.value
    return isinstance(root, ast.Name) and root.id in ("np", "numpy", "math")


def _differs(function: ast.AST) -> bool:
    """Whether it divides, or scales, the difference of two values that come from calls of one function."""
    nodes = list(ast.walk(function))
    assignments = [node for node in nodes if isinstance(node, ast.Assign)]
    origin: dict[str, set[str]] = {}
    for assignment in assignments:
        made = _called(assignment.value) - ELEMENTARY
        if made:
            for target in assignment.targets:
                for name in _names(target):
                    origin.setdefault(name, set()).update(made)

    def made_by(node: ast.AST) -> set[str]:
        return (_called(node) - ELEMENTARY).union(*(origin.get(name, set()) for name in _names(node)))

    # Differences of two calls, of which neither is the same text as the other.
    apart = {
        node
        for node in nodes
        if isinstance(node, ast.BinOp)
        and isinstance(node.op, ast.Sub)
        and made_by(node.left) & made_by(node.right)
        and ast.dump(node.left) != ast.dump(node.right)
    }
    if not apart:
        return False
    differences = {
        target.id
        for assignment in assignments
        if not apart.isdisjoint(ast.walk(assignment.value))
        for target in assignment.targets
        if isinstance(target, ast.Name)
    }
    for node in nodes:
        divided: ast.AST | None = None
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div | ast.Mult):
            divided = node.left
        elif isinstance(node, ast.AugAssign) and isinstance(node.op, ast.Div):
            divided = node.target
        if divided is not None and not (
            apart.isdisjoint(ast.walk(divided)) and differences.isdisjoint(_names(divided))
        ):
            return True
    return False


def _names(tree: ast.AST) -> set[str]:
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}


def _reaches(start: str, functions: dict[str, _Function]) -> str | None:
    """The first function reached by calls that takes finite differences, by its text or by its name."""
    methods: dict[str, list[str]] = {}
    for name in functions:
        methods.setdefault(name.rpartition(".")[2], []).append(name)
    seen, waiting = {start}, [start]
    while waiting:
        name = waiting.pop(0)
        if functions[name].differs:
            return name
        for called in sorted(functions[name].calls):
            if NUMERICAL.search(called):
                return called
            for target in methods.get(called, []):
                if target not in seen:
                    seen.add(target)
                    waiting.append(target)
    return None
