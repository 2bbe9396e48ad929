"""What kind of thing a name of the solutions holds, so that one operand can be taken for another of its kind.

Read off annotations and right-hand sides; a name means the same throughout a lab's module.
"""

import libcst as cst

BY_ANNOTATION = (("ndarray", "array"), ("bool", "flag"), ("float", "number"), ("int", "integer"), ("str", "text"))
COUNTS = {"len", "int", "round"}


class Kinds:
    """Kinds of names, and of the attributes of self, in the order in which they first occur."""

    def __init__(self, module: cst.Module) -> None:
        self.names: dict[str, str] = {}
        self.attributes: dict[str, str] = {}
        for _ in range(2):  # a value may come from a name that is bound further down
            module.visit(_Reader(self))

    def note(self, target: cst.BaseExpression, kind: str) -> None:
        """Remember what an assignment says."""
        if isinstance(target, cst.Name):
            self.names[target.value] = kind
        elif isinstance(target, cst.Attribute) and _is_self(target):
            self.attributes[target.attr.value] = kind

    def of(self, node: cst.BaseExpression) -> str:
        """array, number, integer, flag, tuple or text; what is not known counts as an array."""
        if isinstance(node, cst.Name):
            return "flag" if node.value in ("True", "False") else self.names.get(node.value, "array")
        if isinstance(node, cst.Attribute):
            known = {"shape": "tuple", "ndim": "integer", "size": "integer"}
            return (
                known.get(node.attr.value)
                or (self.attributes.get(node.attr.value) if _is_self(node) else None)
                or "array"
            )
        if isinstance(node, cst.BinaryOperation):
            sides = {self.of(node.left), self.of(node.right)}
            return next((kind for kind in ("array", "tuple", "number") if kind in sides), "integer")
        if isinstance(node, cst.IfExp):
            return self.of(node.body)
        if isinstance(node, cst.Subscript):
            return "integer" if self.of(node.value) == "tuple" else "array"
        if isinstance(node, cst.Call) and isinstance(node.func, cst.Name) and node.func.value in COUNTS:
            return "integer"
        return _LITERALS.get(type(node), "array")


_LITERALS: dict[type[cst.CSTNode], str] = {
    cst.Integer: "integer",
    cst.Float: "number",
    cst.SimpleString: "text",
    cst.Comparison: "flag",
    cst.BooleanOperation: "flag",
    cst.Tuple: "tuple",
}


class _Reader(cst.CSTVisitor):
    def __init__(self, kinds: Kinds) -> None:
        self.kinds = kinds

    def visit_Param(self, node: cst.Param) -> None:
        annotation = cst.Module([]).code_for_node(node.annotation.annotation) if node.annotation else ""
        kind = next((kind for word, kind in BY_ANNOTATION if word in annotation), None)
        if kind or node.default:
            self.kinds.names[node.name.value] = kind or self.kinds.of(node.default or cst.Name("_"))

    def visit_Assign(self, node: cst.Assign) -> None:
        for target in node.targets:
            self._bind(target.target, node.value)

    def visit_AnnAssign(self, node: cst.AnnAssign) -> None:
        if node.value is not None:
            self.kinds.note(node.target, self.kinds.of(node.value))

    def visit_For(self, node: cst.For) -> None:
        called = node.iter.func if isinstance(node.iter, cst.Call) else None
        self.kinds.note(node.target, "integer" if isinstance(called, cst.Name) and called.value == "range" else "array")

    def _bind(self, target: cst.BaseExpression, value: cst.BaseExpression) -> None:
        if not isinstance(target, cst.Tuple):
            self.kinds.note(target, self.kinds.of(value))
        elif isinstance(value, cst.Tuple) and len(value.elements) == len(target.elements):
            for one, other in zip(target.elements, value.elements, strict=True):
                self._bind(one.value, other.value)
        elif self.kinds.of(value) == "tuple" and not isinstance(value, cst.Name):
            for element in target.elements:
                self.kinds.note(element.value, "integer")


def _is_self(node: cst.Attribute) -> bool:
    return isinstance(node.value, cst.Name) and node.value.value == "self"
