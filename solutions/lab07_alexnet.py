"""Lab 7, AlexNet: its normalisation, its table, what each row costs, and the network at any width.

Krizhevsky, Sutskever & Hinton (2012), "ImageNet Classification with Deep Convolutional Neural Networks". What differs
from the paper: one tower in place of two that meet now and then, images of 227 x 227 (the 224 of the paper do not fit
its other numbers), pooling before the normalisation, no dropout, and plain scores at the end.
"""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from solutions.layers import Conv2d, Flatten, Layer, Linear, MaxPool2d, ReLU, Sequential

Row = tuple[Any, ...]  # (name, kind, channels, kernel, stride, padding, activation)
Shape = tuple[int, ...]
LRNCache = tuple[np.ndarray, np.ndarray, int, float, float]


def local_response_norm_forward(
    x: np.ndarray, size: int = 5, alpha: float = 1e-4, beta: float = 0.75, k: float = 2
) -> tuple[np.ndarray, LRNCache]:
    """Divide each value by a power of the sum of squares over the channels around it, at the same pixel.

        s_c   = k + alpha * sum over j from c - size//2 to c + size//2 of  x_j^2
        out_c = x_c / s_c^beta                   Krizhevsky et al. 2012, section 3.3

    A window that reaches beyond the first or the last channel is cut off there. alpha is not divided by size.

    x               (N, C, H, W)  float32 or float64
    size            the number of channels in a window, odd, so that c is in the middle
    alpha, beta, k  numbers, the same for all channels
    returns         out (N, C, H, W) of the dtype of x, and a cache of your own making; x is not changed
    raises          ValueError if size is even or less than 1
    """
    if size < 1 or size % 2 == 0:
        raise ValueError(f"size is {size}, expected an odd number of channels")
    s = k + alpha * _sum_of_neighbours(x**2, size)
    return x / s**beta, (x, s, size, alpha, beta)


def local_response_norm_backward(dout: np.ndarray, cache: LRNCache) -> np.ndarray:
    """Carry the gradient of the loss L back from out to x.

        dx_c = dL/dx_c

    A channel stands in the sums of its neighbours, too: x_c changes out_j for all j up to size//2 away.

    dout     (N, C, H, W)  dL/dout, the gradient that arrives from above
    cache    what local_response_norm_forward returned
    returns  dx (N, C, H, W) of the dtype of dout; no argument is changed
    """
    x, s, size, alpha, beta = cache
    # d out_j / d x_c = [j = c] s_j^-beta - 2 alpha beta x_c x_j s_j^(-beta - 1), and c is in j's window iff j is in c's
    through_sums = _sum_of_neighbours(dout * x / s ** (beta + 1), size)
    dx: np.ndarray = dout / s**beta - 2 * alpha * beta * x * through_sums
    return dx


def alexnet_rows() -> list[Row]:
    """Write the table of AlexNet, one row a layer.

    A row is (name, kind, channels, kernel, stride, padding, activation), with None where a kind has no such
    thing. The kinds are "conv", "max_pool", "norm" and "linear"; "channels" of a linear layer are its outputs.
    The rows called NORM1 and NORM2 have a name and a kind, and None in the other five places.

    returns  a list of 13 rows, CONV1 to FC8
    """
    return [
        ("CONV1", "conv", 96, 11, 4, 0, "relu"),
        ("POOL1", "max_pool", None, 3, 2, None, None),
        ("NORM1", "norm", None, None, None, None, None),
        ("CONV2", "conv", 256, 5, 1, 2, "relu"),
        ("POOL2", "max_pool", None, 3, 2, None, None),
        ("NORM2", "norm", None, None, None, None, None),
        ("CONV3", "conv", 384, 3, 1, 1, "relu"),
        ("CONV4", "conv", 384, 3, 1, 1, "relu"),
        ("CONV5", "conv", 256, 3, 1, 1, "relu"),
        ("POOL3", "max_pool", None, 3, 2, None, None),
        ("FC6", "linear", 4096, None, None, None, "relu"),
        ("FC7", "linear", 4096, None, None, None, "relu"),
        ("FC8", "linear", 1000, None, None, None, None),
    ]


def cost_trace(rows: Sequence[Row], input_shape: Shape) -> list[tuple[str, Shape, int, int, int]]:
    """Follow shape, cost and receptive field of one image through a table, without building anything.

        conv     (C, H, W) -> (channels, OH, OW)   OH = floor((H + 2 padding - kernel) / stride) + 1
                                                   parameters    = channels * (C * kernel^2 + 1)
                                                   multiply_adds = channels * OH * OW * C * kernel^2
        pooling  (C, H, W) -> (C, OH, OW)          the same, with padding 0; no parameters, no multiply-adds
        norm     (C, H, W) -> (C, H, W)            no parameters, no multiply-adds
        linear   any shape of D values -> (channels,)      parameters    = channels * (D + 1)
                                                           multiply_adds = channels * D

    The receptive field starts as 1 with a jump of 1; a convolution or pooling adds (kernel - 1) * jump to it and
    then multiplies the jump by its stride. A linear layer is a kernel over the whole of the map that it gets: it
    adds (max(H, W) - 1) * jump, and nothing if it gets a row of numbers already. Normalisation adds nothing.

    rows         rows as alexnet_rows writes them; the kind "avg_pool" of lab 6 counts as pooling, too
    input_shape  (C, H, W) of one image, without N
    returns      [(name, output shape, parameters, multiply_adds, receptive field), ...], one for each row
    raises       ValueError, with the name of the row, where a kernel is larger than its padded input
    """
    trace: list[tuple[str, Shape, int, int, int]] = []
    shape: Shape = tuple(input_shape)
    field, jump = 1, 1
    for name, kind, channels, kernel, stride, padding, _ in rows:
        parameters = multiply_adds = 0
        if kind == "linear":
            D, side = math.prod(shape), max(shape[1:], default=1)
            parameters, multiply_adds = channels * (D + 1), channels * D
            field += (side - 1) * jump
            shape = (channels,)
        elif kind != "norm":
            C, H, W = shape
            padding = padding or 0
            if kernel > min(H, W) + 2 * padding:
                raise ValueError(f"{name}: kernel {kernel} is larger than the padded input {min(H, W) + 2 * padding}")
            OH, OW = ((length + 2 * padding - kernel) // stride + 1 for length in (H, W))
            if kind == "conv":
                weights = channels * C * kernel**2
                parameters, multiply_adds = weights + channels, weights * OH * OW
                C = channels
            field, jump = field + (kernel - 1) * jump, jump * stride
            shape = (C, OH, OW)
        trace.append((name, shape, parameters, multiply_adds, field))
    return trace


class LocalResponseNorm(Layer):
    """Local response normalisation with the numbers of the paper; no parameters."""

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Give out, shaped like x."""
        out, self.cache = local_response_norm_forward(x)
        return out

    def backward(self, dout: np.ndarray) -> np.ndarray:
        """Give dx."""
        return local_response_norm_backward(dout, self.cache)


def build_alexnet(
    num_classes: int = 1000,
    width: float = 1.0,
    input_shape: Shape = (3, 227, 227),
    dtype: str = "float32",
    seed: int = 0,
) -> Sequential:
    """Build AlexNet for images (N, C, H, W): a network that gives num_classes scores for each.

    The layers are those of alexnet_rows(), in this order, with max(1, round(width * channels)) in place of each
    row's channels; FC8 has num_classes, whatever the width. round is Python's. Normalisation uses size 5, alpha
    1e-4, beta 0.75 and k 2. The scores are plain numbers: no softmax. There is no dropout.

    num_classes  the number of scores
    width        1 is the network of the table; 1/16 has a 16th of its channels and units
    input_shape  (C, H, W) of one image
    dtype        "float32" or "float64", of all parameters; scores have it, too, if the images have
    seed         decides the weights: the same seed gives the same network, another seed another one
    returns      a network with forward(x) -> scores (N, num_classes), backward(dout) -> dx, params(), grads(),
                 set_params(dict), train() and eval(), such as a Sequential
    raises       ValueError, with the name of the row, where a kernel is larger than its padded input
    """
    rng = np.random.default_rng(seed)
    rows = [(*row[:2], row[2] and max(1, round(width * row[2])), *row[3:]) for row in alexnet_rows()]
    rows[-1] = (*rows[-1][:2], num_classes, *rows[-1][3:])
    inputs = [tuple(input_shape), *(entry[1] for entry in cost_trace(rows, input_shape))]  # what each row gets
    layers: list[tuple[str, Any]] = []
    for (name, kind, channels, kernel, stride, padding, activation), shape in zip(rows, inputs[:-1], strict=True):
        gain = 2.0 if activation else 1.0  # ReLU throws half of its input away
        if kind == "conv":
            layers.append((name, Conv2d(shape[0], channels, kernel, rng, stride, padding, gain=gain, dtype=dtype)))
        elif kind == "max_pool":
            layers.append((name, MaxPool2d(kernel, stride)))
        elif kind == "norm":
            layers.append((name, LocalResponseNorm()))
        else:
            if len(shape) > 1:
                layers.append(("flatten", Flatten()))
            layers.append((name, Linear(math.prod(shape), channels, rng, gain=gain, dtype=dtype)))
        if activation:
            layers.append((f"{name}_relu", ReLU()))
    return Sequential(layers)


def _sum_of_neighbours(x: np.ndarray, size: int) -> np.ndarray:
    """Add up the channels of x (N, C, H, W) from size//2 below to size//2 above each one."""
    reach, C = size // 2, x.shape[1]
    padded = np.pad(x, ((0, 0), (reach, reach), (0, 0), (0, 0)))
    total = np.zeros_like(x)
    for first in range(size):
        total += padded[:, first : first + C]
    return total
