"""The solutions agree with PyTorch: always with stored answers, and with PyTorch itself where it is installed."""

import json
import runpy
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from autograder.labs import find_lab
from solutions.lab01_backprop import (
    linear_backward,
    linear_forward,
    numerical_gradient,
    sgd_momentum,
    softmax_cross_entropy,
    tanh_backward,
    tanh_forward,
)

GOLDEN = Path(__file__).parent / "golden"
MAKE = runpy.run_path(str(GOLDEN / "make_backprop.py"))
LIVE = 200  # random cases of each kind


def stored_cases():
    cases = json.loads((GOLDEN / "backprop.json").read_text())["cases"]
    return [{k: np.array(v) if isinstance(v, list) else v for k, v in case.items()} for case in cases]


@cache
def relu_of_the_notebook():
    """ReLU stands in a read-only cell of the notebook, and nowhere else."""
    notebook = json.loads(find_lab("lab01_backprop").notebook.read_text(encoding="utf-8"))
    [cell] = [cell for cell in notebook["cells"] if cell["id"] == "relu"]
    namespace = {"np": np}
    exec("".join(cell["source"]), namespace)
    return namespace["relu_forward"], namespace["relu_backward"]


def assert_agrees(name, got, expected, rtol=1e-10):
    expected = np.asarray(expected)
    assert np.shape(got) == expected.shape, name
    np.testing.assert_allclose(got, expected, rtol=rtol, atol=rtol * np.abs(expected).max(), err_msg=name)


def check_linear(case):
    out, cache = linear_forward(case["x"], case["w"], case["b"])
    dx, dw, db = linear_backward(case["dout"], cache)
    assert_agrees("out", out, case["out"])
    assert_agrees("dx", dx, case["dx"])
    assert_agrees("dw", dw, case["dw"])
    assert_agrees("db", db, case["db"])


def check_elementwise(forward, backward, case):
    out, cache = forward(case["x"])
    assert_agrees("out", out, case["out"])
    # tanh's slope 1 - out^2 loses digits where out is close to 1: the error counts against dout.
    dx = backward(case["dout"], cache)
    np.testing.assert_allclose(dx, case["dx"], rtol=1e-10, atol=1e-10 * np.abs(case["dout"]).max(), err_msg="dx")


def check_relu(case):
    check_elementwise(*relu_of_the_notebook(), case)


def check_tanh(case):
    check_elementwise(tanh_forward, tanh_backward, case)


def check_softmax_cross_entropy(case):
    loss, dscores = softmax_cross_entropy(case["scores"], case["y"])
    assert_agrees("loss", loss, case["loss"])
    # p - 1 loses digits where p is close to 1.
    np.testing.assert_allclose(dscores, case["dscores"], rtol=1e-10, atol=1e-14)


def check_sgd_momentum(case):
    """PyTorch's velocity times -lr is ours, as long as lr stays the same."""
    param, velocity = case["param"], np.zeros_like(case["param"])
    for grad, expected, torch_velocity in zip(case["grads"], case["params"], case["torch_velocities"], strict=True):
        param, velocity = sgd_momentum(param, grad, velocity, case["lr"], case["momentum"])
        assert_agrees("param", param, expected)
        assert_agrees("velocity", velocity, -case["lr"] * torch_velocity)


def check_network(case):
    """Numerical gradients of a whole network: central differences are good to about 1e-9."""
    names = ("x", "w1", "b1", "w2", "b2")
    assert_agrees("loss", loss_of({name: case[name] for name in names}, case["y"]), case["loss"])
    for name in names:

        def loss(value, name=name):
            return loss_of({n: value if n == name else case[n] for n in names}, case["y"])

        before = case[name].copy()
        got = numerical_gradient(loss, case[name])
        np.testing.assert_array_equal(case[name], before)
        np.testing.assert_allclose(got, case[f"d{name}"], rtol=1e-6, atol=1e-9, err_msg=name)


def loss_of(arrays, y):
    h, _ = tanh_forward(linear_forward(arrays["x"], arrays["w1"], arrays["b1"])[0])
    return softmax_cross_entropy(linear_forward(h, arrays["w2"], arrays["b2"])[0], y)[0]


CHECKS = {
    "linear": check_linear,
    "relu": check_relu,
    "tanh": check_tanh,
    "softmax_cross_entropy": check_softmax_cross_entropy,
    "sgd_momentum": check_sgd_momentum,
    "network": check_network,
}


def test_every_kind_of_case_is_checked():
    assert set(CHECKS) == set(MAKE["KINDS"]) == {case["kind"] for case in stored_cases()}


@pytest.mark.parametrize("case", stored_cases(), ids=lambda case: f"{case['kind']}-{case['seed']}")
def test_agrees_with_stored_answers_of_torch(case):
    CHECKS[case["kind"]](case)


@pytest.mark.parametrize("kind", CHECKS)
def test_agrees_with_torch_itself(kind):
    pytest.importorskip("torch")
    for seed in range(100, 100 + LIVE):
        case = MAKE["question"](kind, seed)
        case |= MAKE["answer"](kind, case)
        try:
            CHECKS[kind](case)
        except AssertionError as error:
            raise AssertionError(f"seed {seed}") from error


@pytest.mark.parametrize("h", [1e-3, 0.1, 2.0])
def test_numerical_gradient_is_exact_for_squares_whatever_the_step(h):
    x = np.random.default_rng(0).normal(size=(2, 3, 2))
    np.testing.assert_allclose(numerical_gradient(lambda v: np.sum(v**2), x, h), 2 * x, rtol=1e-10)


def test_float32_stays_float32():
    x, w, b = (np.ones(shape, "float32") for shape in ((3, 2), (2, 4), (4,)))
    out, cache = linear_forward(x, w, b)
    squashed, tanh_cache = tanh_forward(x)
    loss, dscores = softmax_cross_entropy(x, np.array([0, 1, 1]))
    results = [out, *linear_backward(out, cache), squashed, tanh_backward(x, tanh_cache), loss, dscores]
    results += sgd_momentum(w, w, w, 0.1, 0.9)
    assert {np.asarray(result).dtype.name for result in results} == {"float32"}
