"""The window as a matrix of zeros and ones over channels; rows as lists; a cost function for each kind."""

import math

import numpy as np

from solutions.lab07_alexnet import LocalResponseNorm
from solutions.layers import Conv2d, Flatten, Linear, MaxPool2d, ReLU, Sequential


def band(channels, size):
    """1 where two channels are at most size // 2 apart."""
    c = np.arange(channels)
    return (abs(c[:, None] - c) <= size // 2).astype(float)


def local_response_norm_forward(x, size=5, alpha=1e-4, beta=0.75, k=2):
    if size % 2 == 0:
        raise ValueError("size is even")
    if size < 1:
        raise ValueError("size is below 1")
    M = band(x.shape[1], size).astype(x.dtype)
    s = k + alpha * np.einsum("cj,njhw->nchw", M, x * x)
    return x * s**-beta, [x, s, M, alpha, beta]


def local_response_norm_backward(dout, cache):
    x, s, M, alpha, beta = cache
    ds = -beta * dout * x * s ** (-beta - 1)
    return dout * s**-beta + 2 * alpha * x * np.einsum("cj,nchw->njhw", M, ds)


def alexnet_rows():
    pool = ["max_pool", None, 3, 2, None, None]
    norm = ["norm"] + 5 * [None]
    return [
        ["CONV1", *("conv", 96, 11, 4, 0), "relu"],
        ["POOL1", *pool],
        ["NORM1", *norm],
        ["CONV2", *("conv", 256, 5, 1, 2), "relu"],
        ["POOL2", *pool],
        ["NORM2", *norm],
        *[[f"CONV{i}", "conv", channels, 3, 1, 1, "relu"] for i, channels in ((3, 384), (4, 384), (5, 256))],
        ["POOL3", *pool],
        *[[f"FC{i}", "linear", 4096, None, None, None, "relu"] for i in (6, 7)],
        ["FC8", "linear", 1000, None, None, None, None],
    ]


def conv_cost_of(shape, row):
    name, _, channels, kernel, stride, padding, _ = row
    sizes = [length + 2 * padding for length in shape[1:]]
    if kernel > min(sizes):
        raise ValueError(name)
    out = [channels, *((length - kernel) // stride + 1 for length in sizes)]
    weights = channels * shape[0] * kernel * kernel
    return out, weights + channels, weights * out[1] * out[2], kernel, stride


def pool_cost_of(shape, row):
    name, kernel, stride = row[0], row[3], row[4]
    if kernel > min(shape[1:]):
        raise ValueError(name)
    return [shape[0], *((length - kernel) // stride + 1 for length in shape[1:])], 0, 0, kernel, stride


def linear_cost_of(shape, row):
    D, M = math.prod(shape), row[2]
    return [M], M * D + M, M * D, max([1, *shape[1:]]), 1


def norm_cost_of(shape, row):
    return list(shape), 0, 0, 1, 1


def cost_trace(rows, input_shape):
    costs_of = {"conv": conv_cost_of, "linear": linear_cost_of, "norm": norm_cost_of}
    trace, shape, field, jump = [], list(input_shape), 1, 1
    for row in rows:
        shape, parameters, multiply_adds, kernel, stride = costs_of.get(row[1], pool_cost_of)(shape, row)
        field += (kernel - 1) * jump
        jump *= stride
        trace.append([row[0], list(shape), parameters, multiply_adds, field])
    return trace


class AlexNet(Sequential):
    """Sequential that casts what it gives to the dtype it was built for."""

    def forward(self, x):
        return super().forward(x.astype(self.dtype)).astype(self.dtype)


def build_alexnet(num_classes=1000, width=1.0, input_shape=(3, 227, 227), dtype="float32", seed=0):
    def n(channels):
        return max(1, round(width * channels))

    def conv(C, channels, *rest):
        return Conv2d(C, n(channels), *rest[:1], rng, *rest[1:], gain=2.0, dtype=dtype)

    rng = np.random.default_rng([7, seed])
    image = input_shape[0]
    height, around = input_shape[1:]
    for kernel, stride, pad in ((11, 4, 0), (3, 2, 0), (5, 1, 2), (3, 2, 0), *3 * [(3, 1, 1)], (3, 2, 0)):
        if min(height, around) + 2 * pad < kernel:
            raise ValueError("the image is too small")
        height, around = (height + 2 * pad - kernel) // stride + 1, (around + 2 * pad - kernel) // stride + 1
    layers = [
        ("conv1", conv(image, 96, 11, 4)),
        ("pool1", MaxPool2d(3, 2)),
        ("relu1", ReLU()),  # commutes with taking the maximum, and has less to do here
        ("norm1", LocalResponseNorm()),
        ("conv2", conv(n(96), 256, 5, 1, 2)),
        ("pool2", MaxPool2d(3, 2)),
        ("relu2", ReLU()),
        ("norm2", LocalResponseNorm()),
        ("conv3", conv(n(256), 384, 3, 1, 1)),
        ("relu3", ReLU()),
        ("conv4", conv(n(384), 384, 3, 1, 1)),
        ("relu4", ReLU()),
        ("conv5", conv(n(384), 256, 3, 1, 1)),
        ("pool5", MaxPool2d(3, 2)),
        ("relu5", ReLU()),
        ("flat", Flatten()),
        ("fc6", Linear(n(256) * height * around, n(4096), rng, 2.0, dtype)),
        ("relu6", ReLU()),
        ("fc7", Linear(n(4096), n(4096), rng, 2.0, dtype)),
        ("relu7", ReLU()),
        ("fc8", Linear(n(4096), num_classes, rng, 1.0, dtype)),
    ]
    network = AlexNet(layers)
    network.dtype = dtype
    return network
