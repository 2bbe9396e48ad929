"""What the text of a module declares at top level, each part with its exact source text."""

import ast
from dataclasses import dataclass
from pathlib import Path

from autograder.errors import UserError


@dataclass(frozen=True)
class Part:
    """One top-level statement: lines [first, last) of the text, 0-based, with decorators and the comments inside."""

    name: str | None  # of a function or class
    is_definition: bool
    text: str
    first: int
    last: int


def declarations(text: str, where: str) -> list[Part]:
    """The top-level statements of a text, the module's docstring left out; UserError when it is not Python."""
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise UserError(f"{where} is not Python: {error}") from None
    lines = text.split("\n")
    parts: list[Part] = []
    for node in tree.body[1:] if ast.get_docstring(tree, clean=False) is not None else tree.body:
        name = node.name if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) else None
        decorators = [decorator.lineno for decorator in getattr(node, "decorator_list", [])]
        first, last = min([node.lineno, *decorators]) - 1, node.end_lineno or node.lineno
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            last = _through_comments(lines, last)
        if parts and first < parts[-1].last:  # two statements on one line
            parts[-1] = Part(None, False, "\n".join(lines[parts[-1].first : last]), parts[-1].first, last)
        else:
            parts.append(Part(name, name is not None, "\n".join(lines[first:last]), first, last))
    return parts


def _through_comments(lines: list[str], last: int) -> int:
    """The end of a body, with the indented comments that follow its last statement."""
    end = last
    for number in range(last, len(lines)):
        if lines[number].strip() and not lines[number].startswith((" ", "\t")):
            break
        if lines[number].strip():
            end = number + 1
    return end


def expand(text: str, reference: Path) -> list[Part]:
    """The parts of a module for a notebook, where there is no package `solutions`: its imports from there come first.

    `from solutions.X import f as g` becomes X's parts and `g = f`; `__all__` and the `__main__` block are left out.
    """
    found: list[Part] = []
    for part in declarations(text, "the source"):
        node = ast.parse(part.text).body[0]
        if isinstance(node, ast.ImportFrom) and node.module == "solutions.layers":
            # Students import it, too: it is handed out.
            found.append(Part(None, False, part.text.replace("solutions.layers", "layers", 1), part.first, part.last))
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("solutions."):
            module = (node.module or "").removeprefix("solutions.")
            found += expand(_module(reference.parent / f"{module}.py"), reference)
            found += [_alias(found, alias) for alias in node.names if alias.asname]
        elif isinstance(node, ast.Import | ast.ImportFrom) and _names_solutions(node):
            raise UserError(f"{part.text!r} cannot go into a notebook: write `from solutions.LAB import NAME`")
        elif not part.text.startswith(("__all__", 'if __name__ == "__main__"', "if __name__ == '__main__'")):
            found.append(part)
    return found


def _alias(found: list[Part], alias: ast.alias) -> Part:
    """`g = f` behind a copy of f: the notebook's own f may become another function further down."""
    texts = [part.text for part in found if part.name == alias.name]
    return Part(None, False, "\n\n".join([*texts[-1:], f"{alias.asname} = {alias.name}"]), 0, 0)


def _module(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except OSError as error:
        raise UserError(f"the source imports from {path}, which cannot be read: {error.strerror}") from None


def _names_solutions(node: ast.Import | ast.ImportFrom) -> bool:
    names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else [node.module or ""]
    return any(name.split(".")[0] == "solutions" for name in names)
