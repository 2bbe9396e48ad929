"""A generator of windows; scatter-add with bincount; the last forward's cache is a closure; counts by ranges."""

import numpy as np


def spots(shape, kernel, stride):
    H, W = shape[-2:]
    KH, KW = kernel if isinstance(kernel, tuple) else (kernel, kernel)
    if stride < 1:
        raise ValueError("stride must be positive")
    if KH > H or KW > W:
        raise ValueError("kernel too large")
    return range(0, H - KH + 1, stride), range(0, W - KW + 1, stride), KH, KW


def each(shape, kernel, stride):
    rows, columns, KH, KW = spots(shape, kernel, stride)
    yield from ((..., slice(top, top + KH), slice(left, left + KW)) for top in rows for left in columns)


def max_pool_forward(x, kernel, stride):
    rows, columns, *_ = spots(x.shape, kernel, stride)
    numbers = np.arange(x.size).reshape(x.shape)
    best, source = [], []
    for window in each(x.shape, kernel, stride):
        flat, number = (a[window].reshape(*x.shape[:2], -1) for a in (x, numbers))
        place = flat.argmax(axis=2)[..., None]
        best.append(np.take_along_axis(flat, place, 2)[..., 0])
        source.append(np.take_along_axis(number, place, 2)[..., 0])

    def back(dout):
        pixels = np.stack(source, -1).ravel()
        return (
            np.bincount(pixels, dout.reshape(*dout.shape[:2], -1).ravel(), x.size).reshape(x.shape).astype(dout.dtype)
        )

    return np.stack(best, -1).reshape(*x.shape[:2], len(rows), len(columns)), back


def max_pool_backward(dout, cache):
    return cache(dout)


def avg_pool_forward(x, kernel, stride):
    rows, columns, KH, KW = spots(x.shape, kernel, stride)
    means = [x[window].mean(axis=(2, 3)) for window in each(x.shape, kernel, stride)]

    def back(dout):
        dx = np.zeros(x.shape, dout.dtype)
        for window, share in zip(each(x.shape, kernel, stride), dout.reshape(*dout.shape[:2], -1).transpose(2, 0, 1)):
            dx[window] += share[..., None, None] / (KH * KW)
        return dx

    return np.stack(means, 2).reshape(*x.shape[:2], len(rows), len(columns)), back


def avg_pool_backward(dout, cache):
    return cache(dout)


def global_avg_pool_forward(x):
    H, W = x.shape[2:]
    return np.einsum("nchw->nc", x)[:, :, None, None] / (
        H * W
    ), lambda dout: np.zeros(x.shape, dout.dtype) + dout / (H * W)


def global_avg_pool_backward(dout, cache):
    return cache(dout)


def conv_cost(input_shape, filters, kernel, stride=1, padding=0):
    if padding < 0:
        raise ValueError("padding must not be negative")
    C, *size = input_shape
    rows, columns, KH, KW = spots([length + 2 * padding for length in size], kernel, stride)
    parameters = sum(C * KH * KW + 1 for _ in range(filters))
    return parameters, (parameters - filters) * len(rows) * len(columns)


def receptive_field(layers):
    first, last = 0, 0
    for kernel, stride in reversed(list(layers)):
        if stride < 1:
            raise ValueError("stride must be positive")
        first, last = first * stride, last * stride + (kernel - 1)
    return last - first + 1


def compose_kernels(w1, w2):
    if w2.shape[1] != w1.shape[0]:
        raise ValueError("channels must match")
    extra = [(0, 0), (0, 0), (0, w2.shape[2] - 1), (0, w2.shape[3] - 1)]
    wide = np.pad(w1, extra)
    parts = (
        np.tensordot(w2[:, :, k, l], np.roll(wide, (k, l), (2, 3)), 1)
        for k in range(w2.shape[2])
        for l in range(w2.shape[3])
    )
    return sum(parts)
