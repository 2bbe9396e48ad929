"""A strided view of all windows; each of several equal maxima gets the gradient; gradients added through slices."""

import numpy as np
from numpy.lib.stride_tricks import as_strided, sliding_window_view


def view(x, kernel, stride):
    """(N, C, OH, OW, KH, KW), a view of x."""
    if stride < 1:
        raise ValueError("stride")
    window = (kernel, kernel) if np.ndim(kernel) == 0 else tuple(kernel)
    if window[0] > x.shape[2] or window[1] > x.shape[3]:
        raise ValueError("kernel")
    return sliding_window_view(x, window, axis=(2, 3))[:, :, ::stride, ::stride]


def writable(dx, view_shape, stride):
    """The same view of dx, one place of the windows at a time."""
    _, _, OH, OW, KH, KW = view_shape
    for k in range(KH):
        for l in range(KW):
            start = dx[:, :, k:, l:]
            n, c, h, w = start.strides
            yield k, l, as_strided(start, (*start.shape[:2], OH, OW), (n, c, h * stride, w * stride))


def max_pool_forward(x, kernel, stride):
    seen = view(x, kernel, stride)
    out = np.amax(seen, (-2, -1))
    return out, (x.shape, stride, seen == out[..., None, None])


def max_pool_backward(dout, cache):
    shape, stride, largest = cache
    dx = np.zeros(shape, dout.dtype)
    for k, l, part in writable(dx, largest.shape, stride):
        part += np.where(largest[..., k, l], dout, 0)
    return dx


def avg_pool_forward(x, kernel, stride):
    seen = view(x, kernel, stride)
    return seen.mean((-2, -1)), (x.shape, stride, seen.shape)


def avg_pool_backward(dout, cache):
    shape, stride, seen = cache
    dx = np.zeros(shape, dout.dtype)
    for _, _, part in writable(dx, seen, stride):
        part += dout / (seen[-1] * seen[-2])
    return dx


def global_avg_pool_forward(x):
    return x.mean((-2, -1), keepdims=True), np.ones_like(x) / (x.shape[2] * x.shape[3])


def global_avg_pool_backward(dout, cache):
    return dout * cache


def conv_cost(input_shape, filters, kernel, stride=1, padding=0):
    if padding < 0:
        raise ValueError("padding")
    C, H, W = input_shape
    # A view costs no memory, whatever its size.
    image = np.broadcast_to(np.int8(0), (1, C, H + 2 * padding, W + 2 * padding))
    seen = view(image, kernel, stride)
    KH, KW = seen.shape[4:]
    return filters + filters * C * KH * KW, seen.size * filters


def receptive_field(layers):
    if any(stride < 1 for _, stride in layers):
        raise ValueError("stride")
    field = 1
    for kernel, stride in reversed(layers):
        field = (field - 1) * stride + kernel
    return field


def compose_kernels(w1, w2):
    if len(w1) != w2.shape[1]:
        raise ValueError("channels")
    KH2, KW2 = w2.shape[2:]
    padded = np.pad(w1, ((0, 0), (0, 0), (KH2 - 1, KH2 - 1), (KW2 - 1, KW2 - 1)))
    seen = sliding_window_view(padded, (KH2, KW2), axis=(2, 3))
    return np.einsum("gfkl,fchwkl->gchw", w2[:, :, ::-1, ::-1], seen)
