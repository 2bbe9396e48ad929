"""A backward pass by finite differences is a hint for a human; what is derived, and what a lab asks for, is none."""

from pathlib import Path

import pytest

from autograder.labs import all_labs
from autograder.records import Outcome
from autograder.review import hints
from autograder.submissions import Cell

TAKEN = {
    "directly": """
def relu_backward(d, cache):
    x = cache
    h = 1e-5
    return d * (relu_forward(x + h)[0] - relu_forward(x - h)[0]) / (2 * h)
""",
    "by names": """
def tanh_backward(d, x, h=1e-5):
    up, _ = tanh_forward(x + h)
    down, _ = tanh_forward(x - h)
    return d * (up - down) / (2 * h)
""",
    "by a product": """
def tanh_backward(d, x, h=1e-5):
    up = f(x + h)
    down = f(x - h)
    return d * (up - down) * 5e4
""",
    "in place": """
def tanh_backward(d, x, h=1e-5):
    g = f(x + h) - f(x - h)
    g /= 2 * h
    return d * g
""",
    "by a helper": """
def _slope(f, x, h):
    return (f(x + h) - f(x - h)) / (2 * h)
def sneaky(x): return _slope(g, x, 1e-5)
def conv_backward(d, c): return d * sneaky(c)
""",
    "in a loop": """
def linear_backward(d, cache):
    x, w, b = cache
    g = np.zeros_like(w)
    for i in np.ndindex(*w.shape):
        old = w[i]
        w[i] = old + 1e-5
        fp = linear_forward(x, w, b)[0]
        w[i] = old - 1e-5
        fm = linear_forward(x, w, b)[0]
        g[i] = ((fp - fm) * d).sum() / 2e-5
        w[i] = old
    return g
""",
    "by the lab's own helper": """
def tanh_backward(d, x):
    return numerical_gradient(lambda v: (tanh_forward(v)[0] * d).sum(), x)
""",
    "in a class": """
class BatchNormalization:
    def backward(self, d):
        h = 1e-6
        return d * (self.forward(self.x + h) - self.forward(self.x - h)) / (2 * h)
""",
    "by a lambda": """
slope = lambda f, x, h: (f(x + h) - f(x - h)) / (2 * h)
def grad(d, x): return d * slope(f, x, 1e-6)
""",
}


def cells(*texts: str, origin: str = "solution") -> list[Cell]:
    return [Cell(number, None, origin, text) for number, text in enumerate(texts)]


@pytest.mark.parametrize("way", TAKEN)
def test_finite_differences_in_a_backward_pass_are_a_hint(way):
    found = hints(cells(TAKEN[way]))
    assert len(found) == 1
    assert "finite differences" in found[0]


def test_the_hint_names_the_function_and_the_place():
    assert hints(cells("x = 1", TAKEN["by a helper"])) == (
        "conv_backward may take finite differences (in _slope) instead of a derivation.",
    )


@pytest.mark.parametrize("text", [
    "def numerical_gradient(f, x, h=1e-5):\n    return (f(x + h) - f(x - h)) / (2 * h)",
    "def check(f, x):\n    return (f(x + 1) - f(x - 1)) / 2",
    "def relu_backward(d, x): return d * (x > 0)",
    "def conv_backward(d, c): return conv_forward(d, c)[0] - conv_forward(c, d)[0]",
    "def bn_backward(d, c): return (d - d.mean(0) - c * (d * c).mean(0)) / np.sqrt(c.var(0) + 1)",
    "def pool_backward(d, c): return (np.maximum(c, 0) - np.maximum(d, 0)) / 2",
    "def g_backward(d, c): return (f(c) - f(c)) / 2",
    "def broken_backward(:", "", "\0", "(" * 9999,
])  # fmt: skip
def test_derivations_and_what_is_no_backward_pass_are_none(text):
    assert hints(cells(text)) == ()


def test_what_the_kit_wrote_is_not_looked_at():
    assert hints(cells(TAKEN["directly"], origin="released")) == ()


def test_no_answer_in_any_bank_and_no_solution_is_taken_for_one():
    paths = [path for lab in all_labs() for path in [lab.solution, *lab.suite.glob("*/[a-z]*.py")] if path.is_file()]
    assert len(paths) > 500
    assert [path.name for path in paths if hints(cells(Path(path).read_text(encoding="utf-8")))] == []


def test_it_stands_in_the_record_and_costs_nothing(judge, answered):
    plain = judge.judge(answered())
    submission = answered()
    added = Cell(99, None, "added", "def my_backward(d, x):\n    return d * (f(x + 1e-5) - f(x - 1e-5)) / 2e-5")
    record = judge.judge(type(submission)(submission.lab, "1" * 64, (*submission.cells, added), None, ()))
    assert record.review == ("my_backward may take finite differences (in my_backward) instead of a derivation.",)
    assert [[t.outcome for t in q.tests] for q in record.questions] == [
        [t.outcome for t in q.tests] for q in plain.questions
    ]
    assert all(test.outcome is Outcome.PASSED for question in record.questions for test in question.tests)
    assert plain.review == ()
