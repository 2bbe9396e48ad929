"""Mutants of a module: its text with exactly one change in a function or class, every other character as it was."""

import ast
import functools
import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import libcst as cst
from libcst.metadata import CodeRange, MetadataWrapper, PositionProvider

from autograder.verify.kinds import Kinds
from autograder.verify.operators import OPERATORS, Place


@dataclass(frozen=True)
class Mutant:
    """One change: `before` and `after` are the smallest statement (a header, a parameter) around it."""

    operator: str
    function: str
    line: int
    before: str
    after: str
    source: str

    @property
    def key(self) -> tuple[str, str, str]:
        """What names the mutant in equivalent.toml: it survives edits elsewhere in the module."""
        return self.function, self.before, self.after


@functools.lru_cache(maxsize=4)
def mutants_of(source: str) -> tuple[Mutant, ...]:
    """Every mutant of a module's text, in the order of the text; those that are not Python are left out."""
    wrapper = MetadataWrapper(cst.parse_module(source), unsafe_skip_copy=True)
    module, positions = wrapper.module, wrapper.resolve(PositionProvider)
    lines = source.splitlines(keepends=True)
    imported = {alias for node in ast.walk(ast.parse(source)) for alias in _imported(node)}
    start = Place(kinds=Kinds(module), modules=frozenset(imported))
    seen: set[tuple[int, str]] = set()
    found = []
    for place, node in _walk(module, start):
        statement = place.statement
        assert statement is not None
        seen.add((id(statement), _meaning(statement)))
        for name, other in itertools.chain.from_iterable(operator(node, place) for operator in OPERATORS):
            changed: Any = statement.deep_replace(node, other)
            meaning = id(statement), _meaning(changed)
            if meaning in seen:
                continue
            seen.add(meaning)
            if isinstance(statement, cst.SimpleStatementLine):
                text = _spliced(lines, positions[statement], _bare(changed))
            else:  # a header or a parameter; rarer, and slower
                whole: Any = module.deep_replace(node, other)
                text = whole.code
            if _is_python(text):
                line = positions[node].start.line
                found.append(Mutant(name, place.function, line, _shown(statement), _shown(changed), text))
    return tuple(found)


def _imported(node: ast.AST) -> list[str]:
    return [alias.asname or alias.name.split(".")[0] for alias in node.names] if isinstance(node, ast.Import) else []


def _spliced(lines: list[str], span: CodeRange, code: str) -> str:
    """The text with `code` between two places."""
    start, end = span.start, span.end
    before = "".join([*lines[: start.line - 1], lines[start.line - 1][: start.column]])
    return before + code + "".join([lines[end.line - 1][end.column :], *lines[end.line :]])


def _is_python(text: str) -> bool:
    try:
        compile(text, "<mutant>", "exec")
    except (SyntaxError, ValueError):
        return False
    return True


def _meaning(statement: cst.CSTNode) -> str:
    """What a statement says to Python: brackets that change nothing do not count."""
    shown = _shown(statement)
    try:
        return ast.dump(ast.parse(_bare(statement))) if isinstance(statement, cst.SimpleStatementLine) else shown
    except SyntaxError:
        return shown


def _walk(node: cst.CSTNode, place: Place) -> Iterator[tuple[Place, cst.CSTNode]]:
    """Every node that may be changed, with its place; annotations, decorators, docstrings and imports may not."""
    if isinstance(node, cst.Module | cst.IndentedBlock | cst.SimpleStatementSuite):
        yield from _walk_body(node, place)
    elif isinstance(node, cst.FunctionDef | cst.ClassDef):
        function = f"{place.function}.{node.name.value}" if place.function else node.name.value
        inner = place.inside(function=function)
        if isinstance(node, cst.FunctionDef):
            for param in _params(node):
                if param.default is not None:
                    yield from _walk(param.default, inner.inside(statement=param))
            inner = inner.inside(bound=tuple(p.name.value for p in _params(node) if p.name.value != "self"))
        yield from _walk(node.body, inner)
    elif place.function:
        if isinstance(node, cst.BaseCompoundStatement):
            place = place.inside(statement=node)
        yield place, node
        for child, where in _parts(node, place):
            yield from _walk(child, where)


def _walk_body(
    node: cst.Module | cst.IndentedBlock | cst.SimpleStatementSuite, place: Place
) -> Iterator[tuple[Place, cst.CSTNode]]:
    """Statement after statement; each binds names for those that follow."""
    for number, statement in enumerate(node.body):
        if isinstance(statement, cst.SimpleStatementLine):
            if number == 0 and isinstance(statement.body[0], cst.Expr) and _is_text(statement.body[0].value):
                continue
            place = place.inside(statement=statement)
            for small in statement.body:
                yield from _walk(small, place)
        else:
            yield from _walk(statement, place)
        place = place.inside(bound=tuple(dict.fromkeys([*place.bound, *_binds(statement)])))


def _parts(node: cst.CSTNode, place: Place) -> Iterator[tuple[cst.CSTNode, Place]]:
    """The parts of a node that may be changed in turn."""
    if isinstance(node, cst.Assign):
        axes = any("ax" in name for name in _binds(node))
        yield node.value, place.inside(axes=axes)
        for target in node.targets:
            if isinstance(target.target, cst.Subscript):
                yield from _parts(target.target, place)
            elif isinstance(target.target, cst.Tuple):
                yield target.target, place.inside(bound=())
    elif isinstance(node, cst.AnnAssign):
        if node.value is not None:
            yield node.value, place.inside()
    elif isinstance(node, cst.AugAssign):
        yield node.value, place.inside()
    elif isinstance(node, cst.Raise | cst.Assert | cst.Import | cst.ImportFrom):
        return
    elif isinstance(node, cst.For):
        yield from ((part, place.inside()) for part in (node.iter, node.body, node.orelse) if part is not None)
    elif isinstance(node, cst.Arg):
        yield node.value, place.inside(keyword=node.keyword.value if node.keyword else None)
    elif isinstance(node, cst.Attribute):
        yield node.value, place.inside()
    elif isinstance(node, cst.Call):
        if isinstance(node.func, cst.Attribute):
            yield node.func.value, place.inside()
        yield from ((arg, place.inside()) for arg in node.args)
    else:
        yield from ((child, place.inside()) for child in node.children if not isinstance(child, cst.Annotation))


def _params(node: cst.FunctionDef) -> list[cst.Param]:
    return [*node.params.posonly_params, *node.params.params, *node.params.kwonly_params]


def _binds(statement: cst.CSTNode) -> list[str]:
    """The plain names that a statement binds."""
    found: list[str] = []

    class Targets(cst.CSTVisitor):
        def visit_AssignTarget(self, node: cst.AssignTarget) -> None:
            found.extend(_names(node.target))

        def visit_For(self, node: cst.For) -> None:
            found.extend(_names(node.target))

        def visit_AnnAssign(self, node: cst.AnnAssign) -> None:
            found.extend(_names(node.target))

    statement.visit(Targets())
    return found


def _names(target: cst.BaseExpression) -> list[str]:
    if isinstance(target, cst.Tuple):
        return [name for element in target.elements for name in _names(element.value)]
    return [target.value] if isinstance(target, cst.Name) else []


def _is_text(node: cst.BaseExpression) -> bool:
    return isinstance(node, cst.SimpleString | cst.ConcatenatedString)


def _shown(statement: cst.CSTNode) -> str:
    """The statement on one line, without comments around it; of one with a body, its header."""
    code = cst.Module([]).code_for_node
    if isinstance(statement, cst.If | cst.While):
        return f"{'if' if isinstance(statement, cst.If) else 'while'} {code(statement.test)}:"
    if isinstance(statement, cst.For):
        return f"for {code(statement.target)} in {code(statement.iter)}:"
    if isinstance(statement, cst.With):
        return f"with {', '.join(code(item) for item in statement.items)}:"
    if isinstance(statement, cst.SimpleStatementLine):
        return " ".join(_bare(statement).split())
    if isinstance(statement, cst.Param):
        statement = statement.with_changes(comma=cst.MaybeSentinel.DEFAULT)
    return " ".join(code(statement).split())


def _bare(statement: cst.SimpleStatementLine) -> str:
    """The statement alone: no comment before or after it, no indent, no line feed."""
    nothing = cst.TrailingWhitespace(newline=cst.Newline(""))
    return (
        cst.Module([]).code_for_node(statement.with_changes(leading_lines=[], trailing_whitespace=nothing)).rstrip("\n")
    )
