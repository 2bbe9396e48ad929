"""convolves with loops of its own, in which a kernel of one channel is stretched and stride 0 is 1"""

import numpy as np

from solutions.lab08_resnet import *

HINT = "What should happen with a kernel for one channel on an image of three, and with a stride of 0?"
FAILS = [
    "test_residual_forward::test_kernels_and_strides_that_cannot_be_are_refused",
]


def padded_convolution(x, w, stride):
    K = w.shape[2]
    stride = max(stride, 1)
    xp = np.pad(x, [(0, 0), (0, 0), (K // 2, K // 2), (K // 2, K // 2)])
    OH, OW = -(-x.shape[2] // stride), -(-x.shape[3] // stride)
    out = np.zeros((len(x), len(w), OH, OW), x.dtype)
    for i in range(OH):
        for j in range(OW):
            window = xp[:, :, i * stride : i * stride + K, j * stride : j * stride + K]
            for f in range(len(w)):
                out[:, f, i, j] = (window * w[f]).sum(axis=(1, 2, 3))
    return out


def residual_forward(x, w1, w2, w_proj=None, stride=1):
    a = padded_convolution(x, w1, stride)
    b = padded_convolution(np.maximum(a, 0), w2, 1)
    shortcut = x if w_proj is None else padded_convolution(x, w_proj, stride)
    if b.shape != shortcut.shape:
        raise ValueError("the shapes differ")
    total = b + shortcut
    cache1, cache2 = (x, w1, stride, 1), (np.maximum(a, 0), w2, 1, 1)
    cache_proj = None if w_proj is None else (x, w_proj, stride, 0)
    return np.maximum(total, 0), (cache1, a > 0, cache2, cache_proj, total > 0)
