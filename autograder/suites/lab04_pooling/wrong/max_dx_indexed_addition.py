"""keeps only the last gradient of a pixel that is the maximum of several windows: assigns, or adds by an index array"""

# dx[places] = dout and dx[places] += dout give the same in every case: the words have to fit both.

import numpy as np

from solutions.lab04_pooling import *

HINT = "What is a after a = np.zeros(2); a[[0, 0]] += 1, and what does np.add.at(a, [0, 0], 1) do?"
FAILS = [
    "test_max_pool_backward::test_dx_where_windows_overlap",
    "test_max_pool_backward::test_dx_for_windows_that_are_not_square",
    "test_max_pool_backward::test_a_maximum_of_several_windows_gets_all_their_gradients",
    "test_max_pool_backward::test_all_of_dout_arrives_in_dx",
]


def max_pool_forward(x, kernel, stride):
    KH, KW = (kernel, kernel) if isinstance(kernel, int) else kernel
    N, C, H, W = x.shape
    if stride < 1:
        raise ValueError("the stride must be at least 1")
    if KH > H or KW > W:
        raise ValueError("the kernel is larger than x")
    OH, OW = (H - KH) // stride + 1, (W - KW) // stride + 1
    out = np.zeros((N, C, OH, OW), x.dtype)
    for i in range(OH):
        for j in range(OW):
            window = x[:, :, i * stride : i * stride + KH, j * stride : j * stride + KW]
            out[:, :, i, j] = window.max(axis=(2, 3))
    return out, (x, KH, KW, stride)


def max_pool_backward(dout, cache):
    x, KH, KW, stride = cache
    OH, OW = dout.shape[2:]
    dx = np.zeros(x.shape, dout.dtype)
    N, C = x.shape[:2]
    n, c = np.indices((N, C))
    rows, columns = np.zeros(dout.shape, int), np.zeros(dout.shape, int)
    for i in range(OH):
        for j in range(OW):
            window = x[:, :, i * stride : i * stride + KH, j * stride : j * stride + KW]
            place = window.reshape(N, C, -1).argmax(axis=2)
            rows[:, :, i, j], columns[:, :, i, j] = i * stride + place // KW, j * stride + place % KW
    dx[n[:, :, None, None], c[:, :, None, None], rows, columns] += dout
    return dx
