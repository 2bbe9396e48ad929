"""The single changes that a mutant makes: each operator turns one node of the solutions into others.

Jia & Harman 2011, "An Analysis and Survey of the Development of Mutation Testing", gives the usual ones; axes,
keepdims, sum for mean, and one array for another are those of array code.
"""

import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

import libcst as cst

from autograder.verify.kinds import Kinds

Change = tuple[str, cst.CSTNode]  # the operator's name and what stands there instead
WRONG_OPERANDS = 4  # at most so many others are taken for an operand

ARITHMETIC: dict[type, tuple[type, ...]] = {
    cst.Add: (cst.Subtract, cst.Multiply),
    cst.Subtract: (cst.Add, cst.Multiply),
    cst.Multiply: (cst.Divide, cst.Add),
    cst.Divide: (cst.Multiply, cst.FloorDivide),
    cst.FloorDivide: (cst.Divide, cst.Multiply),
    cst.Modulo: (cst.FloorDivide,),
    cst.Power: (cst.Multiply,),
    cst.MatrixMultiply: (cst.Multiply,),
}
AUGMENTED: dict[type, tuple[type, ...]] = {
    cst.AddAssign: (cst.SubtractAssign,),
    cst.SubtractAssign: (cst.AddAssign,),
    cst.MultiplyAssign: (cst.DivideAssign,),
    cst.DivideAssign: (cst.MultiplyAssign,),
}
COMPARISONS: dict[type, tuple[type, ...]] = {
    cst.Equal: (cst.NotEqual,),
    cst.NotEqual: (cst.Equal,),
    cst.LessThan: (cst.LessThanEqual, cst.GreaterThanEqual),
    cst.LessThanEqual: (cst.LessThan, cst.GreaterThan),
    cst.GreaterThan: (cst.GreaterThanEqual, cst.LessThanEqual),
    cst.GreaterThanEqual: (cst.GreaterThan, cst.LessThan),
    cst.Is: (cst.IsNot,),
    cst.IsNot: (cst.Is,),
    cst.In: (cst.NotIn,),
    cst.NotIn: (cst.In,),
}
_PAIRS = "sum mean|var std|max min|argmax argmin|maximum minimum|zeros ones|zeros_like ones_like|floor ceil|any all"
TWINS = {name: other for pair in _PAIRS.split("|") for name, other in (pair.split(), pair.split()[::-1])}


@dataclass(frozen=True)
class Place:
    """Where a node stands: function, smallest statement, and the names that are bound there."""

    function: str = ""
    statement: cst.CSTNode | None = None
    keyword: str | None = None  # the node is the value of this keyword argument
    axes: bool = False  # the node is bound to a name that says so
    bound: tuple[str, ...] = ()
    kinds: Kinds = field(default_factory=lambda: Kinds(cst.Module([])))
    modules: frozenset[str] = frozenset()

    def inside(self, **changes: object) -> "Place":
        """The place of a part; what it is as an argument does not hold for its own parts."""
        return replace(self, **{"keyword": None, "axes": self.axes, **changes})  # type: ignore[arg-type]


def arithmetic(node: cst.CSTNode, place: Place) -> Iterator[Change]:
    """`a + b` -> `a - b`, `a * b`, `a`, `b`; `-a` -> `a`; `a += b` -> `a -= b`, `a = b`."""
    if isinstance(node, cst.BinaryOperation):
        for other in ARITHMETIC.get(type(node.operator), ()):
            yield "arithmetic operator", node.with_changes(operator=other())
        yield "dropped operand", _in_brackets_of(node, node.left)
        yield "dropped operand", _in_brackets_of(node, node.right)
    elif isinstance(node, cst.UnaryOperation) and not isinstance(node.operator, cst.Not):
        yield "dropped sign", _in_brackets_of(node, node.expression)
    elif isinstance(node, cst.AugAssign):
        for other in AUGMENTED.get(type(node.operator), ()):
            yield "augmented assignment", node.with_changes(operator=other())
        yield "augmented assignment", cst.Assign([cst.AssignTarget(node.target)], node.value)


def logic(node: cst.CSTNode, place: Place) -> Iterator[Change]:
    """Comparisons, `and` and `or`, `not`, and the condition of `if` and `while`."""
    if isinstance(node, cst.ComparisonTarget):
        for other in COMPARISONS.get(type(node.operator), ()):
            yield "comparison", node.with_changes(operator=other())
    elif isinstance(node, cst.BooleanOperation):
        swapped = cst.Or() if isinstance(node.operator, cst.And) else cst.And()
        yield "and, or", node.with_changes(operator=swapped)
        yield "dropped operand", _in_brackets_of(node, node.left)
        yield "dropped operand", _in_brackets_of(node, node.right)
    elif isinstance(node, cst.UnaryOperation) and isinstance(node.operator, cst.Not):
        yield "dropped not", _in_brackets_of(node, node.expression)
    elif isinstance(node, cst.If | cst.IfExp | cst.While):
        if not isinstance(node.test, cst.Comparison | cst.UnaryOperation):
            yield "negated condition", node.with_changes(test=_negated(node.test))
        yield "constant condition", node.with_changes(test=cst.Name("False"))
        if not isinstance(node, cst.While):
            yield "constant condition", node.with_changes(test=cst.Name("True"))


def constants(node: cst.CSTNode, place: Place) -> Iterator[Change]:
    """Numbers, axes, flags and words."""
    if isinstance(node, cst.Integer):
        number = int(node.value, 0)
        name = "axis" if place.keyword in ("axis", "axes") else "number"
        for other in (number + 1, number - 1):
            yield name, _integer(other, node)
        if place.keyword == "axis":
            yield name, cst.Name("None")
    elif isinstance(node, cst.Float):
        yield "number", node.with_changes(value=repr(2 * float(node.value)))
        yield "number", node.with_changes(value="0.0")
    elif isinstance(node, cst.Name) and node.value in ("True", "False"):
        yield place.keyword or "flag", node.with_changes(value=str(node.value == "False"))
    elif isinstance(node, cst.SimpleString):
        yield "word", cst.SimpleString(repr(str(node.raw_value) + "_"))


def collections(node: cst.CSTNode, place: Place) -> Iterator[Change]:
    """The order and the number of a tuple's elements; slices and indices."""
    if isinstance(node, cst.Tuple | cst.List):
        values = [element.value for element in node.elements]
        numbers = [int(value.value, 0) for value in values if isinstance(value, cst.Integer)]
        a_set = place.keyword == "axis" or place.axes  # of axes: its order does not matter
        for i in range(len(values) - 1):
            if not (a_set and len(numbers) == len(values)):
                yield "order", _with_elements(node, [*values[:i], values[i + 1], values[i], *values[i + 2 :]])
        for i in range(len(values) if len(values) > 1 else 0):
            yield "dropped element", _with_elements(node, values[:i] + values[i + 1 :])
    elif isinstance(node, cst.Slice):
        yield from (("slice", other) for other in _other_slices(node))
    elif isinstance(node, cst.Index) and not isinstance(node.value, cst.Integer | cst.Name | cst.Ellipsis):
        for operator in (cst.Add(), cst.Subtract()):
            yield "index", node.with_changes(value=_plus(node.value, operator))


def calls(node: cst.CSTNode, place: Place) -> Iterator[Change]:
    """Arguments swapped or left out, a call left out, a function taken for its twin."""
    if isinstance(node, cst.Attribute) and node.attr.value in ("T", "mT"):
        yield "dropped transposition", node.value
    if not isinstance(node, cst.Call):
        return
    plain = [i for i, arg in enumerate(node.args) if arg.keyword is None and not arg.star]
    for i, j in itertools.pairwise(plain):
        args = list(node.args)
        args[i], args[j] = args[i].with_changes(value=args[j].value), args[j].with_changes(value=args[i].value)
        yield "swapped arguments", node.with_changes(args=args)
    for i, arg in enumerate(node.args):
        if arg.keyword is not None or i == len(plain) - 1:
            yield "dropped argument", node.with_changes(args=_without(node.args, i))
    name = node.func.attr if isinstance(node.func, cst.Attribute) else node.func
    if isinstance(name, cst.Name) and name.value in TWINS:
        twin = name.with_changes(value=TWINS[name.value])
        func = node.func.with_changes(attr=twin) if isinstance(node.func, cst.Attribute) else twin
        yield f"{twin.value} for {name.value}", node.with_changes(func=func)
    of_module = isinstance(node.func, cst.Name) or _root(node.func) in place.modules
    if of_module and plain:
        yield "dropped call", node.args[plain[0]].value
    elif not of_module and isinstance(node.func, cst.Attribute):
        yield "dropped call", node.func.value


def operands(node: cst.CSTNode, place: Place) -> Iterator[Change]:
    """Another name of the same kind that is bound here; another attribute of self."""
    if isinstance(node, cst.Name) and node.value in place.bound:
        kind = place.kinds.of(node)
        others = [name for name in place.bound if name != node.value and place.kinds.names.get(name, "array") == kind]
        for name in others[::-1][:WRONG_OPERANDS]:
            yield "wrong operand", node.with_changes(value=name)
    elif isinstance(node, cst.Attribute) and _root(node) == "self" and node.attr.value in place.kinds.attributes:
        kinds = place.kinds.attributes
        here = list(kinds).index(node.attr.value)
        ring = [*list(kinds)[here + 1 :], *list(kinds)[:here]]
        for name in [name for name in ring if kinds[name] == kinds[node.attr.value]][:WRONG_OPERANDS]:
            yield "wrong operand", node.with_changes(attr=cst.Name(name))


def statements(node: cst.CSTNode, place: Place) -> Iterator[Change]:
    """A statement left out, a loop left early or not, another exception."""
    if isinstance(node, cst.Break):
        yield "break, continue", cst.Continue()
    if isinstance(node, cst.Continue):
        yield "break, continue", cst.Break()
    if isinstance(node, cst.Raise) and isinstance(node.exc, cst.Call) and isinstance(node.exc.func, cst.Name):
        other = "TypeError" if node.exc.func.value != "TypeError" else "ValueError"
        yield "exception", node.with_changes(exc=node.exc.with_changes(func=cst.Name(other)))
    if isinstance(node, cst.BaseSmallStatement) and not isinstance(node, cst.Pass | cst.Import | cst.ImportFrom):
        yield "dropped statement", cst.Pass(semicolon=node.semicolon)


OPERATORS: tuple[Callable[[cst.CSTNode, Place], Iterator[Change]], ...] = (
    arithmetic, logic, constants, collections, calls, operands, statements,
)  # fmt: skip


def _in_brackets_of(outer: cst.BaseExpression, inner: cst.BaseExpression) -> cst.BaseExpression:
    """`inner` in the place of `outer`, with its brackets unless it has some of its own."""
    return inner if inner.lpar else inner.with_changes(lpar=outer.lpar, rpar=outer.rpar)


def _negated(test: cst.BaseExpression) -> cst.BaseExpression:
    return cst.UnaryOperation(cst.Not(), _bracketed(test))


def _bracketed(node: cst.BaseExpression) -> cst.BaseExpression:
    simple = isinstance(node, cst.Name | cst.Attribute | cst.Call | cst.Subscript | cst.Integer) or node.lpar
    return node if simple else node.with_changes(lpar=[cst.LeftParen()], rpar=[cst.RightParen()])


def _plus(node: cst.BaseExpression, operator: cst.BaseBinaryOp) -> cst.BaseExpression:
    return cst.BinaryOperation(_bracketed(node), operator, cst.Integer("1"))


def _integer(number: int, like: cst.Integer) -> cst.BaseExpression:
    if number >= 0:
        return like.with_changes(value=str(number))
    return cst.UnaryOperation(cst.Minus(), cst.Integer(str(-number)), lpar=like.lpar, rpar=like.rpar)


def _with_elements(node: cst.Tuple | cst.List, values: list[cst.BaseExpression]) -> cst.CSTNode:
    comma = cst.Comma(whitespace_after=cst.SimpleWhitespace(" "))
    elements = [cst.Element(value, comma) for value in values[:-1]]
    single = isinstance(node, cst.Tuple) and len(values) == 1
    last = cst.Element(values[-1], cst.Comma()) if single else cst.Element(values[-1])
    return node.with_changes(elements=[*elements, last])


def _other_slices(node: cst.Slice) -> Iterator[cst.Slice]:
    lower, upper = node.lower, node.upper
    yield node.with_changes(lower=_plus(lower, cst.Add()) if lower else cst.Integer("1"))
    yield node.with_changes(upper=_plus(upper, cst.Subtract()) if upper else cst.parse_expression("-1"))
    if lower:
        yield node.with_changes(lower=None)
    if upper:
        yield node.with_changes(upper=None)
    if node.step:
        yield node.with_changes(step=None, second_colon=cst.MaybeSentinel.DEFAULT)


def _without(args: Sequence[cst.Arg], index: int) -> list[cst.Arg]:
    left = [arg for i, arg in enumerate(args) if i != index]
    return [*left[:-1], left[-1].with_changes(comma=cst.MaybeSentinel.DEFAULT)] if left else []


def _root(node: cst.CSTNode) -> str:
    while isinstance(node, cst.Attribute):
        node = node.value
    return node.value if isinstance(node, cst.Name) else ""
