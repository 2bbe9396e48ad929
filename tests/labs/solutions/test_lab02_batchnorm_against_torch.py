"""The solutions agree with PyTorch: always with stored answers, and with PyTorch itself where it is installed."""

import json
import runpy
from pathlib import Path

import numpy as np
import pytest

from solutions.lab02_batchnorm import BatchNormalization, batchnorm_backward, batchnorm_forward

GOLDEN = Path(__file__).parent / "golden"
MAKE = runpy.run_path(str(GOLDEN / "make_batchnorm.py"))


def stored_cases():
    cases = json.loads((GOLDEN / "batchnorm.json").read_text())["cases"]
    return [{k: np.array(v) if isinstance(v, list) else v for k, v in case.items()} for case in cases]


def live_cases():
    return [
        (seed, shape, mode) for seed, shape in enumerate([(5, 4), (32, 10), (4, 3, 5, 6)]) for mode in (True, False)
    ]


def named(case):
    return f"{'x'.join(map(str, case['x'].shape))}-{'training' if case['training'] else 'evaluation'}"


def expected_running(case):
    """PyTorch's running statistics in our convention: the batch variance divides by m, not by m - 1."""
    if not case["training"]:
        return case["running_mean"], case["running_var"]
    m = case["x"].size // case["x"].shape[1]
    old = case["momentum"] * case["running_var"]
    return case["torch_running_mean"], old + (case["torch_running_var"] - old) * (m - 1) / m


def assert_agrees(name, got, expected):
    np.testing.assert_allclose(got, expected, rtol=1e-10, atol=1e-10 * np.abs(expected).max(), err_msg=name)


def check_functions(case):
    names = ("x", "gamma", "beta", "running_mean", "running_var", "training", "momentum", "eps")
    out, running_mean, running_var, cache = batchnorm_forward(*(case[name] for name in names))
    dx, dgamma, dbeta = batchnorm_backward(case["dout"], cache)
    compare(case, out, running_mean, running_var, dx, dgamma, dbeta)


def check_layer(case):
    names = ("gamma", "beta", "momentum", "eps", "running_mean", "running_var")
    layer = BatchNormalization(*(case[name] for name in names))
    out = layer.forward(case["x"], case["training"])
    dx = layer.backward(case["dout"])
    compare(case, out, layer.running_mean, layer.running_var, dx, layer.dgamma, layer.dbeta)


def compare(case, out, running_mean, running_var, dx, dgamma, dbeta):
    expected_mean, expected_var = expected_running(case)
    assert_agrees("out", out, case["out"])
    assert_agrees("running_mean", running_mean, expected_mean)
    assert_agrees("running_var", running_var, expected_var)
    assert_agrees("dx", dx, case["dx"])
    assert_agrees("dgamma", dgamma, case["dgamma"])
    assert_agrees("dbeta", dbeta, case["dbeta"])


@pytest.mark.parametrize("case", [case for case in stored_cases() if case["x"].ndim == 2], ids=named)
def test_batchnorm_functions_agree_with_stored_answers_of_torch(case):
    check_functions(case)


@pytest.mark.parametrize("case", stored_cases(), ids=named)
def test_batchnorm_layer_agrees_with_stored_answers_of_torch(case):
    check_layer(case)


@pytest.mark.parametrize(("seed", "shape", "training"), live_cases())
def test_batchnorm_agrees_with_torch_itself(seed, shape, training):
    pytest.importorskip("torch")
    case = MAKE["question"](100 + seed, shape, training)
    case |= MAKE["answer"](case)
    check_layer(case)
    if len(shape) == 2:
        check_functions(case)
