"""The solutions agree with PyTorch: always with stored answers, and with PyTorch itself where it is installed."""

import json
import runpy
from pathlib import Path

import numpy as np
import pytest

from solutions.lab03_convolution import (
    conv_1x1,
    conv_backward,
    conv_forward,
    conv_forward_im2col,
    conv_output_size,
    im2col,
    same_padding,
)

GOLDEN = Path(__file__).parent / "golden"
MAKE = runpy.run_path(str(GOLDEN / "make_convolution.py"))
RANDOM = range(200)


def stored_cases():
    cases = json.loads((GOLDEN / "convolution.json").read_text())["cases"]
    return [{k: np.array(v) if isinstance(v, list) else v for k, v in case.items()} for case in cases]


def is_1x1(case):
    return case["w"].shape[2:] == (1, 1) and case["stride"] == 1 and case["padding"] == 0


def named(case):
    x, w = ("x".join(map(str, case[name].shape)) for name in ("x", "w"))
    return f"{x}-{w}-stride{case['stride']}-padding{case['padding']}"


def random_configuration(seed):
    """Sizes as in MAKE's list, any of them: the padded input is at least as large as the kernel."""
    rng = np.random.default_rng(1000 + seed)
    N, C, F, KH, KW, stride = (int(n) for n in rng.integers(1, 6, 6))
    padding = int(rng.integers(0, 4))
    H, W = (max(1, kernel - 2 * padding) + int(rng.integers(0, 8)) for kernel in (KH, KW))
    return seed, (N, C, H, W), (F, KH, KW), stride, padding


def assert_agrees(name, got, expected, case):
    expected = np.asarray(expected)
    assert got.shape == expected.shape, (name, named(case))
    np.testing.assert_allclose(got, expected, rtol=1e-10, atol=1e-10, err_msg=f"{name} of {named(case)}")


def check(forward, case, *hyper_parameters):
    out, cache = forward(case["x"], case["w"], case["b"], *hyper_parameters)
    assert_agrees("out", out, case["out"], case)
    for name, got in zip(("dx", "dw", "db"), conv_backward(case["dout"], cache), strict=True):
        assert_agrees(name, got, case[name], case)


@pytest.mark.parametrize("case", stored_cases(), ids=named)
@pytest.mark.parametrize("forward", [conv_forward, conv_forward_im2col])
def test_convolution_and_its_gradients_agree_with_stored_answers_of_torch(forward, case):
    check(forward, case, case["stride"], case["padding"])


@pytest.mark.parametrize("case", [case for case in stored_cases() if is_1x1(case)], ids=named)
def test_conv_1x1_and_its_gradients_agree_with_stored_answers_of_torch(case):
    check(conv_1x1, case)


@pytest.mark.parametrize("case", stored_cases(), ids=named)
def test_output_sizes_agree_with_stored_answers_of_torch(case):
    for axis in (2, 3):
        size = conv_output_size(case["x"].shape[axis], case["w"].shape[axis], case["stride"], case["padding"])
        assert size == case["out"].shape[axis]


@pytest.mark.parametrize("forward", [conv_forward, conv_forward_im2col])
def test_convolution_and_its_gradients_agree_with_torch_itself(forward):
    pytest.importorskip("torch")
    for seed in RANDOM:
        case = MAKE["question"](*random_configuration(seed))
        check(forward, case | MAKE["answer"](case), case["stride"], case["padding"])


def test_conv_1x1_and_its_gradients_agree_with_torch_itself():
    pytest.importorskip("torch")
    for seed in RANDOM:
        _, x_shape, (F, _, _), _, _ = random_configuration(seed)
        case = MAKE["question"](seed, x_shape, (F, 1, 1), 1, 0)
        check(conv_1x1, case | MAKE["answer"](case))


def test_im2col_agrees_with_unfold_of_torch():
    torch = pytest.importorskip("torch")
    for seed in RANDOM:
        case = MAKE["question"](*random_configuration(seed))
        kernel, stride, padding = case["w"].shape[2:], case["stride"], case["padding"]
        unfolded = torch.nn.functional.unfold(torch.tensor(case["x"]), kernel, padding=padding, stride=stride)
        # torch: (N, C * KH * KW, OH * OW); ours: one row for each place of each image.
        expected = unfolded.numpy().transpose(0, 2, 1).reshape(-1, unfolded.shape[1])
        assert_agrees("the matrix", im2col(case["x"], *kernel, stride, padding), expected, case)


def test_output_sizes_agree_with_torch_itself_and_impossible_ones_are_refused_by_both():
    torch = pytest.importorskip("torch")
    refused = 0
    for size in range(1, 8):
        for kernel in range(1, 9):
            for stride in range(4):
                for padding in range(-1, 4):
                    arguments = (size, kernel, stride, padding)
                    x, w = torch.zeros(1, 1, size), torch.zeros(1, 1, kernel)
                    try:
                        expected = torch.nn.functional.conv1d(x, w, None, stride, padding).shape[2]
                    except (RuntimeError, ValueError):
                        refused += 1
                        with pytest.raises(ValueError, match=r"is smaller than 1|is negative|is larger than"):
                            conv_output_size(*arguments)
                    else:
                        assert conv_output_size(*arguments) == expected, arguments
    assert refused


def test_same_padding_agrees_with_torch_itself():
    torch = pytest.importorskip("torch")
    rng = np.random.default_rng(0)
    for kernel in range(1, 16, 2):
        x, w, b = rng.normal(size=(2, 2, 9, 8)), rng.normal(size=(3, 2, kernel, kernel)), np.zeros(3)
        expected = torch.nn.functional.conv2d(torch.tensor(x), torch.tensor(w), padding="same").numpy()
        out, _ = conv_forward(x, w, b, padding=same_padding(kernel))
        np.testing.assert_allclose(out, expected, rtol=1e-10, atol=1e-10)


def test_even_kernels_have_no_padding_that_is_equal_at_both_ends():
    for kernel in range(2, 9, 2):
        with pytest.raises(ValueError, match=f"kernel {kernel} is even"):
            same_padding(kernel)


@pytest.mark.parametrize("forward", [conv_forward, conv_forward_im2col])
def test_errors_are_sentences_with_the_numbers(forward):
    x, b = np.ones((1, 3, 4, 6)), np.ones(2)
    for shape, stride, padding, sentence in (
        ((2, 3, 5, 3), 1, 0, "kernel 5 is larger than the padded input 4"),
        ((2, 3, 3, 9), 1, 1, "kernel 9 is larger than the padded input 8"),
        ((2, 4, 3, 3), 1, 0, "x has 3 channels, w expects 4"),
        ((2, 3, 3, 3), 0, 0, "stride 0 is smaller than 1"),
        ((2, 3, 3, 3), 1, -1, "padding -1 is negative"),
    ):
        with pytest.raises(ValueError, match=sentence):
            forward(x, np.ones(shape), b, stride, padding)


def test_float32_stays_float32():
    x, w, b = (np.ones(shape, np.float32) for shape in ((2, 3, 5, 4), (4, 3, 1, 1), (4,)))
    for forward in (conv_forward, conv_forward_im2col, conv_1x1):
        out, cache = forward(x, w, b)
        assert {out.dtype, *(gradient.dtype for gradient in conv_backward(out, cache))} == {np.dtype(np.float32)}
