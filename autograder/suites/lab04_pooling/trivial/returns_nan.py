"""Returns nan of the right shapes."""

import numpy as np


def sizes(x, kernel, stride):
    KH, KW = (kernel, kernel) if isinstance(kernel, int) else kernel
    return (*x.shape[:2], (x.shape[2] - KH) // stride + 1, (x.shape[3] - KW) // stride + 1)


def max_pool_forward(x, kernel, stride):
    return np.full(sizes(x, kernel, stride), np.nan), x.shape


def max_pool_backward(dout, cache):
    return np.full(cache, np.nan)


def avg_pool_forward(x, kernel, stride):
    return np.full(sizes(x, kernel, stride), np.nan), x.shape


def avg_pool_backward(dout, cache):
    return np.full(cache, np.nan)


def global_avg_pool_forward(x):
    return np.full((*x.shape[:2], 1, 1), np.nan), x.shape


def global_avg_pool_backward(dout, cache):
    return np.full(cache, np.nan)


def conv_cost(input_shape, filters, kernel, stride=1, padding=0):
    return float("nan"), float("nan")


def receptive_field(layers):
    return float("nan")


def compose_kernels(w1, w2):
    return np.full((w2.shape[0], w1.shape[1], w1.shape[2] + w2.shape[2] - 1, w1.shape[3] + w2.shape[3] - 1), np.nan)
