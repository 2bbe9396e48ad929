"""Everything in float64, whatever comes in, and float64 out; caches are objects; kernels meet as Fourier transforms."""

from types import SimpleNamespace

import numpy as np


def setting(x, kernel, stride):
    if not isinstance(kernel, tuple):
        kernel = (kernel, kernel)
    KH, KW = kernel
    _, _, H, W = x.shape
    if not (stride >= 1 and KH <= H and KW <= W):
        raise ValueError("kernel or stride")
    return SimpleNamespace(
        shape=x.shape, KH=KH, KW=KW, s=stride, OH=int(np.floor((H - KH) / stride + 1)), OW=int((W - KW) / stride) + 1
    )


def slices(c):
    for i in range(c.OH):
        for j in range(c.OW):
            yield i, j, np.s_[:, :, i * c.s : i * c.s + c.KH, j * c.s : j * c.s + c.KW]


def max_pool_forward(x, kernel, stride):
    c = setting(x, kernel, stride)
    c.x = np.array(x, float)
    out = np.zeros((*x.shape[:2], c.OH, c.OW))
    for i, j, window in slices(c):
        out[:, :, i, j] = c.x[window].max((2, 3))
    return out, c


def max_pool_backward(dout, cache):
    dx = np.zeros(cache.shape)
    for i, j, window in slices(cache):
        seen = cache.x[window]
        dx[window] += (seen == seen.max((2, 3), keepdims=True)) * dout[:, :, i, j][:, :, None, None]
    return dx


def avg_pool_forward(x, kernel, stride):
    c = setting(x, kernel, stride)
    # A table of sums over all pixels above and to the left gives each window by four of its corners.
    table = np.pad(x.astype(float).cumsum(2).cumsum(3), ((0, 0), (0, 0), (1, 0), (1, 0)))
    top, left = np.arange(c.OH)[:, None] * c.s, np.arange(c.OW) * c.s
    bottom, right = top + c.KH, left + c.KW
    sums = table[:, :, bottom, right] - table[:, :, top, right] - table[:, :, bottom, left] + table[:, :, top, left]
    return sums / (c.KH * c.KW), c


def avg_pool_backward(dout, cache):
    dx = np.zeros(cache.shape)
    for i, j, window in slices(cache):
        dx[window] += np.asarray(dout, float)[:, :, i : i + 1, j : j + 1] / cache.KH / cache.KW
    return dx


def global_avg_pool_forward(x):
    return np.average(x.astype(float), axis=(2, 3))[:, :, None, None], SimpleNamespace(shape=x.shape)


def global_avg_pool_backward(dout, cache):
    H, W = cache.shape[2:]
    return np.asarray(dout, float).repeat(H, axis=2).repeat(W, axis=3) / H / W


def conv_cost(input_shape, filters, kernel, stride=1, padding=0):
    C, H, W = input_shape
    if padding < 0:
        raise ValueError("padding")
    c = setting(np.empty((1, 1, H + 2 * padding, W + 2 * padding)), kernel, stride)
    weights = np.prod([filters, C, c.KH, c.KW])
    return weights + filters, weights * c.OH * c.OW


def receptive_field(layers):
    if not layers:
        return 1
    (kernel, stride), *rest = layers
    if stride < 1:
        raise ValueError("stride")
    return kernel + stride * (receptive_field(rest) - 1)


def compose_kernels(w1, w2):
    if w1.shape[0] != w2.shape[1]:
        raise ValueError("channels")
    size = tuple(a + b - 1 for a, b in zip(w1.shape[2:], w2.shape[2:], strict=True))
    first, second = (np.fft.fft2(w.astype(float), size) for w in (w1, w2))
    return np.fft.ifft2(np.einsum("gfhw,fchw->gchw", second, first)).real
