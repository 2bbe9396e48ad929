"""The solutions pass ONNX's node tests of the operator Conv, where onnx is installed."""

from unittest.mock import patch

import numpy as np
import pytest

from solutions.lab03_convolution import conv_forward, conv_forward_im2col

onnx = pytest.importorskip("onnx")
conv = pytest.importorskip("onnx.backend.test.case.node.conv")

# Cases outside the contract, {name: reason}. None is: padding that differs from side to side is laid around x first.
OUTSIDE: dict[str, str] = {}
KNOWN = {"kernel_shape", "strides", "pads", "auto_pad"}


def node_tests():
    """{name: (node, inputs, outputs)}, past the list of onnx: that keeps the first operator that was asked for only."""
    found = {}

    def keep(node, inputs, outputs, name, **_):
        found[name] = (node, inputs, outputs)

    with patch.object(conv, "expect", keep):
        for name in vars(conv.Conv):
            if name.startswith("export"):
                getattr(conv.Conv, name)()
    return found


CASES = node_tests()


def sides(attributes, x, w, stride):
    """Padding before and after each of the two axes, as ONNX's operator Conv defines it."""
    auto = attributes.get("auto_pad", b"NOTSET").decode()
    if auto in ("NOTSET", "VALID"):
        top, left, bottom, right = attributes.get("pads", [0, 0, 0, 0])
        return (top, bottom), (left, right)
    found = []
    for axis in (2, 3):
        places = -(-x.shape[axis] // stride)
        total = max(0, (places - 1) * stride + w.shape[axis] - x.shape[axis])
        small, large = total // 2, total - total // 2
        found.append((large, small) if auto == "SAME_LOWER" else (small, large))
    return tuple(found)


def test_every_case_that_is_listed_as_outside_exists():
    assert set(OUTSIDE) <= set(CASES)


def test_there_are_cases():
    assert len(CASES) >= 6


@pytest.mark.parametrize("forward", [conv_forward, conv_forward_im2col])
@pytest.mark.parametrize("name", sorted(set(CASES) - set(OUTSIDE)))
def test_convolution_passes_the_node_test(name, forward):
    node, (x, w, *b), (expected,) = CASES[name]
    attributes = {attribute.name: onnx.helper.get_attribute_value(attribute) for attribute in node.attribute}
    strides = attributes.get("strides", [1, 1])
    assert set(attributes) <= KNOWN, f"{name} is neither run nor listed in OUTSIDE"
    assert x.ndim == 4, f"{name} is neither run nor listed in OUTSIDE"
    assert strides[0] == strides[1], f"{name} is neither run nor listed in OUTSIDE"
    b = b[0] if b else np.zeros(len(w), x.dtype)
    pads = sides(attributes, x, w, strides[0])
    if len({*pads[0], *pads[1]}) == 1:
        out, _ = forward(x, w, b, strides[0], pads[0][0])
    else:
        out, _ = forward(np.pad(x, ((0, 0), (0, 0), *pads)), w, b, strides[0])
    assert out.dtype == expected.dtype
    np.testing.assert_allclose(out, expected, rtol=1e-5)
