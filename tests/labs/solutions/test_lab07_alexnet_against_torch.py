"""The solutions agree with PyTorch: always with stored answers, and with PyTorch itself where it is installed."""

import json
import runpy
from pathlib import Path

import numpy as np
import pytest

from solutions import lab07_alexnet as lab
from solutions.lab04_pooling import conv_cost, receptive_field

GOLDEN = Path(__file__).parent / "golden"
MAKE = runpy.run_path(str(GOLDEN / "make_alexnet.py"))
STORED = json.loads((GOLDEN / "alexnet.json").read_text())
LIVE = 200  # random calls of normalisation, and random tables
FIELDS = 60  # random tables whose receptive field is measured
FULL = (3, 227, 227)


def assert_agrees(name, got, expected, tolerance=1e-10):
    np.testing.assert_allclose(
        got, expected, rtol=tolerance, atol=tolerance * np.abs(expected).max(initial=1e-3), err_msg=name
    )


def assert_norm_agrees(case, expected):
    arguments = {name: case[name] for name in ("size", "alpha", "beta", "k")}
    out, cache = lab.local_response_norm_forward(case["x"], **arguments)
    assert_agrees("out", out, expected["out"])
    assert_agrees("dx", lab.local_response_norm_backward(case["dout"], cache), expected["dx"])


@pytest.mark.parametrize("stored", STORED["norms"], ids=lambda stored: f"size{stored['arguments'][0]}")
def test_normalisation_agrees_with_stored_answers_of_torch(stored):
    assert_norm_agrees(MAKE["norm_question"](*stored["arguments"]), stored)


def test_normalisation_agrees_with_torch_whose_alpha_is_divided_by_size():
    pytest.importorskip("torch")
    rng = np.random.default_rng(1)
    for seed in range(LIVE):
        size = 2 * int(rng.integers(0, 6)) + 1
        alpha, beta, k = rng.choice([1e-4, 0.05, 1.0]), rng.uniform(0.2, 2), rng.uniform(0.3, 4)
        shape = tuple(int(n) for n in rng.integers(1, (5, 13, 6, 6)))
        case = MAKE["norm_question"](size, float(alpha), float(beta), float(k), shape, seed)
        assert_norm_agrees(case, MAKE["norm_answer"](case))


def forward_and_backward(case):
    """The solution's network with the weights of a case; another seed, so that no weight may stay as it was."""
    network = lab.build_alexnet(**case["arguments"], dtype="float64", seed=1)
    assert list(network.params()) == list(case["params"])
    network.set_params(case["params"])
    scores = network.forward(case["x"])
    dx = network.backward(case["dout"])
    return scores, network.grads() | {"dx": dx}


@pytest.mark.parametrize("stored", STORED["networks"], ids=lambda stored: "x".join(map(str, stored["arguments"][2])))
def test_the_network_agrees_with_stored_answers_of_torch(stored):
    scores, gradients = forward_and_backward(MAKE["network_question"](*stored["arguments"]))
    assert_agrees("scores", scores, np.array(stored["scores"]))
    assert gradients.keys() == stored["gradients"].keys()
    for name, numbers in stored["gradients"].items():
        assert numbers[0] > 0, name
        np.testing.assert_allclose(MAKE["summary"](gradients[name]), numbers, rtol=1e-8, atol=1e-8 * numbers[0])


def test_every_case_has_a_stored_answer():
    for kind in ("norms", "networks"):
        stored = [json.dumps(case["arguments"]) for case in STORED[kind]]
        assert stored == [json.dumps(arguments) for arguments in MAKE[kind.upper()]]


@pytest.mark.parametrize("arguments", MAKE["NETWORKS"], ids=lambda arguments: "x".join(map(str, arguments[2])))
def test_the_network_agrees_with_torch_itself(arguments):
    pytest.importorskip("torch")
    for seed in range(4):
        case = MAKE["network_question"](*arguments, seed)
        scores, gradients = forward_and_backward(case)
        expected = MAKE["network_answer"](case)
        assert_agrees("scores", scores, expected["scores"])
        for name, gradient in expected["gradients"].items():
            assert_agrees(name, gradients[name], gradient, 1e-8)


def random_table(rng):
    """Rows of any kind and size, which need not fit, and an image."""
    rows = []
    for number in range(int(rng.integers(1, 6))):
        kernel, stride, padding, channels = (int(rng.integers(*limits)) for limits in ((1, 6), (1, 4), (0, 3), (1, 9)))
        rows.append(
            [
                (f"C{number}", "conv", channels, kernel, stride, padding, "relu"),
                (f"S{number}", ("avg_pool", "max_pool")[number % 2], None, kernel, stride, None, None),
                (f"N{number}", "norm", None, None, None, None, None),
            ][rng.integers(3)]
        )
    for number in range(int(rng.integers(3))):
        rows.append((f"F{number}", "linear", int(rng.integers(1, 9)), None, None, None, None))
    return rows, tuple(int(n) for n in (rng.integers(1, 5), *rng.integers(5, 40, 2)))


def torch_costs(rows, input_shape):
    """Shapes, parameters and multiply-adds of real layers, on torch's device that holds no numbers."""
    import torch
    from torch import nn
    from torch.utils.flop_counter import FlopCounterMode

    x, costs = torch.empty(1, *input_shape, device="meta"), []
    for name, kind, channels, kernel, stride, padding, _ in rows:
        if kind == "conv":
            layer = nn.Conv2d(x.shape[1], channels, kernel, stride, padding, device="meta")
        elif kind == "linear":
            x = x.flatten(1)
            layer = nn.Linear(x.shape[1], channels, device="meta")
        elif kind == "norm":
            layer = nn.LocalResponseNorm(5)
        else:
            layer = (nn.AvgPool2d if kind == "avg_pool" else nn.MaxPool2d)(kernel, stride)
        try:
            with FlopCounterMode(display=False) as counter:
                x = layer(x)
        except RuntimeError:
            return name  # the row that does not fit
        operations = 0 if kind == "norm" else counter.get_total_flops()  # torch pools to normalise
        parameters = sum(param.numel() for param in layer.parameters())
        costs.append((name, tuple(x.shape[1:]), parameters, operations // 2))  # a multiplication and an addition
    return costs


def test_shapes_parameters_and_multiply_adds_are_those_of_torch():
    pytest.importorskip("torch")
    rng = np.random.default_rng(7)
    fitting = 0
    for _ in range(LIVE):
        rows, input_shape = random_table(rng)
        expected = torch_costs(rows, input_shape)
        if isinstance(expected, str):
            with pytest.raises(ValueError, match=f"^{expected}: kernel"):
                lab.cost_trace(rows, input_shape)
        else:
            assert [entry[:4] for entry in lab.cost_trace(rows, input_shape)] == expected
            fitting += 1
    assert LIVE / 4 < fitting < LIVE


def test_the_full_network_has_the_parameters_and_multiply_adds_that_torch_counts():
    pytest.importorskip("torch")
    assert [entry[:4] for entry in lab.cost_trace(lab.alexnet_rows(), FULL)] == torch_costs(lab.alexnet_rows(), FULL)


def pixels_seen(rows, input_shape):
    """From the first to the last row of the image that the first number of the last layer depends on, by gradients."""
    import torch
    import torch.nn.functional as F

    x = torch.zeros(1, *input_shape, dtype=torch.float64, requires_grad=True)
    u = x
    for _, kind, channels, kernel, stride, padding, _ in rows:
        if kind == "conv":
            u = F.conv2d(u, torch.ones(channels, u.shape[1], kernel, kernel, dtype=u.dtype), None, stride, padding)
        elif kind == "linear":
            u = F.linear(u.flatten(1), torch.ones(channels, u[0].numel(), dtype=u.dtype))
        elif kind != "norm":
            u = F.avg_pool2d(u, kernel, stride)  # the mean depends on all it sees, the maximum on one at a time
    u.flatten()[0].backward()
    seen = np.flatnonzero(x.grad.numpy().sum(axis=(0, 1, 3)))
    return int(seen[-1] - seen[0] + 1)


def test_receptive_fields_are_as_wide_as_torchs_gradients_reach():
    pytest.importorskip("torch")
    rng = np.random.default_rng(9)
    widest = 0
    for _ in range(FIELDS):
        rows, (C, H, _) = random_table(rng)
        rows = [(*row[:5], 0 if row[1] == "conv" else None, None) for row in rows]  # padding would cut the field off
        image = (C, 4 * H, 4 * H)
        try:
            trace = lab.cost_trace(rows, image)
        except ValueError:
            continue
        for depth in range(1, len(rows) + 1):
            assert trace[depth - 1][4] == pixels_seen(rows[:depth], image), rows[:depth]
            widest = max(widest, trace[depth - 1][4])
    assert widest > 50


def test_the_totals_of_alexnet_are_the_known_ones():
    trace = lab.cost_trace(lab.alexnet_rows(), FULL)
    parameters = [34944, 614656, 885120, 1327488, 884992, 37752832, 16781312, 4097000]
    multiply_adds = [105415200, 447897600, 149520384, 224280576, 149520384, 37748736, 16777216, 4096000]
    weighted = [entry for entry in trace if entry[2]]
    assert [entry[2] for entry in weighted] == parameters
    assert [entry[3] for entry in weighted] == multiply_adds
    assert (sum(parameters), sum(multiply_adds)) == (62378344, 1135256096)
    assert [entry[1][-1] for entry in trace] == [55, 27, 27, 27, 13, 13, 13, 13, 13, 6, 4096, 4096, 1000]
    fields = [entry[4] for entry in trace if "NORM" not in entry[0]]
    assert fields == [11, 19, 51, 67, 99, 131, 163, 195, 355, 355, 355]

    kernels = [(row[3], row[4]) for row in lab.alexnet_rows() if row[3]]
    assert [receptive_field(kernels[:depth]) for depth in range(1, 9)] == fields[:8]
    assert conv_cost((96, 27, 27), 256, 5, 1, 2) == (614656, 447897600)


def test_an_image_of_224_brings_6400_numbers_to_the_first_linear_layer_and_five_columns_to_none():
    trace = lab.cost_trace(lab.alexnet_rows(), (3, 224, 224))
    assert [entry[1][-1] for entry in trace[:10]] == [54, 26, 26, 26, 12, 12, 12, 12, 12, 5]
    assert trace[10][2] == 4096 * (6400 + 1)
    assert sum(entry[2] for entry in trace) == 50844008

    network = lab.build_alexnet(3, 1 / 32, (1, 224, 224), "float64")
    rng = np.random.default_rng(0)
    network.forward(rng.normal(size=(2, 1, 224, 224)))
    reached = np.abs(network.backward(rng.normal(size=(2, 3)))).sum(axis=(0, 1))
    for axis in (0, 1):
        np.testing.assert_array_equal(np.flatnonzero(reached.sum(axis=axis) == 0), [219, 220, 221, 222, 223])


def test_one_image_passes_the_full_network_in_float32():
    network = lab.build_alexnet()
    assert sum(param.size for param in network.params().values()) == 62378344
    scores = network.forward(np.random.default_rng(0).normal(size=(1, *FULL)).astype("float32"))
    assert scores.shape == (1, 1000)
    assert scores.dtype == np.float32
    assert np.isfinite(scores).all()
    assert 0.1 < scores.std() < 10
