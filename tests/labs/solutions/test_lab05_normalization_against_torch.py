"""The solutions agree with PyTorch: always with stored answers, and with PyTorch itself where it is installed."""

import json
import runpy
from pathlib import Path

import numpy as np
import pytest

from solutions import lab05_normalization as lab

GOLDEN = Path(__file__).parent / "golden"
MAKE = runpy.run_path(str(GOLDEN / "make_normalization.py"))
LIVE = 200  # configurations of each kind


def stored_cases():
    cases = json.loads((GOLDEN / "normalization.json").read_text())["cases"]
    return [{k: np.array(v) if isinstance(v, list) else v for k, v in case.items()} for case in cases]


def named(case):
    return f"{case['kind']}-{'x'.join(map(str, case['x'].shape))}"


def arguments(case, names):
    return [case[name] for name in names.split()]


def assert_agrees(name, got, expected):
    np.testing.assert_allclose(got, expected, rtol=1e-10, atol=1e-10 * np.abs(expected).max(initial=1), err_msg=name)


def check_batch(case):
    """PyTorch's running variance in our convention: the batch variance divides by m, not by m - 1."""
    names = "x gamma beta running_mean running_var training momentum eps"
    out, running_mean, running_var, cache = lab.spatial_batchnorm_forward(*arguments(case, names))
    mean, var, old = case["torch_running_mean"], case["torch_running_var"], case["momentum"] * case["running_var"]
    m = case["x"].size // case["x"].shape[1]
    assert_agrees("running_mean", running_mean, mean)
    assert_agrees("running_var", running_var, old + (var - old) * (m - 1) / m if case["training"] else var)
    return out, lab.spatial_batchnorm_backward(case["dout"], cache)


def check_layer(case):
    out, cache = lab.layernorm_forward(*arguments(case, "x gamma beta eps"))
    return out, lab.layernorm_backward(case["dout"], cache)


def check_group(case):
    out, cache = lab.groupnorm_forward(*arguments(case, "x gamma beta groups eps"))
    return out, lab.groupnorm_backward(case["dout"], cache)


def check_instance(case):
    out, cache = lab.instancenorm_forward(*arguments(case, "x gamma beta eps"))
    return out, lab.instancenorm_backward(case["dout"], cache)


def check_fused(case):
    """The fused layer in the plainest convolution, one output pixel after the other."""
    fuse = lab.fuse_conv_batchnorm if case["kind"] == "conv_batchnorm" else lab.fuse_batchnorm_conv
    w, b = fuse(*arguments(case, "w b gamma beta running_mean running_var eps"))
    padding, stride, (KH, KW) = case["padding"], case["stride"], w.shape[2:]
    x = np.pad(case["x"], ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    out = np.zeros_like(case["out"])
    for h, v in np.ndindex(out.shape[2:]):
        window = x[:, :, h * stride : h * stride + KH, v * stride : v * stride + KW]
        out[:, :, h, v] = np.einsum("ncij,fcij->nf", window, w) + b
    return out, None


CHECKS = {
    "batch": check_batch,
    "layer": check_layer,
    "group": check_group,
    "instance": check_instance,
    "conv_batchnorm": check_fused,
    "batchnorm_conv": check_fused,
}


def compare(case):
    out, gradients = CHECKS[case["kind"]](case)
    assert_agrees("out", out, case["out"])
    if gradients is not None:
        for name, got in zip(("dx", "dgamma", "dbeta"), gradients, strict=True):
            assert_agrees(name, got, case[name])


@pytest.mark.parametrize("case", stored_cases(), ids=named)
def test_normalization_agrees_with_stored_answers_of_torch(case):
    compare(case)


@pytest.mark.parametrize("kind", MAKE["KINDS"])
def test_normalization_agrees_with_torch_itself(kind):
    pytest.importorskip("torch")
    for seed in range(100, 100 + LIVE):
        case = MAKE["question"](kind, seed)
        compare(case | MAKE["answer"](case))
