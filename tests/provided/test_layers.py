"""layers.py: the classes a lab names, with all they need and nothing else, in one module that stands alone."""

import ast
from types import ModuleType

import numpy as np
import pytest

from autograder.errors import UserError
from autograder.provided import layers, without_annotations

LAB01 = '''"""Lab 1."""

import numpy as np

Cache = tuple[np.ndarray, float]
SLOPE = 0.5


def leaky_forward(
    x: np.ndarray,  # any shape
    slope: float = SLOPE,
) -> tuple[np.ndarray, "Cache"]:
    """Let a part of what is negative through."""
    return _scaled(x, slope), (x, slope)


def leaky_backward(dout: np.ndarray, cache: "Cache") -> np.ndarray:
    """Carry the gradient back."""
    x, slope = cache
    return np.where(x > 0, dout, slope * dout)  # the kink counts as negative


def _scaled(x: np.ndarray, slope: float) -> np.ndarray:
    return np.where(x > 0, x, slope * x)


def an_answer_that_no_layer_uses() -> int:
    return 42
'''
LAB02 = '''"""Lab 2."""

import numpy as np

Cache = int


def double_forward(x: np.ndarray) -> tuple[np.ndarray, "Cache"]:
    """Double."""
    return 2 * x, 0
'''
CLASSES = '''"""Layers."""

import math
from collections.abc import Mapping

import numpy as np

from solutions.lab01_leaky import leaky_backward, leaky_forward
from solutions.lab02_double import double_forward


class Layer:
    """A layer without parameters."""

    cache: np.ndarray | None = None

    def params(self) -> Mapping[str, float]:
        return {"pi": math.pi}


class Leaky(Layer):
    """A leaky rectifier."""

    def forward(self, x: np.ndarray) -> np.ndarray:
        out, self.cache = leaky_forward(x)
        return out

    def backward(self, dout: np.ndarray) -> np.ndarray:
        return leaky_backward(dout, self.cache)


class Double(Layer):
    """Twice its input."""

    def forward(self, x: np.ndarray) -> np.ndarray:
        return double_forward(x)[0]
'''


@pytest.fixture
def solutions(tmp_path):
    for name, text in {"lab01_leaky": LAB01, "lab02_double": LAB02, "layers": CLASSES}.items():
        (tmp_path / f"{name}.py").write_text(text)
    return tmp_path


def run(source):
    module = ModuleType("layers")
    exec(compile(source, "layers.py", "exec"), vars(module))
    return module


def test_the_module_stands_alone_and_its_layers_work(solutions):
    layer = run(layers("lab06_x", ("Leaky",), solutions=solutions).source).Leaky()
    x = np.array([-2.0, 4.0])
    np.testing.assert_array_equal(layer.forward(x), [-1, 4])
    np.testing.assert_array_equal(layer.backward(np.ones(2)), [0.5, 1])
    assert layer.params() == {"pi": np.pi}


def test_only_what_the_layers_need_is_in_it(solutions):
    module = run(layers("lab06_x", ("Leaky",), solutions=solutions).source)
    assert {name for name in vars(module) if name[0] != "_"} == {
        *("math", "np", "SLOPE", "leaky_forward", "leaky_backward", "Layer", "Leaky")
    }


def test_it_tells_which_labs_answers_it_holds(solutions):
    assert layers("lab06_x", ("Leaky",), solutions=solutions).labs == ("lab01_leaky",)
    assert layers("lab06_x", ("Leaky", "Double"), solutions=solutions).labs == ("lab01_leaky", "lab02_double")
    assert layers("lab06_x", ("Layer",), solutions=solutions).labs == ()


def test_annotations_go_and_comments_stay(solutions):
    source = layers("lab06_x", ("Leaky", "Double"), solutions=solutions).source
    annotated = [node for node in ast.walk(ast.parse(source)) if getattr(node, "annotation", None)]
    assert not annotated
    assert "->" not in source
    assert "Cache" not in source
    assert "    cache = None\n" in source
    assert "    x,  # any shape\n" in source
    assert "# the kink counts as negative" in source


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        (
            "def f(a: 'é', b: int = 1, *c: str, d: dict[str, int], **e: int) -> None: ...",
            "def f(a, b = 1, *c, d, **e): ...",
        ),
        ("def f(\n    a: int,\n) -> tuple[\n    int,\n    int,\n]:\n    return a", "def f(\n    a,\n):\n    return a"),
        ("def f(): return lambda a: a", "def f(): return lambda a: a"),
    ],
)
def test_without_annotations_leaves_everything_else(text, bare):
    assert without_annotations(text) == bare


def test_with_own_layers_the_functions_of_the_labs_are_gaps_with_their_docstrings(solutions):
    provided = layers("lab06_x", ("Leaky",), True, solutions)
    assert provided.labs == ()
    module = run(provided.source)
    assert module.leaky_forward.__doc__ == "Let a part of what is negative through."
    with pytest.raises(NotImplementedError, match="put your leaky_forward of lab01_leaky here"):
        module.Leaky().forward(np.ones(2))
    assert "np.where" not in provided.source
    assert "_scaled" not in provided.source


def test_a_name_with_two_meanings_is_refused(solutions):
    path = solutions / "lab02_double.py"
    path.write_text(LAB02 + "\n\ndef _scaled(x):\n    return x\n")
    layers("lab06_x", ("Leaky", "Double"), solutions=solutions)
    layers.cache_clear()
    path.write_text(path.read_text().replace("return 2 * x", "return 2 * _scaled(x)"))
    with pytest.raises(UserError, match="'_scaled' of lab01_leaky and '_scaled' of lab02_double"):
        layers("lab06_x", ("Leaky", "Double"), solutions=solutions)


def test_a_class_that_is_not_there_is_named(solutions):
    with pytest.raises(UserError, match=r"layers\.py defines no 'Conv9d'"):
        layers("lab06_x", ("Conv9d",), solutions=solutions)
