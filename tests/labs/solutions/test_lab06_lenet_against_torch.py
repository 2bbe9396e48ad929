"""The network agrees with PyTorch: always with stored answers, and with PyTorch itself where it is installed."""

import json
import runpy
from pathlib import Path

import numpy as np
import pytest

from solutions import lab06_lenet as lab
from solutions.lab04_pooling import conv_cost, receptive_field
from solutions.layers import minibatches, softmax_cross_entropy

GOLDEN = Path(__file__).parent / "golden"
MAKE = runpy.run_path(str(GOLDEN / "make_lenet.py"))
VARIANTS = MAKE["VARIANTS"]
TABLES = 200  # random tables
LIVE = 4  # batches for each variant of the network


def named(variant):
    pool, activation, batchnorm = variant
    return f"{pool}-{activation}{'-batchnorm' * batchnorm}"


def stored_cases():
    return json.loads((GOLDEN / "lenet.json").read_text())["cases"]


def assert_agrees(name, got, expected, tolerance=1e-8):
    atol = tolerance * np.abs(expected).max(initial=1e-3)
    np.testing.assert_allclose(got, expected, rtol=tolerance, atol=atol, err_msg=name)


def build(case):
    """The solution's network with the weights of a case; another seed, so that no weight may stay as it was."""
    network = lab.build_lenet5(case["pool"], case["activation"], case["batchnorm"], seed=1)
    assert list(network.params()) == list(case["params"])
    network.set_params(case["params"] | case["buffers"])
    (network.train if case["training"] else network.eval)()
    return network


def forward_and_backward(case):
    network = build(case)
    scores = network.forward(case["x"])
    loss, dscores = softmax_cross_entropy(scores, case["y"])
    dx = network.backward(dscores)
    return {"scores": scores, "loss": loss, "dx": dx, "grads": network.grads()}


@pytest.mark.parametrize("stored", stored_cases(), ids=lambda stored: named(stored["variant"]))
def test_the_network_agrees_with_stored_answers_of_torch(stored):
    found = forward_and_backward(MAKE["question"](tuple(stored["variant"])))
    assert_agrees("scores", found["scores"], np.array(stored["scores"]))
    assert_agrees("loss", found["loss"], stored["loss"])
    gradients = found["grads"] | {"dx": found["dx"]}
    assert gradients.keys() == stored["gradients"].keys()
    for name, numbers in stored["gradients"].items():
        length = numbers[0]  # a gradient may be 0, as that of a bias before batch normalisation is: compare with 1, too
        np.testing.assert_allclose(MAKE["summary"](gradients[name]), numbers, rtol=1e-8, atol=1e-8 * max(length, 1e-3))


def test_every_variant_has_a_stored_answer():
    assert [tuple(stored["variant"]) for stored in stored_cases()] == list(VARIANTS)


@pytest.mark.parametrize("variant", VARIANTS, ids=named)
def test_the_network_agrees_with_torch_itself(variant):
    pytest.importorskip("torch")
    for seed in range(LIVE):
        case = MAKE["question"](variant, seed)
        found, expected = forward_and_backward(case), MAKE["answer"](case)
        for name in ("scores", "loss", "dx"):
            assert_agrees(name, found[name], expected[name])
        for name, gradient in expected["grads"].items():
            assert_agrees(name, found["grads"][name], gradient)


@pytest.mark.parametrize("batchnorm", [False, True])
def test_training_takes_the_steps_of_torch(batchnorm):
    torch = pytest.importorskip("torch")
    case = MAKE["question"](("avg", "tanh", batchnorm), 0) | {"training": True}
    rng = np.random.default_rng(5)
    x, y = rng.normal(size=(11, 1, 32, 32)), np.arange(11) % 10
    network = build(case)
    settings = {"epochs": 2, "batch_size": 4, "lr": 0.01, "momentum": 0.8, "patience": 3, "seed": 6}
    history = lab.train(network, x, y, x, y, **settings)
    assert history["best_epoch"] == 1, "the weights of the last epoch are compared"

    tensors = MAKE["torch_tensors"](case)
    step = torch.optim.SGD([tensors[name] for name in case["params"]], lr=0.01, momentum=0.8)
    for epoch in range(2):
        losses = []
        for batch in minibatches(11, 4, 6 + epoch):
            step.zero_grad()
            scores = MAKE["torch_scores"](case, tensors, torch.tensor(x[batch]))
            loss = torch.nn.functional.cross_entropy(scores, torch.tensor(y[batch]))
            loss.backward()
            step.step()
            losses.append(loss.item())
        assert_agrees("train_loss", history["train_loss"][epoch], np.mean(losses))
    for name in case["params"]:
        assert_agrees(name, network.params()[name], tensors[name].detach().numpy())


def random_table(rng):
    """Rows of any kind and size, which need not fit, and an image."""
    rows = []
    for number in range(int(rng.integers(1, 6))):
        kernel, stride, padding, channels = (int(rng.integers(*limits)) for limits in ((1, 6), (1, 4), (0, 3), (1, 9)))
        rows.append(
            [
                (f"C{number}", "conv", channels, kernel, stride, padding, "relu"),
                (f"S{number}", ("avg_pool", "max_pool")[number % 2], None, kernel, stride, None, None),
            ][rng.integers(2)]
        )
    for number in range(int(rng.integers(3))):
        rows.append((f"F{number}", "linear", int(rng.integers(1, 9)), None, None, None, None))
    return rows, tuple(int(n) for n in (rng.integers(1, 5), *rng.integers(5, 40, 2)))


def torch_trace(rows, input_shape):
    """Shapes and counts of real layers, on torch's device that holds no numbers."""
    import torch
    from torch import nn

    x, trace = torch.empty(2, *input_shape, device="meta"), []
    for name, kind, channels, kernel, stride, padding, _ in rows:
        if kind == "conv":
            layer = nn.Conv2d(x.shape[1], channels, kernel, stride, padding, device="meta")
        elif kind == "linear":
            x = x.flatten(1)
            layer = nn.Linear(x.shape[1], channels, device="meta")
        else:
            layer = (nn.AvgPool2d if kind == "avg_pool" else nn.MaxPool2d)(kernel, stride)
        try:
            x = layer(x)
        except RuntimeError:
            return name  # the row that does not fit
        trace.append((name, tuple(x.shape[1:]), sum(param.numel() for param in layer.parameters())))
    return trace


def test_shapes_and_parameters_are_those_of_torch():
    pytest.importorskip("torch")
    rng = np.random.default_rng(7)
    fitting = 0
    for _ in range(TABLES):
        rows, input_shape = random_table(rng)
        expected = torch_trace(rows, input_shape)
        if isinstance(expected, str):
            with pytest.raises(ValueError, match=f"^{expected}: kernel"):
                lab.shape_trace(rows, input_shape)
        else:
            assert lab.shape_trace(rows, input_shape) == expected
            fitting += 1
    assert TABLES / 4 < fitting < TABLES


def test_the_totals_of_lenet5_are_the_known_ones():
    rows = lab.lenet5_rows()
    trace = lab.shape_trace(rows, (1, 32, 32))
    shapes = [(6, 28, 28), (6, 14, 14), (16, 10, 10), (16, 5, 5), (120, 1, 1), (84,), (10,)]
    assert trace == list(zip([row[0] for row in rows], shapes, [156, 0, 2416, 0, 48120, 10164, 850], strict=True))
    assert sum(parameters for *_, parameters in trace) == 61706

    convolutions = [(1, 32, 32, 6), (6, 14, 14, 16), (16, 5, 5, 120)]
    costs = [conv_cost((C, H, W), filters, 5) for C, H, W, filters in convolutions]
    assert [multiply_adds for _, multiply_adds in costs] == [117600, 240000, 48000]
    assert sum(multiply_adds for _, multiply_adds in costs) + 120 * 84 + 84 * 10 == 416520
    kernels = [(row[3], row[4]) for row in rows if row[3]]
    assert [receptive_field(kernels[:depth]) for depth in range(1, 6)] == [5, 6, 14, 16, 32]


def stopping_by_definition(losses, patience):
    """The first epoch whose last `patience` epochs all fail to be smaller than every loss before them."""
    improves = [all(loss < before for before in losses[:epoch]) for epoch, loss in enumerate(losses)]
    for stop in range(patience, len(losses)):
        if not any(improves[stop - patience + 1 : stop + 1]):
            break
    else:
        stop = len(losses) - 1
    return stop, max(epoch for epoch in range(stop + 1) if improves[epoch])


def test_early_stopping_is_what_its_definition_says():
    rng = np.random.default_rng(8)
    for _ in range(500):
        losses = list(rng.integers(0, 8, rng.integers(1, 12)) / 4)  # many ties
        patience = int(rng.integers(1, 5))
        assert lab.early_stopping(losses, patience) == stopping_by_definition(losses, patience), (losses, patience)
