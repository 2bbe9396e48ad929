"""One large matrix over all pixels, built from images of a single pixel; backward takes its transpose."""

import numpy as np
from numpy.lib.stride_tricks import as_strided


def conv_output_size(size, kernel, stride=1, padding=0):
    problems = [stride < 1, padding < 0, size + 2 * padding < kernel]
    if any(problems):
        raise ValueError("stride, padding or kernel is impossible: " + repr(problems))
    return -(-(size + 2 * padding - kernel + 1) // stride)


def same_padding(kernel):
    paddings = [p for p in range(kernel) if 2 * p + 1 == kernel]
    if not paddings:
        raise ValueError("there is none")
    return paddings[0]


def conv_forward(x, w, b, stride=1, padding=0):
    C, H, W = x.shape[1:]
    if C != w.shape[1]:
        raise ValueError("another number of channels")
    OH = conv_output_size(H, w.shape[2], stride, padding)
    OW = conv_output_size(W, w.shape[3], stride, padding)
    single_pixels = np.eye(C * H * W, dtype=w.dtype).reshape(-1, C, H, W)
    matrix = cross_correlate(single_pixels, w, stride, padding, OH, OW).reshape(C * H * W, -1)
    out = (x.reshape(len(x), -1) @ matrix).reshape(len(x), -1, OH, OW)
    return out + b.reshape(-1, 1, 1), (x, matrix, w.shape, stride, padding)


def cross_correlate(x, w, stride, padding, OH, OW):
    """Windows by as_strided, kernel by tensordot: (N, F, OH, OW)."""
    padded = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    n, c, h, v = padded.strides
    shape = (*padded.shape[:2], OH, OW, *w.shape[2:])
    windows = as_strided(padded, shape, (n, c, stride * h, stride * v, h, v), writeable=False)
    return np.tensordot(windows, w, ((1, 4, 5), (1, 2, 3))).transpose(0, 3, 1, 2)


def conv_backward(dout, cache):
    x, matrix, w_shape, stride, padding = cache
    F, _, KH, KW = w_shape
    dx = (dout.reshape(len(dout), -1) @ matrix.T).reshape(x.shape)
    # A kernel slides over x; so may dout, if samples and channels trade places and zeros stand between its numbers.
    OH, OW = dout.shape[2:]
    spread = np.zeros((F, len(x), (OH - 1) * stride + 1, (OW - 1) * stride + 1), dout.dtype)
    spread[:, :, ::stride, ::stride] = dout.swapaxes(0, 1)
    dw = cross_correlate(x.swapaxes(0, 1), spread, 1, padding, KH, KW).swapaxes(0, 1)
    return dx, dw, dout.sum(axis=0).sum(axis=(1, 2))


def conv_forward_im2col(x, w, b, stride=1, padding=0):
    return conv_forward(x, w, b, stride, padding)


def conv_1x1(x, w, b):
    _, cache = conv_forward(x, w, b)
    F, C = w.shape[:2]
    pixels = x.swapaxes(0, 1).reshape(C, -1)
    out = w.reshape(F, C) @ pixels + b.reshape(F, 1)
    return out.reshape(F, len(x), *x.shape[2:]).swapaxes(0, 1), cache
