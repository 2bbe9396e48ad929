"""Pooling along one axis is a matrix: means are products with it, maxima are taken axis after axis; einsum."""

import functools
import itertools
import operator

import numpy as np


def along(size, kernel, stride):
    """(OUT, size): 1 where a window sees a pixel."""
    if stride < 1 or kernel > size:
        raise ValueError("kernel or stride")
    starts = range(0, size - kernel + 1, stride)
    return np.array([[start <= pixel < start + kernel for pixel in range(size)] for start in starts])


def both(x, kernel, stride):
    KH, KW = kernel if isinstance(kernel, (tuple, list)) else (kernel, kernel)
    return along(x.shape[-2], KH, stride), along(x.shape[-1], KW, stride)


def max_pool_forward(x, kernel, stride):
    rows, columns = both(x, kernel, stride)
    high = np.where(rows[:, :, None], x[:, :, None], -np.inf).max(axis=3)
    out = np.where(columns, high[:, :, :, None], -np.inf).max(axis=4)
    return out.astype(x.dtype), (x, out, rows, columns)


def max_pool_backward(dout, cache):
    x, out, rows, columns = cache
    hit = x[:, :, None, None] == out[:, :, :, :, None, None]
    hit = hit & rows[:, None, :, None] & columns[None, :, None, :]
    return np.einsum("ncij,ncijhw->nchw", dout, hit.astype(dout.dtype))


def avg_pool_forward(x, kernel, stride):
    cache = [matrix / matrix.sum(axis=1, keepdims=True) for matrix in both(x, kernel, stride)]
    cache = [matrix.astype(x.dtype) for matrix in cache]
    return cache[0] @ x @ cache[1].T, cache


def avg_pool_backward(dout, cache):
    rows, columns = cache
    return rows.T @ dout @ columns


def global_avg_pool_forward(x):
    H, W = x.shape[2:]
    ones = np.full((1, H), 1 / H, x.dtype), np.full((W, 1), 1 / W, x.dtype)
    return ones[0] @ x @ ones[1], ones


def global_avg_pool_backward(dout, cache):
    rows, columns = cache
    return np.einsum("oh,ncop,wp->nchw", rows, dout, columns)


def conv_cost(input_shape, filters, kernel, stride=1, padding=0):
    if padding < 0:
        raise ValueError("padding")
    C, H, W = input_shape
    rows, columns = both(np.empty((H + 2 * padding, W + 2 * padding)), kernel, stride)
    weights = filters * C * int(rows[0].sum()) * int(columns[0].sum())
    return weights + filters, weights * len(rows) * len(columns)


def receptive_field(layers):
    strides = [stride for _, stride in layers]
    if strides and min(strides) < 1:
        raise ValueError("stride")
    jumps = itertools.accumulate(strides, operator.mul, initial=1)
    return functools.reduce(lambda field, pair: field + (pair[0][0] - 1) * pair[1], zip(layers, jumps), 1)


def compose_kernels(w1, w2):
    """What both convolutions make of single bright pixels, read back to front."""
    F1, C, KH1, KW1 = w1.shape
    _, K, KH2, KW2 = w2.shape
    if K != F1:
        raise ValueError("channels")
    KH, KW = KH1 + KH2 - 1, KW1 + KW2 - 1
    spots = np.zeros((C, C, 2 * KH - 1, 2 * KW - 1), w1.dtype)
    spots[range(C), range(C), KH - 1, KW - 1] = 1
    out = convolve(convolve(spots, w1), w2)
    return out[:, :, ::-1, ::-1].swapaxes(0, 1)


def convolve(x, w):
    _, _, KH, KW = w.shape
    H, W = x.shape[2] - KH + 1, x.shape[3] - KW + 1
    return sum(
        np.einsum("nchw,fc->nfhw", x[:, :, k : k + H, l : l + W], w[:, :, k, l]) for k in range(KH) for l in range(KW)
    )
