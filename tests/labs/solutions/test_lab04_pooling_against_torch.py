"""The solutions agree with PyTorch: always with stored answers, and with PyTorch itself where it is installed."""

import json
import runpy
from pathlib import Path

import numpy as np
import pytest

from solutions.lab04_pooling import (
    avg_pool_backward,
    avg_pool_forward,
    compose_kernels,
    conv_cost,
    global_avg_pool_backward,
    global_avg_pool_forward,
    max_pool_backward,
    max_pool_forward,
    receptive_field,
)

GOLDEN = Path(__file__).parent / "golden"
MAKE = runpy.run_path(str(GOLDEN / "make_pooling.py"))
LIVE = range(1000, 1250)


def stored_cases():
    """The cases of pooling.json as the make file had them: arrays of numbers, pairs as tuples."""
    arrays = ("x", "dout", "out", "dx", "w1", "w2")
    cases = json.loads((GOLDEN / "pooling.json").read_text())["cases"]
    for case in cases:
        case |= {name: np.array(case[name]) for name in arrays if name in case}
        case |= {name: tuple(case[name]) for name in ("kernel", "input_shape") if isinstance(case.get(name), list)}
        if "layers" in case:
            case["layers"] = [tuple(layer) for layer in case["layers"]]
    return cases


def convolve(x, w):
    """Cross-correlation by its definition: padding 0, stride 1, no bias."""
    OH, OW = x.shape[2] - w.shape[2] + 1, x.shape[3] - w.shape[3] + 1
    out = np.zeros((len(x), len(w), OH, OW))
    for i in range(OH):
        for j in range(OW):
            patch = x[:, None, :, i : i + w.shape[2], j : j + w.shape[3]]
            out[:, :, i, j] = (patch * w).sum(axis=(2, 3, 4))
    return out


def got(case):
    """What the solutions say, under the names of the make file's answers."""
    kind = case["kind"]
    if kind == "compose":
        return {"out": convolve(case["x"], compose_kernels(case["w1"], case["w2"]))}
    if kind == "cost":
        names = ("input_shape", "filters", "kernel", "stride", "padding")
        return dict(zip(("parameters", "multiply_adds"), conv_cost(*(case[name] for name in names)), strict=True))
    if kind == "field":
        return {"field": receptive_field(case["layers"])}
    if kind == "global":
        out, cache = global_avg_pool_forward(case["x"])
        return {"out": out, "dx": global_avg_pool_backward(case["dout"], cache)}
    forward = max_pool_forward if kind == "max" else avg_pool_forward
    backward = max_pool_backward if kind == "max" else avg_pool_backward
    out, cache = forward(case["x"], case["kernel"], case["stride"])
    return {"out": out, "dx": backward(case["dout"], cache)}


def check(case, answer):
    where = {name: value for name, value in case.items() if not isinstance(value, np.ndarray)}
    mine = got(case)
    assert mine.keys() <= answer.keys(), where
    for name, value in mine.items():
        expected = np.asarray(answer[name])
        assert np.shape(value) == expected.shape, (name, where)
        size = np.abs(expected).max()
        np.testing.assert_allclose(value, expected, rtol=1e-10, atol=1e-10 * size, err_msg=f"{name} of {where}")


@pytest.mark.parametrize("kind", MAKE["KINDS"])
def test_pooling_agrees_with_stored_answers_of_torch(kind):
    cases = [case for case in stored_cases() if case["kind"] == kind]
    assert len(cases) == MAKE["STORED"][kind]
    for case in cases:
        check(case, case)


@pytest.mark.parametrize("kind", MAKE["KINDS"])
def test_pooling_agrees_with_torch_itself(kind):
    pytest.importorskip("torch")
    for seed in LIVE:
        case = MAKE["question"](kind, seed)
        check(case, MAKE["answer"](case))


@pytest.mark.parametrize("kind", ["max", "avg"])
def test_questions_have_windows_that_overlap_touch_and_leave_gaps_and_a_rest(kind):
    seen = set()
    for seed in LIVE:
        case = MAKE["question"](kind, seed)
        (H, W), kernel, stride = case["x"].shape[2:], case["kernel"], case["stride"]
        for size, K in zip((H, W), (kernel, kernel) if isinstance(kernel, int) else kernel, strict=True):
            relation = "overlap" if stride < K else "touch" if stride == K else "gap"
            seen.add((isinstance(kernel, int), relation, (size - K) % stride > 0))
    assert len(seen) == 2 * 3 * 2
