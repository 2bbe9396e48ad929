"""im2col: every window becomes a row of a matrix, found by an index array; np.add.at brings gradients back."""

import math

import numpy as np


def windows(x_shape, kernel, stride):
    """Flat indices into one channel, (windows, pixels of a window), and the output's size."""
    _, _, H, W = x_shape
    KH, KW = np.broadcast_to(kernel, 2).tolist()
    if stride < 1:
        raise ValueError(f"stride {stride}")
    if KH > H or KW > W:
        raise ValueError(f"kernel {kernel}")
    i, j = np.arange(0, H - KH + 1, stride), np.arange(0, W - KW + 1, stride)
    corner = (i[:, None] * W + j).reshape(-1, 1)
    inside = (np.arange(KH)[:, None] * W + np.arange(KW)).reshape(1, -1)
    return corner + inside, (len(i), len(j))


def max_pool_forward(x, kernel, stride):
    index, size = windows(x.shape, kernel, stride)
    N, C, H, W = x.shape
    columns = x.reshape(N * C, H * W)[:, index]
    place = np.take_along_axis(np.broadcast_to(index, columns.shape), columns.argmax(-1)[..., None], -1)[..., 0]
    return columns.max(-1).reshape(N, C, *size), [x.shape, place]


def max_pool_backward(dout, cache):
    shape, place = cache
    N, C, H, W = shape
    dx = np.zeros((N * C, H * W), dout.dtype)
    np.add.at(dx, (np.arange(N * C)[:, None], place), dout.reshape(N * C, -1))
    return dx.reshape(shape)


def avg_pool_forward(x, kernel, stride):
    index, size = windows(x.shape, kernel, stride)
    N, C, H, W = x.shape
    weights = np.full(index.shape[1], 1 / index.shape[1], x.dtype)
    return (x.reshape(N * C, H * W)[:, index] @ weights).reshape(N, C, *size), [x.shape, index]


def avg_pool_backward(dout, cache):
    shape, index = cache
    N, C, H, W = shape
    dx = np.zeros((N * C, H * W), dout.dtype)
    share = dout.reshape(N * C, -1, 1) / index.shape[1]
    np.add.at(dx, (slice(None), index), np.broadcast_to(share, (N * C, *index.shape)))
    return dx.reshape(shape)


def global_avg_pool_forward(x):
    N, C, H, W = x.shape
    return np.mean(x.reshape(N, C, H * W, 1), axis=2, keepdims=True), (H, W)


def global_avg_pool_backward(dout, cache):
    return np.tile(dout / math.prod(cache), (1, 1, *cache))


def conv_cost(input_shape, filters, kernel, stride=1, padding=0):
    if padding < 0:
        raise ValueError(f"padding {padding}")
    C, H, W = input_shape
    index, _ = windows((1, C, H + 2 * padding, W + 2 * padding), kernel, stride)
    places, area = index.shape
    return filters * (C * area + 1), filters * places * area * C


def receptive_field(layers):
    if not layers:
        return 1
    kernels, strides = np.array(layers).T
    if (strides < 1).any():
        raise ValueError("strides below 1")
    jumps = np.cumprod([1, *strides[:-1]])
    return int(1 + (kernels - 1) @ jumps)


def compose_kernels(w1, w2):
    F1, C, KH1, KW1 = w1.shape
    F2, K, KH2, KW2 = w2.shape
    if K != F1:
        raise ValueError(f"{K} is not {F1}")
    matrix = w2.transpose(2, 3, 0, 1) @ w1.reshape(F1, -1)
    blocks = matrix.reshape(KH2, KW2, F2, C, KH1, KW1)
    KH, KW = KH1 + KH2 - 1, KW1 + KW2 - 1
    rows = np.arange(KH2)[:, None, None, None] + np.arange(KH1)[:, None]
    columns = np.arange(KW2)[:, None, None] + np.arange(KW1)
    w = np.zeros((KH, KW, F2, C), w1.dtype)
    np.add.at(w, (rows, columns), blocks.transpose(0, 1, 4, 5, 2, 3))
    return w.transpose(2, 3, 0, 1)
