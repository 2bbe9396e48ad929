"""im2col and its reverse with a slice for every offset of the kernel; the matrices in an object for a cache."""

import math

import numpy as np


class Saved:
    """What backward needs."""

    def __init__(self, **values):
        self.__dict__.update(values)


def conv_output_size(size, kernel, stride=1, padding=0):
    way = size + 2 * padding - kernel
    if min(stride - 1, padding, way) < 0:
        raise ValueError(f"no output for size {size}, kernel {kernel}, stride {stride}, padding {padding}")
    return math.floor(1 + way / stride)


def same_padding(kernel):
    half, odd = divmod(kernel, 2)
    if not odd:
        raise ValueError("even kernel")
    return half


def to_columns(x, KH, KW, stride, padding):
    N, C, H, W = x.shape
    OH = conv_output_size(H, KH, stride, padding)
    OW = conv_output_size(W, KW, stride, padding)
    padded = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)), mode="constant")
    columns = np.zeros((N, C, KH, KW, OH, OW), x.dtype)
    for u in range(KH):
        for v in range(KW):
            columns[:, :, u, v] = padded[:, :, u : u + stride * OH : stride, v : v + stride * OW : stride]
    return columns.transpose(0, 4, 5, 1, 2, 3).reshape(N * OH * OW, C * KH * KW), OH, OW


def conv_forward_im2col(x, w, b, stride=1, padding=0):
    F, C, KH, KW = w.shape
    if x.shape[1] != C:
        raise ValueError("channels of x and w differ")
    columns, OH, OW = to_columns(x, KH, KW, stride, padding)
    out = np.dot(columns, w.reshape(F, -1).T) + b
    saved = Saved(shape=x.shape, columns=columns, w=w, stride=stride, padding=padding)
    return out.reshape(len(x), OH, OW, -1).transpose(0, 3, 1, 2), saved


def conv_forward(x, w, b, stride=1, padding=0):
    return conv_forward_im2col(x, w, b, stride, padding)


def conv_backward(dout, cache):
    N, C, H, W = cache.shape
    F, _, KH, KW = cache.w.shape
    OH, OW = dout.shape[2:]
    s, p = cache.stride, cache.padding
    flat = dout.transpose(0, 2, 3, 1).reshape(-1, F)
    dw = np.dot(cache.columns.T, flat).T.reshape(cache.w.shape)
    dcolumns = np.dot(flat, cache.w.reshape(F, -1)).reshape(N, OH, OW, C, KH, KW).transpose(0, 3, 4, 5, 1, 2)
    padded = np.zeros((N, C, H + 2 * p + s - 1, W + 2 * p + s - 1), dout.dtype)  # room for a last, incomplete step
    for u in range(KH):
        for v in range(KW):
            padded[:, :, u : u + s * OH : s, v : v + s * OW : s] += dcolumns[:, :, u, v]
    return padded[:, :, p : H + p, p : W + p], dw, flat.sum(axis=0)


def conv_1x1(x, w, b):
    return conv_forward(x, w, b)
