"""Which import stopped a cell. Read from the student's own text: the sandbox tells a line, never a word."""

import ast
import warnings
from collections.abc import Sequence

from autograder.sandbox.inside.imports import STDLIB, may_import

LONGEST = 60  # characters of a module's name in a sentence


def refused_import(source: str, line: int, allowed: Sequence[str]) -> str | None:
    """The first module that the import statement at `line` names and that is not allowed; None if there is none."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            names = [node.module or ""]
        else:
            continue
        if node.lineno <= line <= (node.end_lineno or node.lineno):
            refused = [name for name in names if not may_import(name, allowed)]
            if refused:
                return refused[0][:LONGEST]
    return None


def said(allowed: Sequence[str]) -> str:
    """The allowed modules as they stand in a sentence."""
    names = [name for name in allowed if name != STDLIB]
    return ", ".join([*names, "Python's standard library"] if STDLIB in allowed else names)
