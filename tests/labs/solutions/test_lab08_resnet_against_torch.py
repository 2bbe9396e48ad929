"""Blocks and networks agree with PyTorch: always with stored answers, and with PyTorch itself where it is installed."""

import json
import runpy
from pathlib import Path

import numpy as np
import pytest

from solutions import lab08_resnet as lab
from solutions.layers import softmax_cross_entropy

GOLDEN = Path(__file__).parent / "golden"
MAKE = runpy.run_path(str(GOLDEN / "make_resnet.py"))
VARIANTS = MAKE["VARIANTS"]
STORED = json.loads((GOLDEN / "resnet.json").read_text())
KINDS = {
    "basic": (lab.residual_forward, lab.residual_backward),
    "bottleneck": (lab.bottleneck_forward, lab.bottleneck_backward),
}
LIVE_BLOCKS = 200  # random blocks of each kind
LIVE_NETWORKS = 10  # random networks of each variant


def named(variant):
    residual, batchnorm = variant
    return f"{'residual' if residual else 'plain'}{'-batchnorm' * batchnorm}"


def assert_agrees(name, got, expected, tolerance):
    atol = tolerance * np.abs(expected).max(initial=1e-3)
    np.testing.assert_allclose(got, expected, rtol=tolerance, atol=atol, err_msg=name)


def assert_block_agrees(case, expected):
    forward, backward = KINDS[case["kind"]]
    out, cache = forward(case["x"], *case["weights"], case["stride"])
    assert_agrees("out", out, expected["out"], 1e-10)
    gradients = backward(case["dout"], cache)
    for place, (got, wish) in enumerate(zip(gradients, expected["gradients"], strict=True)):
        if wish is None:
            assert got is None
        else:
            assert_agrees(f"gradient {place}", got, np.array(wish), 1e-8)


def build(case):
    """The solution's network with the weights of a case; another seed, so that no weight may stay as it was."""
    settings = (case[name] for name in ("blocks", "width", "num_classes", "residual", "batchnorm"))
    network = lab.build_resnet(*settings, seed=1)
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


@pytest.mark.parametrize("stored", STORED["blocks"], ids=lambda stored: f"{stored['block'][0]}-{stored['block'][3]}")
def test_a_block_agrees_with_stored_answers_of_torch(stored):
    assert_block_agrees(MAKE["block_question"](stored["block"]), stored)


@pytest.mark.parametrize("stored", STORED["networks"], ids=lambda stored: named(stored["variant"]))
def test_a_network_agrees_with_stored_answers_of_torch(stored):
    found = forward_and_backward(MAKE["network_question"](*stored["variant"]))
    assert_agrees("scores", found["scores"], np.array(stored["scores"]), 1e-10)
    assert_agrees("loss", found["loss"], stored["loss"], 1e-10)
    gradients = found["grads"] | {"dx": found["dx"]}
    assert gradients.keys() == stored["gradients"].keys()
    for name, numbers in stored["gradients"].items():
        length = numbers[0]
        np.testing.assert_allclose(MAKE["summary"](gradients[name]), numbers, rtol=1e-8, atol=1e-8 * max(length, 1e-3))


def test_every_kind_and_variant_has_stored_answers():
    stored = [
        (kind, tuple(x), len(weights), stride) for kind, x, weights, stride in (b["block"] for b in STORED["blocks"])
    ]
    assert stored == [(kind, x, len(weights), stride) for kind, x, weights, stride in MAKE["STORED_BLOCKS"]]
    assert [tuple(network["variant"]) for network in STORED["networks"]] == list(VARIANTS)


@pytest.mark.parametrize("kind", KINDS)
def test_a_block_agrees_with_torch_itself(kind):
    pytest.importorskip("torch")
    rng = np.random.default_rng(8)
    projected = 0
    for _ in range(LIVE_BLOCKS):
        case = MAKE["block_question"](MAKE["random_block"](kind, rng), rng)
        assert_block_agrees(case, MAKE["block_answer"](case))
        projected += case["weights"][-1] is not None
    assert LIVE_BLOCKS / 4 < projected < LIVE_BLOCKS


@pytest.mark.parametrize("variant", VARIANTS, ids=named)
def test_a_network_agrees_with_torch_itself(variant):
    pytest.importorskip("torch")
    rng = np.random.default_rng(9)
    for seed in range(LIVE_NETWORKS):
        blocks = tuple(int(number) for number in rng.integers(1, 3, rng.integers(1, 4)))
        case = MAKE["network_question"](*variant, blocks, int(rng.integers(1, 5)), int(rng.integers(2, 6)), seed)
        found, expected = forward_and_backward(case), MAKE["network_answer"](case)
        assert_agrees("scores", found["scores"], expected["scores"], 1e-10)
        assert_agrees("loss", found["loss"], expected["loss"], 1e-10)
        assert_agrees("dx", found["dx"], expected["dx"], 1e-8)
        for name, gradient in expected["grads"].items():
            assert_agrees(name, found["grads"][name], gradient, 1e-8)


@pytest.mark.parametrize("batchnorm", [False, True])
@pytest.mark.parametrize("residual", [False, True])
def test_the_blocks_of_a_network_have_as_many_parameters_as_counted(residual, batchnorm):
    width, blocks = 3, (2, 1, 2)
    params = lab.build_resnet(blocks, width, 7, residual, batchnorm).params()
    C = width
    for stage, number in enumerate(blocks):
        F = width * 2**stage
        for block in range(number):
            name = f"stage{stage}_block{block}."
            count = sum(param.size for key, param in params.items() if key.startswith(name))
            assert count == lab.block_parameters("basic", C, F, batchnorm, residual and C != F), name
            C = F


@pytest.mark.parametrize(
    ("kind", "blocks", "total"),
    [
        ("basic", (2, 2, 2, 2), 11_689_512),
        ("basic", (3, 4, 6, 3), 21_797_672),
        ("bottleneck", (3, 4, 6, 3), 25_557_032),
        ("bottleneck", (3, 4, 23, 3), 44_549_160),
        ("bottleneck", (3, 8, 36, 3), 60_192_808),
    ],
)
def test_the_totals_of_the_known_networks_are_those_of_torchvision(kind, blocks, total):
    count, C = 7 * 7 * 3 * 64 + 2 * 64, 64
    for stage, number in enumerate(blocks):
        width = 64 * 2**stage
        F = width if kind == "basic" else 4 * width
        count += lab.block_parameters(kind, C, width, True, C != F)
        count += (number - 1) * lab.block_parameters(kind, F, width, True)
        C = F
    assert count + 1000 * C + 1000 == total
